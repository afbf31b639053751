"""The answers of the passes bible and season → the cast and the bible of the series."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reelwright.casting.defaults import key_of
from reelwright.casting.described import character_described
from reelwright.casting.documents import Character, VoiceChoice
from reelwright.writing.documents import Bible, EpisodeRow, Learning, Member, Secret, Tie
from reelwright.writing.model_answers import BadAnswer
from reelwright.writing.model_documents import BiblePlan, Person, PlannedEpisode
from reelwright.writing.model_passes import person_named


def characters_of(plan: BiblePlan, language: str) -> list[Character]:
    """The cast, each with the face and the clothes that the bible describes."""
    return [_character(person, language) for person in plan.cast]


def _character(person: Person, language: str) -> Character:
    is_woman = person.sex == "female"
    if language == "zh":
        text = f"{person.age}岁，{'女' if is_woman else '男'}。{person.looks}"
    else:
        text = f"A {'woman' if is_woman else 'man'}, {person.age} years old. {person.looks}"
    made = character_described(person.name, text).character
    first = person.name.split()[0]
    return msgspec.structs.replace(
        made,
        key=key_of(person.name),
        name=person.name,
        aliases=(first,) if first != person.name else (),
        persona=person.persona,
        role=person.role,
        look=msgspec.structs.replace(made.look, sex=person.sex),
        voice=VoiceChoice(),
    )


def whole_bible(
    plan: BiblePlan, rows: Sequence[PlannedEpisode], *, language: str, logline: str, seed: int
) -> Bible:
    """The bible as the storyteller leaves it. Raises ``BadAnswer`` for a name or a secret that is not
    there."""

    def key(said: str) -> str:
        return key_of(person_named(plan, said))

    keys = {secret.key.strip().casefold(): key_of(secret.key) for secret in plan.secrets}

    def secret_key(said: str) -> str:
        if (found := keys.get(said.strip().casefold())) is None:
            raise BadAnswer(f"{said!r} is none of the secrets, which are {sorted(keys)}")
        return found

    opens: dict[str, int] = {}
    for row in rows:
        for learned in row.learns:
            opens.setdefault(secret_key(learned.secret), row.number)
    return Bible(
        title=plan.title,
        language=language,
        logline=logline,
        seed=seed,
        premise=plan.premise,
        world=plan.world,
        motifs=plan.motifs,
        places=plan.places,
        cast=tuple(
            Member(
                key=key_of(person.name),
                name=person.name,
                part=person.part,
                wants=person.wants,
                hides=person.hides,
                arc=person.arc,
                calls=tuple(dict.fromkeys(person.name.split()[:1])),
            )
            for person in plan.cast
        ),
        ties=tuple(Tie(one=key(tie.one), other=key(tie.other), bond=tie.bond) for tie in plan.ties),
        secrets=tuple(
            Secret(
                key=key_of(secret.key),
                deed=secret.key,
                culprit=key(secret.culprit),
                victim=key(secret.victim),
                fact=secret.fact,
                words=tuple(word for word in secret.words if word.strip()),
                knows=tuple(dict.fromkeys(key(who) for who in secret.knows)),
                opens=opens.get(key_of(secret.key), 1),
            )
            for secret in plan.secrets
        ),
        season=tuple(
            EpisodeRow(
                number=row.number,
                title=row.title,
                hook=row.hook,
                turn=row.turn,
                cliffhanger=row.cliffhanger,
                learns=tuple(
                    Learning(who=key(learned.who), secret=secret_key(learned.secret))
                    for learned in row.learns
                ),
                tension=row.tension,
            )
            for row in rows
        ),
    )
