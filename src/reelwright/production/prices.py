"""What things cost → what an action cost. Money is in whole millionths of a US dollar."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Taken(Protocol):
    """What an action took: ``Made`` and ``Spent`` are of this shape."""

    @property
    def engine(self) -> str: ...
    @property
    def cpu_s(self) -> float: ...
    @property
    def gpu_s(self) -> float: ...
    @property
    def billed_characters(self) -> int: ...
    @property
    def billed_tokens(self) -> int: ...
    @property
    def billed_answer_tokens(self) -> int: ...
    @property
    def billed_images(self) -> int: ...
    @property
    def billed_s(self) -> float: ...


class Tariff(msgspec.Struct, frozen=True, kw_only=True):
    """Prices in US dollars: of an hour of a CPU core and of a GPU, and of what outside engines bill.

    ``thousand_answer_tokens`` is for what a model says, where that costs otherwise than what it is asked.
    """

    cpu_hour: float = 0.05
    gpu_hour: float = 0.0
    thousand_characters: float = 0.0
    thousand_tokens: float = 0.0
    thousand_answer_tokens: float | None = None
    image: float = 0.0
    second: float = 0.0

    @property
    def answer_price(self) -> float:
        """Of a thousand tokens that a model says."""
        told = self.thousand_answer_tokens
        return self.thousand_tokens if told is None else told

    def cost_micro_usd(self, taken: Taken) -> int:
        usd = (
            taken.cpu_s / 3600 * self.cpu_hour
            + taken.gpu_s / 3600 * self.gpu_hour
            + taken.billed_characters / 1000 * self.thousand_characters
            + (taken.billed_tokens - taken.billed_answer_tokens) / 1000 * self.thousand_tokens
            + taken.billed_answer_tokens / 1000 * self.answer_price
            + taken.billed_images * self.image
            + taken.billed_s * self.second
        )
        return round(usd * 1_000_000)


class Prices(Tariff, frozen=True, kw_only=True):
    """The table ``[prices]`` of ``series.toml``: a tariff, and others for engines by name.

    ``budget`` is what the series may cost in all, in US dollars; 0 is no limit.
    """

    budget: float = 0.0
    engines: dict[str, Tariff] = {}

    def of(self, taken: Taken) -> int:
        """What an action cost, by its engine's tariff or the common one."""
        return (
            self.engines[taken.engine].cost_micro_usd(taken)
            if taken.engine in self.engines
            else self.cost_micro_usd(taken)
        )


def micro_usd(usd: float) -> int:
    """Dollars → millionths."""
    return round(usd * 1_000_000)


def dollars(micro_usd: int) -> str:
    """As a person reads it: ``$1.25``, ``$0.0034``."""
    usd = micro_usd / 1_000_000
    return f"${usd:,.2f}" if usd >= 1 else f"${usd:.4f}"


__all__ = ["Prices", "Taken", "Tariff", "dollars", "micro_usd"]
