"""A series → contradictions: names, presence, knowledge, objects, hours, clothes; each with a fix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reelwright.casting import outfit_in
from reelwright.casting.wording import outfit_named
from reelwright.screenplay.documents import Action, Direction, Line, Scene
from reelwright.screenplay.notices import is_same_name
from reelwright.writing.documents import Finding
from reelwright.writing.series_text import LEAVES, People, SeriesText, nearest_line

_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
_DESTROYS = re.compile(
    r"\bburn|curls? in the|over the (?:fire|candle|flame)|into the (?:grate|fire)|"
    r"\btears?\b.*\b(?:in two|up)\b|shreds?\b|"
    r"举到火|在火里|壁炉|撕成|撕碎|烧了|烧掉"
)
_SHOWS = re.compile(
    r"\bhands?\b|holds? (?:up|out)|\blays?\b|\blies\b|unfolds?|slides?|lights up|"
    r"pulls? out|递|举起|放在|展开|抽出|亮起"
)
_COPY = re.compile(r"\bcopy|copies|another|second\b|复印|另一|第二")
_GIVES = re.compile(r"\bhands?\b|\bgives?\b|递给|交给")
_PAPERS = (
    *(
        "contract",
        "letter",
        "file",
        "photo",
        "will",
        "envelope",
        "cheque",
        "bill",
        "test",
        "chart",
        "page",
        "key",
        "ring",
    ),
    *("合同", "文件", "信", "照片", "遗嘱", "信封", "支票", "鉴定", "钥匙", "戒指", "收条"),
)
_IS_NO_NAME = re.compile(r"[一两几这那张份封把枚捆着的了出起过给向和与在拿递举]|^$")
"""Before a thing: it does not say which one."""
_HOURS = (
    ("night", re.compile(r"\bmoonlight|\bmidnight\b|under the stars|月光|夜色|星空")),
    ("day", re.compile(r"\bsunlight|\bnoon\b|midday sun|broad daylight|阳光|正午|大太阳")),
)
_GREETINGS = (
    ("day", re.compile(r"^good morning\b|^早上好|^早安")),
    ("night", re.compile(r"^good evening\b|^晚上好")),
)
_WEARS = re.compile(
    r"(?:\bin|wears?|wearing) (?:her|his|an?) ([a-z -]{3,24}?)(?:[.,;]|$)|"
    r"穿着([\u4e00-\u9fff]{1,8})"
)


def contradictions(series: SeriesText) -> list[Finding]:
    """Everything that cannot be true at once, in the order of the script within each kind."""
    people = People(series)
    found: list[Finding] = []
    for check in (_names, _presence, _knowledge, _objects, _hours, _clothes):
        found += check(series, people)
    return found


def _finding(code: str, message: str, fix: str, episode: int, line_id: str) -> Finding:
    return Finding(code=code, message=message, fix=fix, episode=episode, line_id=line_id)


def _names(series: SeriesText, people: People) -> Iterator[Finding]:
    """Cues and spoken names that are nearly, but not quite, somebody's."""
    counts = Counter(line.speaker for _, line in series.lines())
    filed = [name for c in series.characters for name in (c.name, *c.aliases)]
    known = sorted(counts, key=lambda name: -counts[name])
    told: set[tuple[int, str]] = set()
    own = {name.casefold() for name in filed}
    for episode, line in series.lines():
        yield from _spoken_names(episode, line, {*filed, *known})
        if line.speaker.casefold() in own:
            continue  # who has a file of their own is nobody's misspelling
        right = next(
            (
                other
                for other in (*filed, *known)
                if other != line.speaker
                and people.key(other) != people.key(line.speaker)
                and counts[line.speaker] * 3 <= counts.get(other, 3)
                and is_same_name(line.speaker, other)
            ),
            "",
        )
        if right and (episode, line.speaker) not in told:
            told.add((episode, line.speaker))
            yield _finding(
                "name-slip",
                f"{line.speaker} looks like another spelling of {right}",
                f"Write {right}.",
                episode,
                line.id,
            )


