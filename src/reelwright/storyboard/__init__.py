"""Scenes → shots, by the grammar of film."""

from reelwright.storyboard.board import storyboard

__all__ = ["storyboard"]
