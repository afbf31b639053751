"""Who is in a shot → how each of them stands who does nothing: nobody like a doll, no two alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reelwright.stage.blocking import Placed
from reelwright.stage.brief import Actor, ShotBrief

_HERS = ("clasped", "hip", "own-arm", "stand")
_HIS = ("pocket", "apart", "behind", "stand")
_BY_MOOD: dict[str, tuple[str, ...]] = {
    "cold": ("crossed", "behind"), "smirk": ("crossed", "hip", "pocket"), "angry": ("fists", "hips"),
    "determined": ("apart", "hips"), "sad": ("own-arm", "clasped"), "crying": ("own-arm", "clasped"),
    "worried": ("clasped", "own-arm"), "scared": ("own-arm", "clasped"), "tender": ("clasped", "stand"),
    "happy": ("clasped", "pocket"), "tired": ("stand", "apart"),
}  # fmt: skip
_HIS_ONLY, _HERS_ONLY = frozenset({"pocket"}), frozenset({"own-arm", "hip"})


def rests_of(brief: ShotBrief, people: Sequence[Placed], actors: Mapping[str, Actor]) -> dict[str, str]:
    """By character the stance of rest. A character's own habit decides, their mood bends it."""
    taken: set[str] = set()
    rests: dict[str, str] = {}
    for person in sorted(people, key=lambda p: p.subject.character):
        subject = person.subject
        is_female = actors[subject.character].look.sex == "female"
        habits = _HERS if is_female else _HIS
        turn = sum(map(ord, subject.character)) % len(habits)
        own = [*habits[turn:], *habits[:turn]]
        mood = _BY_MOOD.get(subject.expression, ()) if subject.intensity >= 0.4 else ()
        unfit = _HIS_ONLY if is_female else _HERS_ONLY
        wanted = [name for name in (*mood, *own) if name not in unfit]
        if subject.is_lying:
            rests[subject.character] = "lie"
            continue
        rests[subject.character] = next((name for name in wanted if name not in taken), wanted[0])
        taken.add(rests[subject.character])
    return rests
