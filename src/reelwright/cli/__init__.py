"""The command line: words typed by a person in, the studio's verbs out."""

from reelwright.cli.app import main

__all__ = ["main"]