def _spoken_names(episode: int, line: Line, known: set[str]) -> Iterator[Finding]:
    words = {part for name in known for part in name.split()}
    shown = {word.title() if word.isupper() else word for word in words}
    spoken = _CAPITAL.findall(line.text)
    for name in known:
        if not name.isascii() and len(name) >= 2:
            spoken += [
                line.text[at : at + len(name)]
                for at in range(len(line.text) - len(name) + 1)
                if line.text[at] == name[0]
            ]
    for word in dict.fromkeys(spoken):
        if word in shown:
            continue
        right = next(
            (name for name in sorted(shown) if len(name) == len(word) and is_same_name(word, name)), ""
        )
        if right:
            yield _finding(
                "name-slip", f"{word} is said, the name is {right}", f"Write {right}.", episode, line.id
            )


def _presence(series: SeriesText, people: People) -> Iterator[Finding]:
    """Who speaks though they have left, or are never seen in this story."""
    unseen = {m.key: m.name for m in series.bible.cast if not m.is_seen} if series.bible else {}
    for episode, scene in series.scenes():
        gone: set[str] = set()
        for item in scene.items:
            if isinstance(item, Action):
                named = people.named_in(item.text)
                gone -= set(named)
                if LEAVES.search(item.text.casefold()) and named:
                    gone.add(named[0])
            elif isinstance(item, Line) and not item.is_heard_only:
                key = people.key(item.speaker)
                if key in gone:
                    yield _finding(
                        "spoke-after-leaving",
                        f"{item.speaker} has left and speaks",
                        "Let them say it before they go, come back in an action, or mark it (O.S.).",
                        episode,
                        item.id,
                    )
                if key in unseen:
                    yield _finding(
                        "is-never-seen",
                        f"{unseen[key]} is only spoken of, but stands here",
                        "Mark the line (V.O.), or give it to somebody who is there.",
                        episode,
                        item.id,
                    )


def _knowledge(series: SeriesText, people: People) -> Iterator[Finding]:
    """Who says a secret's words before they were there when somebody who knows said them, read them, or
    learned it by the bible's table."""
    if series.bible is None:
        return
    for secret in series.bible.secrets:
        if not secret.words:
            continue
        knowing = set(secret.knows)
        by_table = {
            (row.number, learning.who)
            for row in series.bible.season
            for learning in row.learns
            if learning.secret == secret.key
        }
        for episode, scene in series.scenes():
            knowing |= {who for number, who in by_table if number <= episode}
            there = people.hearing_in(scene)
            for item in scene.items:
                text = item.text if isinstance(item, (Line, Action)) else ""
                if not any(word.casefold() in text.casefold() for word in secret.words):
                    continue
                if isinstance(item, Line) and people.key(item.speaker) not in knowing:
                    knower = next((key for key in there if key in knowing), "")
                    fix = f"Give the line to {knower}, or let" if knower else "Let"
                    yield _finding(
                        "knows-too-early",
                        f"{item.speaker} speaks of {secret.words[0]!r} and cannot know yet: {secret.fact}",
                        f"{fix} {item.speaker} learn of it in a scene before.",
                        episode,
                        item.id,
                    )
                knowing |= there


def _objects(series: SeriesText, people: People) -> Iterator[Finding]:
    """Things that are shown though they were destroyed, or handed over by who has just given them away."""
    destroyed: dict[str, int] = {}
    for episode, scene in series.scenes():
        holders: dict[str, str] = {}
        for item in scene.items:
            if not isinstance(item, Action):
                continue
            text = item.text.casefold()
            named = people.named_in(item.text)
            for thing, is_new in _things_in(text):
                if is_new:
                    destroyed.pop(thing, None)
                    holders.pop(thing, None)
                if _DESTROYS.search(text):
                    destroyed[thing] = episode
                elif thing in destroyed and _SHOWS.search(text) and not _COPY.search(text):
                    yield _finding(
                        "was-destroyed",
                        f"The {thing} was destroyed in episode {destroyed[thing]}",
                        "Call it a copy, or show another thing.",
                        episode,
                        nearest_line(scene, item.source_line),
                    )
                    del destroyed[thing]
                elif _GIVES.search(text) and len(named) >= 2:
                    if holders.get(thing, named[0]) != named[0]:
                        yield _finding(
                            "has-it-no-longer",
                            f"{named[0]} has given the {thing} away already",
                            f"Let {holders[thing]} hand it over.",
                            episode,
                            nearest_line(scene, item.source_line),
                        )
                    holders[thing] = named[1]


