"""Chinese words as written → as they are said: 您 or 你, 我 or 本宫, by who speaks to whom; 一张 or 一封."""

from __future__ import annotations

import re

from reelwright.writing.households import SISTER
from reelwright.writing.story import (
    ELDER,
    KEEPER,
    LEAD,
    LOVE,
    PALACE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Story,
)

_ELDERS = frozenset({RULER, PARENT, KEEPER, ELDER})
"""To whom the younger ones say 您."""
_ON_THE_THRONE = frozenset({RULER, LOVE, RIVAL})
_AMONG_THEMSELVES = frozenset(
    {"tender", "break", "mend", "tell", "confess.own", "end", "lantern", "find", "steal"}
    | {f"{part}.{kind}" for part in ("cliff", "resume") for kind in ("plea", "silence", "object", "paper")}
)
"""Where she is no servant and he no emperor."""
_WITH_RESPECT = frozenset({(LOVE, RULER), (RIVAL, RULER), (KEEPER, RULER), (LEAD, RULER), (LEAD, KEEPER)})
"""Today: who says 您 to whom, in every line."""
_WITHOUT = frozenset({(LEAD, PARENT), (RETURNER, RULER)})
"""Today: who says 你 to whom, though they are older: a child at a sickbed, a son who was buried."""
_RESPECT_ENDS = frozenset({"confess", "expose"})
"""Where the lead has no 您 left for who rules."""
_UNKNOWN_VOICE = frozenset({"cliff.call", "resume.call"})
_SELF = re.compile("(?<![你您])我(?!们)")
_YOU = re.compile("你(?!们|我|俩)")
_MOST_SELVES = 2


_COUNTED = (
    (re.compile("一份(?=[一两半][张捆块])"), ""),
    (re.compile("一份(?=[^，。]{0,9}香囊)"), "一只"),
    (re.compile("一份(?=[^，。]{0,9}信封)"), "一个"),
    (re.compile("一份(?=[^，。]{0,9}(?:照片|单|方子|图样|遗诏|供状)(?!文件))"), "一张"),
    (re.compile("一份(?=[^，。]{0,6}信(?!封))"), "一封"),
)


def counted(words: str) -> str:
    """An action with the measure word of what is shown: 一张照片, 一封信, 两张照片."""
    for pattern, word in _COUNTED:
        words = pattern.sub(word, words, count=1)
    return words


def said_to(story: Story, words: str, speaker: str, hearer: str, kind: str, *, is_raised: bool) -> str:
    """``words`` with the pronouns of rank; lines of other languages as they are. ``is_raised`` says that the
    lead is no maid any more."""
    if story.language != "zh":
        return words
    at_court = story.world == PALACE
    above = _ELDERS | _ON_THE_THRONE if at_court and speaker not in _ON_THE_THRONE else _ELDERS
    if hearer not in above or (speaker in _ELDERS and not at_court):
        words = words.replace("您", "你")
    if not at_court:
        return _said_today(story, words, speaker, hearer, kind)
    if kind in _AMONG_THEMSELVES and {speaker, hearer} == {LEAD, LOVE}:
        return words
    if hearer in above and (speaker not in _ON_THE_THRONE or hearer == RULER):
        words = _YOU.sub("您", words)
    selves = story.material["self"]
    rank = "raised" if speaker == LEAD and is_raised else speaker
    own = selves.get(f"{rank}-{hearer}", selves.get(rank, ""))
    if rank == "raised" and own:
        words = words.replace("奴婢", str(own))
    return _SELF.sub(str(own), words, count=_MOST_SELVES) if own else words


def _said_today(story: Story, words: str, speaker: str, hearer: str, kind: str) -> str:
    """One form of address in a whole talk: phrases are written by themselves, with 您 or 你 as it came."""
    if kind.startswith("open.") or (kind == "jeer" and speaker == LOVE):
        return words  # three are there, and a line may be meant for either
    pair = (speaker, hearer)
    is_plain = pair in _WITHOUT or (pair == (LOVE, RULER) and story.household.rule == SISTER)
    is_plain |= pair == (LEAD, RULER) and kind in _RESPECT_ENDS
    if is_plain:
        return words.replace("您", "你")
    if pair in _WITH_RESPECT and not (hearer == KEEPER and kind in _UNKNOWN_VOICE):
        return _YOU.sub("您", words)
    return words
