"""Script files → episodes planned down to the shot, with permanent line ids and a cast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from reelwright.build import digest_of_document
from reelwright.casting import cast_for
from reelwright.casting.documents import Character, VoiceChoice
from reelwright.errors import Notice
from reelwright.formats.script_file import read_script
from reelwright.production.engines import BUILT_IN
from reelwright.production.music import ensemble_notices, leads_of_series, read_motifs
from reelwright.production.own_sounds import OwnSounds, read_sounds
from reelwright.production.pictures import OwnPictures, read_pictures
from reelwright.production.settings import Facts
from reelwright.production.sounds import effect_notices
from reelwright.production.takes import TAKES_FILE, Take, Takes, chosen_takes, read_takes, vanished
from reelwright.production.translation import (
    LOGLINE,
    TAGLINE,
    TITLE,
    Translation,
    cast_for_language,
    episode_title_key,
    name_key,
    translated_screenplay,
)
from reelwright.score.documents import OwnMotif
from reelwright.screenplay import Screenplay
from reelwright.screenplay.line_ids import LineRegister, assign_ids, load_register
from reelwright.screenplay.notices import script_notices
from reelwright.storyboard import storyboard
from reelwright.storyboard.documents import Storyboard
from reelwright.storyboard.endings import with_end_card, with_recap
from reelwright.storyboard.translated import translated_board
from reelwright.voice.cast_voices import BUILT_IN_VOICES, choose_voice
from reelwright.voice.documents import Pronunciation
from reelwright.voice.options import SherpaOnnx
from reelwright.voice.pronunciations import PRONUNCIATION_FILE, read_pronunciations


@dataclass(frozen=True)
class EpisodePlan:
    """One episode, read and planned: everything that its artefacts depend on but the engines."""

    number: int
    series_title: str
    series_slug: str
    episode_title: str
    language: str
    facts: Facts
    screenplay: Screenplay
    storyboard: Storyboard
    cast: Mapping[str, Character]
    voices: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    pictures: OwnPictures = field(default_factory=OwnPictures)
    pronunciations: tuple[Pronunciation, ...] = ()
    samples: Mapping[str, bytes] = field(default_factory=dict)
    sherpa_onnx: SherpaOnnx = field(default_factory=SherpaOnnx)
    sounds: OwnSounds = field(default_factory=OwnSounds)
    motifs: tuple[OwnMotif, ...] = ()
    leads: tuple[str, ...] = ()
    takes: Mapping[str, Take] = field(default_factory=dict)
    original: Screenplay | None = None
    """Of a translated series: what it was translated from. Faces and ways of speaking come from that."""
    home_language: str = ""
    """Of a translated series: the one its pictures and its score were made for."""
    shown_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def directed(self) -> Screenplay:
        """The script whose directions are played."""
        return self.original or self.screenplay

    @property
    def picture_language(self) -> str:
        """What decides a picture in which nothing is read, and the music."""
        return self.home_language or self.language


@dataclass(frozen=True)
class ReadSeries:
    """All the scripts of a series, and what they have in common; an episode is planned when it is asked for.

    ``register`` holds the line ids to keep beside them.
    """

    screenplays: Mapping[int, Screenplay]
    register: LineRegister
    notices: tuple[Notice, ...]
    title: str
    slug: str
    language: str
    facts: Facts
    cast: Mapping[str, Character]
    voices: Mapping[str, str]
    leads: tuple[str, ...]
    pictures: OwnPictures
    pronunciations: tuple[Pronunciation, ...]
    samples: Mapping[str, bytes]
    sherpa_onnx: SherpaOnnx
    sounds: OwnSounds
    motifs: tuple[OwnMotif, ...]
    takes: Takes
    takes_path: Path
    originals: Mapping[int, Screenplay] = field(default_factory=dict)
    translation: Translation | None = None
    _boards: dict[int, tuple[Storyboard, tuple[Notice, ...]]] = field(default_factory=dict)

    @cached_property
    def plans(self) -> tuple[EpisodePlan, ...]:
        """All episodes, planned."""
        return tuple(self.plan(number) for number in self.screenplays)

    def plan(self, number: int) -> EpisodePlan:
        """The episode, down to the shot."""
        screenplay, original = self.screenplays[number], self.originals.get(number)
        board, notices = self._board(number)
        if self.translation is not None and original is not None:
            notices += self.translation.check(number, original)
        before, after = self._neighbours(number)
        if self.facts.recap and before is not None:
            board = with_recap(board, self._board(before)[0], language=self.language)
        if self.facts.end_card:
            following = self._board(after)[0] if after is not None else None
            board = with_end_card(
                board, following, self._spoken, language=self.language, otherwise=self.facts.tagline
            )
        shot_ids = frozenset(shot.id for shot in board.shots)
        lost_takes = vanished(self.takes, number, shot_ids, self.takes_path)
        return EpisodePlan(
            number=number,
            series_title=self.title,
            series_slug=self.slug,
            episode_title=self.episode_title(number),
            language=self.language,
            facts=self.facts,
            screenplay=screenplay,
            storyboard=board,
            cast=self.cast,
            voices=self.voices,
            notices=(
                *script_notices(screenplay),
                *notices,
                *effect_notices(board.shots, self.sounds),
                *lost_takes,
            ),
            pictures=self.pictures,
            pronunciations=self.pronunciations,
            samples=self.samples,
            sherpa_onnx=self.sherpa_onnx,
            sounds=self.sounds,
            motifs=self.motifs,
            leads=self.leads,
            takes=chosen_takes(self.takes, number),
            original=original,
            home_language=self.translation.home_language if self.translation is not None else "",
            shown_names=self._shown_names,
        )

    def board(self, number: int) -> Storyboard:
        """The episode's shots, without what a neighbour adds."""
        return self._board(number)[0]

    def episode_title(self, number: int) -> str:
        """What an episode is called besides its number; empty when it has no name of its own."""
        if self.translation is None:
            return _episode_title(self.screenplays[number], self.title)
        title = _episode_title(self.originals[number], self.translation.home_title)
        return self.translation.text(episode_title_key(number), title)

    def digest(self, number: int) -> str:
        """Of what the scripts have to do with an episode: its own text with the ids, its neighbours' where it
        shows them, who plays and who leads. The author's other files are not in it."""
        before, after = self._neighbours(number)
        shown = (number, before if self.facts.recap else None, after if self.facts.end_card else None)
        document = [shown, [self.screenplays[n] for n in shown if n is not None], self._common]
        return digest_of_document("episode-read", 1, document)

    @cached_property
    def _common(self) -> str:
        shared: list[Any] = [self.title, self.slug, self.language, self.leads]
        if self.translation is not None:
            shared += [self.translation.home_language, list(map(list, self.translation.texts.items()))]
        people = [[list(named.items()) for named in (self.cast, self.voices)]]
        return digest_of_document("series-read", 1, [shared, people])

    @cached_property
    def _spoken(self) -> dict[str, str]:
        return {line.id: line.text for screenplay in self.screenplays.values() for line in screenplay.lines}

    def _board(self, number: int) -> tuple[Storyboard, tuple[Notice, ...]]:
        if number not in self._boards:
            directed = self.originals.get(number, self.screenplays[number])
            board, notices = storyboard(
                directed, self.cast, episode=number, series_title=self.title, language=self.language
            )
            if self.translation is not None:
                before = {line.id: line.text for line in directed.lines}
                board = translated_board(board, before, self._spoken, self.translation.texts)
            self._boards[number] = board, notices
        return self._boards[number]

    @cached_property
    def _shown_names(self) -> dict[str, str]:
        if self.translation is None:
            return {}
        return {
            character.key: self.translation.text(name_key(character.key), character.name)
            for character in self.cast.values()
        }

    def _neighbours(self, number: int) -> tuple[int | None, int | None]:
        """The numbers of the episodes before and after."""
        order = list(self.screenplays)
        place = order.index(number)
        return (
            order[place - 1] if place else None,
            order[place + 1] if place + 1 < len(order) else None,
        )


