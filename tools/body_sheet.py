"""Postures, strides, ages, backs, hands → PNG sheets to look at.

``python -m tools.body_sheet OUT_FOLDER [postures|walk|ages|backs|hands …]``
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import SKINS, Look, Outfit
from reelwright.stage.people.complexion import complexion_of
from reelwright.stage.people.hands import Hand
from reelwright.stage.people.handshapes import HAND_SHAPES
from reelwright.stage.people.posebook import STANCES
from reelwright.stage.people.rig import FigurePose
from reelwright.stage.people.stances import ArmPose, LegPose, Stance, Triple
from reelwright.studio.look.people import Sitting
from reelwright.studio.look.stand_ins import STAND_INS

Image = NDArray[np.uint8]

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
    "kneel": STANCES["kneel"],
    "one knee": Stance(
        feet={-1: LegPose((0, 0, 330), (-0.1, -0.2, 1)), 1: LegPose((10, -16, -400), (0.1, 0.1, 1), 80)},
        sink=405,
    ),
    "lean": Stance(lean_deg=24),
    "bow": Stance(lean_deg=50),
    "tilt": Stance(tilt_deg=12, weight=-1, hip_deg=3),
    "twist": Stance(twist_deg=24, weight=1, hip_deg=-2),
}
"""What a body can do, without a gesture."""


def stride(phase: float) -> Stance:
    """A step at ``phase`` 0..1 of a walk."""
    feet, turn = {}, phase * 2 * np.pi
    for side in (-1, 1):
        at = turn + (np.pi if side > 0 else 0)
        swing, lift = float(np.cos(at)), max(0.0, float(-np.sin(at)))
        behind = max(0.0, -swing)
        feet[side] = LegPose(
            (-side * 22.0, -46 * lift - 40 * behind, 165 * swing), None, 36 * behind + 14 * lift
        )
    return Stance(feet=feet, hip_deg=1.5 * float(np.sin(turn)), twist_deg=6 * float(np.cos(turn)))


def figure(
    sitting: Sitting, look: Look, outfit: Outfit, label: str, body: Stance, yaw_deg: float, **more: object
) -> Image:
    """One labelled whole figure."""
    pose = FigurePose(yaw_deg * 0.6, body=body)
    cell = sitting.portrait(
        look, outfit, pose, size=(320, 720), at=(160, 90), scale=0.36, full_figure=True,
        body_yaw_deg=yaw_deg, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return labelled(np.ascontiguousarray(cell[..., ::-1]), label)


def labelled(cell: Image, label: str) -> Image:
    """The name in the corner (BGR)."""
    place = (8, cell.shape[0] - 8)
    cv2.putText(cell, label, place, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 30, 40), 1, cv2.LINE_AA)
    return cell


def postures(sitting: Sitting) -> list[list[Image]]:
    """Every posture on six outfits, turned both ways."""
    return [
        [
            figure(sitting, *STAND_INS[person], name, stance, (-18.0, 8.0, 20.0)[i % 3])
            for name, stance in POSTURES.items()
        ]
        for i, person in enumerate((0, 1, 2, 4, 7, 8))
    ]


def walk(sitting: Sitting) -> list[list[Image]]:
    """Eight phases of a stride towards us, aside both ways and away."""
    ways = ((1, 10.0, "front"), (5, 56.0, "front"), (0, -40.0, "front"), (3, 12.0, "back"))
    return [
        [figure(sitting, *STAND_INS[person], f"{k}/8", stride(k / 8), yaw_deg, view=view) for k in range(8)]
        for person, yaw_deg, view in ways
    ]


def ages(sitting: Sitting) -> list[list[Image]]:
    """Both sexes from seven to seventy-six."""
    people: tuple[tuple[Literal["female", "male"], str, str], ...] = (
        ("female", "bob", "sweater"), ("male", "crop", "shirt"),
    )  # fmt: skip
    rows = []
    for sex, hair, kind in people:
        row = []
        for age in (7, 11, 15, 25, 48, 76):
            look = Look(sex=sex, hair=hair, age_years=age, hair_colour="#8f8b92" if age > 60 else "#3a2420")
            outfit = Outfit(kind=kind, colour="#8a3a4a")
            row.append(figure(sitting, look, outfit, f"{sex} {age}", STANCES["stand"], 8.0))
        rows.append(row)
    return rows


def backs(sitting: Sitting) -> list[list[Image]]:
    """Twelve people from behind, some of them walking away."""
    cells = []
    for i, (look, outfit) in enumerate(STAND_INS[:12]):
        body = stride(0.1) if i % 3 == 2 else STANCES["stand"]
        cells.append(
            figure(sitting, look, outfit, outfit.kind, body, (-20.0, 12.0, 24.0)[i % 3], view="back")
        )
    return [cells[:6], cells[6:]]


def hands(_: Sitting) -> list[list[Image]]:
    """Every hand in five views, in every skin, at the size of a close-up."""
    views: tuple[tuple[Triple, Triple], ...] = (
        ((0, 1, 0.1), (-0.74, 0.05, -0.62)), ((0.1, -1, 0.1), (0, 0, 1)), ((0.1, -1, 0.1), (0.1, 0, -1)),
        ((-0.9, -0.3, 0.2), (0.1, -0.3, -1)), ((-0.75, -0.35, 0.4), (-0.4, 0.8, 0.3)),
    )  # fmt: skip
    return [
        [_hand(name, *view, number=i + k) for i, name in enumerate(HAND_SHAPES)]
        for k, view in enumerate(views)
    ]


def _hand(name: str, along: Triple, palm: Triple, *, number: int) -> Image:
    sex: Literal["female", "male"] = "female" if number % 2 == 0 else "male"
    skin = complexion_of(Look(sex=sex, skin=SKINS[number % len(SKINS)]))
    wrist = -np.array(along) / np.linalg.norm(along) * 84
    length = 168 if sex == "female" else 192
    hand = Hand(HAND_SHAPES[name], wrist, along, palm, 1, length=length, is_female=sex == "female")
    surface = skia.Surface(300, 300)
    canvas = surface.getCanvas()
    canvas.clear(skia.Color(235, 228, 220))
    canvas.translate(150, 150)
    canvas.scale(1.3, 1.3)
    hand.draw(canvas, skin, (-0.6, -0.45, 0.62))
    return labelled(np.ascontiguousarray(surface.toarray(colorType=skia.kBGRA_8888_ColorType)[..., :3]), name)


SHEETS = {"postures": postures, "walk": walk, "ages": ages, "backs": backs, "hands": hands}


def main() -> None:
    """Draw the sheets named on the command line (all without names)."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    sitting = Sitting()
    for name in sys.argv[2:] or SHEETS:
        rows = SHEETS[name](sitting)
        cv2.imwrite(str(folder / f"{name}.png"), np.vstack([np.hstack(row) for row in rows]))
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main()
