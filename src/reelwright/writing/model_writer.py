"""Steps that are due → answers of a model, many in flight, each kept before it is used and paid for once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Literal, Protocol

import msgspec

from reelwright.clients.chat import Answer, OnPiece, Question
from reelwright.errors import BudgetReached, BuildFailed
from reelwright.writing.answer_folder import AnswerFolder, Kept, key_of_question
from reelwright.writing.manuscript import IS_DUE, Manuscript, State
from reelwright.writing.model_answers import BadAnswer, read_answer
from reelwright.writing.model_passes import ANSWER_KINDS, Step
from reelwright.writing.model_prompts import tokens_of

TRIES = 3
"""How often an answer is asked for until it can be used."""


class AnswerUnusable(BuildFailed):
    """A model that does not answer what it is asked for, however often."""


class Server(Protocol):
    """Who is asked: ``clients.chat.ChatServer`` is one. Called from many threads."""

    def ask(self, question: Question, *, key: str, on_piece: OnPiece | None = None) -> Answer: ...


@dataclass(frozen=True)
class WritingEvent:
    """Something happened to a step. ``asked``, ``piece`` (``count`` characters have come), ``again``
    (``reason``), ``answered`` (``count`` tokens were paid), ``written``."""

    kind: Literal["asked", "piece", "again", "answered", "written"]
    step: Step
    count: int = 0
    reason: str = ""


Listener = Callable[[WritingEvent], None]
_Running = dict[Future[msgspec.Struct], tuple[Step, Question]]


class TokenBudget:
    """Lets questions go out as long as what was spent, what is in flight and what the next one will probably
    take stay within ``limit`` tokens; 0 is no limit. ``in_words`` says tokens as the user reads them."""

    def __init__(
        self, limit: int, spent: int, in_words: Callable[[int], str] = lambda tokens: f"{tokens:,} tokens"
    ) -> None:
        self._limit, self.spent, self._in_words = limit, spent, in_words
        self._in_flight = 0
        self._lock = threading.Lock()

    def admit(self, step: Step, expected: int) -> None:
        """Raises ``BudgetReached`` for a question that would pass the limit."""
        with self._lock:
            if self._limit and self.spent + self._in_flight + expected > self._limit:
                raise BudgetReached(
                    f"The budget of {self._in_words(self._limit)} would be passed: "
                    f"{self._in_words(self.spent)} spent, the next takes about {self._in_words(expected)}",
                    where=step.in_words,
                    next_step="What is written is kept; go on with a higher --budget or --tokens.",
                )
            self._in_flight += expected

    def settle(self, expected: int, taken: int) -> None:
        """A question that was admitted is over; ``taken`` is 0 where it failed."""
        with self._lock:
            self._in_flight -= expected
            self.spent += taken


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
        self._manuscript, self._server, self._answers = manuscript, server, answers
        self._in_flight = max(1, in_flight)
        self._budget = budget or TokenBudget(0, 0)
        self._listen, self._clock = listen, clock
        self._is_over = threading.Event()

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
            self._is_over.set()
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
                    self._is_over.set()
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
            answer = self._paid_once(step, asked)
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

    def _paid_once(self, step: Step, question: Question) -> Answer:
        key = key_of_question(question)
        if (kept := self._answers.find(key)) is not None:
            return kept.answer
        if self._is_over.is_set():
            raise _Stopped(step)
        asked_tokens = tokens_of("\n".join(message.content for message in question.messages))
        expected = self._manuscript.passes.expected_tokens(step, asked_tokens)
        self._budget.admit(step, expected)
        taken = 0
        try:
            self._listen(WritingEvent("asked", step))
            started_s = self._clock()
            answer = self._server.ask(
                question, key=key, on_piece=lambda count: self._listen(WritingEvent("piece", step, count))
            )
            taken = answer.asked_tokens + answer.said_tokens or asked_tokens + tokens_of(answer.text)
            self._answers.keep(
                Kept(
                    key=key,
                    step=step.address,
                    model=question.model,
                    tokens=taken,
                    wall_s=round(self._clock() - started_s, 3),
                    answer=answer,
                )
            )
        finally:
            self._budget.settle(expected, taken)
        self._listen(WritingEvent("answered", step, taken))
        return answer


class _Stopped(BuildFailed):
    """Another step failed before this one was asked for; nobody sees this one."""

    def __init__(self, step: Step) -> None:
        super().__init__("The writing was stopped", where=step.in_words)


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
