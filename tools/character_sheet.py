"""Looks, expressions, visemes, turns, stances → PNG sheets to look at.

``python -P tools/character_sheet.py OUT_FOLDER [NAME …]``, the names of ``SHEETS``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import av
import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import SKINS, Look, Outfit
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.light import Light, Rim
from reelwright.stage.people.complexion import complexion_of
from reelwright.stage.people.expressions import EXPRESSIONS, VISEMES, with_viseme
from reelwright.stage.people.hands import Hand
from reelwright.stage.people.handshapes import HAND_SHAPES
from reelwright.stage.people.posebook import STANCES
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.people.stances import ArmPose, LegPose, Stance, Triple

DAY = Light(
    ambient="#fff0de", ambient_strength=0.25, key="#ffe9c8", key_strength=0.14, key_direction=(-1, -0.4),
    model_light=(-0.6, -0.45, 0.62), rims=(Rim("#fff0c8", 0.6, (-8, -5)), Rim("#9fc8ff", 0.45, (8, -4))),
    bottom="#8a7890", bottom_strength=0.3,
)  # fmt: skip
NIGHT = Light(
    ambient="#c4b4e6", ambient_strength=0.38, key="#ffb877", key_strength=0.22, key_direction=(1, -0.4),
    model_light=(0.6, -0.45, 0.62), rims=(Rim("#6fb0ff", 0.8, (-10, -4)), Rim("#ffb36b", 0.9, (11, -5))),
    bottom="#6a5aa0", bottom_strength=0.42,
)  # fmt: skip

CAST: tuple[tuple[Look, Outfit], ...] = (
    (Look(hair="long", hair_colour="#5a3426", iris_colour="#8a5a34", necklace="diamond", earrings="drop",
          lip_colour="#d4465a"), Outfit(kind="dress", colour="#b3283a")),
    (Look(sex="male", hair="comma", hair_colour="#2c2530", iris_colour="#4a3226"),
     Outfit(kind="suit", colour="#262c44", second="#7a1f2e")),
    (Look(hair="bob", hair_colour="#2a2436", iris_colour="#5f6f5a", necklace="pearl", earrings="drop",
          lip_colour="#b5203a"), Outfit(kind="gown", colour="#1f5a4a")),
    (Look(sex="male", hair="slick", hair_colour="#3b2c28", iris_colour="#6a5a4a", age_years=50),
     Outfit(kind="coat", colour="#4a4650", second="#2b3a55")),
    (Look(hair="updo", hair_colour="#241d28", iris_colour="#4a3428", lip_colour="#c93a4a"),
     Outfit(kind="hanfu", colour="#d8e4e0", second="#3f7a74")),
    (Look(hair="pony", hair_colour="#a8683a", iris_colour="#5a7a9a", skin="porcelain"),
     Outfit(kind="hoodie", colour="#e8b9a8")),
    (Look(hair="curly", hair_colour="#3a2a26", skin="deep", iris_colour="#5a3a22", earrings="stud"),
     Outfit(kind="shirt", colour="#d9a13a")),
    (Look(sex="male", hair="crop", hair_colour="#241c1c", skin="brown", has_beard=True),
     Outfit(kind="doctor", colour="#8ab0c0")),
    (Look(hair="bun", hair_colour="#8f8b92", age_years=72, has_glasses=True, necklace="pearl"),
     Outfit(kind="blazer", colour="#5a2a4a")),
    (Look(sex="male", hair="undercut", hair_colour="#b08a5a", skin="tan", has_glasses=True),
     Outfit(kind="waiter", colour="#2a2834")),
    (Look(sex="male", hair="curly", hair_colour="#5a3a2a", skin="warm"),
     Outfit(kind="hoodie", colour="#39495e")),
    (Look(hair="crop", hair_colour="#3a2026"), Outfit(kind="coat", colour="#b08a60")),
)  # fmt: skip
"""Twelve people that together use every hairstyle, outfit and skin."""

Image = NDArray[np.uint8]
Layers = list[tuple[Sprite, tuple[float, float, float, float, float, float]]]


class Sheet:
    """Cells of one size, composed one by one and joined."""

    def __init__(self, width: int, height: int, columns: int) -> None:
        self.width, self.height, self.columns = width, height, columns
        self.cache = SpriteCache(None, 1 << 29)
        self._compositor = Compositor(width, height)
        self._ground = self._gradient()
        self._cells: list[Image] = []

    def _gradient(self) -> Sprite:
        down = np.linspace(0, 1, self.height)[:, None, None]
        rgba = np.full((self.height, self.width, 4), 255, np.uint8)
        rgba[..., :3] = np.array((120, 112, 130)) * (1 - down) + np.array((196, 184, 190)) * down
        return bake_sprite(rgba, opaque=True)

    def add(self, layers: Layers, label: str) -> None:
        """One more cell."""
        frame = av.VideoFrame(self.width, self.height, "yuv420p")
        self._compositor.compose([(self._ground, IDENTITY), *layers], frame)
        frame.colorspace, frame.color_range = 1, 1
        rgb = frame.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()
        image = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        place, font = (8, self.height - 10), cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(image, label, place, font, 0.6, (40, 30, 40), 1, cv2.LINE_AA)
        self._cells.append(image)

    def save(self, path: Path) -> None:
        """Write all cells as one PNG."""
        cells = list(self._cells)
        while len(cells) % self.columns:
            cells.append(np.zeros_like(cells[0]))
        rows = [np.hstack(cells[i : i + self.columns]) for i in range(0, len(cells), self.columns)]
        cv2.imwrite(str(path), np.vstack(rows))

    def rig(self, person: int, light: Light, x: float, y: float, scale: float, **more: object) -> Rig:
        """A rig of one of the cast in a cell."""
        look, outfit = CAST[person]
        return Rig(
            look, outfit, x=x, y=y, scale=scale, light=light, frame_width=self.width,
            frame_height=self.height, cache=self.cache, **more,  # type: ignore[arg-type]
        )  # fmt: skip


def lineup(folder: Path) -> None:
    """Everybody, each with another expression."""
    sheet = Sheet(480, 800, 6)
    for i in range(len(CAST)):
        name = list(EXPRESSIONS)[i]
        rig = sheet.rig(i, NIGHT if i % 2 == 0 else DAY, 240, 330, 1.4, body_yaw_deg=(-12, 10, 0, 16)[i % 4])
        pose = FigurePose((-18, 14, -6, 22)[i % 4], 2, (-3, 2, 0)[i % 3], EXPRESSIONS[name])
        sheet.add(rig.layers(pose, IDENTITY), name)
    sheet.save(folder / "lineup.png")


def expressions(folder: Path) -> None:
    """All expressions of one woman and one man."""
    sheet = Sheet(360, 400, 7)
    for person in (0, 1):
        for i, (name, face) in enumerate(EXPRESSIONS.items()):
            rig = sheet.rig(person, DAY, 180, 190, 1.2)
            sheet.add(rig.layers(FigurePose(-14 if i % 2 else 10, 2, face=face), IDENTITY), name)
    sheet.save(folder / "expressions.png")


def visemes(folder: Path) -> None:
    """All visemes, neutral and angry."""
    sheet = Sheet(280, 380, 10)
    for person, mood in ((0, "neutral"), (1, "angry")):
        rig = sheet.rig(person, DAY, 140, 130, 1.9)
        for name, viseme in VISEMES.items():
            face = with_viseme(EXPRESSIONS[mood], viseme)
            sheet.add(rig.layers(FigurePose(7.5, face=face), IDENTITY), f"{mood} {name}")
    sheet.save(folder / "visemes.png")


def yaw(folder: Path) -> None:
    """Turns and nods."""
    sheet = Sheet(330, 400, 7)
    for person in (0, 3, 7):
        for angle in (-45, -30, -15, 0, 15, 30, 45):
            rig = sheet.rig(person, DAY, 165, 190, 1.15)
            sheet.add(rig.layers(FigurePose(angle), IDENTITY), f"yaw {angle}")
    for person in (2,):
        for pitch in (-8, -4, 0, 4, 8):
            rig = sheet.rig(person, DAY, 165, 190, 1.15)
            sheet.add(rig.layers(FigurePose(12, pitch), IDENTITY), f"pitch {pitch}")
    sheet.save(folder / "yaw.png")


def stances(folder: Path) -> None:
    """Every stance in a medium shot."""
    sheet = Sheet(400, 712, 6)
    for i, name in enumerate(STANCES):
        rig = sheet.rig(i % len(CAST), DAY, 200, 200, 0.62, stance=name, body_yaw_deg=(-10, 8)[i % 2])
        sheet.add(rig.layers(FigurePose((-14, 12)[i % 2]), IDENTITY), name)
    sheet.save(folder / "stances.png")


def full(folder: Path) -> None:
    """Whole figures, two of them from behind."""
    sheet = Sheet(400, 860, 6)
    for i in range(len(CAST)):
        view = "back" if i in (2, 9) else "front"
        stance = ("stand", "hips", "walk", "stand")[i % 4]
        rig = sheet.rig(i, DAY, 200, 120, 0.42, stance=stance, full_figure=True, view=view, body_yaw_deg=8)
        sheet.add(rig.layers(FigurePose((-10, 12)[i % 2]), IDENTITY), stance)
    sheet.save(folder / "full.png")


SEATED = Stance(
    {
        s: ArmPose((s * 74, 640, 300), (s, 0.2, -0.3), "rest", (-s * 0.2, 0.4, 0.9), (0, 1, 0.1))
        for s in (-1, 1)
    },
    feet={s: LegPose((s * 26, 0, 400), (s * 0.12, -0.3, 1)) for s in (-1, 1)},
    sink=390,
    lean_deg=4,
    seat="chair",
)
POSTURES = {
    "contrapposto": Stance(weight=1, hip_deg=-4),
    "sit": SEATED,
    "kneel": Stance(
        feet={s: LegPose((s * 20, -10, -420), (s * 0.1, 0.1, 1), 100) for s in (-1, 1)}, sink=400, lean_deg=6
    ),
    "one knee": Stance(
        feet={-1: LegPose((0, 0, 330), (-0.1, -0.2, 1)), 1: LegPose((10, -16, -400), (0.1, 0.1, 1), 80)},
        sink=405,
    ),
    "lean": Stance(lean_deg=24),
    "bow": Stance(lean_deg=50),
    "tilt": Stance(tilt_deg=12, weight=-1, hip_deg=3),
    "twist": Stance(twist_deg=24, weight=1, hip_deg=-2),
}  # fmt: skip
"""What a body can do, without a gesture."""


def stride(phase: float) -> Stance:
    """A step at ``phase`` 0..1 of a walk."""
    feet, turn = {}, phase * 2 * np.pi
    for side in (-1, 1):
        swing = float(np.cos(turn + (np.pi if side > 0 else 0)))
        lift = max(0.0, float(-np.sin(turn + (np.pi if side > 0 else 0))))
        behind = max(0.0, -swing)
        ankle = (-side * 22.0, -46 * lift - 40 * behind, 165 * swing)
        feet[side] = LegPose(ankle, None, 36 * behind + 14 * lift)
    return Stance(feet=feet, hip_deg=1.5 * float(np.sin(turn)), twist_deg=6 * float(np.cos(turn)))


def postures(folder: Path) -> None:
    """Every posture on six outfits, turned both ways."""
    sheet = Sheet(340, 720, len(POSTURES))
    for i, person in enumerate((0, 1, 2, 4, 7, 8)):
        for name, stance in POSTURES.items():
            rig = sheet.rig(person, DAY, 170, 90, 0.36, full_figure=True, body_yaw_deg=(-18, 8, 20)[i % 3])
            sheet.add(rig.layers(FigurePose((-10, 12)[i % 2], body=stance), IDENTITY), name)
    sheet.save(folder / "postures.png")


def walk(folder: Path) -> None:
    """Eight phases of a stride towards us, aside and away."""
    sheet = Sheet(300, 720, 8)
    for person, yaw_deg, view in ((1, 10, "front"), (5, 56, "front"), (0, -40, "front"), (3, 12, "back")):
        for k in range(8):
            rig = sheet.rig(person, DAY, 150, 90, 0.36, full_figure=True, body_yaw_deg=yaw_deg, view=view)
            pose = FigurePose(yaw_deg * 0.5, body=stride(k / 8))
            sheet.add(rig.layers(pose, IDENTITY), f"{k}/8")
    sheet.save(folder / "walk.png")


def ages(folder: Path) -> None:
    """Both sexes from seven to seventy-six."""
    sheet = Sheet(300, 720, 6)
    people: tuple[tuple[Literal["female", "male"], str, str], ...] = (
        ("female", "bob", "dress"), ("male", "crop", "shirt"),
    )  # fmt: skip
    for sex, hair, kind in people:
        for age in (7, 11, 15, 25, 48, 76):
            grey = "#8f8b92" if age > 60 else "#3a2420"
            look = Look(sex=sex, hair=hair, age_years=age, hair_colour=grey)
            rig = Rig(
                look, Outfit(kind=kind, colour="#8a3a4a"), x=150, y=90, scale=0.36, light=DAY,
                frame_width=300, frame_height=720, cache=sheet.cache, full_figure=True, body_yaw_deg=8,
            )  # fmt: skip
            sheet.add(rig.layers(FigurePose(6), IDENTITY), f"{sex} {age}")
    sheet.save(folder / "ages.png")


def backs(folder: Path) -> None:
    """Everybody from behind."""
    sheet = Sheet(340, 720, 6)
    for i in range(len(CAST)):
        rig = sheet.rig(
            i, DAY, 170, 90, 0.36, full_figure=True, view="back", body_yaw_deg=(-20, 12, 24)[i % 3]
        )
        body = stride(0.1) if i % 3 == 2 else STANCES["stand"]
        sheet.add(rig.layers(FigurePose(body=body), IDENTITY), CAST[i][1].kind)
    sheet.save(folder / "backs.png")


def hands(folder: Path) -> None:
    """Every hand in five views, in every skin, at the size of a close-up."""
    views: tuple[tuple[Triple, Triple], ...] = (
        ((0, 1, 0.1), (-0.74, 0.05, -0.62)), ((0.1, -1, 0.1), (0, 0, 1)), ((0.1, -1, 0.1), (0.1, 0, -1)),
        ((-0.9, -0.3, 0.2), (0.1, -0.3, -1)), ((-0.75, -0.35, 0.4), (-0.4, 0.8, 0.3)),
    )  # fmt: skip
    columns: list[Image] = []
    for i, name in enumerate(HAND_SHAPES):
        cells = []
        for k, (along, palm) in enumerate(views):
            female = (i + k) % 2 == 0
            sex: Literal["female", "male"] = "female" if female else "male"
            skin = complexion_of(Look(sex=sex, skin=SKINS[(i + k) % len(SKINS)]))
            wrist = -np.array(along) / np.linalg.norm(along) * 84
            hand = Hand(
                HAND_SHAPES[name], wrist, along, palm, 1, length=168 if female else 192, is_female=female
            )
            surface = skia.Surface(300, 300)
            canvas = surface.getCanvas()
            canvas.clear(skia.Color(235, 228, 220))
            canvas.translate(150, 150)
            canvas.scale(1.3, 1.3)
            hand.draw(canvas, skin, DAY.model_light)
            cell = np.ascontiguousarray(surface.toarray(colorType=skia.kBGRA_8888_ColorType)[..., :3])
            cv2.putText(cell, name, (8, 292), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 30, 40), 1, cv2.LINE_AA)
            cells.append(cell)
        columns.append(np.vstack(cells))
    cv2.imwrite(str(folder / "hands.png"), np.hstack(columns))


SHEETS = {
    "lineup": lineup, "expressions": expressions, "visemes": visemes, "yaw": yaw, "stances": stances,
    "full": full, "postures": postures, "walk": walk, "ages": ages, "backs": backs, "hands": hands,
}  # fmt: skip


def main() -> None:
    """Draw the sheets named on the command line (all without names)."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or SHEETS:
        SHEETS[name](folder)
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main()
