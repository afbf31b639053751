"""The picture of a shot shows nobody in a blink or in the middle of a word."""

from __future__ import annotations

import msgspec
import pytest

from reelwright.camera import still_frame
from reelwright.drawing.spritecache import SpriteCache
from reelwright.performance import Phone, Word
from reelwright.stage.brief import Actor, ShotBrief, SpeechInShot
from reelwright.stage.perform import perform
from reelwright.studio.look.places import place_brief
from reelwright.studio.look.stand_ins import STAND_INS

FRAMES = 96
HER = Actor(key="her", name="her", look=STAND_INS[0][0], outfit=STAND_INS[0][1])


@pytest.fixture
def cache() -> SpriteCache:
    return SpriteCache(None, 100 << 20)


def _brief(*speeches: SpeechInShot) -> ShotBrief:
    brief = place_brief(
        "street", hour="day", weather="", setting="exterior", framing="close-up", people=(HER,), width=108
    )
    return msgspec.structs.replace(brief, frame_count=FRAMES, speeches=speeches)


def test_a_blink_is_avoided(cache: SpriteCache) -> None:
    """Asked for the frame in which her eyes are shut, one close by is shown in which they are open."""
    take = perform(_brief(), cache)
    lids = [take.faces(frame)[0].lids for frame in range(FRAMES)]
    blink = min(range(16, FRAMES - 16), key=lids.__getitem__)
    assert lids[blink] < 0.5 * max(lids)
    still = still_frame(take, blink)
    assert lids[still] >= 0.85 * max(lids)
    assert 0 < abs(still - blink) <= 12


def test_lips_that_speak_are_waited_for(cache: SpriteCache) -> None:
    """In a shot that is spoken through its middle, the picture is of a moment with closed lips."""
    phones = tuple(Phone(("aa", "ae", "ao")[n % 3], 1 + n * 0.2, 1.2 + n * 0.2) for n in range(8))
    speech = SpeechInShot(
        line_id="k3f9", character="her", start_frame=0, words=(Word("Ah", 1.0, 2.6, 0, 2),), phones=phones,
        loudness=(0.0,) * 100 + (1.0,) * 160,
    )  # fmt: skip
    take = perform(_brief(speech), cache)
    faces = [take.faces(frame)[0] for frame in range(FRAMES)]
    assert faces[FRAMES // 2].lips > 0.3
    still = faces[still_frame(take)]
    assert still.lips < 0.15
    assert still.lids >= 0.85 * max(face.lids for face in faces)


def test_an_empty_place_is_shown_as_asked_for(cache: SpriteCache) -> None:
    """Where nobody is, the middle is as good as any."""
    brief = msgspec.structs.replace(
        _brief(), actors=(), shot=msgspec.structs.replace(_brief().shot, subjects=())
    )
    assert still_frame(perform(brief, cache)) == FRAMES // 2
