"""Test payments: a provider that takes no money. It has its own page with *Pay* and *Decline*, its own
memory, and tells what happened by signed webhooks, as a real one does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from reelwright.theatre.store import Clock
from reelwright.theatre.wallet.offers import INTERVAL_DAYS
from reelwright.theatre.wallet.payments import (
    CardKept,
    Checkout,
    Declined,
    DisputeClosed,
    Disputed,
    Fact,
    NotPaid,
    Order,
    Paid,
    Period,
    PeriodPaid,
    Refunded,
    Subscribed,
    Told,
)
from reelwright.theatre.wallet.rehearsal_memory import Card, Memory, Payment, Running, Thing, Turn
from reelwright.theatre.wallet.rehearsal_signing import Signing

NAME = "test"
PAGE = "/test-payments"
DISPUTE_FEE = 1_500
RETRY_DAYS = 3
RETRIES = 3
"""A refused period is tried again so often, so many days apart; then the subscription ends."""
_DAY_US = 86_400_000_000
_MOST_PERIODS = 600


def fee_of(amount: int) -> int:
    """What the provider keeps of a payment: 2.9 % and thirty cents, as they do; never more than all of it."""
    return min(amount, amount * 29 // 1_000 + 30)


class Rehearsal:
    """A ``PaymentProvider`` whose file is ``path``; ``secrets`` sign its webhooks, the newest first. Its
    names follow from the keys it is asked under, so that the same things asked give the same answers."""

    name = NAME

    def __init__(self, path: Path, secrets: Sequence[bytes], clock: Clock) -> None:
        self._memory = Memory(path)
        self._signing = Signing(secrets)
        self._clock = clock

    # What the theatre asks.

    def customer(self, viewer: str, *, email: str) -> str:
        return f"test_cus_{viewer}"

    def begin_purchase(self, order: Order) -> Checkout:
        reference = f"test_pay_{order.key}"
        payment = Payment(
            order=order.key, what=order.what, amount=order.amount, unit=order.unit, back=order.back
        )
        return self._asked(reference, payment)

    def keep_card(self, order: Order) -> Checkout:
        reference = f"test_card_{order.key}"
        card = Card(order=order.key, what=order.what, amount=order.amount, unit=order.unit, back=order.back)
        return self._asked(reference, card)

    def start_subscription(self, order: Order, period: Period, *, card: str) -> str:
        reference = f"test_sub_{order.key}"
        with self._memory.turn() as turn:
            if turn.find(Running, reference) is not None:
                return reference
            if _known(turn, Card, card).state != "kept":
                raise Declined("This card may not be charged", where=card)
            begun = Running(
                order=order.key, what=order.what, interval=period.interval, amount=order.amount,
                unit=order.unit, card=card, end_us=self._clock.now_us(),
            )  # fmt: skip
            self._renew(turn, reference, begun)
        return reference

    def end_subscription(self, reference: str, *, at_once: bool) -> None:
        with self._memory.turn() as turn:
            running = _known(turn, Running, reference)
            if running.state == "ended" or (running.is_ending and not at_once):
                return
            change = {"state": "ended"} if at_once else {"is_ending": True}
            self._stand(turn, reference, msgspec.structs.replace(running, **change))

    def resume_subscription(self, reference: str) -> None:
        with self._memory.turn() as turn:
            running = _known(turn, Running, reference)
            if running.state == "ended":
                raise Declined("This subscription is over", where=reference)
            if running.is_ending:
                self._stand(turn, reference, msgspec.structs.replace(running, is_ending=False))

    def refund(self, payment: str, *, amount: int, key: str) -> str:
        reference = f"test_re_{key}"
        with self._memory.turn() as turn:
            if any(told.reference == f"evt_{reference}" for told in turn.told_of(payment)):
                return reference
            self._send_back(turn, payment, amount, reference, ours=key)
        return reference

    def told(self, body: bytes, headers: Mapping[str, str], *, now_us: int) -> Told | None:
        return self._signing.verified(body, headers, now_us=now_us)

    def ask(self, reference: str) -> tuple[Told, ...]:
        with self._memory.turn() as turn:
            return turn.told_of(reference)

    # What a person does at the provider's pages.

    def look_up(self, reference: str) -> Payment | Card | None:
        """What is paid at the page of this reference."""
        with self._memory.turn() as turn:
            return turn.find(Payment, reference) or turn.find(Card, reference)

    def decide(self, reference: str, *, pays: bool, pays_once: bool = False) -> str:
        """*Pay* or *Decline*; the path to go back to. What was paid stays paid. ``pays_once``: a card that
        is refused at every later period. Raises ``Declined`` for what is not there."""
        with self._memory.turn() as turn:
            if (payment := turn.find(Payment, reference)) is not None:
                return self._decide_payment(turn, reference, payment, pays)
            card = _known(turn, Card, reference)
            if card.state != "kept":
                state = "kept" if pays else "refused"
                kept = msgspec.structs.replace(card, state=state, pays_once=pays_once)
                turn.keep(reference, kept)
                if pays:
                    fact = CardKept(subscription=card.order, card=reference)
                    self._tell(turn, "card.kept", fact, about=reference, name=reference)
            return card.back

    def send_back(self, payment: str, *, amount: int = 0) -> None:
        """A refund that somebody makes at the provider's desk, not through the theatre; all that is left
        where ``amount`` is 0."""
        with self._memory.turn() as turn:
            paid = _known(turn, Payment, payment)
            reference = f"test_re_{payment}_{paid.refunded}"
            self._send_back(turn, payment, amount or paid.amount - paid.refunded, reference, ours="")

    def charge_back(self, payment: str) -> str:
        """The viewer's bank takes the payment back; the name of the dispute."""
        dispute = f"test_dp_{payment}"
        with self._memory.turn() as turn:
            paid = _known(turn, Payment, payment)
            if paid.state != "paid":
                raise Declined("Only what was paid can be charged back", where=payment)
            if not paid.dispute:
                turn.keep(payment, msgspec.structs.replace(paid, dispute="open"))
                left = paid.amount - paid.refunded
                fact = Disputed(
                    payment=payment, dispute=dispute, amount=left, unit=paid.unit, fee=DISPUTE_FEE
                )
                self._tell(turn, "dispute.opened", fact, about=payment, name=dispute)
        return dispute

    def close_dispute(self, payment: str, *, is_won: bool) -> None:
        """The bank has decided."""
        with self._memory.turn() as turn:
            paid = _known(turn, Payment, payment)
            if paid.dispute != "open":
                raise Declined("There is no open dispute", where=payment)
            turn.keep(payment, msgspec.structs.replace(paid, dispute="won" if is_won else "lost"))
            fact = DisputeClosed(
                payment=payment, dispute=f"test_dp_{payment}", is_won=is_won,
                amount=paid.amount - paid.refunded, unit=paid.unit,
            )  # fmt: skip
            self._tell(turn, "dispute.closed", fact, about=payment, name=f"test_dp_{payment}_closed")

    def payments(self, *, most: int = 100) -> list[tuple[str, Payment]]:
        """The newest payments."""
        with self._memory.turn() as turn:
            return turn.all(Payment, most=most)

    # What time does.

    def renew(self) -> int:
        """Charge the periods that have begun by the clock, end what was to end; how many changed."""
        now_us, changed = self._clock.now_us(), 0
        with self._memory.turn() as turn:
            for reference, running in turn.all(Running):
                for _ in range(_MOST_PERIODS):
                    if (
                        running.state == "ended"
                        or running.end_us > now_us
                        or self._is_resting(running, now_us)
                    ):
                        break
                    running, changed = self._renew(turn, reference, running), changed + 1
        return changed

    def undelivered(self, *, most: int = 200) -> list[tuple[int, bytes]]:
        """Webhooks that were not taken yet, the oldest first: their numbers and bodies."""
        with self._memory.turn() as turn:
            return turn.undelivered(most=most)

    def signed(self, body: bytes) -> dict[str, str]:
        """The header that proves a body to be ours, now."""
        return self._signing.signed(body, now_us=self._clock.now_us())

    def delivered(self, number: int) -> None:
        """The webhook of this number was taken."""
        with self._memory.turn() as turn:
            turn.delivered(number)

    # Within.

    def _asked(self, reference: str, thing: Payment | Card) -> Checkout:
        with self._memory.turn() as turn:
            if turn.find(Payment, reference) is None and turn.find(Card, reference) is None:
                turn.keep(reference, thing)
        return Checkout(reference=reference, page=f"{PAGE}/{reference}")

    def _decide_payment(self, turn: Turn, reference: str, payment: Payment, pays: bool) -> str:
        if payment.state == "paid":
            return payment.back
        turn.keep(reference, msgspec.structs.replace(payment, state="paid" if pays else "refused"))
        fact: Fact = Paid(
            purchase=payment.order, payment=reference, amount=payment.amount, unit=payment.unit,
            fee=fee_of(payment.amount),
        )  # fmt: skip
        if not pays:
            fact = NotPaid(purchase=payment.order, payment=reference, reason="The card was declined")
        kind = "payment.paid" if pays else "payment.refused"
        self._tell(turn, kind, fact, about=reference, name=f"{reference}_{kind}")
        return payment.back

    def _send_back(self, turn: Turn, payment: str, amount: int, reference: str, *, ours: str) -> None:
        paid = _known(turn, Payment, payment)
        left = 0 if paid.dispute in ("open", "lost") else paid.amount - paid.refunded
        if paid.state != "paid" or not 0 < amount <= left:
            raise Declined(f"{amount} {paid.unit} of this payment cannot be sent back", where=payment)
        turn.keep(payment, msgspec.structs.replace(paid, refunded=paid.refunded + amount))
        fact = Refunded(payment=payment, refund=reference, amount=amount, unit=paid.unit, ours=ours)
        self._tell(turn, "refund.paid", fact, about=payment, name=reference)

    def _is_resting(self, running: Running, now_us: int) -> bool:
        return now_us < running.end_us + running.refusals * RETRY_DAYS * _DAY_US

    def _renew(self, turn: Turn, reference: str, running: Running) -> Running:
        """The next period of a subscription, or its end."""
        card = _known(turn, Card, running.card)
        if running.is_ending:
            return self._stand(turn, reference, msgspec.structs.replace(running, state="ended"))
        if card.pays_once and running.number:
            refusals = running.refusals + 1
            state = "ended" if refusals > RETRIES else "past_due"
            refused = msgspec.structs.replace(running, state=state, refusals=refusals)
            return self._stand(turn, reference, refused)
        number, start_us = running.number + 1, running.end_us
        end_us = start_us + INTERVAL_DAYS[running.interval] * _DAY_US
        payment = f"test_pay_{running.order}_{number}"
        paid = Payment(order="", what=running.what, amount=running.amount, unit=running.unit, state="paid")
        turn.keep(payment, paid)
        fact = PeriodPaid(
            subscription=reference, period=f"test_per_{running.order}_{number}", payment=payment,
            start_us=start_us, end_us=end_us, amount=running.amount, unit=running.unit,
            fee=fee_of(running.amount),
        )  # fmt: skip
        self._tell(turn, "period.paid", fact, about=reference, name=fact.period)
        renewed = msgspec.structs.replace(running, state="active", number=number, end_us=end_us, refusals=0)
        return self._stand(turn, reference, renewed)

    def _stand(self, turn: Turn, reference: str, running: Running) -> Running:
        """Keep how a subscription stands and tell it, whenever that is another than it was told before."""
        turn.keep(reference, running)
        fact = Subscribed(subscription=reference, state=running.state, ends_at_period_end=running.is_ending)
        said = [one.fact for one in turn.told_of(reference) if isinstance(one.fact, Subscribed)]
        if not said or said[-1] != fact:
            name = f"{reference}_{len(said) + 1}"
            self._tell(turn, "subscription.changed", fact, about=reference, name=name)
        return running

    def _tell(self, turn: Turn, kind: str, fact: Fact, *, about: str, name: str) -> None:
        """No two events of one thing are of one time, so that the newest can be told."""
        newest_us = max((one.told_us for one in turn.told_of(about)), default=0)
        told_us = max(self._clock.now_us(), newest_us + 1)
        turn.tell(
            Told(provider=NAME, reference=f"evt_{name}", kind=kind, told_us=told_us, fact=fact), about=about
        )


def _known(turn: Turn, kind: type[Thing], reference: str) -> Thing:
    found = turn.find(kind, reference)
    if found is None:
        raise Declined("The test provider knows of no such thing", where=reference)
    return found
