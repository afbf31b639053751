"""How much is asked of a model and how much it says: servers charge differently for each."""

from __future__ import annotations

import msgspec


class Tokens(msgspec.Struct, frozen=True):
    """Tokens of questions and of answers."""

    asked: int = 0
    said: int = 0

    @property
    def total(self) -> int:
        return self.asked + self.said

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.asked + other.asked, self.said + other.said)

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.asked - other.asked, self.said - other.said)

    def __mul__(self, times: int) -> Tokens:
        return Tokens(self.asked * times, self.said * times)


NO_TOKENS = Tokens()
