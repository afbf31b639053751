"""Lines in one language → the same lines in another, by a model's server; each answer is paid for once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import msgspec

from reelwright.clients.chat import Answer, Message, Question
from reelwright.writing.answer_folder import AnswerFolder
from reelwright.writing.asking import AGAIN_TOKENS, AnswerUnusable, usable_answer
from reelwright.writing.model_answers import BadAnswer, read_answer
from reelwright.writing.model_documents import answer_schema
from reelwright.writing.model_passes import Step
from reelwright.writing.model_prompts import Prompts
from reelwright.writing.options import WriterOptions
from reelwright.writing.paid_answers import Listener, PaidAnswers, Server, TokenBudget
from reelwright.writing.tokens import Tokens
from reelwright.writing.translator import Source

_LINES_A_QUESTION = 24
_TOKENS_A_LINE = 60
_NAMES = {"en": "English", "zh": "Simplified Chinese (简体中文)"}


class TranslatedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line by its number in the question."""

    number: int
    text: str


class TranslatedLines(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question of the translator."""

    lines: tuple[TranslatedLine, ...]


class ModelTranslator:
    """Fulfils ``Translator``: up to two dozen lines of an episode in a question, many questions in flight. A
    line that the model leaves out three times is left out."""

    name = "model"

    def __init__(
        self,
        server: Server,
        answers: AnswerFolder,
        prompts: Prompts,
        options: WriterOptions,
        *,
        budget: TokenBudget | None = None,
        listen: Listener = lambda event: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._paid = PaidAnswers(server, answers, budget or TokenBudget(), listen, clock)
        self._prompts, self._options = prompts, options

    def translate(
        self,
        sources: Sequence[Source],
        *,
        source_language: str,
        language: str,
        known: Mapping[str, str],
    ) -> Mapping[str, str]:
        """See ``Translator``. Raises ``BudgetReached`` and what the server raises; what was answered before
        is kept."""
        told = "\n".join(f"- {text}" for key, text in known.items() if key.startswith(("cast/", "series/")))
        batches = _batches(sources)

        def one(batch: Sequence[Source]) -> dict[str, str]:
            return self._translated(batch, source_language, language, told)

        with ThreadPoolExecutor(self._options.in_flight, thread_name_prefix="translator") as pool:
            try:
                found = list(pool.map(one, batches))
            except BaseException:
                self._paid.stop()
                raise
        return {key: text for part in found for key, text in part.items()}

    def _translated(
        self, batch: Sequence[Source], source_language: str, language: str, told: str
    ) -> dict[str, str]:
        step = Step("translate", batch[0].episode)
        question = self._question(batch, source_language, language, told)
        found: dict[str, str] = {}

        def read(answer: Answer) -> None:
            lines = read_answer(answer, TranslatedLines, language=language).lines
            found.update(
                {
                    batch[line.number - 1].id: line.text.strip()
                    for line in lines
                    if 1 <= line.number <= len(batch) and line.text.strip()
                }
            )
            if len(found) < len(batch):
                missing = [at for at, source in enumerate(batch, start=1) if source.id not in found]
                raise BadAnswer(f"lines {', '.join(map(str, missing))} are not there")

        with suppress(AnswerUnusable):
            usable_answer(
                step,
                question,
                read,
                paid=self._paid,
                prompts=self._prompts,
                expected_tokens=lambda asked: Tokens(asked, question.answer_tokens_max // 2),
            )
        return found

    def _question(self, batch: Sequence[Source], source_language: str, language: str, told: str) -> Question:
        answer_tokens = min(self._options.context_tokens // 2, 200 + _TOKENS_A_LINE * len(batch))
        values = {
            "source_language": _NAMES.get(source_language, source_language),
            "language": _NAMES.get(language, language),
            "known": told or "(none yet)",
            "lines": "\n".join(_told(number, source) for number, source in enumerate(batch, start=1)),
            "count": str(len(batch)),
        }
        room = self._options.context_tokens - answer_tokens - AGAIN_TOKENS
        text = self._prompts.filled("translate", values, tokens_max=room, shrinking=["known"])
        return Question(
            model=self._options.model,
            messages=(Message("user", text),),
            schema_name="translate",
            schema=answer_schema(TranslatedLines),
            temperature=0.3,
            seed=1,
            answer_tokens_max=answer_tokens,
        )


def _batches(sources: Sequence[Source]) -> list[list[Source]]:
    """Neighbours of one episode, a question's worth each."""
    batches: list[list[Source]] = []
    for source in sources:
        last = batches[-1] if batches else []
        if not last or last[0].episode != source.episode or len(last) >= _LINES_A_QUESTION:
            batches.append(last := [])
        last.append(source)
    return batches


def _told(number: int, source: Source) -> str:
    who = " ".join(
        part for part in (source.speaker, f"({source.delivery})" if source.delivery else "") if part
    )
    before = f" [was “{source.before}”, translated as “{source.was}”]" if source.before and source.was else ""
    text = " ".join(source.text.split())
    return f"[{number}] {who + ': ' if who else ''}{text}{before}"
