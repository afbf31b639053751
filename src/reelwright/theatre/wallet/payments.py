"""What a payment provider is asked to do and what it tells: one protocol for Stripe and for test payments.

A provider is never spoken to within a transaction. A row is written first and its public id is the key under
which the provider is asked, so that asking again does nothing twice. What came of it is told by events
(webhooks), in any order and more than once: ``wallet.events`` takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec
from sqlalchemy import Connection

from reelwright.errors import ReelwrightError


class ProviderAway(ReelwrightError):
    """The provider did not answer, or not sensibly: the same may be asked again under the same key."""


class Declined(ReelwrightError):
    """The provider answers that it will not: the card, the amount, the customer."""


class NotGenuine(ReelwrightError):
    """A webhook whose signature is wrong, too old, or of nobody."""


class NotYet(Exception):
    """An event speaks of what is not known here yet: it waits until ``subject`` is."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """How a viewer pays. ``reference`` names the payment (or the card to be kept) at the provider; where
    ``page`` is set the viewer goes there, else ours confirms ``secret`` with the provider's own script."""

    reference: str
    page: str = ""
    secret: str = ""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be paid for: ``key`` is the public id of our row, ``customer`` the provider's name of the
    viewer (empty where it has none), ``amount`` in the smallest piece of ``unit``, ``back`` the path of ours
    that a viewer comes back to from a page of the provider's. ``begun`` is the reference of the ``Checkout``
    that the same order got before, where it is known: the provider gives that one again."""

    key: str
    what: str
    amount: int
    unit: str
    customer: str = ""
    back: str = "/shop"
    begun: str = ""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """How often a subscription is paid: a ``week``, a ``month`` or a ``year``; ``plan`` is our name of it."""

    plan: str
    interval: str


class PaymentProvider(Protocol):
    """Somebody who takes money for the theatre. All methods may raise ``ProviderAway``, all but ``told``
    ``Declined``; they may take seconds, and do nothing twice when they are asked twice with one key."""

    @property
    def name(self) -> str:
        """At most 16 characters; kept with every row."""
        ...

    def customer(self, viewer: str, *, email: str) -> str:
        """The provider's name of a viewer, made where it has none."""
        ...

    def begin_purchase(self, order: Order) -> Checkout:
        """One payment."""
        ...

    def keep_card(self, order: Order) -> Checkout:
        """The first half of a subscription: a card that may be charged again. ``order.customer`` is set."""
        ...

    def start_subscription(self, order: Order, period: Period, *, card: str) -> str:
        """The second half: charge the card of the ``Checkout`` that ``keep_card`` gave now and at every
        period; the provider's name of the subscription."""
        ...

    def end_subscription(self, reference: str, *, at_once: bool) -> None:
        """No further period; ``at_once``: the running one ends, too."""
        ...

    def resume_subscription(self, reference: str) -> None:
        """Periods go on: an ``end_subscription`` that is not over yet is taken back."""
        ...

    def refund(self, payment: str, *, amount: int, key: str) -> str:
        """Send money of a payment back; the provider's name of the refund."""
        ...

    def told(self, body: bytes, headers: Mapping[str, str], *, now_us: int) -> Told | None:
        """A webhook → the event it tells, None for one that does not concern us. Raises ``NotGenuine``, and
        ``ProviderAway`` where the event leaves out what has to be looked up."""
        ...

    def ask(self, reference: str) -> tuple[Told, ...]:
        """What would have been told of a payment or a subscription, for where no webhook came."""
        ...


class Paid(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A purchase was paid: ``purchase`` is our public id; ``fee`` is what the provider keeps of it."""

    purchase: str
    payment: str
    amount: int
    unit: str
    fee: int = 0

    @property
    def subject(self) -> str:
        return self.payment


class NotPaid(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A payment was refused or given up. It may yet be paid: another card may be tried."""

    purchase: str
    payment: str
    reason: str = ""

    @property
    def subject(self) -> str:
        return self.payment


class CardKept(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A card may be charged for a subscription: ``subscription`` is our public id."""

    subscription: str
    card: str

    @property
    def subject(self) -> str:
        return self.subscription


class PeriodPaid(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A period of a subscription was paid. ``subscription``, ``period`` and ``payment`` are the provider's
    names; times are microseconds since 1970."""

    subscription: str
    period: str
    payment: str
    start_us: int
    end_us: int
    amount: int
    unit: str
    fee: int = 0

    @property
    def subject(self) -> str:
        return self.subscription


class Subscribed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How a subscription stands: ``active``, ``past_due``, ``incomplete`` or ``ended``. The newest word
    counts, by the time at which it was told."""

    subscription: str
    state: str
    ends_at_period_end: bool = False

    @property
    def subject(self) -> str:
        return self.subscription


class Refunded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Money of a payment went back: ``refund`` is the provider's name of it, ``ours`` our public id where we
    asked for it. ``is_failed``: it did not arrive, the theatre has it again."""

    payment: str
    refund: str
    amount: int
    unit: str
    ours: str = ""
    is_failed: bool = False

    @property
    def subject(self) -> str:
        return self.payment


class Disputed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A payment was charged back by the viewer's bank: ``amount`` and ``fee`` have left the provider."""

    payment: str
    dispute: str
    amount: int
    unit: str
    fee: int = 0

    @property
    def subject(self) -> str:
        return self.payment


class DisputeClosed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The bank has decided: ``is_won`` brings ``amount`` back, and what it took away from the viewer."""

    payment: str
    dispute: str
    is_won: bool
    amount: int
    unit: str

    @property
    def subject(self) -> str:
        return self.dispute


Fact = Paid | NotPaid | CardKept | PeriodPaid | Subscribed | Refunded | Disputed | DisputeClosed


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event: ``reference`` is the provider's name of it (the same for a repetition), ``kind`` its word for
    what happened, ``told_us`` when it happened by the provider's clock."""

    provider: str
    reference: str
    kind: str
    told_us: int
    fact: Fact


Taker = Callable[[Connection, Told, int], str]
"""What takes one kind of fact: the connection, the event, the time now (µs) → one line for the operator.
Raises ``NotYet``. It must do nothing where the fact is booked already."""
