"""Who watches: viewers, guests among them, and their sessions."""

from reelwright.theatre.accounts.roles import ROLES, Role, may
from reelwright.theatre.accounts.sessions import (
    SESSION_S,
    Viewer,
    end_session,
    new_guest,
    open_session,
    token_digest,
    viewer_of,
)

__all__ = [
    "ROLES",
    "SESSION_S",
    "Role",
    "Viewer",
    "end_session",
    "may",
    "new_guest",
    "open_session",
    "token_digest",
    "viewer_of",
]
