"""What the build itself takes beside the work that it orders."""

from __future__ import annotations

import resource
import time

from bench.program import fresh_series
from reelwright.build import LocalExecutor
from reelwright.studio.make import make, prepare
from reelwright.studio.series import open_series


def measure() -> dict[str, float]:
    """``graph.overhead_ratio``: episode 1 of the English example, cold, on two processes. CPU of reading,
    planning, scheduling, keys, records and laying out, and of the workers outside the makers (their start,
    the store, the books), against the CPU of the makers."""
    with fresh_series() as folder:
        own_s, below = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        prepared = prepare(open_series(folder), [1])
        make(prepared, executor=LocalExecutor(prepared.build.store.folder, width=2))
        own_s = time.process_time() - own_s
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        workers_s = after.ru_utime + after.ru_stime - below.ru_utime - below.ru_stime
        makers_s = sum(row.cpu_s for row in prepared.build.store.spending())
    overhead_s = own_s + max(0.0, workers_s - makers_s)
    print(
        f"makers {makers_s:.1f} CPU s; the program that orders {own_s:.2f}, workers beside their makers "
        f"{workers_s - makers_s:.2f}"
    )
    return {"graph.overhead_ratio": overhead_s / makers_s}
