"""A character → the rows of their sheet: figures, angles, expressions, mouths, wardrobe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from reelwright.casting.documents import Character, Look, Outfit
from reelwright.delivery.stills import Rgb
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.light import Light
from reelwright.stage.people.expressions import EXPRESSIONS, NEUTRAL, VISEMES, carriage_of, with_viseme
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.look.layout import Cell, Row
from reelwright.studio.look.stand_ins import DAYLIGHT, NIGHT_LIGHT

ANGLES_DEG = (-45, -30, -15, 0, 15, 30, 45)
_GROUND_TOP, _GROUND_FOOT = (120, 112, 130), (196, 184, 190)


class Sitting:
    """People portrayed before a plain ground; every drawing is kept for the next cell."""

    def __init__(self, cache: SpriteCache | None = None) -> None:
        self._cache = cache or SpriteCache(None, 512 << 20)
        self._darkroom = Darkroom()
        self._grounds: dict[tuple[int, int], Sprite] = {}

    def portrait(
        self,
        look: Look,
        outfit: Outfit,
        pose: FigurePose,
        *,
        size: tuple[int, int],
        at: tuple[float, float],
        scale: float,
        light: Light = DAYLIGHT,
        **more: object,
    ) -> Rgb:
        """A picture of ``size`` (even sides) with the eyes ``at`` x, y and ``scale`` pixels a head unit;
        ``more`` is what a rig takes besides (stance, view, full_figure, body_yaw_deg)."""
        width, height = size
        rig = Rig(
            look, outfit, x=at[0], y=at[1], scale=scale, light=light, frame_width=width, frame_height=height,
            cache=self._cache, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        layers = [(self._ground(width, height), IDENTITY), *rig.layers(pose, IDENTITY)]
        return self._darkroom.develop(layers, width, height)

    def _ground(self, width: int, height: int) -> Sprite:
        """What people stand before: plain, darker above."""
        if (width, height) not in self._grounds:
            down = np.linspace(0, 1, height)[:, None, None]
            rgba = np.full((height, width, 4), 255, np.uint8)
            rgba[..., :3] = np.array(_GROUND_TOP) * (1 - down) + np.array(_GROUND_FOOT) * down
            self._grounds[width, height] = bake_sprite(rgba, opaque=True)
        return self._grounds[width, height]


def character_rows(character: Character, sitting: Sitting | None = None) -> list[Row]:
    """Everything that has to be right about a character, in the order in which it is looked at."""
    sitting = sitting or Sitting()
    look, everyday = character.look, everyday_outfit(character)
    rows = [
        figures(sitting, look, everyday),
        angles(sitting, look, everyday),
        expressions(sitting, look, everyday),
        visemes(sitting, look, everyday),
    ]
    rows += [wardrobe(sitting, look, row.outfit, row.scene) for row in character.wardrobe]
    return rows


def cast_rows(people: Iterable[Character], sitting: Sitting | None = None) -> list[Row]:
    """Everybody beside each other: as one sees them, and from head to foot."""
    sitting = sitting or Sitting()
    busts, figures = [], []
    for number, character in enumerate(people):
        look, outfit = character.look, everyday_outfit(character)
        yaw = (-14, 12, -6, 18)[number % 4]

        def bust(look: Look = look, outfit: Outfit = outfit, yaw: int = yaw) -> Rgb:
            return sitting.portrait(look, outfit, FigurePose(yaw), size=(440, 620), at=(220, 250), scale=1.3)

        def figure(look: Look = look, outfit: Outfit = outfit, yaw: int = yaw) -> Rgb:
            return _figure(sitting, look, outfit, yaw, size=(440, 920))

        busts.append(Cell(character.name, bust))
        figures.append(Cell(character.name, figure))
    return [Row("", busts, columns=6), Row("", figures, columns=6)]


def figures(sitting: Sitting, look: Look, outfit: Outfit) -> Row:
    """From head to foot: from the front, turned, walking, from behind."""
    asked = (
        ("front", 0, {"stance": "stand"}),
        ("turned", -24, {"stance": "stand", "body_yaw_deg": -18}),
        ("at ease", 14, {"stance": "hips", "body_yaw_deg": 8}),
        ("walking", 12, {"stance": "walk", "body_yaw_deg": 12}),
        ("back", 0, {"view": "back"}),
    )
    cells = [
        Cell(name, lambda yaw=yaw, more=more: _figure(sitting, look, outfit, yaw, **more))  # type: ignore[misc]
        for name, yaw, more in asked
    ]
    return Row("Figure", cells)


def angles(sitting: Sitting, look: Look, outfit: Outfit) -> Row:
    """The head turned from one side to the other, down and up."""
    poses = [(f"{angle:+d}°" if angle else "front", FigurePose(float(angle))) for angle in ANGLES_DEG]
    poses += [("down", FigurePose(12.0, 8.0)), ("up", FigurePose(12.0, -8.0))]
    cells = [
        Cell(
            name,
            lambda pose=pose: sitting.portrait(  # type: ignore[misc]
                look, outfit, pose, size=(288, 380), at=(144, 175), scale=1.05
            ),
        )
        for name, pose in poses
    ]
    return Row("Angles", cells)


def expressions(
    sitting: Sitting, look: Look, outfit: Outfit, names: Sequence[str] = tuple(EXPRESSIONS)
) -> Row:
    """Every face, with the head held as it goes with it."""
    cells = []
    for name in names:
        held = carriage_of(name)
        pose = FigurePose(10.0 + held.away_deg, held.pitch_deg, held.roll_deg, EXPRESSIONS[name])
        cells.append(_head(sitting, look, outfit, pose, name))
    return Row("Expressions", cells, columns=7)


def visemes(sitting: Sitting, look: Look, outfit: Outfit, mood: str = "neutral") -> Row:
    """Every mouth of speech, close."""
    cells = []
    for name, viseme in VISEMES.items():
        face = with_viseme(EXPRESSIONS.get(mood, NEUTRAL), viseme)

        def draw(pose: FigurePose = FigurePose(7.5, face=face)) -> Rgb:  # noqa: B008
            return sitting.portrait(look, outfit, pose, size=(260, 300), at=(130, 90), scale=1.6)

        cells.append(Cell(name, draw))
    return Row("Mouths", cells)


def wardrobe(sitting: Sitting, look: Look, outfit: Outfit, scene: str = "") -> Row:
    """One outfit: from head to foot from both sides, and as a shot sees it from three."""

    def medium(yaw: int) -> Rgb:
        return sitting.portrait(
            look, outfit, FigurePose(float(yaw)), size=(520, 900), at=(260, 250), scale=1.0,
            light=NIGHT_LIGHT if yaw > 0 else DAYLIGHT, body_yaw_deg=yaw * 0.6,
        )  # fmt: skip

    cells = [
        Cell("front", lambda: _figure(sitting, look, outfit, 8, body_yaw_deg=6)),
        Cell("back", lambda: _figure(sitting, look, outfit, 0, view="back")),
        *(
            Cell(f"{yaw:+d}°" if yaw else "front", lambda yaw=yaw: medium(yaw))  # type: ignore[misc]
            for yaw in (-28, 0, 28)
        ),
    ]
    return Row(f"Wardrobe · {outfit.kind}" + (f" · {scene}" if scene else ""), cells)


def everyday_outfit(character: Character) -> Outfit:
    """What is worn where the wardrobe says nothing."""
    rows = character.wardrobe
    return next((row.outfit for row in rows if not row.scene), rows[0].outfit if rows else Outfit())


def _head(sitting: Sitting, look: Look, outfit: Outfit, pose: FigurePose, name: str) -> Cell:
    return Cell(
        name,
        lambda: sitting.portrait(look, outfit, pose, size=(360, 410), at=(180, 190), scale=1.2),
    )


def _figure(
    sitting: Sitting,
    look: Look,
    outfit: Outfit,
    yaw_deg: float,
    *,
    size: tuple[int, int] = (520, 900),
    **more: object,
) -> Rgb:
    return sitting.portrait(
        look, outfit, FigurePose(float(yaw_deg)), size=size, at=(size[0] / 2, 130), scale=0.44,
        full_figure=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip
