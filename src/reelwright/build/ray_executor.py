"""Actions → finished records, on the machines of a Ray cluster that is there already.

A worker reads its inputs from the store and writes what it makes into it: a folder that every machine sees
under the same path. Only the action goes out and only its record comes back; records and books are written
by the program that asked, so the database is never opened over a network.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright import __version__
from reelwright.build.action import Action, Made, is_waiting
from reelwright.build.executor import LocalExecutor
from reelwright.build.running import (
    Outcome,
    attempt,
    keep,
    leaving_nothing,
    limited_memory,
    open_store,
    prepare_memory,
    spent_on,
)
from reelwright.build.store import Store
from reelwright.errors import BadInput, BuildFailed, MissingDependency, Notice

LULLS_S = (1.0, 5.0, 15.0, 40.0)
"""How long an action rests after each loss. The cluster takes half a minute to notice that a machine is gone,
and until then gives it work."""
ATTEMPTS = len(LULLS_S) + 1
"""Goes at one action while machines or workers are lost under it."""
_POLL_S = 0.1
_CONNECT_S = 5.0
_PROBE_S = 60.0


@dataclass(eq=False)
class _Job:
    """An action on its way: the causes of earlier losses, and the actor that has it."""

    action: Action
    future: Future[Made]
    causes: list[str] = field(default_factory=list)
    actor: Any = None
    started_s: float = 0.0
    rests_until_s: float = 0.0


class RayExecutor:
    """An existing cluster. Actions whose worker or machine is lost are tried again, ``ATTEMPTS`` times in
    all, and ``notices`` says what was lost; what a maker itself refuses is not. An action that names a
    ``model`` is made by an actor, a process that stays and keeps the model.

    Raises ``MissingDependency`` without Ray, ``BadInput`` when nobody answers at ``address``, when versions
    differ, or when a machine does not see the store.
    """

    def __init__(self, store: Store, *, address: str) -> None:
        self._ray = _ray()
        self._store = store
        self._folder = str(store.folder.resolve())
        self._connect(address)
        self._waiting: deque[_Job] = deque()
        self._running: dict[Any, _Job] = {}
        self._idle: dict[str, list[Any]] = {}
        self._near = LocalExecutor(store.folder, width=1)
        self._lock = threading.RLock()
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="ray-executor", daemon=True)
        self.notices: list[Notice] = []
        try:
            self._check_machines()
        except BaseException:
            self._ray.shutdown()
            raise
        self._watcher.start()

    @property
    def width(self) -> int:
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def submit(self, action: Action) -> Future[Made]:
        if is_waiting(action):
            # It needs no machine of the cluster, and its notes must be written where the records are.
            return self._near.submit(action)
        future: Future[Made] = Future()
        asked = action.resources
        nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        if not any(n.get("CPU", 0) >= asked.cpus and n.get("GPU", 0) >= asked.gpus for n in nodes):
            future.set_exception(
                BuildFailed(
                    f"No machine of the cluster has the {asked.cpus:g} CPUs and {asked.gpus:g} GPUs that a "
                    f"{action.kind} asks for",
                    where=action.address,
                    next_step="Add such a machine to the cluster, or take another engine.",
                )
            )
            return future
        future.set_running_or_notify_cancel()
        with self._lock:
            self._waiting.append(_Job(action, future))
            self._dispatch()
        return future

    def stop(self) -> None:
        self._near.stop()
        self._is_over.set()
        with self._lock:
            for reference, job in self._running.items():
                with suppress(Exception):
                    if job.actor is None:
                        self._ray.cancel(reference, force=True)
                    else:
                        self._ray.kill(job.actor)
            self._running.clear()
            self._waiting.clear()
        self._leave()

    def close(self) -> None:
        self._near.close()
        while True:
            with self._lock:
                if not self._running and not self._waiting:
                    break
            time.sleep(_POLL_S)
        self._is_over.set()
        self._leave()

    # -- connecting ------------------------------------------------------------------------------

    def _connect(self, address: str) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        _knock(address)
        with _own_signals():
            try:
                self._ray.init(
                    address=address,
                    namespace=f"reelwright-{secrets.token_hex(6)}",
                    log_to_driver=False,
                    logging_level="CRITICAL",
                    configure_logging=False,
                )
            except (ConnectionError, ValueError, TimeoutError) as problem:
                raise _unreachable(address, problem) from problem
            except RuntimeError as problem:
                said = " ".join(str(problem).split())
                if "ersion mismatch" in said:
                    raise BadInput(
                        f"The cluster runs other versions: {said[:300]}",
                        where=address,
                        next_step="Install the same Python and Ray here as on its machines.",
                    ) from problem
                raise _unreachable(address, problem) from problem

    def _check_machines(self) -> None:
        """Ask every machine what it runs and whether it sees the store."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        mark = Path(self._folder) / "scratch" / f"seen-{secrets.token_hex(8)}"
        mark.write_text("reelwright")
        probe = self._ray.remote(_probe)
        try:
            asked = {
                node["NodeManagerAddress"]: probe.options(
                    num_cpus=0,
                    max_retries=0,
                    scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], False),
                ).remote(str(mark))
                for node in self._ray.nodes()
                if node["Alive"]
            }
            for machine, reference in asked.items():
                try:
                    fault = self._ray.get(reference, timeout=_PROBE_S)
                except Exception as problem:
                    fault = f"it cannot run Reelwright: {_first_line(problem)}"
                ours = f"{__version__} on Python {sys.version_info.major}.{sys.version_info.minor}"
                if fault == ours:
                    continue
                if not fault.startswith("it "):
                    fault = f"it has Reelwright {fault}, and this program is {ours}"
                raise BadInput(
                    f"A machine of the cluster cannot be used: {fault}",
                    where=machine,
                    next_step="Each needs the same Reelwright, and the build folder under the same path.",
                )
        finally:
            mark.unlink(missing_ok=True)

    # -- at work ---------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        # No more at once than there are places: so the clock of a time-out starts with the work.
        now_s = time.monotonic()
        ready = [job for job in self._waiting if job.rests_until_s <= now_s]
        for job in ready[: max(0, self.width - len(self._running))]:
            self._waiting.remove(job)
            job.started_s = now_s
            asked = job.action.resources
            options: dict[str, Any] = {"num_cpus": asked.cpus, "num_gpus": asked.gpus}
            if asked.memory_mib:
                options["memory"] = asked.memory_mib << 20
            if asked.model:
                idle = self._idle.setdefault(_actor_kind(job.action), [])
                job.actor = idle.pop() if idle else self._new_actor(options)
                reference = job.actor.make.remote(job.action, self._folder)
            else:
                task = self._ray.remote(_make).options(max_retries=0, **options)
                reference = task.remote(job.action, self._folder)
            self._running[reference] = job

    def _new_actor(self, options: dict[str, Any]) -> Any:
        """A process for a model. It keeps its GPU while it waits, and no CPU: ``width`` bounds what works at
        once. Models that nobody asks for now make room."""
        if options["num_gpus"] > self._ray.available_resources().get("GPU", 0):
            for actor in (actor for idle in self._idle.values() for actor in idle):
                self._ray.kill(actor)
            self._idle = {kind: [] for kind in self._idle}
        options = {**options, "num_cpus": 0, "scheduling_strategy": "SPREAD"}
        return self._ray.remote(_Loaded).options(**options).remote()

    def _watch(self) -> None:
        while not self._is_over.is_set():
            with self._lock:
                self._dispatch()
                references = list(self._running)
            if not references:
                time.sleep(_POLL_S)
                continue
            finished, _ = self._ray.wait(references, num_returns=1, timeout=_POLL_S)
            for reference in finished:
                self._finish(reference)
            self._end_late_ones()

    def _finish(self, reference: Any) -> None:
        with self._lock:
            job = self._running.pop(reference, None)
        if job is None:
            return
        try:
            outcome: Outcome = self._ray.get(reference)
        except Exception as problem:
            self._lost(job, problem)
        else:
            if job.actor is not None:
                with self._lock:
                    self._idle[_actor_kind(job.action)].append(job.actor)
            try:
                job.future.set_result(keep(outcome, job.action, self._store))
            except Exception as problem:
                job.future.set_exception(problem)
        with self._lock:
            if not self._is_over.is_set():
                self._dispatch()

    def _lost(self, job: _Job, problem: Exception) -> None:
        """A worker or a machine died: the books say so, and another goes on unless it happens too often."""
        cause = f"{type(problem).__name__}: {_first_line(problem)}"
        job.causes.append(cause)
        wall_s = time.monotonic() - job.started_s
        self._store.book(spent_on(job.action, "lost", cause, wall_s=wall_s))
        if len(job.causes) < ATTEMPTS:
            self.notices.append(
                Notice(
                    code="worker-lost",
                    message=f"A worker of the cluster was lost and its work done again ({cause})",
                    where=job.action.address,
                )
            )
            job.actor = None
            job.rests_until_s = time.monotonic() + LULLS_S[len(job.causes) - 1]
            with self._lock:
                self._waiting.appendleft(job)
            return
        job.future.set_exception(
            BuildFailed(
                f"Every worker that made this {job.action.kind} was lost: "
                + "; ".join(dict.fromkeys(job.causes)),
                where=job.action.address,
                next_step="It may need more memory than the machines have. What was finished is kept.",
            )
        )

    def _end_late_ones(self) -> None:
        now_s = time.monotonic()
        with self._lock:
            late = [
                (reference, job)
                for reference, job in self._running.items()
                if now_s - job.started_s > job.action.resources.timeout_s
            ]
            for reference, job in late:
                del self._running[reference]
                with suppress(Exception):
                    if job.actor is None:
                        self._ray.cancel(reference, force=True)
                    else:
                        self._ray.kill(job.actor)
                job.future.set_exception(TimeoutError())
            if late:
                self._dispatch()

    def _leave(self) -> None:
        if self._watcher.is_alive() and self._watcher is not threading.current_thread():
            self._watcher.join(timeout=10)
        self._ray.shutdown()


