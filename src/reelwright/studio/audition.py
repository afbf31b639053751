"""A character of a series → every voice that might play them, heard on their own lines and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from reelwright.audio.signal import pitch_track
from reelwright.audio.wave import write_wave
from reelwright.build.store import write_error
from reelwright.casting.documents import Character
from reelwright.casting.files import read_character
from reelwright.casting.pinning import character_file, with_voice
from reelwright.errors import BadInput, Notice
from reelwright.production.engines import BUILT_IN, SHERPA_ONNX, SPEECH_SERVER, voice_named
from reelwright.production.script import EpisodePlan
from reelwright.screenplay.delivery import deliveries_in
from reelwright.studio.look.naming import character_named
from reelwright.studio.outputs import write_if_changed
from reelwright.studio.reading import read_scripts
from reelwright.studio.series import SERIES_FILE, Series
from reelwright.voice import Speech, Utterance, Voice
from reelwright.voice.cast_voices import BUILT_IN_VOICES, CastVoice, fitting
from reelwright.voice.checking import spoken
from reelwright.voice.options import EngineOptions
from reelwright.voice.pronunciations import used_in

_MOST_LINES = 3
_LONGEST_LINE = 120
_PLAIN = {
    "en": "I did not come here to be forgiven. Tell me the truth.",
    "zh": "我不是来求你原谅的。告诉我真相。",
}


@dataclass(frozen=True)
class Audition:
    """One voice in the part. ``pitch_hz`` is the middle of what is heard, ``words_per_minute`` (Chinese:
    characters) its pace; ``taken_by`` names who else of the cast has it."""

    voice: str
    who: str
    path: Path
    pitch_hz: float
    words_per_minute: float
    seconds: float
    is_cast: bool
    taken_by: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Part:
    """Who is to be cast: with the plans of the series, its engine for them, and the voice they have now."""

    series: Series
    character: Character
    plans: tuple[EpisodePlan, ...]

    @property
    def engine(self) -> str:
        return self.character.voice.engine or self.series.facts.engines.voice

    @property
    def language(self) -> str:
        return self.plans[0].language

    @property
    def voice_now(self) -> str:
        named = self.character.voice.name
        return named if self.engine != BUILT_IN else self.plans[0].voices.get(self.character.key, named)


def part_of(series: Series, name: str) -> Part:
    """The character that ``name`` means. Writes nothing. Raises ``BadInput``."""
    read = read_scripts(series)
    people = {character.key: character for plan in read.plans for character in plan.cast.values()}
    return Part(series, character_named(name, people.values()), read.plans)


def candidates(part: Part, wanted: Sequence[str] = ()) -> list[str]:
    """The voices to hear: those named, else the built-in ones of the character's sex, the likeliest first.
    Raises ``BadInput`` for a built-in voice that is not there."""
    if part.engine == BUILT_IN:
        for name in wanted:
            _check_built_in(name)
        look = part.character.look
        return list(wanted) or fitting(look.sex, look.age_years, part.character.key, language=part.language)
    if not wanted:
        raise BadInput(
            f"The engine {part.engine} does not say which voices it has",
            where="cast voice",
            next_step="Name those to hear: --voices alloy,nova",
        )
    return list(wanted)


def auditions(
    part: Part,
    voices: Sequence[str],
    folder: Path,
    listen: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> list[Audition]:
    """Every voice on the same lines, the character's own, in one WAV file each (``folder/VOICE.wav``)."""
    engine = voice_named(part.engine, _options(part))
    built_in = engine if part.engine == BUILT_IN else voice_named(BUILT_IN)
    lines = _lines(part)
    heard = []
    for number, name in enumerate(voices):
        listen(number, len(voices), name)
        heard.append(_audition(part, name, lines, engine, built_in, folder))
    listen(len(voices), len(voices), "")
    return heard


