"""Expressions or gestures → a shuffled, numbered sheet without labels, and its key as JSON beside it.

``python -m tools.blind_sheet OUT.png expressions|gestures [NAME …] [--seed N] [--people 0,1]``

Who judges sees only ``OUT.png`` (and, if wanted, the list of names that the command prints); the key lies
in ``OUT.key.json``: number → name. Names that are not known are left out with a word.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from tools.character_sheet import DAY, Sheet

from reelwright.drawing.affine import IDENTITY
from reelwright.stage.people.expressions import EXPRESSIONS, carriage_of
from reelwright.stage.people.rig import FigurePose
from reelwright.stage.people.stances import STANCES

CORE = (
    "neutral", "happy", "laugh", "tender", "sad", "crying", "sobbing", "angry", "furious", "cold", "smirk",
    "shocked", "scared", "worried", "determined", "tired", "shy", "disgust",
)  # fmt: skip
"""The eighteen that must be named right; ``all`` asks for every one there is."""


def main() -> None:
    """Draw the sheet that the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("kind", choices=["expressions", "gestures"])
    ask.add_argument("names", nargs="*")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--people", default="0,1", help="numbers of the cast in tools.character_sheet")
    asked = ask.parse_args()
    known = EXPRESSIONS if asked.kind == "expressions" else STANCES
    default = list(CORE) if asked.kind == "expressions" else list(STANCES)
    wanted = list(known) if asked.names == ["all"] else asked.names or default
    for name in wanted:
        if name not in known:
            print(f"unknown, left out: {name}")
    names = [name for name in wanted if name in known]
    random = np.random.default_rng(asked.seed)
    order = [names[i] for i in random.permutation(len(names))]
    people = [int(number) for number in asked.people.split(",")]
    draw = _faces if asked.kind == "expressions" else _figures
    draw(order, people).save(asked.out)
    key = {str(number): name for number, name in enumerate(order, 1)}
    asked.out.with_suffix(".key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    print(asked.out, "choices:", ", ".join(sorted(names)))


def _faces(order: list[str], people: list[int]) -> Sheet:
    sheet = Sheet(330, 370, 6)
    for number, name in enumerate(order, 1):
        held = carriage_of(name)
        rig = sheet.rig(people[number % len(people)], DAY, 165, 180, 1.12)
        pose = FigurePose(10 + held.away_deg, held.pitch_deg, held.roll_deg, EXPRESSIONS[name])
        sheet.add(rig.layers(pose, IDENTITY), str(number))
    return sheet


def _figures(order: list[str], people: list[int]) -> Sheet:
    sheet = Sheet(330, 520, 6)
    for number, name in enumerate(order, 1):
        person = people[number % len(people)]
        rig = sheet.rig(person, DAY, 165, 130, 0.44, stance=name, body_yaw_deg=8)
        sheet.add(rig.layers(FigurePose(10), IDENTITY), str(number))
    return sheet


if __name__ == "__main__":
    main()
