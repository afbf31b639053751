"""The decoded film, not the rig: does it move, whose faces are they, do lips close, are captions in the way.

``python -m bench look`` makes episode 1 of the English example; ``python -m bench.look SERIES`` measures an
episode that has been made. A blind naming is kept in ``results/blind_naming.json``: ``{"who": …, "when": …,
"answers": [{"shown": "cold", "said": "smirk"}, …]}``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import identity, lips, motion, overlays
from bench.footage import ShotFootage, decoded, footage_of, luma_of, percent, share_inside
from bench.program import fresh_series, make
from reelwright.casting.documents import Look, Outfit
from reelwright.delivery.stills import rgb_of
from reelwright.drawing.spritecache import SpriteCache
from reelwright.production.sprites import sprite_folder
from reelwright.stage.places import place_named
from reelwright.stage.places.scenery import Scenery, scenery
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.series import Series, open_series

BLIND_NAMING = Path(__file__).with_name("results") / "blind_naming.json"
SHIFT_S = 0.3
_IDENTITY_EVERY_FRAMES = 12
_INSIDE = 0.95

Where = tuple[str, str]
"""A place and an hour: what decides the light."""


@dataclass
class _Seen:
    """What was read from the film so far."""

    small: list[list[motion.Grey]] = field(default_factory=list)
    faces: list[tuple[Where, str, identity.Features]] = field(default_factory=list)
    opened: list[dict[str, NDArray[np.float64]]] = field(default_factory=list)
    over_mouth: list[str] = field(default_factory=list)
    captioned_frames: int = 0
    contrasts: list[float] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)


def measure() -> dict[str, float]:
    """All of ``look.*``."""
    with fresh_series() as series:
        make(series, "--episodes", "1", "--jobs", "2")
        return measure_series(open_series(series))


def measure_series(
    series: Series, number: int = 1, shot_count: int | None = None, *, is_stale_good: bool = False
) -> dict[str, float]:
    """``look.*`` of an episode that has been made."""
    shots = footage_of(series, number, shot_count, is_stale_good=is_stale_good)
    seen = _Seen()
    for shot in shots:
        _watch(shot, seen)
    figures = _motion(shots, seen)
    figures |= _identity(shots, seen, series.build_folder)
    figures |= _lips(shots, seen)
    figures |= _captions(seen)
    return figures | expressions_named()


def expressions_named(path: Path = BLIND_NAMING) -> dict[str, float]:
    """``look.expressions_named``: the least share of right answers that any expression got, from the
    record of a blind naming (who, when, and what was shown and said each time)."""
    if not path.is_file():
        print("no blind naming has been recorded: look.expressions_named is left as it was")
        return {}
    record = json.loads(path.read_text())
    answers = [(answer["shown"], answer["said"]) for answer in record["answers"]]
    right = {
        name: np.mean([said == shown for shown, said in answers if shown == name])
        for name in {shown for shown, _ in answers}
    }
    every = float(np.mean([said == shown for shown, said in answers]))
    mistaken = Counter(f"{shown} → {said}" for shown, said in answers if said != shown)
    print(f"blind naming by {record['who']}, {record['when']}: {every:.1%} of {len(answers)} looks right")
    print(f"  least: {sorted((round(float(share), 2), name) for name, share in right.items())[:5]}")
    print(f"  mistaken: {dict(mistaken.most_common(8))}")
    return {"look.expressions_named": every}


# -- reading the film ----------------------------------------------------------------------------


def _watch(shot: ShotFootage, seen: _Seen) -> None:
    brief = shot.settings.brief
    talking = {speech.character for speech in brief.speeches}
    opened = {key: np.full(brief.frame_count, np.nan) for key in talking}
    small = []
    where = _where(shot)
    pairs = zip(decoded(shot.clean), decoded(shot.captioned), strict=True)
    for number, (clean, captioned) in enumerate(pairs):
        luma = luma_of(clean)
        small.append(motion.small(luma))
        faces = shot.faces.at(number)
        for face in faces:
            if face.character in talking and face.face.height * 1080 / brief.width > lips.SMALLEST_FACE_PX:
                opened[face.character][number] = lips.openness(luma, face)
        mask = overlays.caption_mask(luma_of(captioned), luma)
        if mask.any():
            seen.captioned_frames += 1
            if overlays.is_over_mouth(mask, faces):
                seen.over_mouth.append(f"{shot.address}:{number}")
            if number % _IDENTITY_EVERY_FRAMES == 0:
                seen.contrasts.append(overlays.contrast(luma_of(captioned), mask))
        if number % _IDENTITY_EVERY_FRAMES == 0 and faces:
            picture = rgb_of(clean)
            for face in faces:
                seen.inside.append(share_inside(face.face, brief.width, brief.height) >= _INSIDE)
                found = identity.features_of(picture, face.face)
                if found is not None:
                    seen.faces.append((where, face.character, found))
    seen.small.append(small)
    seen.opened.append(opened)


def _where(shot: ShotFootage) -> Where:
    asked = shot.settings.brief.shot
    return place_named(asked.place, asked.setting)[0], asked.time_of_day


# -- what it says --------------------------------------------------------------------------------


def _motion(shots: Sequence[ShotFootage], seen: _Seen) -> dict[str, float]:
    seconds = motion.moving_seconds(seen.small, shots[0].fps)
    print(f"seconds that move beyond the camera: {percent(seconds)}  {motion.told(seconds)}")
    return {"look.motion": float(np.mean(seconds))}


def _identity(shots: Sequence[ShotFootage], seen: _Seen, build: Path) -> dict[str, float]:
    people: dict[str, tuple[Look, Outfit]] = {}
    for shot in shots:
        for actor in shot.settings.brief.actors:
            people.setdefault(actor.key, (actor.look, actor.outfit))
    sheets = {where: _sheets(where, people, build) for where in {where for where, _, _ in seen.faces}}
    spread = {where: identity.spread_of(s) for where, s in sheets.items()}
    often = [key for key, _ in Counter(name for _, name, _ in seen.faces).most_common(2)]
    figures = {}
    for key, pair in (("look.identity", None), ("look.identity_control", often)):
        right, taken_for = [], Counter[str]()
        for where, name, features in seen.faces:
            known = sheets[where] if pair is None else identity.swapped(sheets[where], pair[0], pair[-1])
            found = identity.nearest(features, known, spread[where])
            right.append(found == name)
            if found != name:
                taken_for[f"{name} → {found}"] += 1
        what = "own sheet nearest" if pair is None else f"sheets of {' and '.join(pair)} swapped"
        print(f"{what}: {percent(right)} faces {dict(taken_for)}")
        figures[key] = float(np.mean(right)) if right else 0.0
    print(f"faces inside the frame: {percent(seen.inside)}")
    return figures


def _sheets(where: Where, people: dict[str, tuple[Look, Outfit]], build: Path) -> list[identity.Sheet]:
    cache = SpriteCache(sprite_folder(build / "store"), 256 << 20)
    darkroom = Darkroom()
    place, hour = where
    scene: Scenery = scenery(
        place, time_of_day=hour, weather="", framing="close-up", side="centre", seed=1,
        width=identity.SHEET_WIDTH, height=identity.SHEET_HEIGHT, cache=cache,
    )  # fmt: skip
    kept = SpriteCache(None, 64 << 20)
    return [identity.draw_sheet(key, *dressed, scene, kept, darkroom) for key, dressed in people.items()]


def _lips(shots: Sequence[ShotFootage], seen: _Seen) -> dict[str, float]:
    by_character: dict[str, list[float]] = defaultdict(list)
    for opened in seen.opened:
        for key, values in opened.items():
            by_character[key] += values.tolist()
    ends = {key: lips.ends_of(values) for key, values in by_character.items()}
    figures = {}
    for key, shift_s in (("look.lip_closures", 0.0), ("look.lip_control", SHIFT_S)):
        found: list[bool] = []
        for shot, opened in zip(shots, seen.opened, strict=True):
            scaled = {name: lips.scaled(values, *ends[name]) for name, values in opened.items()}
            found += lips.seen_closures(_closures(shot), scaled, shot.fps, shift_s=shift_s)
        print(
            f"lips shut at m, b, p{f' with the sound {shift_s} s late' if shift_s else ''}: {percent(found)}"
        )
        figures[key] = float(np.mean(found)) if found else 0.0
    return figures


def _closures(shot: ShotFootage) -> list[lips.Closure]:
    """The closing phones that fall into a shot."""
    found = []
    brief = shot.settings.brief
    for speech in brief.speeches:
        start_s = speech.start_frame / shot.fps
        for phone in speech.phones:
            begin, end = phone.start_s + start_s, phone.end_s + start_s
            if phone.symbol in lips.CLOSED_PHONES and begin >= 0 and end <= brief.frame_count / shot.fps:
                found.append(lips.Closure(speech.character, begin, end))
    return found


def _captions(seen: _Seen) -> dict[str, float]:
    print(
        f"captions over a mouth: {len(seen.over_mouth)} of {seen.captioned_frames} frames with captions",
        end="",
    )
    print(f", first {seen.over_mouth[:4]}" if seen.over_mouth else "")
    contrasts = [value for value in seen.contrasts if not np.isnan(value)]
    if contrasts:
        low, middle = np.percentile(contrasts, [5, 50])
        print(
            f"caption contrast against what is around the letters: {middle:.1f} : 1, 5 % under {low:.1f} : 1"
        )
    return {"look.caption_over_mouth": float(len(seen.over_mouth))}


def main() -> None:
    """Measure what lies there already."""
    ask = argparse.ArgumentParser(description="look.* of an episode that has been made")
    ask.add_argument("series", type=Path)
    ask.add_argument("--out", type=Path, help="where it was built, if not in build/")
    ask.add_argument("--episode", type=int, default=1)
    ask.add_argument("--shots", type=int, help="only the first ones")
    ask.add_argument("--stale", action="store_true", help="as it was made last, by whatever version")
    asked = ask.parse_args()
    series = open_series(asked.series, out=asked.out)
    figures = measure_series(series, asked.episode, asked.shots, is_stale_good=asked.stale)
    for name, value in figures.items():
        print(f"{name} = {value:.3f}")


if __name__ == "__main__":
    main()
