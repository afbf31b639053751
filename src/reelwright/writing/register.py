"""Chinese words as written → as they are said: 您 or 你, 我 or 本宫, by who speaks to whom; 一张 or 一封."""

from __future__ import annotations

import re

from reelwright.writing.story import ELDER, KEEPER, LEAD, LOVE, PALACE, PARENT, RIVAL, RULER, Story

_ELDERS = frozenset({RULER, PARENT, KEEPER, ELDER})
"""To whom the younger ones say 您."""
_ON_THE_THRONE = frozenset({RULER, LOVE, RIVAL})
_AMONG_THEMSELVES = frozenset(
    {"tender", "break", "mend", "tell", "confess.own", "end", "lantern", "find", "steal"}
    | {f"{part}.{kind}" for part in ("cliff", "resume") for kind in ("plea", "silence", "object", "paper")}
)
"""Where she is no servant and he no emperor."""
_SELF = re.compile("(?<![你您])我(?!们)")
_YOU = re.compile("你(?!们|我|俩)")
_MOST_SELVES = 2


_COUNTED = (
    (re.compile("一份(?=[一两半][张捆块])"), ""),
    (re.compile("一份(?=[^，。]{0,9}香囊)"), "一只"),
    (re.compile("一份(?=[^，。]{0,9}信封)"), "一个"),
    (re.compile("一份(?=[^，。]{0,9}(?:照片|单|方子|图样|遗诏|供状)(?!的))"), "一张"),
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
    if not at_court or (kind in _AMONG_THEMSELVES and {speaker, hearer} == {LEAD, LOVE}):
        return words
    if hearer in above and (speaker not in _ON_THE_THRONE or hearer == RULER):
        words = _YOU.sub("您", words)
    selves = story.material["self"]
    rank = "raised" if speaker == LEAD and is_raised else speaker
    own = selves.get(f"{rank}-{hearer}", selves.get(rank, ""))
    if rank == "raised" and own:
        words = words.replace("奴婢", str(own))
    return _SELF.sub(str(own), words, count=_MOST_SELVES) if own else words
