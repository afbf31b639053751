"""A logline → a bible and episodes; any series → findings of continuity and a score."""

from reelwright.writing.documents import Bible, Draft, Finding
from reelwright.writing.storyteller import BuiltInWriter, Writer

__all__ = ["Bible", "BuiltInWriter", "Draft", "Finding", "Writer"]
