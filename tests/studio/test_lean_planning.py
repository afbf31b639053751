"""What a make loads before it knows that there is anything to make."""

from __future__ import annotations

import subprocess
import sys


def test_planning_loads_no_signal_processing() -> None:
    """SciPy takes a second to load: workers load it while the make is planned, planning does without it."""
    program = "import sys, reelwright.cli.app, reelwright.studio.make; print('scipy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
