"""The words of a heading → the rows of a place's sheet: its hours, empty and with people in its light."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reelwright.delivery.stills import Rgb
from reelwright.drawing.spritecache import SpriteCache
from reelwright.production.pictures import OwnPictures
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Beat, Framing, Shot, Subject
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.look.layout import Cell, Row
from reelwright.studio.look.stand_ins import STAND_INS

HOURS = ("day", "dusk", "night")
_WIDTH, _HEIGHT, _CELL_WIDTH = 1080, 1920, 432
_FRAME = 24
_HER, _HIM = (Actor(key=key, name=key, look=look, outfit=outfit)
              for key, (look, outfit) in zip(("her", "him"), STAND_INS, strict=False))  # fmt: skip

_SEEN: tuple[tuple[str, Framing, tuple[Actor, ...]], ...] = (
    ("empty", "wide", ()),
    ("wide", "wide", (_HER, _HIM)),
    ("two-shot", "two-shot", (_HER, _HIM)),
    ("medium", "medium", (_HIM,)),
    ("close-up", "close-up", (_HER,)),
)


def place_rows(
    words: str,
    *,
    hours: Sequence[str] = HOURS,
    weather: str = "",
    setting: str = "interior",
    pictures: OwnPictures | None = None,
    cache: SpriteCache | None = None,
    width: int = _WIDTH,
) -> list[Row]:
    """One row an hour: the place empty, wide with two people, and one of them ever closer. ``pictures`` are
    an author's own, which replace the place that they are named after."""
    cache = cache or SpriteCache(None, 512 << 20)
    darkroom = Darkroom()
    rows = []
    for hour in hours:
        cells = []
        for label, framing, people in _SEEN:
            brief = place_brief(
                words, hour=hour, weather=weather, setting=setting, framing=framing, people=people,
                width=width,
            )  # fmt: skip

            if pictures is not None:
                brief = _with_own(brief, pictures)

            def draw(brief: ShotBrief = brief) -> Rgb:
                layers = perform(brief, cache).layers(_FRAME)
                return darkroom.develop(layers, brief.width, brief.height)

            cells.append(Cell(label, draw))
        rows.append(Row(" · ".join(filter(None, (hour, weather))), cells, cell_width=min(_CELL_WIDTH, width)))
    return rows


def _with_own(brief: ShotBrief, pictures: OwnPictures) -> ShotBrief:
    own = pictures.place(brief.shot.place, brief.shot.setting, brief.shot.time_of_day)
    if own is None:
        return brief
    layers = tuple(
        msgspec.structs.replace(layer, path=str(pictures.files[layer.digest])) for layer in own.layers
    )
    return msgspec.structs.replace(brief, own_place=msgspec.structs.replace(own, layers=layers))


def place_brief(
    words: str,
    *,
    hour: str,
    weather: str,
    setting: str,
    framing: Framing,
    people: Sequence[Actor],
    width: int = _WIDTH,
) -> ShotBrief:
    """A shot of two seconds in which nothing happens."""
    sides = ("centre",) if len(people) == 1 else ("left", "right")
    subjects = tuple(
        Subject(
            character=person.key,
            side=side,  # type: ignore[arg-type]
            facing="right" if side != "right" else "left",
            role="present" if number else "speaker",
        )
        for number, (person, side) in enumerate(zip(people, sides, strict=False))
    )
    shot = Shot(
        id="look",
        line_id="look",
        scene_id="look",
        framing=framing,
        beats=(Beat(kind="pause", seconds=2.0),),
        subjects=subjects,
        move="hold",
        place=words,
        setting=setting,
        time_of_day=hour,
        weather=weather,
    )
    return ShotBrief(
        shot=shot,
        frame_count=2 * _FRAME,
        beat_frames=(0,),
        actors=tuple(people),
        speeches=(),
        seed=3,
        width=width,
        height=width * _HEIGHT // _WIDTH // 2 * 2,
    )
