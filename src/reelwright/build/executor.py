"""Actions → finished records, in processes of this machine."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
import sys
import threading
import time
import traceback
import typing
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import msgspec

from reelwright.build.action import Action, Inputs, Made, Outputs, maker_of
from reelwright.build.store import Store, write_error
from reelwright.errors import BuildFailed, MissingDependency, ReelwrightError

_DEBIAN_PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libexpat.so": "libexpat1",
    "libflite": "libflite1",
    "libfluidsynth": "libfluidsynth3",
}


_M_MMAP_THRESHOLD = -3
_LARGE_BLOCK_BYTES = 1 << 20
_COLLECT_AFTER = 20_000
"""Objects between two looks for circles."""


class Executor(Protocol):
    """Runs actions somewhere. Bytes travel through the store, never through the executor."""

    def submit(self, action: Action) -> Future[Made]:
        """Start an action; the future gives its record or raises ``ReelwrightError``."""
        ...

    def stop(self) -> None:
        """End what runs, at once; unfinished actions leave nothing behind."""
        ...

    @property
    def width(self) -> int:
        """How many actions run at the same time."""
        ...


def run_action(action: Action, store_folder: str) -> Made:
    """Make one action here and now, and record it.

    Raises ``ReelwrightError``; any other exception of a maker's is wrapped in ``BuildFailed``
    that names the action and carries the last lines of the cause.
    """
    store = _open_store(store_folder)
    try:
        maker = maker_of(action.maker)
        settings_type = next(iter(typing.get_type_hints(maker).values()))
    except ImportError as problem:
        raise missing_library(problem) from problem
    started_s, cpu_started_s = time.perf_counter(), _cpu_s()
    try:
        with store.scratch_folder() as scratch:
            outputs = Outputs(store, scratch)
            settings: Any = msgspec.json.decode(action.settings, type=settings_type)
            maker(settings, Inputs(action.inputs, store), outputs)
    except ReelwrightError:
        raise
    except ImportError as problem:
        raise missing_library(problem) from problem
    except OSError as problem:
        if problem.errno is not None and problem.filename is None and problem.errno in (28, 122):
            raise write_error(problem, store.folder) from problem
        raise _failure(action, problem) from problem
    except Exception as problem:
        raise _failure(action, problem) from problem
    made = Made(
        key=action.key,
        kind=action.kind,
        outputs=outputs.digests,
        notices=tuple(outputs.notices),
        wall_s=time.perf_counter() - started_s,
        cpu_s=_cpu_s() - cpu_started_s,
        peak_rss_mib=_peak_rss_mib(),
        output_bytes=outputs.byte_count,
        billed_characters=outputs.billed_characters,
        is_stand_in=outputs.is_stand_in,
    )
    store.record(made, action)
    return made


def _run_in_worker(action: Action, store_folder: str) -> Made:
    """``run_action``, and afterwards nothing of it is left. A stage full of people is a web of objects that
    know each other: only the collector frees it, and it would wait until several are held (measured:
    400 MiB a worker). What lives on is not looked at again."""
    try:
        return run_action(action, store_folder)
    finally:
        gc.collect()
        gc.freeze()
        give_memory_back()


def missing_library(problem: ImportError) -> MissingDependency:
    """What a failed import means to the user: the Debian package of a shared library that is not
    there, or the extra that brings a Python package."""
    package = next((p for library, p in _DEBIAN_PACKAGES.items() if library in str(problem)), "")
    if package:
        return MissingDependency(
            f"A system library is missing: {problem}", next_step=f"Run: apt install {package}"
        )
    return MissingDependency(
        f"A Python package is missing: {problem}",
        next_step="Run: pip install 'reelwright[studio]', and reelwright doctor to see what else is needed.",
    )


def give_memory_back() -> None:
    """Pictures come and go by the megabyte; the C library keeps what they leave unless asked."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)


_STORES: dict[str, Store] = {}


def _open_store(folder: str) -> Store:
    # One connection a process: opening the database costs more than most small actions.
    if folder not in _STORES:
        _STORES[folder] = Store(Path(folder))
    return _STORES[folder]


def _failure(action: Action, problem: Exception) -> BuildFailed:
    if os.environ.get("REELWRIGHT_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return BuildFailed(
        f"Making a {action.kind} failed: {type(problem).__name__}: {problem}",
        where=f"{Path(frame.filename).name}:{frame.lineno}",
        next_step="What was finished is kept. Set REELWRIGHT_DEBUG=1 to see the whole cause.",
    )


def _cpu_s() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak_rss_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


def prepare_worker() -> None:
    """What every process that makes things begins with."""
    # The terminal sends Ctrl-C to every process of the group: only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Drawing makes and drops small things by the million, few of them in circles.
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    _return_large_blocks()


def _return_large_blocks() -> None:
    """Pictures go back to the system as soon as they are let go. The C library would raise the size from
    which it does so with each one freed, up to 32 MiB, and its heap would be left full of holes (measured:
    100 MiB a worker)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK_BYTES)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not cut the cleaning-up after the first one short."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class LocalExecutor:
    """Processes of this machine: a worker that dies fails only its own action.

    Workers are spawned when the first action comes, so a build with nothing to do starts none.
    """

    def __init__(self, store: Store, *, width: int) -> None:
        self._store_folder = str(store.folder)
        self._width = width
        self._pool: Any = None

    @property
    def width(self) -> int:
        return self._width

    def submit(self, action: Action) -> Future[Made]:
        if self._pool is None:
            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=self._width, initializer=prepare_worker, context=get_context("spawn")
            )
        future: Future[Made] = self._pool.schedule(
            _run_in_worker, args=(action, self._store_folder), timeout=action.timeout_s
        )
        return future

    def stop(self) -> None:
        if self._pool is not None:
            with _uninterrupted():
                self._pool.stop()
                self._pool.join()
            self._pool = None

    def close(self) -> None:
        """Wait for what runs, then end the workers."""
        if self._pool is not None:
            self._pool.close()
            self._pool.join()
            self._pool = None


class InlineExecutor:
    """Makes every action in this very process: for tests, debugging and profiling."""

    def __init__(self, store: Store) -> None:
        self._store_folder = str(store.folder)

    @property
    def width(self) -> int:
        return 1

    def submit(self, action: Action) -> Future[Made]:
        future: Future[Made] = Future()
        try:
            future.set_result(run_action(action, self._store_folder))
        except ReelwrightError as problem:
            future.set_exception(problem)
        return future

    def stop(self) -> None:
        return


def explain(problem: BaseException, action: Action) -> ReelwrightError:
    """The error to show for whatever a future raised."""
    if isinstance(problem, ReelwrightError):
        return problem
    if isinstance(problem, (TimeoutError, FutureTimeoutError)):
        return BuildFailed(f"A {action.kind} took longer than {action.timeout_s:.0f} s and was ended")
    return BuildFailed(
        f"The process that made a {action.kind} died: {problem}",
        next_step="It may have run out of memory. Run the same command again: what was finished is kept.",
    )
