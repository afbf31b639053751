"""Reports and held texts → a queue → acts of moderators, each with a reason, each in the log."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Table, and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.social.limits import NOTE_LENGTH, WORD_LENGTH, cleaned, refuse_flood
from reelwright.theatre.social.posting import watched
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.social.tables import (
    DELETED,
    HELD,
    HIDDEN,
    SHOWN,
    ban,
    bullet,
    comment,
    moderation,
    report,
    watched_word,
)
from reelwright.theatre.social.words import normalised
from reelwright.theatre.store import new_id

REASONS = ("spoiler", "abuse", "hate", "sexual", "spam", "other")
KINDS: dict[str, Table] = {"comment": comment, "bullet": bullet}
BAN_HOURS = (1, 24, 168, 720)
QUEUE_MAX = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """A comment or bullet as a moderator sees it."""

    kind: str
    public_id: str
    text: str
    state: str
    author: str
    author_id: int
    author_public_id: str
    series: str
    number: int
    time_ms: int
    created_us: int
    reports: tuple[tuple[str, str], ...] = ()
    """Reason and note of every report that is open."""
    words: tuple[str, ...] = ()
    """Watched words that stand in it."""


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One act of a moderator as the log shows it. ``about`` names the text or person it was done to."""

    act: str
    moderator: str
    about: str
    reason: str
    created_us: int


def report_text(
    connection: Connection, reporter_id: int, kind: str, public_id: str, reason: str, note: str, now_us: int
) -> None:
    """Tell the moderators of a comment or bullet; telling twice is telling once. Raises ``Refused``:
    ``reason``, ``not_found``, ``own``, ``too_long``, ``flood``."""
    if reason not in REASONS:
        raise Refused("reason")
    row = _row(connection, kind, public_id)
    if row.state == DELETED:
        raise Refused("not_found")
    if row.viewer_id == reporter_id:
        raise Refused("own")
    refuse_flood(connection, report, "reporter_id", reporter_id, now_us)
    kept = cleaned(note, NOTE_LENGTH) if note.strip() else ""
    with suppress(IntegrityError), connection.begin_nested():
        connection.execute(
            report.insert().values(
                public_id=new_id(now_us),
                reporter_id=reporter_id,
                reason=reason,
                note=kept,
                created_us=now_us,
                **{f"{kind}_id": row.id},
            )
        )


def queue(connection: Connection) -> list[Subject]:
    """What waits for a moderator: texts that were reported and not yet looked at, and held ones; the most
    reported first, then the oldest."""
    found = [subject for kind in KINDS for subject in _waiting(connection, kind)]
    return sorted(found, key=lambda one: (-len(one.reports), one.created_us))[:QUEUE_MAX]


def hide(
    connection: Connection, moderator_id: int, kind: str, public_id: str, reason: str, now_us: int
) -> None:
    """Take a text away from all but the moderators; settles its reports. Raises ``Refused``."""
    _judge(connection, moderator_id, kind, public_id, HIDDEN, "hide", reason, now_us)


def restore(
    connection: Connection, moderator_id: int, kind: str, public_id: str, reason: str, now_us: int
) -> None:
    """Show a text, whether it was hidden, held or only reported; settles its reports. Raises ``Refused``."""
    _judge(connection, moderator_id, kind, public_id, SHOWN, "restore", reason, now_us)


def ban_viewer(
    connection: Connection, moderator_id: int, viewer_id: int, hours: int, reason: str, now_us: int
) -> None:
    """Let a viewer write nothing for so many of ``BAN_HOURS``. Raises ``Refused``: ``reason`` when none is
    given, ``own``, ``not_found``."""
    kept = _reason(reason)
    if hours not in BAN_HOURS:
        raise Refused("reason")
    if viewer_id == moderator_id:
        raise Refused("own")
    connection.execute(
        ban.insert().values(
            viewer_id=viewer_id, until_us=now_us + hours * 3_600_000_000, reason=kept, created_us=now_us
        )
    )
    _log(connection, moderator_id, "ban", kept, now_us, viewer_id=viewer_id, detail=f"{hours} h")


