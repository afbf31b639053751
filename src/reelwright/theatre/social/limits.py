"""How much of each kind there may be, and how fast: what keeps a crowd from becoming a flood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import ban, bullet, comment, report

COMMENT_LENGTH = 500
BULLET_LENGTH = 40
NOTE_LENGTH = 300
WORD_LENGTH = 40
_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Pace:
    """At most ``count`` within ``seconds``."""

    count: int
    seconds: int


PACES: dict[str, tuple[Pace, ...]] = {
    comment.name: (Pace(5, 60), Pace(60, 3600)),
    bullet.name: (Pace(3, 5), Pace(15, 60), Pace(200, 3600)),
    report.name: (Pace(10, 60), Pace(60, 3600)),
}
SAME_TEXT_S = 300
"""The same words by the same viewer within this time are sent again by mistake, or worse."""


def refuse_flood(connection: Connection, table: Table, author: str, viewer_id: int, now_us: int) -> None:
    """Raise ``Refused("flood")`` with the seconds to wait when the viewer writes too fast. ``author`` is the
    column of ``table`` that holds the viewer. What was deleted counts too: it has been written.

    Whoever writes twice at once is counted one after the other.
    """
    connection.execute(select(viewer.c.id).where(viewer.c.id == viewer_id).with_for_update())
    for pace in PACES[table.name]:
        since_us = now_us - pace.seconds * _SECOND_US
        times = connection.scalars(
            select(table.c.created_us)
            .where(table.c[author] == viewer_id, table.c.created_us > since_us)
            .order_by(table.c.created_us.desc())
            .limit(pace.count)
        ).all()
        if len(times) >= pace.count:
            wait_us = times[-1] + pace.seconds * _SECOND_US - now_us
            raise Refused("flood", wait_s=max(1, -(-wait_us // _SECOND_US)))


def refuse_repetition(connection: Connection, table: Table, viewer_id: int, text: str, now_us: int) -> None:
    """Raise ``Refused("again")`` for the words that the viewer has just written."""
    since_us = now_us - SAME_TEXT_S * _SECOND_US
    is_there = connection.scalar(
        select(func.count())
        .select_from(table)
        .where(table.c.viewer_id == viewer_id, table.c.created_us > since_us, table.c.text == text)
    )
    if is_there:
        raise Refused("again")


def refuse_banned(connection: Connection, viewer_id: int, now_us: int) -> None:
    """Raise ``Refused("banned")`` with the time until which the viewer may not write."""
    until_us = connection.scalar(
        select(func.max(ban.c.until_us)).where(
            ban.c.viewer_id == viewer_id, ban.c.until_us > now_us, ban.c.lifted_us.is_(None)
        )
    )
    if until_us is not None:
        raise Refused("banned", until_us=until_us)


def cleaned(text: str, limit: int, *, is_one_line: bool = False) -> str:
    """``text`` as it is kept: composed, without control characters and without more than one empty line.

    Raises ``Refused``: ``empty`` when nothing can be seen in it, ``too_long`` beyond ``limit`` characters.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in _UNWANTED)
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    if is_one_line:
        lines = [" ".join(" ".join(lines).split())]
    plain = "\n".join(lines).strip()
    while "\n\n\n" in plain:
        plain = plain.replace("\n\n\n", "\n\n")
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in plain):
        raise Refused("empty")
    if len(plain) > limit:
        raise Refused("too_long", limit=limit)
    return _without_towers(plain)


_UNWANTED = ("Cc", "Cs", "Co")
_BIDI = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])
_MARKS = 3


def _without_towers(text: str) -> str:
    """Without marks piled upon marks, which grow over the lines around, and without signs that turn the
    direction of what others wrote."""
    kept: list[str] = []
    marks = 0
    for sign in text.translate(_BIDI):
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= _MARKS:
            kept.append(sign)
    return "".join(kept)
