"""A running theatre → one file, and a theatre again, on either database."""

from reelwright.theatre.backup.restoring import Restored, restore
from reelwright.theatre.backup.saving import Saved, save

__all__ = ["Restored", "Saved", "restore", "save"]
