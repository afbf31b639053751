"""Our own frames of the six lookdev heroes → docs/images/look/*.webp, and one sheet beside the originals.

Run: ``python -m tools.heroes [--lookdev FOLDER] [--sheet FILE.webp] [NAME …]``. The originals lie outside the
repository; with ``--lookdev`` a small sheet sets each beside ours. Prints the size of every file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import msgspec
import numpy as np

from reelwright.camera import still_frame
from reelwright.casting.documents import Look, Outfit
from reelwright.delivery.stills import Rgb
from reelwright.drawing.spritecache import SpriteCache
from reelwright.finishing.captions import CaptionLayers
from reelwright.performance import Word
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Beat, Framing, Shot, Subject
from reelwright.studio.look.darkroom import Darkroom
from reelwright.timeline import SpeechClip

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images" / "look"
MOST_BYTES = 120_000
_SHOWN_WIDTH, _SHEET_WIDTH = 720, 270

HER = Look(
    hair="long", hair_colour="#5a3426", iris_colour="#8a5a34", necklace="diamond", earrings="drop",
    lip_colour="#d4465a",
)  # fmt: skip
HIM = Look(sex="male", hair="comma", hair_colour="#2c2530", iris_colour="#4a3226")
RIVAL = Look(hair="bob", hair_colour="#2a2436", iris_colour="#5f6f5a", necklace="pearl", lip_colour="#b5203a")
CONCUBINE = Look(hair="updo", hair_colour="#241d28", iris_colour="#4a3428", lip_colour="#c93a4a")
RED_DRESS = Outfit(kind="dress", colour="#b3283a")
GREEN_GOWN = Outfit(kind="gown", colour="#1f5a4a")
PALE_COAT = Outfit(kind="coat", colour="#b4b0cc", second="#e8e6f0")
WHITE_HANFU = Outfit(kind="hanfu", colour="#d8e4e0", second="#3f7a74")
DARK_SUIT = Outfit(kind="suit", colour="#262c44", second="#7a1f2e")


@dataclass(frozen=True)
class Hero:
    """One frame: who, where, and what is said."""

    framing: Framing
    place: str
    people: tuple[tuple[Subject, Look, Outfit], ...]
    hour: str = "night"
    weather: str = ""
    line: str = ""
    name: str = ""
    frame: int = 30
    shot: dict[str, object] = field(default_factory=dict)


def _seen(key: str, side: str, role: str, expression: str, intensity: float = 0.8, **more: str) -> Subject:
    facing = {"left": "right", "right": "left"}.get(side, "camera")
    return msgspec.convert(
        {"character": key, "side": side, "facing": facing, "role": role, "expression": expression,
         "intensity": intensity, **more},
        Subject,
    )  # fmt: skip


HEROES: dict[str, Hero] = {
    "closeup": Hero(
        "close-up", "penthouse", ((_seen("her", "centre", "speaker", "sad", facing="left"), HER, RED_DRESS),),
        line="You married me for revenge?", name="Mia",
    ),
    "twoshot": Hero(
        "two-shot", "banquet hall",
        ((_seen("him", "left", "listener", "cold", looks_at="her"), HIM, DARK_SUIT),
         (_seen("her", "right", "speaker", "cold", looks_at="him"), RIVAL, GREEN_GOWN)),
        line="Did you really think she'd come back to you?", name="Vera",
    ),
    "ots": Hero(
        "over-the-shoulder", "office",
        ((_seen("him", "right", "speaker", "angry", looks_at="her"), HIM, DARK_SUIT),
         (_seen("her", "left", "foreground", "neutral"), HER, RED_DRESS)),
        hour="day", line="Sign it. And never come near my family again!", name="Leon",
    ),
    "title": Hero(
        "card", "palace court", (), weather="petals",
        shot={"title": "The Discarded Empress", "subtitle": "Episode 1 · The Night She Returned"},
    ),
    "rain": Hero(
        "medium-close-up", "street",
        ((_seen("her", "centre", "speaker", "crying", facing="left"), HER, PALE_COAT),),
        weather="rain", line="Three years… and you never once looked back.", name="Mia",
    ),
    "hanfu": Hero(
        "medium-close-up", "palace court",
        ((_seen("her", "centre", "speaker", "determined", facing="right"), CONCUBINE, WHITE_HANFU),),
        weather="petals", line="This time, I will not kneel.", name="Yue",
    ),
}  # fmt: skip


def draw(hero: Hero, sprites: SpriteCache, darkroom: Darkroom) -> Rgb:
    """The frame at full size, with its caption."""
    brief = _brief(hero)
    take = perform(brief, sprites)
    shown = still_frame(take, hero.frame)
    layers = take.layers(shown)
    if hero.line:
        faces = [take.faces(frame) for frame in range(0, brief.frame_count, 4)]
        captions = CaptionLayers(
            (_speech(hero),), faces, width=brief.width, height=brief.height, rate=brief.rate,
            frame_count=brief.frame_count,
        )  # fmt: skip
        layers = [*layers, *captions.at(shown)]
    return darkroom.develop(layers, brief.width, brief.height)


def _brief(hero: Hero) -> ShotBrief:
    shot = msgspec.convert(
        {"id": "hero", "line_id": "hero", "scene_id": "hero", "framing": hero.framing,
         "beats": [Beat(kind="pause", seconds=3.0)], "subjects": [subject for subject, _, _ in hero.people],
         "move": "hold", "place": hero.place, "time_of_day": hero.hour, "weather": hero.weather, **hero.shot},
        Shot,
    )  # fmt: skip
    actors = tuple(
        Actor(key=s.character, name=s.character, look=look, outfit=o) for s, look, o in hero.people
    )
    return ShotBrief(shot=shot, frame_count=72, beat_frames=(0,), actors=actors, speeches=(), seed=11)


def _speech(hero: Hero) -> SpeechClip:
    words, at, spoken = hero.line.split(), 0, []
    for number, word in enumerate(words):
        spoken.append(Word(word, number * 0.4, number * 0.4 + 0.4, at, at + len(word)))
        at += len(word) + 1
    speaker = next(subject for subject, _, _ in hero.people if subject.role == "speaker")
    return SpeechClip(
        line_id="hero", character=speaker.character, speaker=hero.name, text=hero.line, start_frame=12,
        frame_count=60, words=tuple(spoken),
    )  # fmt: skip


def keep(picture: Rgb, path: Path, width: int = _SHOWN_WIDTH, most_bytes: int = MOST_BYTES) -> int:
    """Write a WebP of that width at the best quality that fits; return its bytes."""
    size = (width, round(picture.shape[0] * width / picture.shape[1]))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)[..., ::-1]
    for quality in (92, 88, 84, 80, 74, 66, 55, 40):
        data = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, quality])[1]
        if len(data) <= most_bytes:
            break
    path.write_bytes(bytes(data))
    return len(data)


def beside(ours: Sequence[Rgb], theirs: Sequence[Rgb]) -> Rgb:
    """Originals above, ours below."""

    def row(pictures: Sequence[Rgb]) -> Rgb:
        height = _SHEET_WIDTH * 16 // 9
        small = [cv2.resize(p, (_SHEET_WIDTH, height), interpolation=cv2.INTER_AREA) for p in pictures]
        return np.hstack([np.pad(p, ((0, 8), (0, 8), (0, 0))) for p in small])

    return np.vstack([row(theirs), row(ours)])


def main() -> None:
    """Draw the heroes named on the command line (all by default)."""
    words = sys.argv[1:]
    lookdev = Path(words[words.index("--lookdev") + 1]) if "--lookdev" in words else None
    sheet = Path(words[words.index("--sheet") + 1]) if "--sheet" in words else FOLDER / "side-by-side.webp"
    names = [word for word in words if word in HEROES] or list(HEROES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    sprites, darkroom = SpriteCache(None, 512 << 20), Darkroom()
    ours, theirs = [], []
    for name in names:
        picture = draw(HEROES[name], sprites, darkroom)
        path = FOLDER / f"{name}.webp"
        print(f"{path.relative_to(ROOT)}: {keep(picture, path) / 1000:.0f} kB", flush=True)
        if lookdev is not None:
            ours.append(picture)
            theirs.append(cv2.imread(str(lookdev / f"hero_{name}.png"))[..., ::-1])
    if ours:
        both = beside(ours, theirs)
        print(f"{sheet}: {keep(both, sheet, both.shape[1], 2 * MOST_BYTES) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
