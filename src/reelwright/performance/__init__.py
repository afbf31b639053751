"""One line as it was spoken: words, phones and loudness over time."""

from reelwright.performance.documents import Performance, Phone, Word

__all__ = ["Performance", "Phone", "Word"]
