"""An address that came with a request → one of this theatre: nobody is led elsewhere."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_LONGEST = 300


def inside(address: str, *, otherwise: str = "/") -> str:
    """``address`` where it is a path of this theatre, ``otherwise`` where it is anything else."""
    parts = urlsplit(address) if len(address) < _LONGEST else None
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    if parts is None or parts.netloc or not is_ours or "\\" in address or not address.isprintable():
        return otherwise
    return address


def leading_back(path: str, back: str) -> str:
    """``path`` with ``?back=`` an address of this theatre; ``path`` alone without one."""
    return f"{path}?back={quote(back, safe='')}" if back else path
