"""The model writer against a server that answers after a fixed time: what it adds by itself.

Since every answer takes the same time, the shortest possible run is known: the same questions in the same
order, without a moment in between.
"""

from __future__ import annotations

import heapq
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reelwright.studio.model_writer import begin_series, open_writing, write_on
from reelwright.writing.model_passes import Passes, Step
from reelwright.writing.options import WriterOptions

SERVER = Path(__file__).resolve().parents[1] / "tests" / "writing" / "chat_server.py"
LATENCY_S = 2.0
"""Short for a language model: a longer one makes the ratio better."""
IN_FLIGHT = 8
EPISODES = 60
LOGLINE = "A waitress finds the key to the house that burned"


def measure() -> dict[str, float]:
    """``writer.overhead_ratio``: wall time beyond that of a writer that takes no time, against the latter."""
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "chat.jsonl"
        process = subprocess.Popen(
            [sys.executable, str(SERVER), str(log), "0", str(LATENCY_S)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            url = f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
            options = WriterOptions(url=url, model="good", episodes=EPISODES, in_flight=IN_FLIGHT)
            folder = begin_series(LOGLINE, options, language="en", out=Path(scratch) / "series")
            writing = open_writing(folder)
            started_s, started_cpu_s = time.monotonic(), time.process_time()
            done = write_on(writing)
            wall_s, cpu_s = time.monotonic() - started_s, time.process_time() - started_cpu_s
        finally:
            process.kill()
            process.wait()
    least_s = shortest_s(writing.manuscript.passes, IN_FLIGHT, LATENCY_S)
    return {
        "writer.overhead_ratio": (wall_s - least_s) / least_s,
        "writer.cpu_ms_per_answer": 1000 * cpu_s / done.written,
    }


def shortest_s(passes: Passes, in_flight: int, latency_s: float) -> float:
    """Wall seconds of a writer that takes no time itself: the same order, each answer after ``latency_s``."""
    waiting = list(passes.steps())
    running: list[tuple[float, int, Step]] = []
    open_steps, now_s, count = set(waiting), 0.0, 0
    while waiting or running:
        for step in list(waiting):
            if len(running) < in_flight and open_steps.isdisjoint(passes.needs(step)):
                waiting.remove(step)
                heapq.heappush(running, (now_s + latency_s, count, step))
                count += 1
        now_s, _, step = heapq.heappop(running)
        open_steps.remove(step)
    return now_s


if __name__ == "__main__":
    print(measure())
