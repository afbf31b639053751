"""What all routes share: the settings, the database, the clock, and whose request it is."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request

from reelwright.theatre.accounts import Role, Viewer, may, new_guest, open_session, viewer_of
from reelwright.theatre.accounts.belongings import Belongings
from reelwright.theatre.accounts.sessions import SEEN_EVERY_S, seen
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store
from reelwright.theatre.store.outbox import Handler
from reelwright.theatre.web.limits import Limits
from reelwright.theatre.web.problems import NotSignedIn, Refused
from reelwright.theatre.web.settings import Settings

SESSION_COOKIE = "session"


@dataclass
class Hall:
    """One running theatre. Rooms that need something of their own put it into ``things`` when the application
    is made, and their deliveries into ``handlers``."""

    settings: Settings
    store: Store
    objects: ObjectStore
    limits: Limits
    handlers: dict[str, Handler] = field(default_factory=dict)
    belongings: Belongings = field(default_factory=Belongings)
    things: dict[type, Any] = field(default_factory=dict)

    def now_us(self) -> int:
        return self.store.clock.now_us()

    def csrf_of(self, token: str) -> str:
        """What a form of this session carries; it changes with the session."""
        key = self.settings.secrets[0].encode()
        return hmac.new(key, b"csrf\n" + token.encode(), hashlib.sha256).hexdigest()[:32]


def hall_of(request: Request) -> Hall:
    """For ``Depends``."""
    hall: Hall = request.app.state.hall
    return hall


def session_token(request: Request) -> str:
    """The token that came with a request, or that was just opened for it; empty without any."""
    opened: str | None = getattr(request.state, "opened_session", None)
    return opened or request.cookies.get(SESSION_COOKIE, "")


async def known_viewer(request: Request) -> Viewer | None:
    """Whose request it is, when there is a session. For pages that anybody may see."""
    if not hasattr(request.state, "viewer"):
        hall, token = hall_of(request), session_token(request)
        now_us = hall.now_us()
        request.state.viewer = (
            await hall.store.glancing(lambda c: viewer_of(c, token, now_us=now_us)) if token else None
        )
        await _keep_alive(request, hall, token, now_us)
    found: Viewer | None = request.state.viewer
    if found is not None and found.is_suspended:
        raise Refused("This account is suspended", next_step="Write to the theatre's operator.")
    return found


async def _keep_alive(request: Request, hall: Hall, token: str, now_us: int) -> None:
    """A session that is used lasts on, here and as a cookie."""
    found: Viewer | None = request.state.viewer
    if found is not None and now_us - found.seen_us > SEEN_EVERY_S * 1_000_000:
        await hall.store.writing(partial(seen, token=token, now_us=now_us))
        request.state.opened_session = token


async def present_viewer(request: Request) -> Viewer:
    """Whose request it is; somebody new becomes a guest with a session. For whatever is remembered."""
    found = await known_viewer(request)
    if found is None:
        hall = hall_of(request)
        hall.limits.spend("guest", client_of(request), now_us=hall.now_us())
        now_us, language = hall.now_us(), str(request.state.language)
        device = request.headers.get("user-agent", "")

        def begin(connection: Any) -> str:
            guest = new_guest(connection, language=language, now_us=now_us)
            return open_session(connection, guest, device=device, now_us=now_us)

        token = await hall.store.writing(begin)
        request.state.opened_session = token
        found = await hall.store.reading(lambda c: viewer_of(c, token, now_us=now_us))
        assert found is not None
        request.state.viewer = found
    return found


async def signed_in_viewer(request: Request) -> Viewer:
    """Whose request it is; a guest is asked to sign in."""
    found = await known_viewer(request)
    if found is None or found.is_guest:
        raise NotSignedIn("Sign in first", next_step="Sign in, or make an account.")
    return found


def only(role: Role) -> Callable[..., Any]:
    """For ``Depends``: a viewer of this role."""

    async def holder(viewer: Annotated[Viewer, Depends(signed_in_viewer)]) -> Viewer:
        if not may(viewer.role, role):
            raise Refused("This page is not for you", next_step="Ask an operator of the theatre.")
        return viewer

    return holder


def client_of(request: Request) -> str:
    """The address that a request came from, as limits count it: an IPv6 network counts as one."""
    address = request.client.host if request.client else ""
    if hall_of(request).settings.trusts_proxy:
        address = request.headers.get("x-real-ip", address)
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
