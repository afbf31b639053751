"""Prose of any length → a synopsis that fits into a question: part by part, and again while it is too
long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from reelwright.clients.chat import Answer, Message, Question
from reelwright.errors import BuildFailed
from reelwright.writing.answer_folder import AnswerFolder
from reelwright.writing.asking import usable_answer
from reelwright.writing.model_answers import BadAnswer, read_answer
from reelwright.writing.model_documents import answer_schema
from reelwright.writing.model_passes import Step
from reelwright.writing.model_prompts import Prompts, tokens_of
from reelwright.writing.options import WriterOptions
from reelwright.writing.paid_answers import Listener, PaidAnswers, Server, TokenBudget
from reelwright.writing.tokens import Tokens

_LANGUAGES = {"en": "English", "zh": "Simplified Chinese (简体中文)"}
_SENTENCE = re.compile(r"(?<=[.!?。！？…])\s*")
_PROMPT_TOKENS = 300
_MOST_ROUNDS = 6


class PartRead(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one part of the story."""

    synopsis: str


def room_of(options: WriterOptions) -> tuple[int, int]:
    """Tokens of a part that is read at once, and of the synopsis in the end."""
    return max(400, options.context_tokens // 2), max(300, options.context_tokens // 4)


def parts_of(text: str, tokens_max: int) -> list[str]:
    """``text`` in parts of at most so many tokens, broken between paragraphs, and between sentences where a
    paragraph alone is longer; one sentence is never broken."""
    parts: list[str] = []
    used = tokens_max
    for piece, between in _pieces(text, tokens_max):
        size = tokens_of(piece)
        if used + size > tokens_max:
            parts.append(piece)
            used = size
        else:
            parts[-1] += between + piece
            used += size
    return parts


class ModelReader:
    """Reads ``options.in_flight`` parts at a time; every answer is kept and paid for once."""

    def __init__(
        self,
        server: Server,
        answers: AnswerFolder,
        prompts: Prompts,
        options: WriterOptions,
        *,
        language: str,
        budget: TokenBudget | None = None,
        listen: Listener = lambda event: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._paid = PaidAnswers(server, answers, budget or TokenBudget(), listen, clock)
        self._prompts, self._options, self._language = prompts, options, language

    def synopsis(self, text: str) -> str:
        """What happens in ``text``, short enough for the question of the bible. Raises ``AnswerUnusable``,
        ``BuildFailed`` when it does not become shorter, ``BudgetReached`` and what the server raises."""
        part_tokens, wanted_tokens = room_of(self._options)
        for _ in range(_MOST_ROUNDS):
            parts = parts_of(text, part_tokens)
            words = max(60, wanted_tokens // (2 * len(parts)))
            shorter = "\n\n".join(self._read_all(parts, words))
            if tokens_of(shorter) <= wanted_tokens:
                return shorter
            if tokens_of(shorter) >= tokens_of(text):
                break
            text = shorter
        raise BuildFailed(
            "The model tells the story at greater length than it was written",
            next_step="Try another model, or raise context_tokens under [writer] in series.toml.",
        )

    def _read_all(self, parts: list[str], words: int) -> list[str]:
        def one(number: int, part: str) -> str:
            return self._read(number, part, len(parts), words)

        with ThreadPoolExecutor(self._options.in_flight, thread_name_prefix="reader") as pool:
            try:
                return list(pool.map(one, range(1, len(parts) + 1), parts))
            except BaseException:
                self._paid.stop()
                raise

    def _read(self, number: int, part: str, count: int, words: int) -> str:
        step = Step("read", number)
        question = self._question(number, part, count, words)

        def told(answer: Answer) -> str:
            synopsis = read_answer(answer, PartRead, language=self._language).synopsis.strip()
            if not synopsis:
                raise BadAnswer("the synopsis is empty")
            return synopsis

        return usable_answer(
            step,
            question,
            told,
            paid=self._paid,
            prompts=self._prompts,
            expected_tokens=lambda asked: Tokens(asked, question.answer_tokens_max // 2),
        )

    def _question(self, number: int, part: str, count: int, words: int) -> Question:
        values = {
            "number": str(number),
            "count": str(count),
            "part": part,
            "words": str(words),
            "language": _LANGUAGES.get(self._language, self._language),
        }
        room = room_of(self._options)[0] + _PROMPT_TOKENS + tokens_of(part)
        return Question(
            model=self._options.model,
            messages=(Message("user", self._prompts.filled("read", values, tokens_max=room)),),
            schema_name="read",
            schema=answer_schema(PartRead),
            temperature=0.3,
            seed=1,
            answer_tokens_max=max(200, self._options.context_tokens // 4),
        )


def _pieces(text: str, tokens_max: int) -> list[tuple[str, str]]:
    """Paragraphs, or sentences of those that are too long, each with what joins it to the one before."""
    pieces = []
    for paragraph in re.split(r"\n\s*\n|\n", text):
        if not paragraph.strip():
            continue
        if tokens_of(paragraph) <= tokens_max:
            pieces.append((paragraph.strip(), "\n\n"))
            continue
        sentences = [sentence for sentence in _SENTENCE.split(paragraph.strip()) if sentence]
        pieces += [(sentence, " " if at else "\n\n") for at, sentence in enumerate(sentences)]
    return pieces
