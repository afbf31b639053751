"""A logline and a seed → a whole draft, with no model: people, secrets, season, lines."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from reelwright.casting.defaults import default_character
from reelwright.casting.documents import Character, Look, Outfit, VoiceChoice, Wardrobe
from reelwright.errors import BadInput
from reelwright.writing.documents import Bible, Draft, EpisodeRow, Learning, Member, Secret, Tie
from reelwright.writing.logline import Reading, read_logline
from reelwright.writing.phrases import Phrasebook, pools_of
from reelwright.writing.scene_writer import SceneWriter, Written
from reelwright.writing.season import Episode, plan_season
from reelwright.writing.secrets import FORMS, choose_deeds
from reelwright.writing.story import (
    AGE_OF,
    LEAD,
    LOST,
    LOVE,
    PARENT,
    RETURNER,
    RIVAL,
    RULER,
    Deed,
    Story,
    facts_of,
    invented,
)

LANGUAGES = ("en", "zh")
MOST_EPISODES = 100
_LEAST_PER_SECRET, _MOST_PER_SECRET = 3, 5.0


class Writer(Protocol):
    """Makes a series out of an idea. The same arguments give the same draft."""

    name: str

    def write(self, logline: str, *, episodes: int, language: str, seed: int, form: str) -> Draft:
        """``episodes`` episodes (1..100) about ``logline``; empty ``language`` and ``form`` are read from it.
        Raises ``BadInput`` for what cannot be written."""
        ...


class BuiltInWriter:
    """The storyteller of the house."""

    name = "built-in"

    def write(
        self, logline: str, *, episodes: int, language: str = "", seed: int = 1, form: str = ""
    ) -> Draft:
        """See ``Writer``."""
        _check(logline, episodes, language, form)
        reading = read_logline(logline, language=language)
        story = _story(reading, seed, form)
        count = max(1, min(round(episodes / (4 if episodes <= 24 else _MOST_PER_SECRET)), 12))
        story.deeds = choose_deeds(story, count, first=reading.deed)
        season = plan_season(story, episodes)
        book = Phrasebook(
            story.language, pools_of(story.language), random.Random(f"{seed}/lines"), seed, story.names
        )
        title = _title(story)
        writer = SceneWriter(story, book, title)
        written = [writer.episode(episode) for episode in season]
        return Draft(
            bible=_bible(story, season, written, logline, title),
            characters=_characters(story, season),
            episodes=tuple(each.text for each in written),
            tagline=random.Random(f"{seed}/tagline").choice(facts_of(story.language)["taglines"]["pool"]),
            ensemble="guzheng-dizi" if story.language == "zh" else "piano-strings",
            taken=reading.taken,
            left=reading.left,
        )


def _check(logline: str, episodes: int, language: str, form: str) -> None:
    if not logline.strip():
        raise BadInput("The logline is empty", next_step="Say in one sentence who finds out what.")
    if not 1 <= episodes <= MOST_EPISODES:
        raise BadInput(f"A series has 1 to {MOST_EPISODES} episodes, not {episodes}", where="--episodes")
    if language and language not in LANGUAGES:
        raise BadInput(
            f"The storyteller does not write {language!r}",
            where="--language",
            next_step="en and zh only.",
        )
    if form and form not in FORMS:
        raise BadInput(f"There is no form {form!r}", where="--form", next_step=f"Known: {', '.join(FORMS)}.")


def _story(reading: Reading, seed: int, form: str) -> Story:
    chance = random.Random(f"{seed}/form")
    chosen = form or reading.form or chance.choice(sorted(FORMS))
    return invented(
        reading.language, seed, form=chosen, trade=reading.trade, kin=reading.kin, names=reading.names
    )


def _flat(words: Mapping[str, str]) -> dict[str, str]:
    return {key: word for key, word in words.items() if "." not in key}


def _title(story: Story) -> str:
    facts, chance = facts_of(story.language), random.Random(f"{story.seed}/title")
    slots = _flat(story.facts) | _flat(dict(story.deeds[0].facts))
    if story.language == "en":
        slots |= {f"{key}_t": slots[key].title() for key in ("flower", "trade", "num")}
        slots["day_t"] = story.deeds[0].facts["day"].split()[-1].title()
    return str(chance.choice(facts["titles"]["pool"])).format(**slots)


def _slots(story: Story, deed: Deed | None = None) -> dict[str, str]:
    slots = _flat(story.facts) | {part: person.name for part, person in story.people.items()}
    if deed is not None:
        slots |= _flat(dict(deed.facts))
        slots |= {"c": story.people[deed.culprit].name, "v": story.people[deed.victim].name}
    return slots


def _sentence(text: str, slots: Mapping[str, str]) -> str:
    said = text.format(**slots)
    return said[:1].upper() + said[1:]


def _bible(story: Story, season: list[Episode], written: list[Written], logline: str, title: str) -> Bible:
    facts = facts_of(story.language)
    first = story.deeds[0]
    first_deed = _sentence(facts["deeds"][first.kind], _slots(story, first)) + (
        "." if story.language == "en" else "。"
    )
    slots = _slots(story) | {"deed": first_deed}
    parts = _parts_on_stage(season)
    spoken_of = {PARENT, LOST} | {part for deed in story.deeds for part in (deed.culprit, deed.victim)}
    opens: dict[str, int] = {}
    for episode in season:
        if episode.cliff is not None:
            opens.setdefault(episode.cliff.deed.key, episode.number)
    return Bible(
        title=title,
        language=story.language,
        logline=logline.strip(),
        form=story.form,
        seed=story.seed,
        premise=_sentence(facts["bible"]["premise"], slots),
        world=_sentence(facts["bible"]["world"], slots),
        motifs=tuple(motif.format(**slots) for motif in facts["bible"]["motifs"]),
        places=tuple(dict.fromkeys(_headings(written))),
        cast=tuple(
            _member(story, part, facts, slots, is_seen=part in parts)
            for part in story.people
            if part in parts or part in spoken_of
        ),
        ties=tuple(
            Tie(one=story.people[one].key, other=story.people[other].key, bond=bond.format(**slots))
            for pair, bond in facts["ties"].items()
            for one, other in [pair.split("-")]
            if {one, other} <= parts
        ),
        secrets=tuple(_secret(story, deed, opens.get(deed.key, 1), parts) for deed in story.deeds),
        season=tuple(
            EpisodeRow(
                number=episode.number,
                title=each.title,
                hook=each.hook,
                turn=_sentence(each.turn, {}),
                cliffhanger=each.last,
                learns=tuple(
                    Learning(who=story.people[part].key, secret=key)
                    for part, key in dict.fromkeys(episode.learns)
                ),
                tension=episode.tension,
            )
            for episode, each in zip(season, written, strict=True)
        ),
    )


def _headings(written: list[Written]) -> list[str]:
    found = []
    for each in written:
        for line in each.text.splitlines():
            if line.startswith(("INT.", "EXT.")):
                found.append(line.split(".", 1)[1].rsplit(" - ", 1)[0].strip().capitalize())
            elif line.startswith(("内景", "外景")):
                found.append(line.split()[1])
    return found


def _parts_on_stage(season: list[Episode]) -> set[str]:
    parts = {part for episode in season for move in episode.moves for part in move.cast}
    return parts | {part for episode in season if episode.cliff for part in episode.cliff.cast}


def _member(
    story: Story, part: str, facts: Mapping[str, Any], slots: Mapping[str, str], *, is_seen: bool
) -> Member:
    row, person = facts["bible"][part], story.people[part]
    return Member(
        key=person.key,
        name=person.full,
        part=part,
        wants=row["wants"].format(**slots),
        hides=row["hides"].format(**slots),
        arc=row["arc"].format(**slots),
        calls=(person.name,),
        is_seen=is_seen,
    )


def _secret(story: Story, deed: Deed, opens: int, parts: set[str]) -> Secret:
    return Secret(
        key=deed.key,
        deed=deed.kind,
        culprit=story.people[deed.culprit].key,
        victim=story.people[deed.victim].key,
        fact=_sentence(facts_of(story.language)["deeds"][deed.kind], _slots(story, deed)),
        words=(deed.facts["code"],),
        knows=tuple(story.people[part].key for part in deed.knows if part in parts),
        opens=opens,
    )


_HAIR = {RULER: "updo", RIVAL: "wavy", LEAD: "pony"}
_OUTFITS: dict[str, tuple[tuple[str, str, str], ...]] = {
    RULER: (("blazer", "#5a2b4a", ""), ("gown", "#6a1f3a", "banquet")),
    RIVAL: (("dress", "#b3283a", ""), ("gown", "#23305a", "banquet")),
    LOVE: (("suit", "#262c44", ""),),
    RETURNER: (("leather", "#2a2630", ""), ("suit", "#3a3a42", "banquet")),
    PARENT: (("hospital", "#b9d4e0", "hospital"), ("sweater", "#c9a27a", "")),
}
_SCENE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"banquet": ("banquet", "ballroom"), "hospital": ("hospital",)},
    "zh": {"banquet": ("宴会",), "hospital": ("病房",)},
}


def _characters(story: Story, season: list[Episode]) -> tuple[Character, ...]:
    facts, slots = facts_of(story.language), _slots(story)
    others: list[Character] = []
    for part in (part for part in story.people if part in _parts_on_stage(season)):
        person = story.people[part]
        hint = f"{person.name} ({AGE_OF[part]}), a {'woman' if person.sex == 'female' else 'man'}"
        made = default_character(person.name, [hint], others)
        look = msgspec.structs.replace(
            made.look,
            sex=person.sex,
            age_years=AGE_OF[part],
            hair=_HAIR.get(part, made.look.hair),
            **({"beard": "", "has_beard": False} if person.sex == "female" else {}),
        )
        others.append(
            msgspec.structs.replace(
                made,
                key=person.key,
                name=person.full,
                aliases=(person.name,) if person.name != person.full else (),
                persona=_sentence(facts["personas"][part], slots),
                role=_sentence(facts["roles"][part], slots),
                look=_adorned(part, look),
                wardrobe=_wardrobe(story, part, made),
                voice=VoiceChoice(),
            )
        )
    return tuple(others)


def _adorned(part: str, look: Look) -> Look:
    if part == RULER:
        return msgspec.structs.replace(look, necklace="pearl", earrings="pearl")
    return msgspec.structs.replace(look, earrings="drop") if part == RIVAL else look


def _wardrobe(story: Story, part: str, made: Character) -> tuple[Wardrobe, ...]:
    if part == LEAD:
        kind = facts_of(story.language)["trades"][story.trade]["outfit"]
        plain = Outfit(kind="coat", colour="#7a3a3a")
        rows = [(plain, "")]
        if story.form == "wedding":
            rows.append((Outfit(kind="wedding", colour="#f6f0ee"), "1"))
        elif story.form == "heir":
            rows.append((Outfit(kind=kind, colour="#2a2430"), "1"))
        rows += [
            (Outfit(kind="gown", colour="#1f5a4a"), word) for word in _SCENE_WORDS[story.language]["banquet"]
        ]
    elif part in _OUTFITS:
        rows = [
            (Outfit(kind=kind, colour=colour), word)
            for kind, colour, scene in _OUTFITS[part]
            for word in (_SCENE_WORDS[story.language][scene] if scene else ("",))
        ]
        rows.sort(key=lambda row: bool(row[1]))
    else:
        rows = [(made.wardrobe[0].outfit, "")]
    return tuple(Wardrobe(outfit=outfit, scene=scene) for outfit, scene in rows)
