"""A long job on a server of others: asked for once, waited for, fetched; never paid for twice.

The protocol is small (``docs/jobs.md``): ``POST /jobs`` with an ``Idempotency-Key``, ``GET /jobs/ID`` until
it is ``done`` or ``failed``, ``GET /jobs/ID/result``. What is about to be asked is noted before it is sent,
and the job's id before it is waited for: a run that was killed anywhere in between asks for the same job
again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec

from reelwright.clients.http import Server, ServerRefused, ServerUnreachable
from reelwright.errors import BuildFailed

FIRST_POLL_S = 0.5
LONGEST_POLL_S = 10.0
_POLL_GROWTH = 1.5
_NOT_FOUND = (404, 410)


class JobBook(Protocol):
    """Where notes about jobs are kept; they outlive the program. The store is one."""

    def note(self, name: str, data: bytes) -> None: ...

    def noted(self, name: str) -> bytes | None: ...


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a job. ``number`` counts the jobs for one piece of work: another is asked for only
    after the one before it ended without a result. ``id`` is empty until the server has answered."""

    number: int = 1
    id: str = ""
    is_given_up: bool = False


class Billed(msgspec.Struct, frozen=True):
    """What the server says that it charges for; all zero when it says nothing."""

    seconds: float = 0.0
    images: int = 0
    tokens: int = 0


class _Told(msgspec.Struct, frozen=True):
    """A job as the server tells it. Unknown members are left alone."""

    id: str
    state: str = "queued"
    error: str = ""
    result: str = ""
    billed: Billed | None = None


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A fetched result: the job's id, and the bill where the server gave one."""

    job_id: str
    billed: Billed | None


class JobClient:
    """Asks ``server`` for jobs and keeps its notes in ``book``.

    ``longest_s`` is how long one job may take before this run gives up waiting (the job itself goes on).
    ``sleep`` and ``clock`` (seconds, monotonic) are arguments so that tests need not wait.
    """

    def __init__(
        self,
        server: Server,
        book: JobBook,
        *,
        longest_s: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server, self._book = server, book
        self._longest_s = longest_s
        self._sleep, self._clock = sleep, clock

    def fetch(self, key: str, request: Mapping[str, Any], to: Path) -> Rendered:
        """The result of the job for the piece of work ``key`` (a digest), into the file ``to``.

        Raises ``BuildFailed`` when the job failed, is no longer known or takes too long; ``ServerRefused``
        and ``ServerUnreachable`` as ``Server.ask`` does. Whatever it raises, the next call goes on from
        there.
        """
        job = self._asked_for(key, request)
        told = self._finished(key, job)
        self._server.download(told.result or f"jobs/{job.id}/result", to)
        return Rendered(job_id=job.id, billed=told.billed)

    def give_up(self, key: str) -> None:
        """The job's result is of no use: the next ``fetch`` asks for another job."""
        if (job := self._noted(key)) is not None:
            self._note(key, msgspec.structs.replace(job, is_given_up=True))

    # -- inside ----------------------------------------------------------------------------------

    def _asked_for(self, key: str, request: Mapping[str, Any]) -> Job:
        job = self._noted(key)
        if job is not None and job.id and not job.is_given_up:
            return job
        if job is None:
            job = Job()
        elif job.is_given_up:
            job = Job(number=job.number + 1)
        # Noted before it is sent: a server keeps the key, and gives the same job to who asks twice.
        self._note(key, job)
        headers = {"Idempotency-Key": f"{key}-{job.number}"}
        told = _told(self._server.ask("POST", "jobs", request, headers=headers).json())
        job = msgspec.structs.replace(job, id=told.id)
        self._note(key, job)
        return job

    def _finished(self, key: str, job: Job) -> _Told:
        until, poll_s = self._clock() + self._longest_s, FIRST_POLL_S
        while True:
            told = self._told_of(key, job)
            if told.state == "done":
                return told
            if told.state == "failed":
                self.give_up(key)
                raise BuildFailed(
                    f"Job {job.id} failed on the server: {told.error or 'no reason given'}",
                    next_step="Run the same command again to ask for a new job.",
                )
            if self._clock() > until:
                raise BuildFailed(
                    f"Job {job.id} is still {told.state} after {self._longest_s:.0f} s",
                    next_step="Run the same command again: the same job is waited for, and not paid twice.",
                )
            self._sleep(poll_s)
            poll_s = min(poll_s * _POLL_GROWTH, LONGEST_POLL_S)

    def _told_of(self, key: str, job: Job) -> _Told:
        try:
            return _told(self._server.ask("GET", f"jobs/{job.id}", is_awaited=True).json())
        except ServerUnreachable as problem:
            raise ServerUnreachable(
                problem.what,
                where=f"job {job.id}",
                next_step="Its id is kept: run the same command again when the server is back.",
            ) from problem
        except ServerRefused as problem:
            if problem.code not in _NOT_FOUND:
                raise
            self.give_up(key)
            raise BuildFailed(
                f"The server does not know job {job.id} any more; it may have been paid for",
                next_step="Ask whoever runs the server. The same command asks for a new job.",
            ) from problem

    def _noted(self, key: str) -> Job | None:
        data = self._book.noted(_name(key))
        return None if data is None else msgspec.json.decode(data, type=Job)

    def _note(self, key: str, job: Job) -> None:
        self._book.note(_name(key), msgspec.json.encode(job))


def _name(key: str) -> str:
    return f"job/{key}"


def _told(answer: Any) -> _Told:
    if isinstance(answer, dict) and isinstance(answer.get("id"), int):
        answer = {**answer, "id": str(answer["id"])}
    try:
        told = msgspec.convert(answer, _Told)
    except msgspec.ValidationError as problem:
        raise ServerRefused(f"The server answered with what is not a job: {problem}") from None
    if not told.id or "/" in told.id:
        raise ServerRefused(f"The server answered with a job whose id cannot be used: {told.id!r}")
    return told