def lift_ban(connection: Connection, moderator_id: int, viewer_id: int, reason: str, now_us: int) -> None:
    """Let a viewer write again. Raises ``Refused``: ``reason``, ``not_found`` when there is no ban."""
    kept = _reason(reason)
    lifted = connection.execute(
        ban.update()
        .where(ban.c.viewer_id == viewer_id, ban.c.until_us > now_us, ban.c.lifted_us.is_(None))
        .values(lifted_us=now_us)
    )
    if not lifted.rowcount:
        raise Refused("not_found")
    _log(connection, moderator_id, "unban", kept, now_us, viewer_id=viewer_id)


def add_word(connection: Connection, moderator_id: int, word: str, now_us: int) -> None:
    """Watch for a word. Raises ``Refused``: ``empty``, ``too_long``, ``word`` when it has no letter."""
    kept = cleaned(word, WORD_LENGTH, is_one_line=True)
    if not any(sign.isalnum() for sign in normalised(kept)):
        raise Refused("word")
    with suppress(IntegrityError), connection.begin_nested():
        connection.execute(
            watched_word.insert().values(
                public_id=new_id(now_us), word=kept, added_by=moderator_id, created_us=now_us
            )
        )
        _log(connection, moderator_id, "word", "", now_us, detail=kept)


def remove_word(connection: Connection, moderator_id: int, public_id: str, now_us: int) -> None:
    """Watch for a word no more. Raises ``Refused("not_found")``."""
    word = connection.scalar(select(watched_word.c.word).where(watched_word.c.public_id == public_id))
    if word is None:
        raise Refused("not_found")
    connection.execute(watched_word.delete().where(watched_word.c.public_id == public_id))
    _log(connection, moderator_id, "unword", "", now_us, detail=word)


def words(connection: Connection) -> Sequence[tuple[str, str]]:
    """Public id and text of every watched word, by text."""
    rows = connection.execute(
        select(watched_word.c.public_id, watched_word.c.word).order_by(watched_word.c.word)
    )
    return [(row.public_id, row.word) for row in rows]


@dataclass(frozen=True, slots=True)
class Banned:
    """Who may not write, until when and why."""

    viewer_public_id: str
    name: str
    until_us: int
    reason: str


def banned(connection: Connection, now_us: int) -> list[Banned]:
    """The bans that hold now, the latest first."""
    rows = connection.execute(
        select(viewer.c.public_id, viewer.c.name, ban.c.until_us, ban.c.reason)
        .outerjoin(viewer, viewer.c.id == ban.c.viewer_id)
        .where(ban.c.until_us > now_us, ban.c.lifted_us.is_(None))
        .order_by(ban.c.id.desc())
    )
    return [Banned(row.public_id or "", row.name or "", row.until_us, row.reason) for row in rows]


def log(connection: Connection, limit: int = 100) -> list[LoggedAct]:
    """The latest acts of all moderators."""
    moderator, person = viewer.alias("moderator"), viewer.alias("person")
    rows = connection.execute(
        select(
            moderation.c.act,
            moderator.c.name.label("moderator"),
            func.coalesce(comment.c.text, bullet.c.text, person.c.name).label("about"),
            moderation.c.detail,
            moderation.c.reason,
            moderation.c.created_us,
        )
        .outerjoin(moderator, moderator.c.id == moderation.c.moderator_id)
        .outerjoin(comment, comment.c.id == moderation.c.comment_id)
        .outerjoin(bullet, bullet.c.id == moderation.c.bullet_id)
        .outerjoin(person, person.c.id == moderation.c.viewer_id)
        .order_by(moderation.c.id.desc())
        .limit(limit)
    )
    return [
        LoggedAct(
            act=row.act,
            moderator=row.moderator or "",
            about=" · ".join(part for part in (row.about, row.detail) if part),
            reason=row.reason,
            created_us=row.created_us,
        )
        for row in rows
    ]


