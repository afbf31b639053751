"""A question to a model → an answer that can be used: asked again with what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from reelwright.clients.chat import Answer, Message, Question
from reelwright.errors import BuildFailed
from reelwright.writing.model_answers import BadAnswer
from reelwright.writing.model_passes import Step
from reelwright.writing.model_prompts import Prompts
from reelwright.writing.paid_answers import PaidAnswers, question_tokens
from reelwright.writing.tokens import Tokens

TRIES = 3
"""How often an answer is asked for until it can be used."""
AGAIN_TOKENS = 400
"""Kept free in every question for telling the model what was wrong."""

T = TypeVar("T")


class AnswerUnusable(BuildFailed):
    """A model that does not answer what it is asked for, however often."""


def usable_answer(
    step: Step,
    question: Question,
    read: Callable[[Answer], T],
    *,
    paid: PaidAnswers,
    prompts: Prompts,
    expected_tokens: Callable[[int], Tokens],
) -> T:
    """What ``read`` makes of the answer; where it raises ``BadAnswer`` the question is put again with the
    reason, ``TRIES`` times in all. ``expected_tokens`` says what a question of so many tokens will take with
    its answer. Raises ``AnswerUnusable`` and what ``PaidAnswers.answer`` raises."""
    asked, reason = question, ""
    for number in range(TRIES):
        if number:
            paid.asks_again(step, reason)
        answer = paid.answer(step, asked, expected_tokens=expected_tokens(question_tokens(asked)))
        try:
            return read(answer)
        except BadAnswer as problem:
            reason = str(problem)
            again = prompts.filled("again", {"reason": reason}, tokens_max=AGAIN_TOKENS)
            turns = (Message("assistant", answer.text[: AGAIN_TOKENS // 2]), Message("user", again))
            # Another seed: a model that said the same twice would otherwise be given its kept answer.
            asked = msgspec.structs.replace(
                question, messages=(*question.messages, *turns), seed=question.seed + number + 1
            )
    raise AnswerUnusable(
        f"The model did not give a usable answer in {TRIES} tries: {reason}",
        where=step.in_words,
        next_step="All before it is kept. Run reelwright write to ask anew, or try another model.",
    )
