"""Why something may not be written or done: a code that the interface puts into the viewer's language."""

from __future__ import annotations

from reelwright.errors import ReelwrightError


class Refused(ReelwrightError):
    """What was asked is not done. ``code`` is a word that ``theatre.web.talk_words`` has a
    sentence for; ``values`` fill it (``limit`` characters, ``wait_s`` seconds, ``until_us``)."""

    def __init__(self, code: str, **values: int | str) -> None:
        self.code = code
        self.values = values
        said = ", ".join(f"{name} {value}" for name, value in values.items())
        super().__init__(f"refused: {code}", where=said)

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (self.code, self.values))


def _again(code: str, values: dict[str, int | str]) -> Refused:
    return Refused(code, **values)
