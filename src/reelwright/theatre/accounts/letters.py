"""Letters by SMTP, through the outbox."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection

from reelwright.errors import BadInput
from reelwright.theatre.store import Clock, Job, enqueue

KIND = "letter"
_PATIENCE_S = 30
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Lines(EmailPolicy):
    """As the library writes headers, but those of lists (``List-Unsubscribe``) on one line: a long address
    would be encoded, and no mail program finds it any more."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if _is_of_lists(name) else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if _is_of_lists(name) else super().fold_binary(name, value)


def _is_of_lists(name: str) -> bool:
    return name.lower().startswith("list-")


def post(
    connection: Connection,
    *,
    to: str,
    subject: str,
    text: str,
    now_us: int,
    stop: Mapping[str, str] | None = None,
    due_us: int = 0,
) -> None:
    """A letter that is sent when this transaction is committed. ``stop``: the headers by which whoever gets
    it asks for no more of its kind."""
    body = {"to": to, "subject": subject, "text": text, "headers": dict(stop or {})}
    enqueue(connection, KIND, body, now_us=now_us, due_us=due_us)


class Postman:
    """Delivers letters to ``smtp://user:password@host:port`` (``smtps://`` for TLS from the first byte; plain
    ``smtp`` takes STARTTLS when the server offers it, and gives no password to one that does not). The
    server's certificate is checked, except on this machine. Without an address letters go to ``unsent``."""

    def __init__(self, address: str, sender: str, clock: Clock, *, unsent: Callable[[str], None]) -> None:
        self._parts = urlsplit(address)
        self._sender, self._clock, self._unsent = sender, clock, unsent
        if address and self._parts.scheme not in ("smtp", "smtps"):
            raise BadInput("The mail server is no smtp:// address", where="smtp")

    def __call__(self, job: Job) -> None:
        """Of the outbox. Raises what ``smtplib`` raises: the outbox tries again."""
        letter = EmailMessage(policy=_Lines())
        letter["From"], letter["To"], letter["Subject"] = self._sender, job.body["to"], job.body["subject"]
        letter["Date"] = format_datetime(datetime.fromtimestamp(self._clock.now_us() / 1e6, UTC))
        # The same letter, delivered again, has the same name: most readers show it once.
        letter["Message-ID"] = make_msgid(job.key, self._sender.rpartition("@")[2] or "localhost")
        for name, value in job.body.get("headers", {}).items():
            letter[name] = value
        letter.set_content(job.body["text"])
        if not self._parts.hostname:
            self._unsent(letter.as_string())
            return
        with self._connected(self._parts.hostname) as server:
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            server.send_message(letter)

    def _connected(self, host: str) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._parts.port or 465, timeout=_PATIENCE_S, context=context)
        server = smtplib.SMTP(host, self._parts.port or 25, timeout=_PATIENCE_S)
        server.ehlo()
        if host in _THIS_MACHINE:
            return server
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif self._parts.username:
            server.close()
            raise BadInput(
                "The mail server would get its password in the clear",
                where=host,
                next_step="Write smtps:// if it speaks TLS from the first byte.",
            )
        return server
