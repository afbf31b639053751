"""Letters by SMTP, through the outbox."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection

from reelwright.errors import BadInput
from reelwright.theatre.store import Clock, Job, enqueue

KIND = "letter"
_PATIENCE_S = 30


def post(connection: Connection, *, to: str, subject: str, text: str, now_us: int) -> None:
    """A letter that is sent when this transaction is committed."""
    enqueue(connection, KIND, {"to": to, "subject": subject, "text": text}, now_us=now_us)


class Postman:
    """Delivers letters to ``smtp://user:password@host:port`` (``smtps://`` for TLS from the first byte; plain
    ``smtp`` takes STARTTLS when the server offers it). Without an address they are written to ``unsent``."""

    def __init__(self, address: str, sender: str, clock: Clock, *, unsent: Callable[[str], None]) -> None:
        self._parts = urlsplit(address)
        self._sender, self._clock, self._unsent = sender, clock, unsent
        if address and self._parts.scheme not in ("smtp", "smtps"):
            raise BadInput("The mail server is no smtp:// address", where="smtp")

    def __call__(self, job: Job) -> None:
        """Of the outbox. Raises what ``smtplib`` raises: the outbox tries again."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self._sender, job.body["to"], job.body["subject"]
        letter["Date"] = format_datetime(datetime.fromtimestamp(self._clock.now_us() / 1e6, UTC))
        # The same letter, delivered again, has the same name: most readers show it once.
        letter["Message-ID"] = make_msgid(job.key, self._sender.rpartition("@")[2] or "localhost")
        letter.set_content(job.body["text"])
        if not self._parts.hostname:
            self._unsent(letter.as_string())
            return
        is_tls = self._parts.scheme == "smtps"
        kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
        with kind(
            self._parts.hostname, self._parts.port or (465 if is_tls else 25), timeout=_PATIENCE_S
        ) as server:
            if not is_tls and server.has_extn("starttls"):
                server.starttls()
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            server.send_message(letter)
