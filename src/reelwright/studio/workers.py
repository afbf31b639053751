"""Processes that load while the work for them is still being planned. Imports nothing that plans or makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reelwright.build.executor import LocalExecutor

NEEDED_FIRST = ("reelwright.production.makers.sound",)
"""What an edited line asks for first: its voice, the cue and the air of its scene, the mix."""


@contextmanager
def waking(store_folder: Path, *, jobs: int) -> Iterator[LocalExecutor]:
    """Workers of this machine, started at once. Whatever is raised meanwhile ends them; who takes them over
    ends them when the work is done."""
    workers = LocalExecutor(store_folder, width=jobs, preloaded=NEEDED_FIRST)
    workers.wake()
    try:
        yield workers
    except BaseException:
        workers.stop()
        raise
