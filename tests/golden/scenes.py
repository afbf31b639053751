"""What the golden pictures show: people, places, two of them together, words. A dozen small recipes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.spritecache import SpriteCache
from reelwright.finishing.captions import CaptionLayers
from reelwright.performance import Word
from reelwright.stage.brief import Actor, FaceBox, ShotBrief
from reelwright.stage.people.expressions import EXPRESSIONS, VISEMES, with_viseme
from reelwright.stage.people.rig import FigurePose
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Framing, Shot
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.look.people import Sitting
from reelwright.studio.look.places import place_brief
from reelwright.studio.look.stand_ins import NIGHT_LIGHT, STAND_INS
from reelwright.timeline import SpeechClip

Rgb = NDArray[np.uint8]

_WIDTH, _SHOWN_WIDTH = 432, 216
_FRAME = 24


@cache
def _sprites() -> SpriteCache:
    return SpriteCache(None, 256 << 20)


@cache
def _sitting() -> Sitting:
    return Sitting(_sprites())


@cache
def _darkroom() -> Darkroom:
    return Darkroom()


def portrait(
    person: int, expression: str, yaw_deg: float, viseme: str = "", *, is_night: bool = False
) -> Rgb:
    """Head and shoulders of a stand-in."""
    look, outfit = STAND_INS[person]
    face = EXPRESSIONS[expression]
    if viseme:
        face = with_viseme(face, VISEMES[viseme])
    light = {"light": NIGHT_LIGHT} if is_night else {}
    return _sitting().portrait(
        look, outfit, FigurePose(yaw_deg, 2, face=face), size=(240, 300), at=(120, 128), scale=0.8, **light
    )  # type: ignore[arg-type]


def figure(person: int, stance: str, view: str = "front") -> Rgb:
    """A stand-in from head to foot."""
    look, outfit = STAND_INS[person]
    return _sitting().portrait(
        look, outfit, FigurePose(10), size=(200, 400), at=(100, 60), scale=0.195, stance=stance, view=view,
        full_figure=True, body_yaw_deg=8,
    )  # fmt: skip


def shot(
    place: str, framing: Framing, people: tuple[int, ...], *, hour: str = "night", weather: str = ""
) -> Rgb:
    """A frame of a shot, drawn at twice the size that is kept."""
    brief = _brief(place, framing, people, hour, weather)
    return _smaller(_darkroom().develop(perform(brief, _sprites()).layers(_FRAME), brief.width, brief.height))


def captioned(words: tuple[str, ...]) -> Rgb:
    """A spoken line over a medium shot, its second word lit: the part of the frame with the words."""
    brief = _brief("penthouse", "medium-close-up", (1,), "night", "")
    take = perform(brief, _sprites())
    spoken = tuple(
        Word(word, n * 0.5, n * 0.5 + 0.5, n * 8, n * 8 + len(word)) for n, word in enumerate(words)
    )
    speech = SpeechClip(
        line_id="gold", character="him", speaker="Victor", text=" ".join(words), start_frame=8,
        frame_count=40, words=spoken,
    )  # fmt: skip
    faces: list[tuple[FaceBox, ...]] = [take.faces(frame) for frame in range(0, brief.frame_count, 4)]
    captions = CaptionLayers(
        (speech,),
        faces,
        width=brief.width,
        height=brief.height,
        rate=brief.rate,
        frame_count=brief.frame_count,
    )
    layers = [*take.layers(_FRAME), *captions.at(_FRAME)]
    # Close: small coloured letters are what an encoder damages first.
    return _darkroom().develop(layers, brief.width, brief.height)[480:660, 46:386]


def insert(thing: str) -> Rgb:
    """A thing in close-up."""
    brief = _brief("penthouse", "insert", (), "night", "")
    shown = Shot(
        id="gold", line_id="gold", scene_id="gold", framing="insert", beats=brief.shot.beats, move="hold",
        place="penthouse", time_of_day="night", insert=thing,
    )  # fmt: skip
    asked = ShotBrief(
        shot=shown, frame_count=brief.frame_count, beat_frames=(0,), actors=(), speeches=(), seed=3,
        width=brief.width, height=brief.height,
    )  # fmt: skip
    return _smaller(_darkroom().develop(perform(asked, _sprites()).layers(_FRAME), asked.width, asked.height))


def _brief(place: str, framing: Framing, people: tuple[int, ...], hour: str, weather: str) -> ShotBrief:
    actors = [
        Actor(key=key, name=key, look=STAND_INS[n][0], outfit=STAND_INS[n][1])
        for key, n in zip(("her", "him"), people, strict=False)
    ]
    return place_brief(
        place, hour=hour, weather=weather, setting="interior", framing=framing, people=actors, width=_WIDTH
    )


def _smaller(picture: Rgb) -> Rgb:
    size = (_SHOWN_WIDTH, picture.shape[0] * _SHOWN_WIDTH // picture.shape[1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


SCENES: dict[str, Callable[[], Rgb]] = {
    "her-neutral": partial(portrait, 0, "neutral", 10.0),
    "his-anger": partial(portrait, 1, "angry", -14.0, is_night=True),
    "elder-cold": partial(portrait, 8, "cold", -30.0),
    "bearded-speaks": partial(portrait, 7, "neutral", 7.5, "A"),
    "curly-laugh": partial(portrait, 6, "laugh", 14.0, is_night=True),
    "hanfu-sad": partial(portrait, 4, "sad", -20.0),
    "figure-front": partial(figure, 0, "hips"),
    "figure-back": partial(figure, 3, "stand", "back"),
    "penthouse": partial(shot, "penthouse", "wide", ()),
    "two-shot": partial(shot, "penthouse", "two-shot", (0, 1)),
    "captions": partial(captioned, ("You", "lied", "to", "me.")),
    "street-rain": partial(shot, "street", "medium", (5,), weather="rain"),
    "insert": partial(insert, "ring"),
}
"""Name of the file → the way to draw it."""
