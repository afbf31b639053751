"""What went wrong, where, and what to do next: one class per decision a caller can make."""

from __future__ import annotations

import msgspec


class ReelwrightError(Exception):
    """Root of every error that Reelwright raises on purpose.

    The message is one line that says *what* is wrong, *where* (file:line:column, or the name of
    the thing) and the *next step*. ``exit_code`` is what the command line exits with.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        place = f" ({where})" if where else ""
        advice = f" {next_step}" if next_step else ""
        super().__init__(f"{what.rstrip('.')}{place}.{advice}")

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; keyword-only arguments need their own pickling.
        return (_remake, (type(self), self.what, self.where, self.next_step))


def _remake(kind: type[ReelwrightError], what: str, where: str, next_step: str) -> ReelwrightError:
    return kind(what, where=where, next_step=next_step)


class BadInput(ReelwrightError):
    """A file or an argument of the user's that cannot be used as it is."""

    exit_code = 2


class MissingDependency(ReelwrightError):
    """A system library, a font, a sound bank or a Python package that is not installed."""

    exit_code = 2


class CannotWrite(ReelwrightError):
    """A folder that cannot be written, or a disk that is full."""

    exit_code = 2


class BuildFailed(ReelwrightError):
    """An action of the build failed; the finished ones are kept."""

    exit_code = 1


class ArtefactLost(BuildFailed):
    """Content that the store should hold is missing or damaged: it has to be made again."""


class BudgetReached(ReelwrightError):
    """The next paid action would cost more than may be spent; what is finished is kept."""

    exit_code = 1


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A warning: the film is made all the same.

    ``code`` is a stable kebab-case word (``unknown-place``), ``where`` a file:line or a line id.
    """

    code: str
    message: str
    where: str = ""
    next_step: str = ""