def _judge(
    connection: Connection,
    moderator_id: int,
    kind: str,
    public_id: str,
    state: str,
    act: str,
    reason: str,
    now_us: int,
) -> None:
    kept = _reason(reason)
    table = KINDS.get(kind)
    row = _row(connection, kind, public_id)
    if table is None or row.state == DELETED:
        raise Refused("not_found")
    connection.execute(table.update().where(table.c.id == row.id).values(state=state))
    connection.execute(
        report.update()
        .where(report.c[f"{kind}_id"] == row.id, report.c.settled_us.is_(None))
        .values(settled_us=now_us)
    )
    _log(connection, moderator_id, act, kept, now_us, viewer_id=row.viewer_id, **{f"{kind}_id": row.id})


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason")
    return cleaned(reason, NOTE_LENGTH)


def _row(connection: Connection, kind: str, public_id: str) -> Row[tuple[object, ...]]:
    table = KINDS.get(kind)
    if table is None:
        raise Refused("not_found")
    row = connection.execute(select(table).where(table.c.public_id == public_id)).one_or_none()
    if row is None:
        raise Refused("not_found")
    return row


def _waiting(connection: Connection, kind: str) -> list[Subject]:
    table = KINDS[kind]
    is_open = and_(report.c[f"{kind}_id"] == table.c.id, report.c.settled_us.is_(None))
    rows = connection.execute(
        select(
            table.c.id,
            table.c.public_id,
            table.c.text,
            table.c.state,
            table.c.time_ms,
            table.c.created_us,
            table.c.viewer_id,
            viewer.c.name,
            viewer.c.public_id.label("author_public_id"),
            series.c.title,
            episode.c.number,
        )
        .outerjoin(viewer, viewer.c.id == table.c.viewer_id)
        .join(episode, episode.c.id == table.c.episode_id)
        .join(series, series.c.id == episode.c.series_id)
        .where(
            or_(
                table.c.state == HELD,
                and_(table.c.state == SHOWN, select(report.c.id).where(is_open).exists()),
            )
        )
        .order_by(table.c.id)
        .limit(QUEUE_MAX)
    ).all()
    reports = _open_reports(connection, kind, [row.id for row in rows])
    return [
        Subject(
            kind=kind,
            public_id=row.public_id,
            text=row.text,
            state=row.state,
            author=row.name or "",
            author_id=row.viewer_id,
            author_public_id=row.author_public_id or "",
            series=row.title,
            number=row.number,
            time_ms=row.time_ms,
            created_us=row.created_us,
            reports=tuple(reports.get(row.id, ())),
            words=watched(connection, row.text),
        )
        for row in rows
    ]


def _open_reports(
    connection: Connection, kind: str, numbers: Sequence[int]
) -> dict[int, list[tuple[str, str]]]:
    column = report.c[f"{kind}_id"]
    found: dict[int, list[tuple[str, str]]] = {}
    rows = connection.execute(
        select(column.label("subject"), report.c.reason, report.c.note)
        .where(column.in_(numbers), report.c.settled_us.is_(None))
        .order_by(report.c.id)
    )
    for row in rows:
        found.setdefault(row.subject, []).append((row.reason, row.note))
    return found


def _log(
    connection: Connection,
    moderator_id: int,
    act: str,
    reason: str,
    now_us: int,
    *,
    viewer_id: int | None = None,
    comment_id: int | None = None,
    bullet_id: int | None = None,
    detail: str = "",
) -> None:
    connection.execute(
        moderation.insert().values(
            moderator_id=moderator_id, act=act, reason=reason, detail=detail, viewer_id=viewer_id,
            comment_id=comment_id, bullet_id=bullet_id, created_us=now_us,
        )
    )  # fmt: skip
