"""Webhooks of test payments → signed by the theatre's secret, and verified again: time and HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

import msgspec

from reelwright.theatre.wallet.payments import NotGenuine, Told

HEADER = "test-signature"
OLDEST_S = 300
"""A webhook that was signed longer ago than this is a replay."""


class Signing:
    """``secrets``: the newest first; it alone signs, all verify."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self._keys = [hashlib.sha256(b"reelwright/test-payments/1\n" + secret).digest() for secret in secrets]

    def signed(self, body: bytes, *, now_us: int) -> dict[str, str]:
        """The header that goes with ``body``."""
        stamp = str(now_us // 1_000_000)
        return {HEADER: f"{stamp}.{_signature(self._keys[0], stamp, body)}"}

    def verified(self, body: bytes, headers: Mapping[str, str], *, now_us: int) -> Told:
        """What ``body`` tells. Raises ``NotGenuine``."""
        stamp, _, signature = headers.get(HEADER, "").partition(".")
        known = [_signature(key, stamp, body).encode() for key in self._keys]
        if not any(hmac.compare_digest(one, signature.encode()) for one in known):
            raise NotGenuine("The signature of this webhook is wrong")
        if abs(now_us // 1_000_000 - int(stamp)) > OLDEST_S:
            raise NotGenuine("This webhook was signed too long ago")
        try:
            return msgspec.json.decode(body, type=Told)
        except msgspec.DecodeError as problem:
            raise NotGenuine("This webhook cannot be read") from problem


def _signature(key: bytes, stamp: str, body: bytes) -> str:
    return hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
