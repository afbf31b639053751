"""Steps that are due → answers of a model, many in flight, each kept before it is used and paid for once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import msgspec

from reelwright.clients.chat import Answer, Question
from reelwright.errors import BuildFailed
from reelwright.writing.answer_folder import AnswerFolder
from reelwright.writing.asking import AnswerUnusable, usable_answer
from reelwright.writing.judge import BuiltInJudge, Judge
from reelwright.writing.manuscript import IS_DUE, Manuscript, State
from reelwright.writing.model_answers import read_answer
from reelwright.writing.model_passes import ANSWER_KINDS, Step
from reelwright.writing.model_versions import Version, asked_for, best_version
from reelwright.writing.paid_answers import (
    Listener,
    PaidAnswers,
    Server,
    TokenBudget,
    WritingEvent,
)


@dataclass(frozen=True)
class _Going:
    """A step whose answers are on their way: ``count`` versions, those that came and what was wrong with
    others."""

    step: Step
    question: Question
    count: int
    versions: list[Version] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


_Running = dict[Future[msgspec.Struct], tuple[_Going, int]]


class ModelWriter:
    """Writes what is due in ``manuscript``, ``in_flight`` answers at a time; ``judge`` chooses where there
    are several versions. ``clock`` gives seconds."""

    name = "model"

    def __init__(
        self,
        manuscript: Manuscript,
        server: Server,
        answers: AnswerFolder,
        *,
        in_flight: int,
        judge: Judge | None = None,
        budget: TokenBudget | None = None,
        listen: Listener = lambda event: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manuscript = manuscript
        self._in_flight = max(1, in_flight)
        self._listen = listen
        self._judge = judge or BuiltInJudge()
        self._paid = PaidAnswers(server, answers, budget or TokenBudget(), listen, clock)

    def write(self, wanted: Collection[Step] | None = None) -> int:
        """Write the steps that are due (of ``wanted`` only, where given) and say how many. At the first
        problem nothing more is asked; what is in flight is waited for and kept.

        Raises ``AnswerUnusable``, ``BudgetReached``, ``BadInput``, ``CannotWrite`` and what the server
        raises.
        """
        states = self._manuscript.states()
        due = [step for step in states if states[step] in IS_DUE and (wanted is None or step in wanted)]
        _must_have_needs(self._manuscript, due, states)
        pool = ThreadPoolExecutor(self._in_flight, thread_name_prefix="writer")
        try:
            self._write_all(due, pool)
        finally:
            self._paid.stop()
            pool.shutdown(wait=True, cancel_futures=True)
        return len(due)

    # -- inside ----------------------------------------------------------------------------------

    def _write_all(self, due: list[Step], pool: ThreadPoolExecutor) -> None:
        waiting, running = list(due), _Running()
        problem: Exception | None = None
        while running or (waiting and problem is None):
            if problem is None:
                problem = self._start_ready(waiting, running, pool)
            if not running:
                continue
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                going, number = running.pop(future)
                try:
                    self._take(going, number, future)
                    # Of several that came at once, the first need not wait for the others.
                    problem = problem or self._start_ready(waiting, running, pool)
                except Exception as failure:
                    self._paid.stop()
                    problem = problem or failure
                    if isinstance(failure, AnswerUnusable):
                        self._manuscript.ask_anew(going.step)
        if problem is not None:
            raise problem

    def _start_ready(
        self, waiting: list[Step], running: _Running, pool: ThreadPoolExecutor
    ) -> Exception | None:
        open_steps = {*waiting, *(going.step for going, _ in running.values())}
        for step in list(waiting):
            if len(running) >= self._in_flight:
                break
            if open_steps.isdisjoint(self._manuscript.passes.needs(step)):
                waiting.remove(step)
                try:
                    question = self._manuscript.question(step)
                    accept = self._manuscript.accepting(step)
                    if question is None:
                        raise AssertionError(f"{step.address} was started before what it needs")
                except Exception as failure:
                    return failure
                going = _Going(step, question, self._manuscript.versions(step))
                for number in range(1, going.count + 1):
                    asked = asked_for(question, number)
                    running[pool.submit(self._answered, step, asked, accept)] = (going, number)
        return None

    def _take(self, going: _Going, number: int, future: Future[msgspec.Struct]) -> None:
        """Write the step down when the last of its versions is there."""
        step = going.step
        try:
            going.versions.append(Version(number, future.result()))
        except AnswerUnusable as failure:
            # One good version is enough.
            going.failures.append(f"version {number}: {failure}")
            if len(going.failures) == going.count:
                raise
        if len(going.versions) + len(going.failures) < going.count:
            self._listen(WritingEvent("version", step))
            return
        document = going.versions[0].document
        if going.count > 1:
            chosen = best_version(self._manuscript, step, going.versions, going.failures, self._judge)
            document = chosen.version.document
            self._listen(WritingEvent("chosen", step, reason=chosen.in_words))
        self._manuscript.write(step, document, question=going.question)
        self._listen(WritingEvent("written", step))

    def _answered(
        self, step: Step, question: Question, accept: Callable[[msgspec.Struct], msgspec.Struct]
    ) -> msgspec.Struct:
        """The document that the model gives for ``step``."""
        manuscript = self._manuscript

        def read(answer: Answer) -> msgspec.Struct:
            return accept(read_answer(answer, ANSWER_KINDS[step.kind], language=manuscript.order.language))

        return usable_answer(
            step,
            question,
            read,
            paid=self._paid,
            prompts=manuscript.prompts,
            expected_tokens=lambda asked: manuscript.passes.expected_tokens(step, asked),
        )


def _must_have_needs(manuscript: Manuscript, due: list[Step], states: dict[Step, State]) -> None:
    """What a step needs must be there or be written with it: raises ``AnswerUnusable`` else."""
    for step in due:
        for need in manuscript.passes.needs(step):
            if states[need] is State.MISSING and need not in due:
                raise BuildFailed(
                    f"The {need.in_words} is not written yet",
                    where=step.in_words,
                    next_step="Run: reelwright write, without --pass.",
                )
