"""A place at an hour → the light that falls on the people in it, and the look of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.colour import Colour
from reelwright.drawing.paint import grade_lut
from reelwright.stage.light import Light, Rim
from reelwright.stage.places.hours import DAWN, DAY, DUSK, NIGHT


@dataclass(frozen=True)
class Look:
    """How the picture is graded, see ``drawing.paint.grade_lut``; ``dust`` is the colour of what floats
    in the air."""

    contrast: float = 0.16
    shadows: Colour = "#1a1440"
    highlights: Colour = "#fff0dc"
    split: float = 0.08
    dust: Colour = "#ffe7b8"

    def table(self) -> NDArray[np.uint8]:
        return grade_lut(
            contrast=self.contrast, shadows=self.shadows, highlights=self.highlights, split=self.split
        )


def _light(
    ambient: str,
    amount: float,
    left: tuple[str, float],
    right: tuple[str, float],
    key: tuple[str, float, float],
    bottom: tuple[str, float],
    glow: tuple[str, float],
) -> Light:
    """``left`` and ``right`` are the rims' colours and strengths; ``key`` is colour, strength and the side
    it comes from (-1 left, 1 right)."""
    side = key[2]
    return Light(
        ambient=ambient,
        ambient_strength=amount,
        rims=(Rim(left[0], left[1], (-10.0, -4.0)), Rim(right[0], right[1], (10.0, -5.0))),
        key=key[0],
        key_strength=key[1],
        key_direction=(side, -0.35),
        model_light=(0.58 * side, -0.46, 0.64),
        bottom=bottom[0],
        bottom_strength=bottom[1],
        glow=glow[0],
        glow_strength=glow[1],
    )


_INDOORS: dict[str, Light] = {
    DAY: _light(
        "#fff2e4",
        0.28,
        ("#b4d0ff", 0.38),
        ("#fff2d0", 0.68),
        ("#ffe6bc", 0.20, 1),
        ("#8a7a90", 0.36),
        ("#fff0d0", 0.18),
    ),
    DAWN: _light(
        "#efe0ea",
        0.34,
        ("#b4c4ff", 0.45),
        ("#ffcfa8", 0.68),
        ("#ffc8a0", 0.20, 1),
        ("#7a7298", 0.40),
        ("#ffd8bc", 0.18),
    ),
    DUSK: _light(
        "#f0c8c0",
        0.38,
        ("#9a9cf0", 0.55),
        ("#ff9a58", 0.82),
        ("#ff9a5c", 0.24, 1),
        ("#6a4a78", 0.44),
        ("#ffa878", 0.18),
    ),
    NIGHT: _light(
        "#c4b4e6",
        0.38,
        ("#6fa8ff", 0.62),
        ("#ffb36b", 0.82),
        ("#ffb877", 0.24, 1),
        ("#5a4c90", 0.46),
        ("#ffb36b", 0.16),
    ),
}
_OUTDOORS: dict[str, Light] = {
    DAY: _light(
        "#fdf4ec",
        0.26,
        ("#cfe2ff", 0.42),
        ("#fff4d8", 0.70),
        ("#fff0cc", 0.22, 1),
        ("#7c84a4", 0.34),
        ("#fff6e4", 0.16),
    ),
    DAWN: _light(
        "#e6d8ea",
        0.36,
        ("#b0c0ff", 0.50),
        ("#ffc49a", 0.74),
        ("#ffc69c", 0.22, 1),
        ("#6c6c98", 0.40),
        ("#ffd2b4", 0.18),
    ),
    DUSK: _light(
        "#e8b4b4",
        0.42,
        ("#8a8cf0", 0.58),
        ("#ff8f50", 0.88),
        ("#ff9258", 0.26, 1),
        ("#54407c", 0.48),
        ("#ff9c70", 0.20),
    ),
    NIGHT: _light(
        "#95a4ea",
        0.42,
        ("#8f9cff", 0.62),
        ("#bcd0ff", 0.60),
        ("#a8bcff", 0.18, -1),
        ("#34346e", 0.52),
        ("#8fa0ff", 0.14),
    ),
}

_OF_PLACES: dict[tuple[str, str], Light] = {
    ("banquet", NIGHT): _light(
        "#ffdcc0",
        0.38,
        ("#fff0c8", 0.66),
        ("#ffd590", 0.58),
        ("#ffe0a8", 0.16, -1),
        ("#8a5048", 0.44),
        ("#fff0cf", 0.18),
    ),
    ("banquet", DAY): _light(
        "#ffecd6",
        0.34,
        ("#fff6dc", 0.55),
        ("#ffe2a8", 0.52),
        ("#fff0c8", 0.14, -1),
        ("#9a6a58", 0.40),
        ("#fff0cf", 0.18),
    ),
    ("street", NIGHT): _light(
        "#95a4ea",
        0.40,
        ("#ff5fa8", 0.75),
        ("#4fe0ff", 0.62),
        ("#ff8fb0", 0.20, -1),
        ("#3a3a88", 0.50),
        ("#ff7ab8", 0.16),
    ),
    ("palace", NIGHT): _light(
        "#b8a8dc",
        0.40,
        ("#ffb060", 0.82),
        ("#9fb4ff", 0.60),
        ("#ffb070", 0.24, -1),
        ("#5a4a88", 0.45),
        ("#ffb060", 0.20),
    ),
    ("hospital", DAY): _light(
        "#f2fbff",
        0.30,
        ("#e4fbff", 0.52),
        ("#fff6dc", 0.52),
        ("#f6fff4", 0.16, 1),
        ("#7f98a8", 0.36),
        ("#f4ffff", 0.16),
    ),
    ("hospital", NIGHT): _light(
        "#a8b4e4",
        0.42,
        ("#ffd9a0", 0.66),
        ("#8fa8ff", 0.55),
        ("#ffd4a0", 0.22, -1),
        ("#44508a", 0.48),
        ("#c8d4ff", 0.12),
    ),
    ("corridor", DAY): _light(
        "#f2fbff",
        0.32,
        ("#e8fbff", 0.50),
        ("#e8fbff", 0.46),
        ("#f4ffff", 0.14, 1),
        ("#7f98a8", 0.40),
        ("#f4ffff", 0.18),
    ),
    ("bedroom", NIGHT): _light(
        "#b0b0e8",
        0.40,
        ("#8fa8ff", 0.62),
        ("#ffb36b", 0.80),
        ("#ffb47a", 0.26, 1),
        ("#4c4688", 0.48),
        ("#ffb884", 0.16),
    ),
    ("rooftop", NIGHT): _light(
        "#98a0e2",
        0.42,
        ("#ff8fb8", 0.60),
        ("#ffcf8a", 0.66),
        ("#ffbc88", 0.20, 1),
        ("#34346e", 0.52),
        ("#ff9ab0", 0.15),
    ),
    ("cafe", DAY): _light(
        "#fff0dc",
        0.32,
        ("#eaffdc", 0.60),
        ("#ffd8a0", 0.46),
        ("#fff4d0", 0.20, -1),
        ("#8a6a60", 0.38),
        ("#fff0cc", 0.18),
    ),
    ("car", NIGHT): _light(
        "#8c98dc",
        0.46,
        ("#ff8fb0", 0.58),
        ("#7fd0ff", 0.60),
        ("#ffb894", 0.16, 1),
        ("#26264e", 0.56),
        ("#a0a0ff", 0.10),
    ),
    ("courtroom", DAY): _light(
        "#ffeeda",
        0.32,
        ("#fff0d0", 0.60),
        ("#ffdca8", 0.44),
        ("#fff0c8", 0.18, -1),
        ("#7a5c50", 0.42),
        ("#ffeecb", 0.16),
    ),
}

_TINTS: dict[tuple[str, str], tuple[str, str, float, str, str]] = {
    # The ambient, the key and the side it comes from, the rims at left and right: what shines there in
    # the painting. Strengths are those of the hour, or of the light above.
    ("penthouse", DAY): ("#f2f2fa", "#fff4dc", -1, "#d4e6ff", "#fff0d8"),
    ("penthouse", DUSK): ("#f0c2be", "#ff9a64", -1, "#ff9a6a", "#ffc080"),
    ("penthouse", NIGHT): ("#d0b8d6", "#ffb877", 1, "#7c98ff", "#ffb36b"),
    ("office", DAY): ("#fbf2ea", "#fff2d4", 1, "#bcd8ff", "#fff4dc"),
    ("office", DUSK): ("#f2c6ba", "#ff9c60", 1, "#ffb46c", "#ff9458"),
    ("office", NIGHT): ("#ccbede", "#ffc894", -1, "#ffb36b", "#8fb0ff"),
    ("hospital", DUSK): ("#f4d0bc", "#ffa868", 1, "#ffdcb4", "#ff9c5c"),
    ("hospital", NIGHT): ("#c0bce2", "#ffd4a0", -1, "#ffd9a0", "#93acff"),
    ("banquet", DUSK): ("#ffd8bc", "#ffd090", -1, "#fff0c8", "#ffc080"),
    ("bedroom", DAY): ("#f8eef2", "#fff0d0", 1, "#d8d0f4", "#fff2d8"),
    ("bedroom", DUSK): ("#f2c6bc", "#ff9c60", 1, "#ffb878", "#ff9050"),
    ("bedroom", NIGHT): ("#c8b2d8", "#ffb47a", -1, "#ffb36b", "#93acff"),
    ("cafe", DUSK): ("#f6ccb0", "#ff9c58", -1, "#ff9a58", "#ffd090"),
    ("cafe", NIGHT): ("#e6c4ae", "#ffc080", 1, "#8aa0ff", "#ffc078"),
    ("street", DUSK): ("#e0b4c0", "#ff9468", 1, "#ff6fa8", "#ffb060"),
    ("street", NIGHT): ("#b4a8e2", "#ff9cb4", -1, "#ff5fa8", "#4fe0ff"),
    ("car", DAY): ("#f6eadc", "#eef4ff", 1, "#cfe4ff", "#e8f0ff"),
    ("car", DUSK): ("#ecbcae", "#ff9458", 1, "#ff8a70", "#ffb070"),
    ("car", NIGHT): ("#b0a6d8", "#ffb894", 1, "#ff8fb0", "#7fd0ff"),
    ("rooftop", DUSK): ("#e8b8b8", "#ff9258", 1, "#8a8cf0", "#ff8f50"),
    ("rooftop", NIGHT): ("#b2aae0", "#ffbc88", 1, "#9c98ff", "#ffcf8a"),
    ("courtroom", DUSK): ("#f6cca8", "#ff9c54", -1, "#ffa864", "#ffd098"),
    ("courtroom", NIGHT): ("#dac2ae", "#ffd498", -1, "#a8b8ff", "#ffcf8a"),
    ("palace", DAY): ("#fff2e4", "#fff0c8", 1, "#d8e6ff", "#ffeac0"),
    ("palace", DUSK): ("#eebcb0", "#ff9458", 1, "#ffb060", "#ff8f50"),
    ("palace", NIGHT): ("#c4b0d8", "#ffb070", -1, "#ffb060", "#9fb4ff"),
    ("village", DAY): ("#fff4de", "#fff2c4", 1, "#d4e8ff", "#fff0c0"),
    ("village", DUSK): ("#eec0a6", "#ff9a50", 1, "#a890e8", "#ff9450"),
    ("village", NIGHT): ("#b8aedc", "#ffb870", -1, "#ffb060", "#a8bcff"),
}

_LOOKS: dict[str, Look] = {
    DAY: Look(contrast=0.14, shadows="#202a48", split=0.05, dust="#fff4d8"),
    DAWN: Look(contrast=0.13, shadows="#262a58", highlights="#ffe8d4", split=0.07),
    DUSK: Look(contrast=0.18, shadows="#241448", highlights="#ffe0c0", split=0.10, dust="#ffd0a0"),
    NIGHT: Look(contrast=0.20, shadows="#10164a", split=0.10, dust="#ffd9a0"),
}
_COOL = Look(contrast=0.14, shadows="#12304a", highlights="#f2ffff", split=0.07, dust="#f0ffff")


def light_of(place: str, hour: str, *, outdoors: bool) -> Light:
    """The light on people; a place without one of its own takes the general one, in or out of doors."""
    light = _OF_PLACES.get((place, hour)) or (_OUTDOORS if outdoors else _INDOORS)[hour]
    tint = _TINTS.get((place, hour))
    if tint is None:
        return light
    ambient, key, side, left, right = tint
    first, last = light.rims[0], light.rims[-1]
    _, down, nearer = light.model_light
    return msgspec.structs.replace(
        light,
        ambient=ambient,
        key=key,
        key_direction=(side, light.key_direction[1]),
        model_light=(0.58 * side, down, nearer),
        rims=(Rim(left, first.strength, first.shift), Rim(right, last.strength, last.shift)),
    )


def look_of(place: str, hour: str) -> Look:
    """The grade of a place: by its hour; hospitals are cooler by day."""
    return _COOL if place in ("hospital", "corridor") and hour == DAY else _LOOKS[hour]
