"""Dialogue lines → speech with word and phone times. Engines fulfil the ``Voice`` protocol."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from .documents import Speech, Utterance

__all__ = ["ENTRY_POINT_GROUP", "Speech", "Utterance", "Voice"]

ENTRY_POINT_GROUP = "reelwright.voices"
"""Where third parties register their engines; each entry is a callable without arguments that makes one."""


@runtime_checkable
class Voice(Protocol):
    """A voice engine. ``name`` and ``version`` are part of the action key of every line it speaks."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def speak(self, utterance: Utterance) -> Speech:
        """Speak one line.

        The same utterance gives the same bytes. Text that cannot be spoken (only punctuation, an
        unknown language) gives a usable fall-back and a ``Notice``, never an exception. Raises
        ``MissingDependency`` when the engine is not installed, ``VoiceFailed`` when it broke.
        """
        ...
