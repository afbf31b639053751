"""Frozen documents of the written series: the bible, a draft of everything, and what a checker finds."""

from __future__ import annotations

import msgspec

from reelwright.casting.documents import Character


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the bible. ``key`` is the stem of the cast file, ``part`` what they are to the story
    (``lead``, ``love``, ``ruler`` …), ``calls`` other words for them in the lines."""

    key: str
    name: str
    part: str = ""
    wants: str = ""
    hides: str = ""
    arc: str = ""
    calls: tuple[str, ...] = ()
    is_seen: bool = True


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """How two people stand to each other; ``one`` and ``other`` are keys."""

    one: str
    other: str
    bond: str


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did and others must not know.

    ``words`` are said only by who knows: the checker follows them. ``knows`` are the keys of those who know
    from the start, ``opens`` the episode in which it first comes up.
    """

    key: str
    deed: str
    culprit: str
    victim: str
    fact: str
    words: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    opens: int = 1


class Learning(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody learns a secret in an episode."""

    who: str
    secret: str


class EpisodeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the season's table. ``tension`` lies in 0..1."""

    number: int
    title: str
    hook: str
    turn: str
    cliffhanger: str
    learns: tuple[Learning, ...] = ()
    tension: float = 0.5


class Bible(msgspec.Struct, frozen=True, kw_only=True):
    """The truth about a series, written beside its episodes as ``bible.toml``."""

    title: str
    language: str
    logline: str
    form: str = ""
    seed: int = 1
    premise: str = ""
    world: str = ""
    motifs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    cast: tuple[Member, ...] = ()
    ties: tuple[Tie, ...] = ()
    secrets: tuple[Secret, ...] = ()
    season: tuple[EpisodeRow, ...] = ()

    def member(self, key: str) -> Member | None:
        return next((member for member in self.cast if member.key == key), None)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a writer hands over: the bible, the cast, and each episode as Fountain text, in order.

    ``taken`` says what was recognised in the logline, ``left`` which of its words were not.
    """

    bible: Bible
    characters: tuple[Character, ...]
    episodes: tuple[str, ...]
    tagline: str = ""
    ensemble: str = ""
    taken: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not fit. ``code`` is a stable word, ``line_id`` the line to look at (empty when
    no line is near), ``fix`` what to write instead; ``is_contradiction`` tells facts from matters of pace."""

    code: str
    message: str
    fix: str
    episode: int
    line_id: str = ""
    is_contradiction: bool = True
