"""Draws the golden pictures anew and keeps those that changed, with a sheet of before and after to look at.

Run: ``python -m tools.renew_golden [--sheet FILE.png] [--dry] [NAME …]`` from the root of the repository.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.golden.likeness import MOST, worst_patch  # noqa: E402
from tests.golden.scenes import SCENES  # noqa: E402

PICTURES = ROOT / "tests" / "golden" / "pictures"
_QUALITY = 88
_NOTHING = 0.05


def main() -> None:
    """Renew the pictures named (all by default)."""
    words = sys.argv[1:]
    is_dry = "--dry" in words
    sheet = Path(words[words.index("--sheet") + 1]) if "--sheet" in words else None
    names = [word for word in words if word in SCENES] or list(SCENES)
    PICTURES.mkdir(exist_ok=True)
    pairs = []
    for name in names:
        path = PICTURES / f"{name}.webp"
        now = SCENES[name]()
        before = cv2.imread(str(path)) if path.is_file() else None
        far = float("inf") if before is None else worst_patch(now, np.ascontiguousarray(before[..., ::-1]))
        print(
            f"{name:<16} {'new' if before is None else f'{far:.2f} off'}{'  CHANGED' if far > MOST else ''}"
        )
        if far > _NOTHING and not is_dry:
            cv2.imwrite(str(path), now[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
        pairs += [now[..., ::-1]] if before is None else [before, now[..., ::-1]]
    if sheet is not None:
        height = max(pair.shape[0] for pair in pairs)
        padded = [np.pad(p, ((0, height - p.shape[0]), (0, 12), (0, 0))) for p in pairs]
        cv2.imwrite(str(sheet), np.hstack(padded))
    kept = sum(path.stat().st_size for path in PICTURES.glob("*.webp"))
    print(f"{kept / 1000:.0f} kB in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
