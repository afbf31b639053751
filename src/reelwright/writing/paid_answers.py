"""A question → its answer, from the folder where it was paid for, or from the server and into the folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reelwright.clients.chat import Answer, OnPiece, Question
from reelwright.errors import BudgetReached, BuildFailed
from reelwright.writing.answer_folder import AnswerFolder, Kept, key_of_question
from reelwright.writing.model_passes import Step
from reelwright.writing.model_prompts import tokens_of
from reelwright.writing.tokens import NO_TOKENS, Tokens


class Server(Protocol):
    """Who is asked: ``clients.chat.ChatServer`` is one. Called from many threads."""

    def ask(self, question: Question, *, key: str, on_piece: OnPiece | None = None) -> Answer: ...


@dataclass(frozen=True)
class WritingEvent:
    """Something happened to a step. ``asked``, ``piece`` (``count`` characters have come), ``again``
    (``reason``), ``answered`` (``count`` tokens were paid), ``version`` (one of several has come,
    others have not yet), ``chosen`` (``reason``: which of several and why), ``written``."""

    kind: Literal["asked", "piece", "again", "answered", "version", "chosen", "written"]
    step: Step
    count: int = 0
    reason: str = ""


Listener = Callable[[WritingEvent], None]


@dataclass(frozen=True)
class Limit:
    """At most ``most`` by what ``measure`` makes of tokens; ``in_words`` says such a number."""

    most: int
    measure: Callable[[Tokens], int]
    in_words: Callable[[int], str]


def limit_of_tokens(most: int) -> Limit:
    """At most so many, asked and said together."""
    return Limit(most, lambda tokens: tokens.total, lambda count: f"{count:,} tokens")


class TokenBudget:
    """Lets questions go out as long as what was spent, what is in flight and what the next one will probably
    take stay within all ``limits``."""

    def __init__(self, limits: Sequence[Limit] = (), spent: Tokens = NO_TOKENS) -> None:
        self._limits, self.spent = tuple(limits), spent
        self._in_flight = NO_TOKENS
        self._lock = threading.Lock()

    def admit(self, step: Step, expected: Tokens) -> None:
        """Raises ``BudgetReached`` for a question that would pass a limit."""
        with self._lock:
            for limit in self._limits:
                if limit.measure(self.spent + self._in_flight + expected) > limit.most:
                    spent, next_one = limit.measure(self.spent), limit.measure(expected)
                    raise BudgetReached(
                        f"The budget of {limit.in_words(limit.most)} would be passed: "
                        f"{limit.in_words(spent)} spent, the next takes about {limit.in_words(next_one)}",
                        where=step.in_words,
                        next_step="What is written is kept; go on with a higher --budget or --tokens.",
                    )
            self._in_flight += expected

    def settle(self, expected: Tokens, taken: Tokens) -> None:
        """A question that was admitted is over; ``taken`` is nothing where it failed."""
        with self._lock:
            self._in_flight -= expected
            self.spent += taken


class PaidAnswers:
    """Asks ``server`` within ``budget`` and keeps everything in ``answers``; for any number of threads.
    ``clock`` gives seconds."""

    def __init__(
        self,
        server: Server,
        answers: AnswerFolder,
        budget: TokenBudget,
        listen: Listener = lambda event: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server, self._answers, self._budget = server, answers, budget
        self._listen, self._clock = listen, clock
        self._is_over = threading.Event()

    def stop(self) -> None:
        """From now on nothing is asked any more; what is in flight is still kept."""
        self._is_over.set()

    def asks_again(self, step: Step, reason: str) -> None:
        """Say that an answer was of no use."""
        self._listen(WritingEvent("again", step, reason=reason))

    def answer(self, step: Step, question: Question, *, expected_tokens: Tokens) -> Answer:
        """``expected_tokens`` is what the question and its answer will probably take. Raises
        ``BudgetReached``, ``CannotWrite`` and what the server raises."""
        key = key_of_question(question)
        if (kept := self._answers.find(key)) is not None:
            return kept.answer
        if self._is_over.is_set():
            raise BuildFailed("The writing was stopped", where=step.in_words)
        self._budget.admit(step, expected_tokens)
        taken = NO_TOKENS
        try:
            self._listen(WritingEvent("asked", step))
            started_s = self._clock()
            answer = self._server.ask(
                question, key=key, on_piece=lambda count: self._listen(WritingEvent("piece", step, count))
            )
            counted = answer.asked_tokens + answer.said_tokens
            kept = Kept(
                key=key,
                step=step.address,
                model=question.model,
                tokens=counted or question_tokens(question) + tokens_of(answer.text),
                wall_s=round(self._clock() - started_s, 3),
                answer=answer,
            )
            taken = kept.taken
            self._answers.keep(kept)
        finally:
            self._budget.settle(expected_tokens, taken)
        self._listen(WritingEvent("answered", step, taken.total))
        return answer


def question_tokens(question: Question) -> int:
    """About how long a question is."""
    return tokens_of("\n".join(message.content for message in question.messages))
