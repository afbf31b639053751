"""A theatre without its pages that sells subscriptions: database, test payments, and the clerk between."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select
from tests.theatre.conftest import ManualClock

from reelwright.ledger import Kind
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.entitlement.access import Access, Reason, may_watch, note_opening
from reelwright.theatre.entitlement.serving import serve_periods
from reelwright.theatre.store import OutboxWorker, Store
from reelwright.theatre.store.outbox import Job
from reelwright.theatre.wallet import events, refunds
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.customers import customer_of
from reelwright.theatre.wallet.offers import Offers
from reelwright.theatre.wallet.payments import (
    Order,
    Told,
)
from reelwright.theatre.wallet.rehearsal import Rehearsal
from reelwright.theatre.wallet.subscription_events import LOOK_JOB, START_JOB
from reelwright.theatre.wallet.subscription_jobs import SubscriptionClerk
from reelwright.theatre.wallet.subscriptions import (
    END_JOB,
    Standing,
    begin,
    set_ending,
    standing,
)
from reelwright.theatre.wallet.tables import account, payment_event
from reelwright.theatre.wallet.takers import TAKERS

VIEWER = 41
OFFERS = Offers()
WEEKLY = OFFERS.plan("weekly")
DAY_S, WEEK_S = 86_400, 7 * 86_400


class House:
    """The database, the provider, and the clerk between them."""

    def __init__(self, store: Store, clock: ManualClock, folder: Path) -> None:
        self.store, self.clock = store, clock
        self.provider = Rehearsal(folder / "test-payments.db", [b"s" * 32], clock)
        clerk = SubscriptionClerk(store, self.provider, OFFERS, TAKERS)
        handlers = {
            START_JOB: clerk.start, END_JOB: clerk.end, LOOK_JOB: clerk.look,
            refunds.OUTBOX_KIND: self._refund,
        }  # fmt: skip
        self.worker = OutboxWorker(store, handlers)

    def _refund(self, job: Job) -> None:
        refunds.send(self.store, lambda name: self.provider, self.take, job)

    def told(self) -> list[Told]:
        """What the provider says and nobody has heard."""
        found = []
        for number, body in self.provider.undelivered():
            told = self.provider.told(body, self.provider.signed(body), now_us=self.clock.now_us())
            assert told is not None
            found.append(told)
            self.provider.delivered(number)
        return found

    def take(self, told: Told) -> str:
        return self.store.write(partial(events.take, told=told, takers=TAKERS, now_us=self.clock.now_us()))

    def settle(self) -> None:
        """Until nothing is to be told or done."""
        while self.worker.deliver_due() + sum(bool(self.take(one)) for one in self.told()):
            pass

    def keep_card(self, viewer: int, *, key: str, pays_once: bool = False) -> str:
        """The way to a kept card; the subscription's public id. Nothing is told yet."""
        customer = customer_of(self.store, self.provider, viewer, viewer=f"v{viewer}", email="a@b.example")
        public_id = self.begin(viewer, key=key)
        order = Order(key=public_id, what="Weekly", amount=499, unit="USD", customer=customer)
        self.provider.decide(self.provider.keep_card(order).reference, pays=True, pays_once=pays_once)
        return public_id

    def begin(self, viewer: int, *, key: str) -> str:
        work = partial(begin, viewer_id=viewer, plan=WEEKLY, provider="test", key=key)
        return self.store.write(partial(work, now_us=self.clock.now_us()))

    def subscribe(self, viewer: int = VIEWER, *, pays_once: bool = False) -> str:
        public_id = self.keep_card(viewer, key=f"key-{viewer}-{self.clock.now_us()}", pays_once=pays_once)
        self.settle()
        return public_id

    def set_ending(self, viewer: int = VIEWER, *, ends: bool) -> None:
        self.store.write(partial(set_ending, viewer_id=viewer, ends=ends, now_us=self.clock.now_us()))

    def pass_s(self, seconds: float) -> None:
        """Time passes, and the provider and the theatre do what is due."""
        self.clock.pass_s(seconds)
        self.provider.renew()
        self.settle()
        serve_periods(self.store, creator_bp=5_000)

    def standing(self, viewer: int = VIEWER) -> Standing | None:
        return self.store.read(lambda c: standing(c, viewer))

    def access(self, episode: str, viewer: int = VIEWER) -> Access:
        def work(connection: Connection) -> Access:
            terms = terms_of(connection, episode)
            assert terms is not None
            return may_watch(connection, viewer, terms, now_us=self.clock.now_us())

        return self.store.read(work)

    def open(self, episode: str, viewer: int = VIEWER) -> None:
        """What the gate does when a subscriber opens an episode."""
        access, now_us = self.access(episode, viewer), self.clock.now_us()
        assert access.reason is Reason.SUBSCRIPTION

        def note(connection: Connection) -> None:
            terms = terms_of(connection, episode)
            assert terms is not None
            note_opening(connection, access, terms, now_us=now_us)

        self.store.write(note)

    def sums(self, *kinds: Kind) -> dict[tuple[str, str], int]:
        """What stands with whom, by kind and owner; and the books are right."""
        assert check_books(self.store).is_right
        rows = select(account.c.kind, account.c.owner, func.sum(account.c.balance)).group_by(
            account.c.kind, account.c.owner
        )
        found = self.store.read(lambda c: c.execute(rows.where(account.c.kind.in_(kinds))).all())
        return {(kind, owner): int(amount) for kind, owner, amount in found if amount}

    def events(self) -> list[str]:
        rows = select(payment_event.c.state).order_by(payment_event.c.id)
        return list(self.store.read(lambda c: c.scalars(rows).all()))
