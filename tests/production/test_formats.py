"""Any size and rate of ``[format]`` is filmed; the bytes do not depend on what was drawn before."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from reelwright.build import Inputs, Outputs, Store
from reelwright.casting.documents import Look, Outfit
from reelwright.drawing.spritecache import SpriteCache
from reelwright.performance import Phone, Word
from reelwright.production.makers import picture
from reelwright.production.makers.settings import EncoderSettings, ShotSettings
from reelwright.production.sprites import sprite_folder
from reelwright.stage.brief import Actor, ShotBrief, SpeechInShot
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Beat, Shot, Subject
from reelwright.timebase import FrameRate
from reelwright.timeline import SpeechClip

WORDS = (
    Word(text="Never", first_char=0, end_char=5, start_s=0.0, end_s=0.2),
    Word(text="again.", first_char=6, end_char=12, start_s=0.2, end_s=0.5),
)
PHONES = (Phone(symbol="n", start_s=0.0, end_s=0.1), Phone(symbol="eh", start_s=0.1, end_s=0.4))


def settings_of(width: int, height: int, fps: int, frame_count: int) -> ShotSettings:
    """Somebody says two words, close to us."""
    shot = Shot(
        id="k3f9.line",
        line_id="k3f9",
        scene_id="k3f9",
        framing="close-up",
        beats=(Beat(kind="line", character="mei", seconds=0.5, line_id="k3f9"),),
        subjects=(Subject(character="mei", facing="left"),),
        place="OFFICE",
    )
    speech = SpeechInShot(
        line_id="k3f9", character="mei", start_frame=1, words=WORDS, phones=PHONES, loudness=(0.5,) * 10
    )
    clip = SpeechClip(
        line_id="k3f9",
        character="mei",
        speaker="Mei",
        text="Never again.",
        start_frame=1,
        frame_count=frame_count - 1,
        words=WORDS,
    )
    return ShotSettings(
        engine="built-in",
        engine_version="1",
        brief=ShotBrief(
            shot=shot,
            frame_count=frame_count,
            beat_frames=(0,),
            actors=(Actor(key="mei", name="Mei", look=Look(sex="female"), outfit=Outfit(kind="suit")),),
            speeches=(speech,),
            seed=5,
            width=width,
            height=height,
            rate=FrameRate(fps, 1),
        ),
        speeches=(clip,),
        mark_frames=2,
        language="en",
        encoder=EncoderSettings(crf=30, preset="ultrafast"),
    )


def film(settings: ShotSettings, store: Store) -> dict[str, str]:
    """The digests of what the maker leaves, made with nothing in memory."""
    picture._sprites.cache_clear()
    picture._compositor.cache_clear()
    with store.scratch_folder() as scratch:
        outputs = Outputs(store, scratch)
        picture.film_shot(settings, Inputs({}, store), outputs)
    return outputs.digests


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("formats") / "store")


@pytest.mark.parametrize(("width", "height", "fps"), [(90, 160, 30), (122, 218, 60), (128, 160, 24)])
def test_any_format_is_filmed(store: Store, width: int, height: int, fps: int) -> None:
    """Rates of 30 and 60, sizes that no block divides: the clean film and the captioned one have what was
    asked for, the small one half of it, and words are seen only in one."""
    digests = film(settings_of(width, height, fps, 6), store)
    shown = {}
    for name, across, down in (
        ("clean.mp4", width, height),
        ("captioned.mp4", width, height),
        ("small.mp4", width // 4 * 2, height // 4 * 2),
    ):
        with av.open(str(store.path(digests[name]))) as container:
            stream = container.streams.video[0]
            assert (stream.width, stream.height, stream.average_rate) == (across, down, fps)
            shown[name] = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
            assert len(shown[name]) == 6
    assert shown["clean.mp4"][3].std() > 10
    assert (shown["captioned.mp4"][3] != shown["clean.mp4"][3]).mean() > 0.01


def test_what_was_drawn_before_does_not_show(store: Store, tmp_path: Path) -> None:
    """Cold, warm, and after the frames were asked for from last to first: the same bytes."""
    settings = settings_of(90, 160, 24, 8)
    first = film(settings, Store(tmp_path / "one"))
    assert film(settings, Store(tmp_path / "one")) == first
    backwards = Store(tmp_path / "two")
    take = perform(settings.brief, SpriteCache(sprite_folder(backwards.folder), 1 << 24))
    for frame in reversed(range(8)):
        take.layers(frame)
    assert film(settings, backwards) == first


def test_memory_grows_with_the_frame() -> None:
    """The sprites of one frame of 2160 × 3840 fit; smaller frames keep the usual room."""
    base = picture.SPRITE_MEMORY_BYTES
    assert picture._budget(base, 720, 1280) == base
    assert picture._budget(base, 2160, 3840) == 4 * base
