"""Accounts: made, entered, verified, given another password, deleted."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from typing import Literal

from pwdlib import PasswordHash
from sqlalchemy import Connection, delete, select, update

from reelwright.errors import BadInput, ReelwrightError
from reelwright.theatre.accounts.belongings import Belongings
from reelwright.theatre.accounts.roles import ROLES, Role
from reelwright.theatre.accounts.sessions import token_digest
from reelwright.theatre.accounts.tables import letter_token, session, viewer

Purpose = Literal["verify", "reset"]
LETTER_S: dict[Purpose, int] = {"verify": 86_400, "reset": 3_600}
SHORTEST_PASSWORD = 10
_LONGEST_PASSWORD = 200
_PART = r"[^\s\x00-\x1f\x7f@<>\"(),:;\\\[\]]"
_MAIL = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,180}}\.(?!\S*\.){_PART}{{2,24}}")


class WrongPassword(ReelwrightError):
    """Of an address that has an account, or of one that has none: they are not told apart."""

    status = 403


class MailTaken(ReelwrightError):
    """Somebody has an account with this address."""

    status = 409


class LinkOver(ReelwrightError):
    """A link of a letter that was used, or is too old, or was never sent."""

    status = 410


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    """What a password is compared with when nobody has the address: the answer takes as long."""
    return _hasher().hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """Argon2id: some 50 ms of a core, so never within a transaction. Raises ``BadInput`` for a short one."""
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise BadInput(
            "A password has ten characters or more", next_step="Take a sentence that only you know."
        )
    return _hasher().hash(password)


def is_right(password: str, known: str) -> bool:
    """Whether a password is the one of a hash; of no hash, after as long a time, it is not."""
    return _hasher().verify(password[:_LONGEST_PASSWORD], known or _nobodys()) and bool(known)


def plain_mail(mail: str) -> str:
    """An address as it is kept. Raises ``BadInput``."""
    plain = unicodedata.normalize("NFKC", mail).strip().lower()
    if len(plain) > 254 or not _MAIL.fullmatch(plain):
        raise BadInput("This is no e-mail address", next_step="Write it as name@example.com.")
    return plain


def plain_name(name: str) -> str:
    """A name as it is shown. Raises ``BadInput``."""
    plain = " ".join("".join(c for c in name if unicodedata.category(c)[0] != "C" or c == " ").split())
    if not 1 <= len(plain) <= 40:
        raise BadInput("A name has one to forty characters", next_step="Try again.")
    return plain


def known_password(connection: Connection, mail: str) -> tuple[int, str]:
    """The number and the hash of who has an address; (0, "") when nobody has."""
    row = connection.execute(
        select(viewer.c.id, viewer.c.password).where(viewer.c.mail == mail, viewer.c.deleted_us.is_(None))
    ).one_or_none()
    return (row.id, row.password) if row else (0, "")


def make_account(connection: Connection, viewer_id: int, *, mail: str, password_hash: str, name: str) -> None:
    """A guest becomes an account: the same row, so that nothing is lost. Raises ``MailTaken``."""
    if connection.scalar(select(viewer.c.id).where(viewer.c.mail == mail)) is not None:
        raise MailTaken(
            "This address has an account already", next_step="Sign in with it, or ask for a new password."
        )
    connection.execute(
        update(viewer)
        .where(viewer.c.id == viewer_id, viewer.c.mail.is_(None))
        .values(mail=mail, password=password_hash, name=name)
    )


def letter(connection: Connection, viewer_id: int, purpose: Purpose, mail: str, *, now_us: int) -> str:
    """The token of a new letter; those of earlier letters for this purpose are over."""
    token = secrets.token_urlsafe(32)
    ours = (letter_token.c.viewer_id == viewer_id, letter_token.c.purpose == purpose)
    connection.execute(delete(letter_token).where(*ours))
    connection.execute(
        letter_token.insert().values(
            digest=token_digest(token), viewer_id=viewer_id, purpose=purpose, mail=mail, created_us=now_us,
            expires_us=now_us + LETTER_S[purpose] * 1_000_000,
        )
    )  # fmt: skip
    return token


def _opened(connection: Connection, token: str, purpose: Purpose, now_us: int) -> tuple[int, str]:
    """Whose letter it is, and to which address it went; it opens nothing a second time."""
    row = connection.execute(
        select(letter_token)
        .where(letter_token.c.digest == token_digest(token), letter_token.c.purpose == purpose)
        .where(letter_token.c.used_us.is_(None), letter_token.c.expires_us > now_us)
        .with_for_update()
    ).one_or_none()
    # A clock that was set back makes no old letter young.
    if row is None or row.created_us > now_us + 60_000_000:
        raise LinkOver("This link is used or too old", next_step="Ask for a new one.")
    connection.execute(update(letter_token).where(letter_token.c.digest == row.digest).values(used_us=now_us))
    return row.viewer_id, row.mail


def verify(connection: Connection, token: str, *, now_us: int) -> None:
    """The reader of the letter owns its address. Raises ``LinkOver``."""
    viewer_id, mail = _opened(connection, token, "verify", now_us)
    connection.execute(
        update(viewer).where(viewer.c.id == viewer_id, viewer.c.mail == mail).values(is_verified=True)
    )


def reset(connection: Connection, token: str, password_hash: str, *, now_us: int) -> None:
    """The reader of the letter sets a password; every session is over. Raises ``LinkOver``."""
    viewer_id, mail = _opened(connection, token, "reset", now_us)
    connection.execute(
        update(viewer)
        .where(viewer.c.id == viewer_id, viewer.c.mail == mail)
        .values(password=password_hash, is_verified=True)
    )
    connection.execute(delete(session).where(session.c.viewer_id == viewer_id))


def set_role(connection: Connection, mail: str, role: Role) -> bool:
    """Give somebody another role; ``False`` when nobody has the address."""
    assert role in ROLES
    changed = connection.execute(update(viewer).where(viewer.c.mail == plain_mail(mail)).values(role=role))
    return changed.rowcount == 1


def erase(connection: Connection, viewer_id: int, belongings: Belongings, *, now_us: int) -> None:
    """Delete an account: what rooms keep of it, its sessions, its name and address. The row stays, for the
    books name it by its number."""
    belongings.erase(connection, viewer_id, now_us=now_us)
    connection.execute(delete(letter_token).where(letter_token.c.viewer_id == viewer_id))
    connection.execute(delete(session).where(session.c.viewer_id == viewer_id))
    connection.execute(
        update(viewer)
        .where(viewer.c.id == viewer_id)
        .values(mail=None, password="", name="", is_verified=False, role="viewer", deleted_us=now_us)
    )
