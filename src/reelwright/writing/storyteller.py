"""A logline and a seed → a whole draft, with no model: people, secrets, season, lines."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from reelwright.errors import BadInput
from reelwright.writing.documents import Bible, Draft, EpisodeRow, Learning, Member, Secret, Tie
from reelwright.writing.dressing import characters_of
from reelwright.writing.households import household_for
from reelwright.writing.invention import invented
from reelwright.writing.logline import Reading, read_logline
from reelwright.writing.phrases import Phrasebook, fits_people, pools_of
from reelwright.writing.scene_writer import SceneWriter, Written
from reelwright.writing.season import Episode, plan_season
from reelwright.writing.secrets import FORMS, choose_deeds, known_there
from reelwright.writing.story import (
    LOST,
    PALACE,
    PARENT,
    Deed,
    Story,
    sentence,
    slots_of,
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
            story.language,
            pools_of(story.language, story.world),
            random.Random(f"{seed}/lines"),
            seed,
            story.names,
            story.household.unfit,
        )
        title = _title(story)
        taken, left = _used(reading, story)
        writer = SceneWriter(story, book, title)
        written = [writer.episode(episode) for episode in season]
        return Draft(
            bible=_bible(story, season, written, logline, title),
            characters=characters_of(story, _parts_on_stage(season)),
            episodes=tuple(each.text for each in written),
            tagline=_tagline(story),
            ensemble="guzheng-dizi" if story.language == "zh" or story.world == PALACE else "piano-strings",
            taken=taken,
            left=left,
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
        reading.language,
        seed,
        form=chosen,
        trade=reading.trade,
        kin=reading.kin,
        names=reading.names,
        household=household_for(chosen, seed, lead_sex=reading.lead_sex, rule=reading.rule),
    )


def _used(reading: Reading, story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of the logline is in the story and what is not: a secret may not be these people's."""
    if known_there(story, reading.deed) in ("", story.deeds[0].kind):
        return reading.taken, reading.left
    secret = next(row for row in reading.taken if row.startswith("secret:"))
    words = secret.partition("(")[2].rstrip(")")
    return tuple(row for row in reading.taken if row != secret), (words, *reading.left)


def _fitting(story: Story, words: Sequence[str]) -> list[str]:
    """Titles and the like that may be said of the story's people; all, if none."""
    unfit = story.household.unfit
    return [each for each in words if fits_people(each, story.language, unfit)] or list(words)


def _tagline(story: Story) -> str:
    return str(
        random.Random(f"{story.seed}/tagline").choice(_fitting(story, story.material["taglines"]["pool"]))
    )


def _title(story: Story) -> str:
    facts, chance = story.material, random.Random(f"{story.seed}/title")
    slots = slots_of(story, story.deeds[0])
    if story.language == "en":
        slots |= {f"{key}_t": slots[key].title() for key in ("flower", "trade", "num")}
        slots["day_t"] = story.deeds[0].facts["day"].split()[-1].title()
    return str(chance.choice(_fitting(story, facts["titles"]["pool"]))).format(**slots)


def _bible(story: Story, season: list[Episode], written: list[Written], logline: str, title: str) -> Bible:
    facts = story.material
    first = story.deeds[0]
    first_deed = sentence(facts["deeds"][first.kind], slots_of(story, first)) + (
        "." if story.language == "en" else "。"
    )
    slots = slots_of(story) | {"deed": first_deed}
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
        premise=sentence(facts["bible"]["premise"], slots),
        world=sentence(facts["bible"]["world"], slots),
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
                turn=sentence(each.turn, {}),
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
        fact=sentence(story.material["deeds"][deed.kind], slots_of(story, deed)),
        words=(deed.facts["code"],),
        knows=tuple(story.people[part].key for part in deed.knows if part in parts),
        opens=opens,
    )
