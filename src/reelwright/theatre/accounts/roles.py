"""What somebody may do here beyond watching."""

from __future__ import annotations

from typing import Literal

Role = Literal["viewer", "creator", "moderator", "operator"]
ROLES: tuple[Role, ...] = ("viewer", "creator", "moderator", "operator")


def may(role: Role, needed: Role) -> bool:
    """Whether ``role`` opens what is kept for ``needed``. An operator may do everything; a creator does not
    moderate, and a moderator has no series."""
    return needed == "viewer" or role == needed or role == "operator"
