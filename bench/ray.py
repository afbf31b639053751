"""What a warm cluster costs over this machine alone, with the same cores and the same work.

The three example episodes are made from nothing by processes of this machine, and by two nodes of one CPU
each on loopback addresses: what Ray adds is its start of every task and the way of the records.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from bench.program import SERIES, make
from bench.ray_nodes import Cluster

CORES = 2
_WARM_UP = """Title: Warm

INT. OFFICE - NIGHT

MARA
Now.

VICTOR
Go.
"""


def measure() -> dict[str, float]:
    """``ray.overhead_ratio``: wall time on the cluster over that of ``--jobs 2`` here, both cold, for some
    five minutes of work; ``ray.local_s`` is the latter."""
    folder = Path(tempfile.mkdtemp(prefix="rw"))
    cluster = Cluster(folder)
    try:
        local_s = make(_copied(folder / "local"), "--jobs", str(CORES)).wall_s
        cluster.start(CORES)
        os.environ.update({k: v for k, v in cluster.environment.items() if k != "PYTHONPATH"})
        on_cluster = ("--executor", "ray", "--address", cluster.address)
        warm = folder / "warm.fountain"
        warm.write_text(_WARM_UP)
        make(warm, *on_cluster)
        ray_s = make(_copied(folder / "ray"), *on_cluster).wall_s
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{local_s:.0f} s here, {ray_s:.0f} s on two nodes")
    return {"ray.overhead_ratio": ray_s / local_s, "ray.local_s": local_s}


def _copied(folder: Path) -> Path:
    return Path(shutil.copytree(SERIES, folder, ignore=shutil.ignore_patterns("build")))