def pin(part: Part, voice: str) -> Path:
    """Write ``voice`` into the character's file, comments kept; make the file when there is none. Raises
    ``BadInput`` for a built-in voice that is not there, ``CannotWrite``."""
    if part.engine == BUILT_IN:
        _check_built_in(voice)
    if part.series.original is not None:
        raise BadInput(
            f"The file of {part.character.name} is the original's, where they speak another language",
            where=str(part.series.folder / SERIES_FILE),
            next_step=f'Write {part.character.key} = "{voice}" there, under [voices].',
        )
    folder = part.series.cast_folder or part.series.folder / "cast"
    path = folder / f"{part.character.key}.toml"
    try:
        folder.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.is_file() else character_file(part.character)
        path.write_text(with_voice(text, voice), encoding="utf-8", newline="")
    except OSError as problem:
        raise write_error(problem, folder) from problem
    read_character(path)
    return path


def _audition(
    part: Part, name: str, lines: Sequence[Utterance], engine: Voice, built_in: Voice, folder: Path
) -> Audition:
    speeches = [
        spoken(engine, msgspec.structs.replace(line, voice_name=name), lambda: built_in) for line in lines
    ]
    pcm = np.concatenate([speech.pcm for speech in speeches])
    path = folder / f"{name}.wav"
    write_if_changed(path, write_wave(pcm, encoding="pcm16"))
    f0_hz, _ = pitch_track(pcm, speeches[0].sample_rate_hz)
    voiced = f0_hz[f0_hz > 0]
    words = sum(len(speech.words or ()) for speech in speeches)
    taken = [c.name for c in _cast(part) if c.key != part.character.key and _voice_of(part, c) == name]
    return Audition(
        voice=name,
        who=_described(BUILT_IN_VOICES.get(name)),
        path=path,
        pitch_hz=float(np.median(voiced)) if len(voiced) else 0.0,
        words_per_minute=60 * words / sum(_speaking_s(speech) for speech in speeches),
        seconds=len(pcm) / speeches[0].sample_rate_hz,
        is_cast=name == part.voice_now,
        taken_by=", ".join(taken),
        notices=tuple(notice for speech in speeches for notice in speech.notices),
    )


def _lines(part: Part) -> list[Utterance]:
    """The character's first lines that are neither long nor all alike, as they are to be played."""
    found: list[Utterance] = []
    for plan in part.plans:
        played = {i: d for scene in plan.directed.scenes for i, d in deliveries_in(scene).items()}
        for line in plan.screenplay.lines:
            delivery = played[line.id]
            is_new = delivery.style not in [said.style for said in found]
            if (
                plan.cast[line.speaker].key == part.character.key
                and len(line.text) <= _LONGEST_LINE
                and is_new
            ):
                found.append(
                    Utterance(
                        text=line.text,
                        language=part.language,
                        sex=part.character.look.sex,
                        age_years=part.character.look.age_years,
                        style=delivery.style,
                        intensity=delivery.intensity,
                        line_id=line.id,
                        leant_on=line.leant_on,
                        pronunciations=used_in(line.text, plan.pronunciations),
                    )
                )
    plain = _PLAIN["zh" if part.language.startswith("zh") else "en"]
    return found[:_MOST_LINES] or [Utterance(text=plain, language=part.language, line_id="audition")]


def _options(part: Part) -> EngineOptions:
    if part.engine == SPEECH_SERVER:
        return part.series.facts.speech_server
    return part.plans[0].sherpa_onnx if part.engine == SHERPA_ONNX else None


def _cast(part: Part) -> list[Character]:
    return list({character.key: character for character in part.plans[0].cast.values()}.values())


def _voice_of(part: Part, character: Character) -> str:
    return part.plans[0].voices.get(character.key, "") if part.engine == BUILT_IN else character.voice.name


def _speaking_s(speech: Speech) -> float:
    words = speech.words or ()
    return max(0.1, words[-1].end_s - words[0].start_s) if words else speech.duration_s


def _described(voice: CastVoice | None) -> str:
    return f"{voice.sex}, {voice.age_years}, {voice.temper}" if voice else ""


def _check_built_in(name: str) -> None:
    if name not in BUILT_IN_VOICES:
        raise BadInput(
            f"There is no built-in voice {name!r}",
            where="cast voice",
            next_step=f"There are: {', '.join(BUILT_IN_VOICES)}.",
        )
