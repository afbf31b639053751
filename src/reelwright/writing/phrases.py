"""Files of phrases + what is true just now → lines, each said once.

A file holds pools: ``== name`` opens one, every line after it is a phrase. ``[a|b]`` takes either, ``<name>``
a phrase of another pool, ``{slot}`` a fact. ``ice,to-love: …`` is said only where all those tags hold.
A world of its own has a folder of such files; of the others it is lent what it can know of.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from reelwright.errors import BuildFailed
from reelwright.writing.sameness import Sayings
from reelwright.writing.story import TODAY, facts_of

MANNERS = frozenset({"ice", "sugar", "dry", "blunt", "gentle", "jest"})
"""Ways of speaking that a phrase may belong to; the other tags are conditions."""
_TAGS = re.compile(r"^([a-z][a-z,\-]*): ")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_POOL = re.compile(r"<([\w.]+)>")
_SLOT = re.compile(r"\{([\w.]+)\}")
_THIRD_PERSON = re.compile(
    r"\{([\w.]+)\}(?:'s | is\b| isn't| was\b| wasn't| has\b| doesn't| knows| goes| sleeps| can)"
)
_SOMEBODY = frozenset({"c", "v", "t", "that", "lead", "love", "ruler", "rival"})
"""The slots that stand for people."""
_ME_AND_YOU = frozenset({"I", "you", "me"})
_TRIES = 40
_SHUFFLE = 0.02
"""How far chance moves a phrase in its deck."""
_OWN = 0.05
"""By how much a phrase that is only this speaker's own comes before the others."""
_SEATS = 10
"""To so many neighbouring seeds a deck of phrases is dealt in turn."""
_SEATINGS = tuple(
    tuple((first + (step + 1) // 2 * (1 if step % 2 else -1)) % _SEATS for step in range(_SEATS))
    for first in range(_SEATS // 2)
)
_SENTENCE_START = re.compile(r"(^|[.!?…]\s+|[.!?]\"\s+|—\s)([\"“]?)([a-z])")


@dataclass(frozen=True)
class Phrase:
    """One line of a pool: what it says and the tags that must hold."""

    text: str
    tags: frozenset[str] = frozenset()

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(_SLOT.findall(self.text))


Pools = Mapping[str, tuple[Phrase, ...]]


def read_pools(text: str) -> dict[str, tuple[Phrase, ...]]:
    """The pools of a file of phrases."""
    pools: dict[str, list[Phrase]] = {}
    name = ""
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            name = line[3:]
            pools.setdefault(name, [])
            continue
        tags = _TAGS.match(line)
        pools[name].append(
            Phrase(line[tags.end() :], frozenset(tags[1].split(","))) if tags else Phrase(line)
        )
    return {name: tuple(phrases) for name, phrases in pools.items()}


@cache
def pools_of(language: str, world: str = TODAY) -> Pools:
    """All pools that the package holds for ``en`` or ``zh``, as they are used in a world."""
    folder = resources.files("reelwright.writing") / "words" / language
    pools = _pools_in(folder)
    if world:
        own = _pools_in(folder / world)
        unknown = re.compile(facts_of(language, world)["unknown"], re.IGNORECASE)
        for name, phrases in pools.items():
            lent = () if name.startswith("act.") and name in own else _lent(phrases, unknown)
            own[name] = own.get(name, ()) + lent
        pools = own
    for trade, row in facts_of(language, world)["trades"].items():
        pools[f"trade.{trade}"] = tuple(Phrase(text) for text in row["boast"])
    return pools


@cache
def fits_people(text: str, language: str, unfit: tuple[str, ...]) -> bool:
    """Whether a template says nothing that would be wrong of the story's people: their own slots aside.
    ``unfit`` names entries of ``[unfit]`` in ``facts.toml``."""
    words = facts_of(language)["unfit"]
    bare = _SLOT.sub("", text)
    return not any(re.search(words[entry], bare, re.IGNORECASE) for entry in unfit)


def _pools_in(folder: Traversable) -> dict[str, tuple[Phrase, ...]]:
    pools: dict[str, tuple[Phrase, ...]] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".txt"):
            for name, phrases in read_pools(file.read_text(encoding="utf-8")).items():
                pools[name] = pools.get(name, ()) + phrases
    return pools


def _lent(phrases: Iterable[Phrase], unknown: re.Pattern[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in phrases if not unknown.search(phrase.text))


@dataclass
class Speaker:
    """What is true where a line is said: the slots that can be filled, the tags that hold, the slots that
    would sound wrong here, and which pool another name stands for."""

    slots: Mapping[str, str]
    tags: Collection[str] = ()
    barred: Collection[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Hand:
    """Phrases that fit, and in which order this seed takes them."""

    phrases: list[Phrase]
    order: Mapping[str, float]


@dataclass
class Phrasebook:
    """Draws phrases from pools so that none comes back soon and no line is nearly another."""

    language: str
    pools: Pools
    chance: random.Random
    seed: int = 1
    names: Collection[str] = ()
    unfit: tuple[str, ...] = ()
    used: Counter[str] = field(default_factory=Counter)
    said: Sayings = field(default_factory=Sayings)
    _decks: dict[str, tuple[float, Mapping[str, int]]] = field(default_factory=dict)

    def line(self, names: Iterable[str], speaker: Speaker, *, is_new: bool = True) -> str:
        """A line from the first of the pools ``names`` that has one for ``speaker``; with ``is_new`` the one
        least like what was said before in this series. Raises ``BuildFailed`` when no pool has any."""
        fitting = self._fitting(names, speaker)
        drawn: list[tuple[float, str, Phrase]] = []
        for _ in range(_TRIES):
            phrase = self._least_used(fitting, speaker)
            text = finished(self._spoken(phrase, speaker), self.language)
            likeness = self.said.nearest(text, self.names) if is_new else 0.0
            drawn.append((likeness, text, phrase))
            if likeness < 0.5:
                break
        likeness, text, phrase = min(drawn, key=lambda entry: entry[0])
        self.used[phrase.text] += 1
        if is_new:
            self.said.add(text, self.names)
        return text

    def _fitting(self, names: Iterable[str], speaker: Speaker) -> _Hand:
        for name in names:
            pool = speaker.aliases.get(name, name)
            fitting = [phrase for phrase in self.pools.get(pool, ()) if _fits(phrase, speaker)]
            sayable = [one for one in fitting if fits_people(one.text, self.language, self.unfit)]
            if sayable:  # dealt as to everybody, so that neighbours with other people sit at the same deck
                return _Hand(sayable, self._dealt(pool, fitting))
        raise BuildFailed(f"No phrase of {', '.join(names)} fits {sorted(speaker.tags)}")

    def _dealt(self, pool: str, fitting: list[Phrase]) -> Mapping[str, float]:
        """In which order the phrases of a pool that fit are taken, 0..1. Ten neighbouring seeds sit around
        the deck and begin at ten places of it, so that they share fewer phrases than chance would give them.
        Who sits beside whom differs from pool to pool: in five pools everybody has sat beside everybody once
        (Walecki's zigzags), so that no two share many."""
        if pool not in self._decks:
            deck = [phrase.text for phrase in self.pools[pool]]
            random.Random(pool).shuffle(deck)
            table, guest = divmod(self.seed - 1, _SEATS)
            # Pools of like size make up one round: it is in the small ones that neighbours meet.
            number = sorted(self.pools, key=lambda name: (len(self.pools[name]), name)).index(pool)
            guests = list(range(_SEATS))
            random.Random(f"{number // len(_SEATINGS)}/{table}").shuffle(guests)
            seat = _SEATINGS[number % len(_SEATINGS)].index(guests[guest])
            cut = seat / _SEATS + random.Random(f"{pool}/{table}").random()
            self._decks[pool] = (cut, {text: place for place, text in enumerate(deck)})
        cut, places = self._decks[pool]
        ranked = sorted((phrase.text for phrase in fitting), key=places.__getitem__)
        return {text: (rank / len(ranked) - cut) % 1 for rank, text in enumerate(ranked)}

    def _least_used(self, hand: _Hand, speaker: Speaker) -> Phrase:
        def weight(phrase: Phrase) -> float:
            ahead = _OWN * bool(phrase.tags)
            chance = self.chance.random() * _SHUFFLE
            return self.used[phrase.text] + hand.order[phrase.text] - ahead + chance

        return min(hand.phrases, key=weight)

    def _spoken(self, phrase: Phrase, speaker: Speaker) -> str:
        text = phrase.text
        while match := _CHOICE.search(text):
            choice = self.chance.choice(match[1].split("|"))
            text = text[: match.start()] + choice + text[match.end() :]
        while match := _POOL.search(text):
            inner = self._least_used(self._fitting([match[1]], speaker), speaker)
            self.used[inner.text] += 1
            said = self._spoken(inner, speaker)
            said = finished(said, self.language) if said[-1:].isalnum() else said
            text = text[: match.start()] + said + text[match.end() :]
        return _SLOT.sub(lambda slot: speaker.slots[slot[1]], text)


def _fits(phrase: Phrase, speaker: Speaker) -> bool:
    slots = phrase.slots
    if not (phrase.tags <= set(speaker.tags) and slots <= speaker.slots.keys()) or slots & set(
        speaker.barred
    ):
        return False
    # "My father is", but not "I is": a verb of the third person wants somebody who is not here.
    third = {slot for slot in _THIRD_PERSON.findall(phrase.text) if slot.partition(".")[0] in _SOMEBODY}
    return not any(speaker.slots[slot] in _ME_AND_YOU for slot in third)


def finished(text: str, language: str) -> str:
    """A line as it is written: capitals at the starts of sentences, an end mark, no doubled marks."""
    text = re.sub(r"\s+", " ", text).strip()
    if language == "en":
        text = _SENTENCE_START.sub(lambda m: m[1] + m[2] + m[3].upper(), text)
        text = re.sub(r"([.!?])\.", r"\1", text) if "..." not in text else text
        text = re.sub(r"\b([Aa]) (?!eu|one\b|once\b|un[ai])([aeiou])", r"\1n \2", text)
        text = re.sub(r"\b(peon|lil)ys\b", r"\1ies", text)
        text = re.sub(r"\b(iris|lotus)s\b", r"\1es", text)
        text = re.sub(r"(\w)\"$", r'\1."', text)
        return text if re.search(r"[.!?…—\"]$", text) else text + "."
    text = re.sub(r"([。！？])。", r"\1", text)
    return text if re.search(r"(?:[。！？…—]|[。！？…]”)$", text) else text + "。"
