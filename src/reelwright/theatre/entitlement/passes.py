"""A viewer, an episode and an end → a short signed text, and back, without the database.

The pass travels in a cookie whose path is the episode's folder, so that a copied address carries none. It is
checked at every playlist, segment and key; a pass for another episode, a changed or an old one is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence

import msgspec

from reelwright.errors import BadInput, ReelwrightError

PASS_S = 6 * 3600
"""How long a pass is good for: an episode's length many times over, a day's end at the latest."""
SHORTEST_SECRET = 32
_VERSION = "1"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAC_BYTES = 32


class Forged(ReelwrightError):
    """A pass that was not signed here, or not for this episode."""


class PassOver(ReelwrightError):
    """A pass whose time is over: ask for a new one."""


class Pass(msgspec.Struct, frozen=True):
    """``viewer`` may fetch the files of ``episode`` until ``until_us`` (microseconds since 1970, UTC)."""

    viewer: str
    episode: str
    until_us: int


class Keyring:
    """The secrets that sign and verify, the newest first: it alone signs, all verify.

    To change the secret put a new one before the old, and take the old one out when its last pass is over.
    Raises ``BadInput`` for a secret of fewer than 32 bytes.
    """

    def __init__(self, secrets: Sequence[bytes]) -> None:
        if not secrets or any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise BadInput(
                "A secret that signs passes is missing or shorter than 32 bytes",
                next_step="Make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
            )
        keys = [hashlib.sha256(b"reelwright/pass/1\n" + secret).digest() for secret in secrets]
        self._keys = {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}
        self._signer = next(iter(self._keys))

    def sign(self, granted: Pass) -> str:
        """``1.key.until.viewer.episode.signature``: what a cookie or an address may hold."""
        for name in (granted.viewer, granted.episode):
            if not _NAME.fullmatch(name):
                raise BadInput(f"{name!r} cannot stand in a pass")
        said = f"{_VERSION}.{self._signer}.{granted.until_us}.{granted.viewer}.{granted.episode}"
        return f"{said}.{self._signature(self._signer, said)}"

    def verify(self, text: str, *, episode: str, now_us: int) -> Pass:
        """The pass that ``text`` is. Raises ``Forged`` or ``PassOver``."""
        said, _, signature = text.rpartition(".")
        parts = said.split(".")
        if len(parts) != 5 or parts[0] != _VERSION or parts[1] not in self._keys:
            raise Forged("This is not a pass of this theatre", next_step="Open the episode again.")
        if not hmac.compare_digest(self._signature(parts[1], said).encode(), signature.encode()):
            raise Forged("The signature of the pass is wrong", next_step="Open the episode again.")
        granted = Pass(viewer=parts[3], episode=parts[4], until_us=int(parts[2]))
        if granted.episode != episode:
            raise Forged(
                "The pass is for another episode", where=episode, next_step="Open the episode again."
            )
        if granted.until_us <= now_us:
            raise PassOver("The pass is over", where=episode, next_step="Open the episode again.")
        return granted

    def _signature(self, key: str, said: str) -> str:
        mac = hmac.new(self._keys[key], said.encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(mac[:_MAC_BYTES]).rstrip(b"=").decode()
