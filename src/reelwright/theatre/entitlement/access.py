"""A viewer and an episode's terms → whether, why and until when the viewer may watch it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.ledger import COIN, Kind
from reelwright.theatre.catalogue.reading import Terms
from reelwright.theatre.entitlement.passes import PASS_S, Pass
from reelwright.theatre.entitlement.tables import entitlement, opening
from reelwright.theatre.wallet.books import held
from reelwright.theatre.wallet.subscriptions import ACTIVE, GRACE_US, PAID
from reelwright.theatre.wallet.tables import subscription, subscription_period

FOR_EVER_US = 2**53 - 1


class Reason(enum.StrEnum):
    """Why somebody may watch (the first six) or may not (the others)."""

    FREE = "free"
    COINS = "coins"
    AD = "ad"
    SUBSCRIPTION = "subscription"
    OWN = "own"
    STAFF = "staff"

    LOCKED = "locked"
    DEBT = "debt"
    """Coins were spent whose payment was taken back: what was paid for is closed until they are paid."""
    NOT_OUT = "not_out"
    GONE = "gone"

    @property
    def is_granted(self) -> bool:
        return self in _GRANTING


_GRANTING = frozenset({Reason.FREE, Reason.COINS, Reason.AD, Reason.SUBSCRIPTION, Reason.OWN, Reason.STAFF})
_KEPT = select(entitlement.c.reason).where(
    entitlement.c.viewer_id == bindparam("viewer_id"),
    entitlement.c.episode_id == bindparam("episode_id"),
    entitlement.c.revoked_us.is_(None),
)
_IS_RENEWED = and_(subscription.c.state == ACTIVE, subscription.c.ends_at_period_end == 0)
_PERIOD = (
    select(subscription_period.c.id, subscription_period.c.end_us)
    .outerjoin(subscription, subscription.c.id == subscription_period.c.subscription_id)
    .where(
        subscription_period.c.viewer_id == bindparam("viewer_id"),
        subscription_period.c.state == PAID,
        or_(
            subscription_period.c.end_us > bindparam("now_us"),
            and_(_IS_RENEWED, subscription_period.c.end_us > bindparam("late_us")),
        ),
    )
    .order_by(subscription_period.c.end_us.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Access:
    """The answer: ``reason``, and until when it holds (microseconds since 1970; 0 where it is refused)."""

    reason: Reason
    until_us: int = 0
    period_id: int | None = None
    """The subscription's period that opens the episode."""

    @property
    def is_granted(self) -> bool:
        return self.reason.is_granted


def may_watch(
    connection: Connection, viewer_id: int | None, terms: Terms, *, now_us: int, is_staff: bool = False
) -> Access:
    """The one place that decides who may watch what. ``viewer_id`` is None for who has no account at all."""
    if viewer_id is not None and viewer_id == terms.creator_id:
        return Access(Reason.OWN, FOR_EVER_US)
    if is_staff:
        return Access(Reason.STAFF, FOR_EVER_US)
    if not terms.is_published:
        return Access(Reason.GONE)
    if terms.release_us > now_us:
        return Access(Reason.NOT_OUT)
    if terms.is_free:
        return Access(Reason.FREE, FOR_EVER_US)
    if viewer_id is None:
        return Access(Reason.LOCKED)
    return _paid_for(connection, viewer_id, terms, now_us)


def _paid_for(connection: Connection, viewer_id: int, terms: Terms, now_us: int) -> Access:
    kept = connection.scalar(_KEPT, {"viewer_id": viewer_id, "episode_id": terms.episode_id})
    if kept == Reason.AD:
        return Access(Reason.AD, FOR_EVER_US)
    asked = {"viewer_id": viewer_id, "now_us": now_us, "late_us": now_us - GRACE_US}
    period = connection.execute(_PERIOD, asked).one_or_none()
    if (kept or period) and is_in_debt(connection, viewer_id):
        return Access(Reason.DEBT)
    if kept is not None:
        return Access(Reason(kept), FOR_EVER_US)
    if period is None:
        return Access(Reason.LOCKED)
    until_us = period.end_us if period.end_us > now_us else period.end_us + GRACE_US
    return Access(Reason.SUBSCRIPTION, until_us, period.id)


def is_in_debt(connection: Connection, viewer_id: int) -> bool:
    """Whether coins were spent whose payment was taken back."""
    return any(one.balance for one in held(connection, str(viewer_id), Kind.OWED) if one.account.unit == COIN)


def pass_for(viewer: str, episode: str, access: Access, *, now_us: int) -> Pass:
    """What a granted access may be written down as: never for longer than it holds."""
    return Pass(viewer=viewer, episode=episode, until_us=min(now_us + PASS_S * 1_000_000, access.until_us))


def note_opening(connection: Connection, access: Access, terms: Terms, *, now_us: int) -> None:
    """A subscriber opened a paid episode: its creator has a part in the period's money. A second time changes
    nothing."""
    if access.period_id is None:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(opening).on_conflict_do_nothing(),
        {
            "period_id": access.period_id, "episode_id": terms.episode_id, "series_id": terms.series_id,
            "created_us": now_us,
        },
    )  # fmt: skip
