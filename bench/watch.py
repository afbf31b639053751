"""A changed line → its shot in the preview: saved, spoken, filmed, told to the page and fetched whole."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.program import fresh_series

EDITS = 7
LINE = "I read your script. It has no ending."
_WAIT_S = 400.0


def measure() -> dict[str, float]:
    """``watch.changed_line_s``: median of seven edits of a line of episode 1 of the English example, from the
    save until a client of the page has the new shot and its sound."""
    with fresh_series() as series, watched(series) as url:
        previews = states(url)
        started_s = time.perf_counter()
        for preview in previews:
            if preview["film"] and not preview["is_busy"]:
                break
        print(f"the first preview of {len(preview['shots'])} shots: {time.perf_counter() - started_s:.0f} s")
        script = series / "episodes" / "01.fountain"
        text, took = script.read_text(), []
        for number in range(EDITS):
            words = LINE.replace(
                "no ending", f"{('no', 'one', 'two')[number % 3]} ending{'s' * (number // 3)}, still"
            )
            time.sleep(1.0)
            script.write_text(text.replace(LINE, words))
            saved_s = time.perf_counter()
            for preview in previews:
                shot = next((s for s in preview["shots"] if s["id"] == preview["latest"]), None)
                if shot is not None and shot["clip"] and words in shot["text"]:
                    break
            assert shot is not None
            for digest, kind in [(shot["clip"], "mp4"), *((digest, "wav") for digest, _ in shot["sounds"])]:
                urllib.request.urlopen(f"{url}content/{digest}.{kind}").read()
            took.append(time.perf_counter() - saved_s)
            for preview in previews:
                if not preview["is_busy"]:
                    break
        print("each edit: " + ", ".join(f"{seconds:.2f}" for seconds in took) + " s")
    return {"watch.changed_line_s": statistics.median(took)}


@contextmanager
def watched(series: Path, *words: str) -> Iterator[str]:
    """``reelwright watch`` at work; yields the address of the page."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from reelwright.cli import main; main()",
            "watch",
            str(series),
            "--json",
            *words,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.wait(timeout=60)


def states(url: str) -> Iterator[dict[str, Any]]:
    """What the page is told, as it comes."""
    with urllib.request.urlopen(f"{url}events", timeout=_WAIT_S) as stream:
        for row in stream:
            if row.startswith(b"data: "):
                yield json.loads(row[6:])