def read_with_ids(path: Path, lines_path: Path, seed: int) -> tuple[Screenplay, tuple[Notice, ...]]:
    """One script with the ids that its lines have, or would get; writes nothing. Raises ``BadInput``."""
    screenplay, _ = assign_ids(
        read_script(path), load_register(lines_path), episode=_episode_of(path), seed=seed
    )
    return screenplay, script_notices(screenplay)


def read_series(
    scripts: Sequence[tuple[int, Path]],
    lines_path: Path,
    cast_folder: Path | None,
    facts: Facts,
    *,
    slug: str,
    translation: Translation | None = None,
) -> ReadSeries:
    """Read every episode, so that the cast, the voices and the ids are the series' own whichever
    episode is made. With a ``translation`` the shots are those of the original, and the lines, captions and
    cards say what it says. Raises ``BadInput`` for the first script that cannot be made."""
    register = load_register(lines_path)
    takes_path = lines_path.with_name(TAKES_FILE)
    screenplays: list[tuple[int, Screenplay]] = []
    for number, path in scripts:
        screenplay, register = assign_ids(read_script(path), register, episode=number, seed=facts.seed)
        screenplays.append((number, screenplay))
    cast, cast_notices = cast_for([screenplay for _, screenplay in screenplays], cast_folder)
    first = screenplays[0][1]
    language = facts.language or first.language
    title = facts.title or first.title_field("Title") or slug
    if translation is not None:
        language, title = translation.language, translation.text(TITLE, title)
        facts = _translated_facts(facts, translation)
    cast = cast_for_language(cast, facts.voices, language, is_translated=translation is not None)
    voices = _voices(cast, language, facts.engines.voice)
    pictures, picture_notices = read_pictures(lines_path.parent)
    folder = translation.path.parent if translation is not None else lines_path.parent
    pronunciations = read_pronunciations(folder / PRONUNCIATION_FILE)
    samples = _samples(cast, cast_folder)
    model = _beside(facts.sherpa_onnx, lines_path.parent)
    sounds, sound_notices = read_sounds(lines_path.parent)
    motifs, motif_notices = read_motifs(lines_path.parent, cast)
    leads = leads_of_series([screenplay for _, screenplay in screenplays], cast)
    originals = dict(screenplays)
    texts = translation.texts if translation is not None else {}
    return ReadSeries(
        screenplays={n: translated_screenplay(one, texts) for n, one in originals.items()}
        if translation is not None
        else originals,
        register=register,
        notices=(*cast_notices, *picture_notices, *sound_notices, *motif_notices, *ensemble_notices(facts)),
        title=title,
        slug=slug,
        language=language,
        facts=facts,
        cast=cast,
        voices=voices,
        leads=leads,
        pictures=pictures,
        pronunciations=pronunciations,
        samples=samples,
        sherpa_onnx=model,
        sounds=sounds,
        motifs=motifs,
        takes=read_takes(takes_path),
        takes_path=takes_path,
        originals=originals if translation is not None else {},
        translation=translation,
    )


