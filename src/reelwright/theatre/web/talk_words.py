"""What the interface says of comments and bullets: why something was refused, and the names of choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reelwright.theatre.social import refusals
from reelwright.theatre.web.language import translations
from reelwright.theatre.web.problems import Refused
from reelwright.theatre.web.times import said_clock

Translate = Callable[[str], str]
_STATUS = {"not_found": 404, "not_yours": 403, "banned": 403, "locked": 403, "flood": 429, "again": 429}
_BAD_WORDS = 422


class NotWritten(Refused):
    """Words or an act that a rule of the talk forbids; ``status`` by the rule."""

    def __init__(self, what: str, next_step: str, status: int) -> None:
        super().__init__(what, next_step=next_step)
        self.status = status


@contextmanager
def in_words(language: str) -> Iterator[None]:
    """Whatever the social room refuses inside is said in the viewer's language."""
    try:
        yield
    except refusals.Refused as refused:
        what, next_step = said(refused, language)
        raise NotWritten(what, next_step, _STATUS.get(refused.code, _BAD_WORDS)) from refused


def said(refused: refusals.Refused, language: str) -> tuple[str, str]:
    """What was refused and what to do next, in a language."""
    values = dict(refused.values)
    count = int(values.get("limit") or values.get("wait_s") or 0)
    known = translations(language)
    what, next_step = _sentences(known.gettext, lambda one, many: known.ngettext(one, many, count))[
        refused.code
    ]
    if "until_us" in values:
        values["until"] = said_clock(int(values["until_us"]))
    return what.format(**values), next_step.format(**values)


def _sentences(_: Translate, ngettext: Callable[[str, str], str]) -> dict[str, tuple[str, str]]:
    return {
        "empty": (_("There is nothing to read in it."), _("Write something.")),
        "too_long": (
            _("That is too long."),
            ngettext("At most {limit} character is kept.", "At most {limit} characters are kept."),
        ),
        "colour": (_("There is no such colour."), _("Choose one of those that are offered.")),
        "reason": (_("A reason is missing."), _("Say why.")),
        "own": (_("That is you yourself."), _("Choose somebody else.")),
        "not_found": (_("It is not there any more."), _("Load the page again.")),
        "not_yours": (_("Somebody else wrote that."), _("Report it if it should not be there.")),
        "banned": (_("You may not write until {until}."), _("A moderator decided so.")),
        "flood": (
            _("That was a lot in a short time."),
            ngettext(
                "Wait {wait_s} second, then send it again.", "Wait {wait_s} seconds, then send it again."
            ),
        ),
        "again": (_("You have just written the same."), _("Write something else.")),
        "deep": (_("An answer cannot be answered."), _("Answer the comment above it.")),
        "past_end": (_("The episode is over before that."), _("Choose a moment of the episode.")),
        "word": (_("There is no letter in it to watch for."), _("Write a word.")),
        "locked": (_("This episode is locked."), _("Unlock it, then write about it.")),
    }


def reason_words(_: Translate) -> list[tuple[str, str]]:
    """Why something is reported."""
    return [
        ("spoiler", _("It gives something away")),
        ("abuse", _("It insults somebody")),
        ("hate", _("It spreads hate")),
        ("sexual", _("It is sexual")),
        ("spam", _("It is advertising")),
        ("other", _("Something else")),
    ]


def colour_words(_: Translate) -> list[tuple[str, str]]:
    """The colours of bullets."""
    return [
        ("white", _("White")),
        ("red", _("Red")),
        ("amber", _("Amber")),
        ("yellow", _("Yellow")),
        ("green", _("Green")),
        ("cyan", _("Cyan")),
        ("blue", _("Blue")),
        ("pink", _("Pink")),
    ]


def act_words(_: Translate) -> dict[str, str]:
    """What moderators do, as the log says it."""
    return {
        "hide": _("hid"),
        "restore": _("showed"),
        "ban": _("silenced"),
        "unban": _("let speak again"),
        "word": _("began to watch for"),
        "unword": _("stopped watching for"),
    }


def term_words(_: Translate) -> list[tuple[int, str]]:
    """For how many hours somebody may be silenced."""
    return [(1, _("an hour")), (24, _("a day")), (168, _("a week")), (720, _("thirty days"))]
