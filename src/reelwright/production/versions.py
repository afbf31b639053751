"""The version of every maker: raise one when the maker's code changes what comes out.

A version is part of the key of all that the maker made. ``tests/production/test_versions.py`` pins
the source of each maker's rooms beside it, and fails when one changes without the other.
"""

from __future__ import annotations

VOICE = 3
SHOT = 5
RENDER = 1
MUSIC = 3
AMBIENCE = 2
EFFECT = 2
TIMELINE = 1
DIALOGUE = 1
MIX = 5
POSTER = 5
SHEET = 1
FILM = 1
PACKAGE = 1
