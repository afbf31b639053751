"""A series and its model's server → the series in another language, paid for once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reelwright.build import Store
from reelwright.studio.localise import Localisation, localise
from reelwright.studio.model_writer import (
    Limits,
    alone,
    book_answers,
    budget_of,
    open_writing,
    server_of,
)
from reelwright.studio.series import Series
from reelwright.writing.manuscript import WRITING_FOLDER
from reelwright.writing.model_prompts import Prompts
from reelwright.writing.model_translator import ModelTranslator


def localise_by_model(
    series: Series,
    language: str = "",
    *,
    take: Path | None = None,
    limits: Limits | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Localisation:
    """``localise``, with what is missing or stale translated by the model of ``[writer]`` in the original's
    ``series.toml``, within its budget and the same books. Raises what ``localise`` and ``write_on`` raise."""
    writing = open_writing((series.original or series).folder)
    with alone(writing.folder / WRITING_FOLDER):
        store = Store(writing.series.store_folder)
        book_answers(writing, store)
        translator = ModelTranslator(
            server_of(writing, sleep=sleep),
            writing.answers,
            Prompts(writing.folder),
            writing.options,
            budget=budget_of(writing, limits or Limits(), store),
        )
        try:
            return localise(series, language, take=take, translator=translator)
        finally:
            book_answers(writing, store)
