"""Actions → finished records, in processes of this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, Protocol

from reelwright.build.action import MOST_WAITING, Action, Made, is_waiting
from reelwright.build.running import prepare_worker, run_action, run_in_worker
from reelwright.build.store import Store
from reelwright.errors import BuildFailed, ReelwrightError

_QUEUED_PER_WORKER = 2
_MEMORY_SHARE = 0.8
_LEAST_MEMORY_MIB = 3072
"""A shot takes under 1 GiB; many cores with little memory must not make every shot fail."""


class Executor(Protocol):
    """Runs actions somewhere. Bytes travel through the store, never through the executor."""

    def submit(self, action: Action) -> Future[Made]:
        """Start an action; the future gives its record or raises ``ReelwrightError``."""
        ...

    def stop(self) -> None:
        """End what runs, at once; unfinished actions leave nothing behind."""
        ...

    def close(self) -> None:
        """Wait for what runs, then end the workers."""
        ...

    @property
    def width(self) -> int:
        """How many actions run at the same time."""
        ...


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

    Workers are spawned when the first action comes, so a build with nothing to do starts none. At most two
    actions a worker are waiting or at work: ``submit`` waits for a place. An action that asks for no memory
    of its own may take ``memory_mib``: by default its worker's share of the machine, and 3 GiB at least.
    What only waits has processes of its own. ``preloaded`` are modules that workers load when they start.
    """

    def __init__(
        self, store_folder: Path, *, width: int, memory_mib: int = 0, preloaded: Sequence[str] = ()
    ) -> None:
        self._store_folder = str(store_folder)
        self._preloaded = tuple(preloaded)
        self._width = width
        self._memory_mib = memory_mib or _share_mib(width)
        self._places = threading.Semaphore(width * _QUEUED_PER_WORKER)
        self._pool: Any = None
        self._waiting_pool: Any = None
        self._waking: threading.Thread | None = None

    @property
    def width(self) -> int:
        return self._width

    def wake(self) -> None:
        """Start the workers before there is work: they load while it is planned."""
        if self._pool is None:
            self._pool = _pool(self._width, self._preloaded)
        # Asking starts them, and waits until what they are copied from has loaded: planning does not.
        pool = self._pool
        self._waking = threading.Thread(target=lambda: pool.active, name="waking", daemon=True)
        self._waking.start()

    def submit(self, action: Action) -> Future[Made]:
        if is_waiting(action):
            if self._waiting_pool is None:
                self._waiting_pool = _pool(MOST_WAITING)
            return self._scheduled(self._waiting_pool, action)
        if self._pool is None:
            self._pool = _pool(self._width, self._preloaded)
        self._places.acquire()
        future = self._scheduled(self._pool, action)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def stop(self) -> None:
        with _uninterrupted():
            for pool in self._opened():
                pool.stop()
                pool.join()

    def close(self) -> None:
        """Wait for what runs, then end the workers."""
        for pool in self._opened():
            pool.close()
            pool.join()

    def _scheduled(self, pool: Any, action: Action) -> Future[Made]:
        future: Future[Made] = pool.schedule(
            run_in_worker,
            args=(action, self._store_folder, self._memory_mib),
            timeout=action.resources.timeout_s,
        )
        return future

    def _opened(self) -> list[Any]:
        """The pools that there are; the executor forgets them."""
        if self._waking is not None:
            self._waking.join()  # a pool that is half started cannot be ended
        pools = [pool for pool in (self._pool, self._waiting_pool) if pool is not None]
        self._pool = self._waiting_pool = None
        return pools


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

    def close(self) -> None:
        return


def _pool(width: int, preloaded: Sequence[str] = ()) -> Any:
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=width,
        initializer=prepare_worker,
        initargs=(tuple(preloaded),),
        context=_nursery(preloaded),
    )


def _nursery(preloaded: Sequence[str]) -> Any:
    """Where workers come from: one process that has loaded what they need and is copied for each, so that two
    cores do not load the same libraries twice; where a system has no such thing, each loads for itself."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    if preloaded:
        context.set_forkserver_preload(list(preloaded))
    return context


def explain(problem: BaseException, action: Action) -> ReelwrightError:
    """The error to show for whatever a future raised."""
    if isinstance(problem, ReelwrightError):
        return problem
    if isinstance(problem, (TimeoutError, FutureTimeoutError)):
        return BuildFailed(
            f"A {action.kind} took longer than {action.resources.timeout_s:.0f} s and was ended",
            where=action.address,
        )
    return BuildFailed(
        f"The process that made a {action.kind} died: {problem}",
        where=action.address,
        next_step="It may have run out of memory. Run the same command again: what was finished is kept.",
    )


def _share_mib(width: int) -> int:
    machine_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(_LEAST_MEMORY_MIB, int(machine_bytes * _MEMORY_SHARE / width) >> 20)
