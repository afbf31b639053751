"""What ``series.toml`` says of a writer that is a model."""

from __future__ import annotations

import msgspec


class WriterOptions(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenAI-compatible server and how it is asked: the table ``[writer]``.

    The key, where the server wants one, is in the environment variable that ``key`` names. ``context_tokens``
    is how much the model can hold, question and answer together; no request is larger. ``in_flight`` is how
    many are asked at once. ``tokens`` is how many the series may take in all, 0 without a limit; ``episodes``
    is how many are written. Of each episode's lines ``best_of`` versions are asked for, and the judge keeps
    one. A server that keeps silent for ``timeout_s`` is asked again.
    """

    url: str = ""
    model: str = ""
    key: str = "OPENAI_API_KEY"
    episodes: int = 12
    context_tokens: int = 8192
    in_flight: int = 8
    temperature: float = 0.9
    tokens: int = 0
    best_of: int = 1
    timeout_s: float = 120.0