_TOLD_OF = "(?:of (?:a |two )?|with an? |in a |from (?:a |the )|tied with |steamed )"
"""What ties a thing to what is told of it."""


def _things_in(text: str) -> list[tuple[str, bool]]:
    """The things an action speaks of, with the word before them (``loan contract``, 债务文件) or what is told
    of them (``envelope with a stain``), and whether each is a new one: *a cheque*, 一张支票."""
    found = []
    for thing in _PAPERS:
        if thing.isascii():
            if match := re.search(
                rf"\b(an? )?((?:the|her|his|their) )?([a-z]+(?:'s)? )?"
                rf"({thing}(?:,? {_TOLD_OF}\w+)?)\b",
                text,
            ):
                word = (match[3] or "").strip()
                is_plain = word in ("", "a", "an", "the", "her", "his")
                found.append(
                    (match[4] if is_plain else f"{word} {thing}", bool(match[1]) or word in ("a", "an"))
                )
        elif match := re.search(rf"([\u4e00-\u9fff]{{2}})?{thing}(?!封)", text):
            word = match[1] or ""
            named = thing if _IS_NO_NAME.search(word) else word + thing
            found.append((named, re.search(rf"[一两几][张份封把枚捆个]\S{{0,6}}{thing}", text) is not None))
    return found


def _hours(series: SeriesText, people: People) -> Iterator[Finding]:
    """Words of an hour that is not the heading's."""
    for episode, scene in series.scenes():
        hour = {"dawn": "day", "dusk": "night"}.get(scene.heading.time_of_day, scene.heading.time_of_day)
        if not hour:
            continue
        for item in scene.items:
            if not isinstance(item, (Action, Line)):
                continue
            table = _HOURS if isinstance(item, Action) else _GREETINGS
            is_twilight = scene.heading.time_of_day in ("dawn", "dusk")
            for meant, words in table:
                if meant != hour and words.search(item.text.casefold()) and not is_twilight:
                    line_id = item.id if isinstance(item, Line) else nearest_line(scene, item.source_line)
                    yield _finding(
                        "wrong-hour",
                        f"The heading says {hour}, the words say {meant}: {item.text}",
                        f"Change the words, or the heading to {meant}.",
                        episode,
                        line_id,
                    )


def _clothes(series: SeriesText, people: People) -> Iterator[Finding]:
    """Clothes named in an action that are not what the cast file puts on them there."""
    by_key = {character.key: character for character in series.characters}
    for episode, scene in series.scenes():
        worn = _noted(scene, people)
        for item in scene.items:
            if not isinstance(item, Action) or not (match := _WEARS.search(item.text.casefold())):
                continue
            said = outfit_named(match[1] or match[2])
            who = next((key for key in people.named_in(item.text) if key in by_key), "")
            if said is None or not who:
                continue
            words = f"{scene.heading.place} {scene.heading.text}"
            drawn = worn.get(who) or outfit_in(by_key[who], scene_words=words, episode=episode).kind
            if drawn != said:
                yield _finding(
                    "wrong-clothes",
                    f"{by_key[who].name} wears a {said} by the words, a {drawn} by the cast file",
                    f"Write [[wardrobe: {by_key[who].name} {said}]] before it, or change the words.",
                    episode,
                    nearest_line(scene, item.source_line),
                )


def _noted(scene: Scene, people: People) -> dict[str, str]:
    """What notes of the scene put on people."""
    worn: dict[str, str] = {}
    for item in scene.items:
        directions = (item,) if isinstance(item, Direction) else getattr(item, "directions", ())
        for direction in directions:
            if direction.kind == "wardrobe" and (kind := outfit_named(direction.value)):
                worn |= dict.fromkeys(people.named_in(direction.value), kind)
    return worn
