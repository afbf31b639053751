"""Shots of an episode → the same shots with what strikes the eye: accents, whip pans, names of new faces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from reelwright.casting.documents import Character
from reelwright.screenplay import Screenplay
from reelwright.storyboard.documents import Accent, Beat, EffectCue, NameCard, Shot

FREEZE_S = 1.15
SHOCK_FROM = 0.72
"""From this intensity on a shocked face is drawn with shock lines."""
_SINGLES = ("close-up", "medium-close-up", "medium")
_MOST_INTRODUCED = 3
_LEAST_LINES = 3
_LONGEST_ROLE = {"latin": 34, "chinese": 14}
_BLOWS = ("slap", "slams", "hits", "punch", "crash", "smash", "耳光", "一巴掌", "拍案", "摔", "打了")
_HASTE = ("runs", "run through", "races", "sprint", "chase", "rushes", "奔", "冲", "追", "飞快")
_RELATIVE = re.compile(r"(?:,|;|:| — | – |\bwho\b|\bwhose\b|，|；|：|。)", re.IGNORECASE)


def is_blow(action: str) -> bool:
    """Whether an action strikes somebody or something."""
    text = action.casefold()
    return any(word in text for word in _BLOWS)


def with_accents(shots: Sequence[Shot]) -> list[Shot]:
    """Shock on a face that has just understood, a blow's flash, lines of haste, dread at the very end."""
    return [
        msgspec.structs.replace(shot, accents=found) if (found := _accents(shot)) else shot for shot in shots
    ]


def _accents(shot: Shot) -> tuple[Accent, ...]:
    found: list[Accent] = []
    for number, beat in enumerate(shot.beats):
        if beat.kind == "action" and is_blow(beat.text) and shot.subjects:
            found.append(Accent(kind="impact", beat=number))
        elif beat.kind == "action" and _has_haste(beat.text) and shot.subjects:
            found.append(Accent(kind="speed", beat=number))
        elif (
            beat.kind == "line"
            and beat.first_word == 0
            and beat.expression == "shocked"
            and beat.intensity >= SHOCK_FROM
            and shot.framing in ("close-up", "medium-close-up")
        ):
            found.append(Accent(kind="shock", beat=number))
    if shot.is_cliffhanger and shot.beats:
        found.append(Accent(kind="dread", beat=len(shot.beats) - 1))
    return tuple(found[:2])


def _has_haste(action: str) -> bool:
    text = action.casefold()
    return any(word in text for word in _HASTE)


def with_whips(shots: Sequence[Shot]) -> list[Shot]:
    """A shot that is whipped into comes from the side its person stands on; the one before goes the other
    way, if it is cut from at all."""
    whipped = list(shots)
    for number, shot in enumerate(whipped):
        if shot.move != "whip":
            continue
        side = next((s.side for s in shot.subjects if s.role != "foreground"), "right")
        entry = "left" if side == "left" else "right"
        whipped[number] = msgspec.structs.replace(shot, entry=entry)
        before = whipped[number - 1] if number else None
        if before is not None and before.transition_out == "cut" and before.framing != "card":
            leave = "left" if entry == "right" else "right"
            whipped[number - 1] = msgspec.structs.replace(before, transition_out="whip", leave=leave)
    return whipped


def leads_of(screenplay: Screenplay, cast: Mapping[str, Character]) -> tuple[str, ...]:
    """The keys of those who speak most often: at most three, each with a few lines."""
    said = Counter(cast[line.speaker].key for line in screenplay.lines if not line.is_heard_only)
    return tuple(key for key, count in said.most_common(_MOST_INTRODUCED) if count >= _LEAST_LINES)


def with_introductions(
    shots: Sequence[Shot],
    cast: Mapping[str, Character],
    *,
    leads: Sequence[str],
    noted: Mapping[str, tuple[str, str]],
) -> list[Shot]:
    """The picture freezes on each of ``leads`` after their first line in a single that is no hook, and says
    who they are. ``noted`` is what notes ask for: id of the line → character's key and words."""
    people = {character.key: character for character in cast.values()}
    waiting = [key for key in leads if key not in {key for key, _ in noted.values()}]
    named: list[Shot] = []
    for shot in shots:
        asked = (
            noted.get(shot.line_id)
            if any(b.kind == "line" and b.end_word == -1 for b in shot.beats)
            else None
        )
        key = asked[0] if asked else next((k for k in waiting if _introduces(shot, k)), "")
        if not key or key not in people or (asked and not shot.subjects):
            named.append(shot)
            continue
        if key in waiting:
            waiting.remove(key)
        role = (asked[1] if asked else "") or role_of(people[key])
        beat = len(shot.beats)
        named.append(
            msgspec.structs.replace(
                shot,
                beats=(*shot.beats, Beat(kind="pause", seconds=FREEZE_S)),
                name_card=NameCard(character=key, name=people[key].name, role=role, beat=beat),
                effects=(*shot.effects, EffectCue(name="whoosh", beat=beat)),
            )
        )
    return named


def _introduces(shot: Shot, key: str) -> bool:
    """Whether a shot is the place to name somebody: alone in it, speaking, not at a height of feeling."""
    if (
        shot.is_hook
        or shot.is_reveal
        or shot.is_cliffhanger
        or shot.is_memory
        or shot.framing not in _SINGLES
    ):
        return False
    if len(shot.subjects) != 1 or shot.subjects[0].character != key or shot.subjects[0].role != "speaker":
        return False
    last = shot.beats[-1]
    return last.kind == "line" and last.end_word == -1 and last.intensity < 0.8


def role_of(character: Character) -> str:
    """A few words on who somebody is: the cast file's own, else how its persona begins, else nothing."""
    if character.role:
        return character.role
    first = re.split(r"(?<=[.!?])\s|[。！？]", character.persona.strip(), maxsplit=1)[0].strip(" .!?。！？")
    for candidate in (first, _RELATIVE.split(first, maxsplit=1)[0].strip()):
        is_chinese = any(ord(c) > 0x2E80 for c in candidate)
        if candidate and len(candidate) <= _LONGEST_ROLE["chinese" if is_chinese else "latin"]:
            return candidate
    return ""
