"""Steps that are due → answers of a model, many in flight, each kept before it is used and paid for once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import msgspec

from reelwright.clients.chat import Question
from reelwright.errors import BuildFailed
from reelwright.writing.answer_folder import AnswerFolder
from reelwright.writing.manuscript import IS_DUE, Manuscript, State
from reelwright.writing.model_answers import BadAnswer, read_answer
from reelwright.writing.model_passes import ANSWER_KINDS, Step
from reelwright.writing.paid_answers import (
    Listener,
    PaidAnswers,
    Server,
    TokenBudget,
    WritingEvent,
    question_tokens,
)

_Running = dict[Future[msgspec.Struct], tuple[Step, Question]]

TRIES = 3
"""How often an answer is asked for until it can be used."""


class AnswerUnusable(BuildFailed):
    """A model that does not answer what it is asked for, however often."""


class ModelWriter:
    """Writes what is due in ``manuscript``, ``in_flight`` answers at a time. ``clock`` gives seconds."""

    name = "model"

    def __init__(
        self,
        manuscript: Manuscript,
        server: Server,
        answers: AnswerFolder,
        *,
        in_flight: int,
        budget: TokenBudget | None = None,
        listen: Listener = lambda event: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manuscript = manuscript
        self._in_flight = max(1, in_flight)
        self._listen = listen
        self._paid = PaidAnswers(server, answers, budget or TokenBudget(0, 0), listen, clock)

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
                step, question = running.pop(future)
                try:
                    self._manuscript.write(step, future.result(), question=question)
                    self._listen(WritingEvent("written", step))
                    # Of several that came at once, the first need not wait for the others.
                    problem = problem or self._start_ready(waiting, running, pool)
                except Exception as failure:
                    self._paid.stop()
                    problem = problem or failure
                    if isinstance(failure, AnswerUnusable):
                        self._manuscript.ask_anew(step)
        if problem is not None:
            raise problem

    def _start_ready(
        self, waiting: list[Step], running: _Running, pool: ThreadPoolExecutor
    ) -> Exception | None:
        open_steps = {*waiting, *(step for step, _ in running.values())}
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
                running[pool.submit(self._answered, step, question, accept)] = (step, question)
        return None

    def _answered(
        self, step: Step, question: Question, accept: Callable[[msgspec.Struct], msgspec.Struct]
    ) -> msgspec.Struct:
        """The document that the model gives for ``step``, asked again with the reason where it cannot be
        used."""
        asked, reason = question, ""
        for number in range(TRIES):
            if number:
                self._listen(WritingEvent("again", step, reason=reason))
            expected = self._manuscript.passes.expected_tokens(step, question_tokens(asked))
            answer = self._paid.answer(step, asked, expected_tokens=expected)
            try:
                read = read_answer(answer, ANSWER_KINDS[step.kind], language=self._manuscript.order.language)
                return accept(read)
            except BadAnswer as problem:
                reason = str(problem)
                asked = self._manuscript.asked_again(question, answer.text, reason, number=number + 1)
        raise AnswerUnusable(
            f"The model did not give a usable answer in {TRIES} tries: {reason}",
            where=step.in_words,
            next_step="All before it is kept. Run reelwright write to ask anew, or try another model.",
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
