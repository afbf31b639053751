"""A request's idempotency key → the answer it was given before, or the right to answer it once.

The key is claimed in the transaction that has the effect: with the same key and the same request comes the
same answer, for ever; with another request, ``KeyConflict``. Two at once: the second waits for the first.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.build.digest import digest_of_document
from reelwright.errors import BadInput
from reelwright.theatre.store import Answer, Prepared
from reelwright.theatre.wallet.tables import idempotency

_KEY = re.compile(r"[\x21-\x7e]{8,128}")
_KEPT = Prepared(
    select(idempotency.c.request_digest, idempotency.c.answer).where(
        idempotency.c.scope == bindparam("scope"), idempotency.c.key == bindparam("key")
    )
)
_ANSWER = Prepared(
    update(idempotency)
    .where(idempotency.c.scope == bindparam("of_scope"), idempotency.c.key == bindparam("of_key"))
    .values(answer=bindparam("said"))
)
_ROW: dict[str, Any] = {name: bindparam(name) for name in ("scope", "key", "request_digest", "created_us")}
_CLAIMS = {
    name: Prepared(
        dialect.insert(idempotency).values(_ROW).on_conflict_do_nothing().returning(idempotency.c.created_us)
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


class KeyConflict(BadInput):
    """An idempotency key that was used for another request."""


def claim(
    connection: Connection, *, scope: str, key: str, request: Any, now_us: int
) -> dict[str, Any] | None:
    """The answer that ``request`` got before under ``key``, or None: then do it and call ``answer``.

    ``scope`` is whose key it is (a viewer). Raises ``KeyConflict`` and, for a key of fewer than 8 characters,
    ``BadInput``.
    """
    return asked_claim(connection, scope=scope, key=key, request=request, now_us=now_us)()


def asked_claim(
    connection: Connection, *, scope: str, key: str, request: Any, now_us: int
) -> Answer[dict[str, Any] | None]:
    """``claim``, asked for now."""
    if not _KEY.fullmatch(key):
        raise BadInput(
            "An Idempotency-Key has 8 to 128 visible ASCII characters",
            next_step="Send a new random one with each thing you want done.",
        )
    digest = digest_of_document("request", 1, request)
    claiming = _CLAIMS[connection.dialect.name]
    claimed = claiming.ask(connection, scope=scope, key=key, request_digest=digest, created_us=now_us)
    return lambda: None if claimed() else _answered(connection, scope, key, digest)


def answer(connection: Connection, *, scope: str, key: str, said: Any) -> None:
    """Keep what the claimed request was answered."""
    text = msgspec.json.encode(said).decode()
    _ANSWER.run(connection, {"of_scope": scope, "of_key": key, "said": text})


def _answered(connection: Connection, scope: str, key: str, digest: str) -> dict[str, Any]:
    (kept,) = _KEPT.rows(connection, scope=scope, key=key)
    if kept.request_digest != digest:
        raise KeyConflict(
            "This Idempotency-Key was used for another request", where=key, next_step="Send a new one."
        )
    found: dict[str, Any] = msgspec.json.decode(kept.answer)
    return found
