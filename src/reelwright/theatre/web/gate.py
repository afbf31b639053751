"""Who is let in to the media: the session of a request, what it may watch, and the pass that says so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from sqlalchemy import Connection

from reelwright.theatre.accounts import may, viewer_of
from reelwright.theatre.catalogue.reading import Terms
from reelwright.theatre.entitlement.access import Access, Reason, may_watch, note_opening
from reelwright.theatre.entitlement.passes import Forged, Keyring, Pass, PassOver
from reelwright.theatre.store import Store
from reelwright.theatre.web.hall import SESSION_COOKIE
from reelwright.theatre.web.routes.media import Admission, Refusal

NOBODY = "nobody"
"""Who a pass is for that has no session: it opens free episodes."""
_REFUSALS = {
    Reason.LOCKED: Refusal(402, "This episode is locked", "Unlock it, subscribe, or watch an ad for it."),
    Reason.DEBT: Refusal(402, "Coins are owed for a payment that was taken back", "Buy coins first."),
    Reason.NOT_OUT: Refusal(404, "There is nothing at this address"),
    Reason.GONE: Refusal(404, "There is nothing at this address"),
}


class SessionGate:
    """Lets in whoever may watch by ``may_watch``, the one place that decides it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def admit(self, headers: Mapping[bytes, bytes], terms: Terms) -> Admission | Refusal:
        token = _session(headers.get(b"cookie", b""))
        access = await self._store.reading(lambda c: self._asked(c, token, terms))
        if not access.is_granted:
            return _REFUSALS[access.reason]
        if access.period_id is not None:
            now_us = self._store.clock.now_us()
            await self._store.writing(lambda c: note_opening(c, access, terms, now_us=now_us))
        return Admission(bearer_of(token), access.until_us)

    def _asked(self, connection: Connection, token: str, terms: Terms) -> Access:
        now_us = self._store.clock.now_us()
        viewer = viewer_of(connection, token, now_us=now_us) if token else None
        if viewer is None or viewer.is_suspended:
            return may_watch(connection, None, terms, now_us=now_us)
        is_staff = may(viewer.role, "moderator")
        return may_watch(connection, viewer.id, terms, now_us=now_us, is_staff=is_staff)


class KeyringPasses:
    """Passes that the theatre's secrets sign; each is good with the session that it was given to."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._keyring = Keyring([secret.encode() for secret in secrets])

    def issue(self, admission: Admission, episode: str) -> str:
        return self._keyring.sign(Pass(admission.viewer, episode, admission.until_us))

    def holds(self, token: str, session: str, episode: str, now_us: int) -> bool:
        try:
            granted = self._keyring.verify(token, episode=episode, now_us=now_us)
        except (Forged, PassOver):
            return False
        return granted.viewer == bearer_of(session)


def bearer_of(session: str) -> str:
    """Whom a pass names: what can be told from a session and tells nothing of it, 32 hex digits."""
    return hashlib.sha256(b"bearer\n" + session.encode()).hexdigest()[:32] if session else NOBODY


def _session(header: bytes) -> str:
    try:
        cookie = SimpleCookie(header.decode("latin-1")).get(SESSION_COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
