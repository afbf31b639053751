"""What was over long ago → gone: media that nobody plays, sessions, tokens of letters, what was delivered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_

from reelwright.theatre.accounts.tables import letter_token, session
from reelwright.theatre.catalogue import collecting
from reelwright.theatre.catalogue.collecting import GRACE_S
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store
from reelwright.theatre.store.forgetting import forget
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.wallet.subscriptions import END_JOB

OVER_S = 7 * 86_400
"""So long after their end sessions and tokens of letters are kept: a clock may be set back."""
DELIVERED_S = 30 * 86_400
"""So long after it was done a row of the outbox is kept, for who asks what went out, and when."""
_HISTORY = (END_JOB,)
"""The wallet reads these rows for as long as there is a subscription: which wish is the newest."""


@dataclass(frozen=True)
class Swept:
    """What a sweep removed: media, and rows by what they were."""

    media: collecting.Swept
    sessions: int
    letter_tokens: int
    jobs: int


def sweep(store: Store, objects: ObjectStore, *, grace_s: int = GRACE_S) -> Swept:
    """Remove it all. What could not be delivered stays for the operator. It may be killed at any point, and
    run beside servers."""
    media = collecting.sweep(store, objects, grace_s=grace_s)
    now_us = store.clock.now_us()
    ended_us, delivered_us = now_us - OVER_S * 1_000_000, now_us - DELIVERED_S * 1_000_000
    return Swept(
        media,
        sessions=forget(store, session, session.c.expires_us < ended_us),
        letter_tokens=forget(
            store,
            letter_token,
            or_(letter_token.c.expires_us < ended_us, letter_token.c.used_us < ended_us),
        ),
        jobs=forget(store, outbox, (outbox.c.done_us < delivered_us) & outbox.c.kind.not_in(_HISTORY)),
    )
