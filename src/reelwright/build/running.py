"""An action → what came of it, made here and now in this process."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import importlib
import os
import resource
import signal
import sys
import time
import traceback
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from reelwright.build.action import Action, Inputs, Made, Outputs, Spent, maker_of
from reelwright.build.store import Store, write_error
from reelwright.errors import BuildFailed, MissingDependency, ReelwrightError

_DEBIAN_PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libexpat.so": "libexpat1",
    "libflite": "libflite1",
    "libfluidsynth": "libfluidsynth3",
}
_OF_THE_THEATRE = {
    "alembic", "babel", "fastapi", "jinja2", "obstore", "psycopg", "pwdlib", "python_multipart", "sqlalchemy",
    "starlette", "stripe", "uvicorn",
}  # fmt: skip
_M_MMAP_THRESHOLD = -3
_LARGE_BLOCK_BYTES = 1 << 20
_COLLECT_AFTER = 20_000
"""Objects between two looks for circles."""
_RESET_PEAK = "5"
"""What ``/proc/self/clear_refs`` takes to forget the highest memory so far."""


@dataclass(frozen=True)
class Outcome:
    """What came of one go at an action: its record or its error, and the row for the books."""

    made: Made | None
    problem: ReelwrightError | None
    spent: Spent


def run_action(action: Action, store_folder: str) -> Made:
    """Make one action here and now, and record it. When another build makes the same just now, its result is
    waited for and taken.

    Raises ``ReelwrightError``; any other exception of a maker's is wrapped in ``BuildFailed``
    that names the action and carries the last lines of the cause.
    """
    store = open_store(store_folder)
    with store.claim(action.key):
        made = store.made(action.key)
        if made is not None and not made.is_stand_in:
            return made
        return keep(attempt(action, store), action, store)


def keep(outcome: Outcome, action: Action, store: Store) -> Made:
    """Write an outcome into the records and the books. Raises the error that it carries."""
    if outcome.made is None:
        assert outcome.problem is not None
        with contextlib.suppress(ReelwrightError):
            # A disk that is full must not hide what the maker said.
            store.book(outcome.spent)
        raise outcome.problem
    store.record(outcome.made, action)
    store.book(outcome.spent)
    return outcome.made


def attempt(action: Action, store: Store) -> Outcome:
    """Make one action; its content is in the store afterwards, and nothing is recorded yet."""
    _reset_peak()
    started_s, cpu_started_s = time.perf_counter(), _cpu_s()
    outputs = Outputs(store, store.folder, action.key)
    problem: ReelwrightError | None = None
    try:
        _make(action, store, outputs)
    except ReelwrightError as refused:
        problem = _addressed(refused, action)
    except Exception as broken:
        problem = _addressed(_meaning(broken, action, store), action)
    took: dict[str, Any] = {
        "wall_s": (wall_s := time.perf_counter() - started_s),
        "cpu_s": _cpu_s() - cpu_started_s,
        "gpu_s": action.resources.gpus * wall_s,
        "peak_rss_mib": _peak_rss_mib(),
        "output_bytes": outputs.byte_count,
        "billed_characters": outputs.billed_characters,
        "billed_tokens": outputs.billed_tokens,
        "billed_images": outputs.billed_images,
        "billed_s": outputs.billed_s,
    }
    outcome = "failed" if problem is not None else "stand-in" if outputs.is_stand_in else "made"
    spent = spent_on(action, outcome, "" if problem is None else problem.what, **took)
    if problem is not None:
        return Outcome(None, problem, spent)
    made = Made(
        key=action.key,
        kind=action.kind,
        outputs=outputs.digests,
        notices=tuple(outputs.notices),
        engine=action.engine,
        is_stand_in=outputs.is_stand_in,
        **took,
    )
    return Outcome(made, None, spent)


def spent_on(action: Action, outcome: str, cause: str = "", **took: Any) -> Spent:
    """A row of the books for one go at ``action``."""
    return Spent(
        key=action.key,
        kind=action.kind,
        scope=action.scope,
        address=action.address,
        stage=action.stage,
        engine=action.engine,
        work=action.work,
        outcome=outcome,
        cause=cause,
        **took,
    )


def run_in_worker(action: Action, store_folder: str, memory_mib: int) -> Made:
    """``run_action`` in a process of a pool, which may not take more memory than ``memory_mib`` (0: as much
    as there is), and afterwards nothing of it is left."""
    with limited_memory(action.resources.memory_mib or memory_mib), leaving_nothing():
        return run_action(action, store_folder)


@contextlib.contextmanager
def leaving_nothing() -> Iterator[None]:
    """A stage full of people is a web of objects that know each other: only the collector frees it, and it
    would wait until several are held (measured: 400 MiB a worker). What lives on is not looked at again."""
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        give_memory_back()


@contextlib.contextmanager
def limited_memory(memory_mib: int) -> Iterator[None]:
    """A maker that takes more private memory than this gets a ``MemoryError`` (or its process dies), and
    the machine does not. What only is reserved, as WebAssembly does by the gigabyte, does not count."""
    if not memory_mib or sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_mib << 20
    resource.setrlimit(
        resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def missing_library(problem: ImportError) -> MissingDependency:
    """What a failed import means to the user: the Debian package of a shared library that is not
    there, or the extra that brings a Python package."""
    package = next((p for library, p in _DEBIAN_PACKAGES.items() if library in str(problem)), "")
    if package:
        return MissingDependency(
            f"A system library is missing: {problem}", next_step=f"Run: apt install {package}"
        )
    if (problem.name or "").partition(".")[0] in _OF_THE_THEATRE:
        return MissingDependency(
            f"A Python package is missing: {problem}", next_step="Run: pip install 'reelwright[theatre]'."
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


def open_store(folder: str) -> Store:
    """The store of a folder: one connection a process, for opening the database costs more than most small
    actions."""
    if folder not in _STORES:
        _STORES[folder] = Store(Path(folder))
    return _STORES[folder]


def prepare_worker(preloaded: Sequence[str] = ()) -> None:
    """What every process that makes things begins with; ``preloaded`` are modules that it will need."""
    # The terminal sends Ctrl-C to every process of the group: only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in preloaded:
        # What cannot be loaded is said by the action that needs it.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    prepare_memory()


def prepare_memory() -> None:
    """How memory is collected and given back, wherever things are made."""
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


def _make(action: Action, store: Store, outputs: Outputs) -> None:
    maker = maker_of(action.maker)
    settings_type = next(iter(typing.get_type_hints(maker).values()))
    settings: Any = msgspec.json.decode(action.settings, type=settings_type)
    with store.scratch_folder() as scratch:
        outputs.scratch = scratch
        maker(settings, Inputs(action.inputs, store), outputs)


def _addressed(problem: ReelwrightError, action: Action) -> ReelwrightError:
    """The same error, saying which step it stopped."""
    if not action.address or action.address in problem.where:
        return problem
    where = f"{action.address}, {problem.where}" if problem.where else action.address
    return type(problem)(problem.what, where=where, next_step=problem.next_step)


def _meaning(problem: Exception, action: Action, store: Store) -> ReelwrightError:
    if os.environ.get("REELWRIGHT_DEBUG"):
        traceback.print_exception(problem, file=sys.stderr)
    if isinstance(problem, ImportError):
        return missing_library(problem)
    if isinstance(problem, MemoryError):
        return BuildFailed(
            f"Making a {action.kind} needed more memory than it may take",
            next_step="Run fewer at once with --jobs, or let its engine ask for more.",
        )
    if (
        isinstance(problem, OSError)
        and problem.filename is None
        and problem.errno in (errno.ENOSPC, errno.EDQUOT)
    ):
        return write_error(problem, store.folder)
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return BuildFailed(
        f"Making a {action.kind} failed: {type(problem).__name__}: {problem}",
        where=f"{Path(frame.filename).name}:{frame.lineno}",
        next_step="What was finished is kept. Set REELWRIGHT_DEBUG=1 to see the whole cause.",
    )


def _cpu_s() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _reset_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text(_RESET_PEAK)


def _peak_rss_mib() -> float:
    """The most memory of this process since ``_reset_peak`` (elsewhere than on Linux: since its start)."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024
