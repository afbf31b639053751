"""Expressions or gestures → a shuffled, numbered sheet without labels, and its key as JSON beside it.

``python -m tools.blind_sheet OUT.png expressions|gestures [NAME … | all] [--seed N] [--people 0,1]``

Who judges sees only ``OUT.png`` and, if wanted, the choices that the command prints; the key lies in
``OUT.key.json``: number → name. Names that are not known are left out with a word.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.stage.people.expressions import EXPRESSIONS, carriage_of
from reelwright.stage.people.posebook import STANCES
from reelwright.stage.people.rig import FigurePose
from reelwright.studio.look.people import Sitting
from reelwright.studio.look.stand_ins import STAND_INS

CORE = (
    "neutral", "happy", "laugh", "tender", "sad", "crying", "sobbing", "angry", "furious", "cold", "smirk",
    "shocked", "scared", "worried", "determined", "tired", "shy", "disgust",
)  # fmt: skip
"""The eighteen that must be named right; ``all`` asks for every one there is."""
COLUMNS = 6

Image = NDArray[np.uint8]


def main() -> None:
    """Draw the sheet that the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("kind", choices=["expressions", "gestures"])
    ask.add_argument("names", nargs="*")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--people", default="0,1", help="numbers of reelwright.studio.look.stand_ins")
    asked = ask.parse_args()
    known = EXPRESSIONS if asked.kind == "expressions" else STANCES
    default = list(CORE) if asked.kind == "expressions" else list(STANCES)
    wanted = list(known) if asked.names == ["all"] else asked.names or default
    for name in wanted:
        if name not in known:
            print(f"unknown, left out: {name}")
    names = [name for name in wanted if name in known]
    order = [names[i] for i in np.random.default_rng(asked.seed).permutation(len(names))]
    people = [int(number) for number in asked.people.split(",")]
    draw = _face if asked.kind == "expressions" else _figure
    sitting = Sitting()
    cells = [_numbered(draw(sitting, name, people[n % len(people)]), n + 1) for n, name in enumerate(order)]
    cells += [np.zeros_like(cells[0])] * (-len(cells) % COLUMNS)
    rows = [np.hstack(cells[i : i + COLUMNS]) for i in range(0, len(cells), COLUMNS)]
    cv2.imwrite(str(asked.out), np.vstack(rows)[..., ::-1])
    key = {str(number): name for number, name in enumerate(order, 1)}
    asked.out.with_suffix(".key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    print(asked.out, "choices:", ", ".join(sorted(names)))


def _face(sitting: Sitting, name: str, person: int) -> Image:
    held = carriage_of(name)
    pose = FigurePose(10 + held.away_deg, held.pitch_deg, held.roll_deg, EXPRESSIONS[name])
    look, outfit = STAND_INS[person]
    return sitting.portrait(look, outfit, pose, size=(330, 370), at=(165, 180), scale=1.12)


def _figure(sitting: Sitting, name: str, person: int) -> Image:
    look, outfit = STAND_INS[person]
    held = STANCES[name]
    is_whole = bool(held.feet or held.sink or held.seat)
    where = {"size": (330, 560), "at": (165, 110 if is_whole else 140), "scale": 0.255 if is_whole else 0.36}
    pose = FigurePose(12)
    return sitting.portrait(
        look, outfit, pose, stance=name, body_yaw_deg=10, full_figure=is_whole, **where,  # type: ignore[arg-type]
    )  # fmt: skip


def _numbered(image: Image, number: int) -> Image:
    marked = np.ascontiguousarray(image)
    place = (8, image.shape[0] - 10)
    cv2.putText(marked, str(number), place, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 30, 40), 1, cv2.LINE_AA)
    return marked


if __name__ == "__main__":
    main()
