"""The lanes of bullet comments, tested where they run: in JavaScript."""

from __future__ import annotations

import subprocess
from pathlib import Path


def test_lanes_under_node() -> None:
    script = Path(__file__).with_name("js") / "lanes.test.mjs"
    done = subprocess.run(["node", "--test", str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