def _make(action: Action, store_folder: str) -> Outcome:
    prepare_memory()
    with limited_memory(action.resources.memory_mib), leaving_nothing():
        return attempt(action, open_store(store_folder))


class _Loaded:
    """A process that stays: the makers keep the engines that they have loaded."""

    def make(self, action: Action, store_folder: str) -> Outcome:
        return _make(action, store_folder)


def _probe(mark: str) -> str:
    """What this machine runs, or what is wrong with it (beginning with ``it``)."""
    path = Path(mark)
    if not path.is_file():
        return f"it does not see {path.parent.parent}"
    try:
        beside = path.with_name(f"{path.name}-{os.getpid()}")
        beside.write_text("")
        beside.unlink()
    except OSError as problem:
        return f"it cannot write into {path.parent.parent}: {problem.strerror}"
    return f"{__version__} on Python {sys.version_info.major}.{sys.version_info.minor}"


def _actor_kind(action: Action) -> str:
    asked = action.resources
    return f"{asked.model} {asked.cpus} {asked.gpus} {asked.memory_mib}"


def _ray() -> Any:
    try:
        import ray
    except ImportError as problem:
        raise MissingDependency(
            "Ray is not installed", next_step="Run: pip install 'reelwright[ray]'"
        ) from problem
    # Ray prints the end of a machine to standard output, and has no setting for that: what we say there
    # is read by programs. Our notices say what was lost.
    ray._private.worker.print_to_stdstream = lambda *_, **__: None
    return ray


def _knock(address: str) -> None:
    """Ray itself would wait for minutes for a cluster that is not there."""
    host, _, port = address.rpartition(":")
    if not host or "://" in address or not port.isdecimal():
        return
    try:
        socket.create_connection((host, int(port)), timeout=_CONNECT_S).close()
    except (OSError, OverflowError) as problem:
        raise _unreachable(address, problem) from problem


def _unreachable(address: str, problem: Exception) -> BadInput:
    return BadInput(
        f"No Ray cluster answers: {_first_line(problem)}",
        where=f"--address {address}",
        next_step="Start one with ray start --head, and give every program the same RAY_AUTH_TOKEN.",
    )


def _first_line(problem: Exception) -> str:
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return lines[0][:200] if lines else type(problem).__name__


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes over SIGTERM when it connects; how the program ends is the program's affair."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