def _translated_facts(facts: Facts, translation: Translation) -> Facts:
    return msgspec.structs.replace(
        facts,
        logline=translation.text(LOGLINE, facts.logline),
        tagline=translation.text(TAGLINE, facts.tagline),
    )


def _voices(cast: Mapping[str, Character], language: str, engine: str) -> dict[str, str]:
    """A voice of the built-in engine for everybody who has none pinned, nobody's twice while they last."""
    people = {character.key: character for character in cast.values()}
    # A voice of another engine has a built-in one to stand in for it.
    pinned = {key: character.voice for key, character in people.items() if character.voice.name}
    chosen = {key: v.name for key, v in pinned.items() if v.name in BUILT_IN_VOICES or _is_ours(v, engine)}
    for key, character in people.items():
        if key not in chosen:
            look = character.look
            chosen[key] = choose_voice(
                look.sex, look.age_years, key, tuple(chosen.values()), language=language
            )
    return chosen


def _is_ours(voice: VoiceChoice, engine: str) -> bool:
    return (voice.engine or engine) == BUILT_IN


def _samples(cast: Mapping[str, Character], folder: Path | None) -> dict[str, bytes]:
    """The recordings that voices may be taken from, by character; their files were found on reading."""
    return {
        character.key: (folder / character.voice.sample).read_bytes()
        for character in cast.values()
        if folder is not None and character.voice.sample
    }


def _beside(model: SherpaOnnx, folder: Path) -> SherpaOnnx:
    """The model's folder, looked for beside the series."""
    return (
        msgspec.structs.replace(model, folder=str((folder / model.folder).resolve()))
        if model.folder
        else model
    )


def _episode_of(path: Path) -> int:
    digits = path.stem.split("-")[0].split("_")[0].split(" ")[0]
    return int(digits) if digits.isdecimal() else 1


def _episode_title(screenplay: Screenplay, series_title: str) -> str:
    for key in ("Episode title", "Subtitle", "Episode"):
        if value := screenplay.title_field(key):
            return value
    title = screenplay.title_field("Title")
    return title if title and title != series_title else ""
