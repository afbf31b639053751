"""An engine's answer → speech that can be used: what is wrong with it is found, mended or said."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import msgspec
import numpy as np

from reelwright.audio.alignment import Alignment, align
from reelwright.audio.signal import resample, rms_envelope, speech_level_db
from reelwright.audio.spelling import Sounded
from reelwright.errors import Notice

from . import Voice
from .documents import SAMPLE_RATE_HZ, Samples, Speech, Utterance, VoiceFailed, VoiceUnreachable
from .reading import line_notices, sentences_in, sounded_words

_SILENCE_DB = -60.0
_RATES_HZ = (7_500, 200_000)
_ALIGNED_LANGUAGES = frozenset({"en", "zh"})
"""The languages whose words are read well enough to hear that some are missing."""

_SQUEEZED_SHARE = 0.3
_FASTEST_PHONE_S = 0.062
_SLOWEST_PHONE_S = 0.13
"""Between these lies the average phone of a line: the voices of the house take 0.069 to 0.124."""
_WRONG_RATES = (2.0, 0.5, 1.5, 2 / 3)
_FEWEST_PHONES = 4


def spoken(
    engine: Voice, utterance: Utterance, stand_in: Callable[[], Voice], stand_in_name: str = ""
) -> Speech:
    """Speak a line by ``engine``; made again once when what comes is not the line, and then by ``stand_in``
    (the built-in engine, with its voice ``stand_in_name``).

    The speech is mono at the house's rate and has the times of words and phones. Whatever was not as asked is
    a notice with the line's id. Raises ``VoiceFailed`` only when the stand-in fails too.
    """
    billed, faults = 0, []
    for _ in range(2):
        try:
            speech = engine.speak(utterance)
        except VoiceUnreachable as problem:
            faults.append(problem.what)
            break
        except VoiceFailed as problem:
            faults.append(problem.what)
            continue
        billed += speech.billed_characters
        checked, fault = checked_speech(speech, utterance)
        if not fault:
            notices = checked.notices + tuple(_again(engine, utterance, fault) for fault in faults)
            return dataclasses.replace(checked, billed_characters=billed, notices=notices)
        faults.append(fault)
    stood_in = msgspec.structs.replace(utterance, voice_name=stand_in_name, sample_path="")
    speech, fault = checked_speech(stand_in().speak(stood_in), stood_in)
    if fault:
        raise VoiceFailed(
            f"No engine could speak the line: {'; '.join([*faults, fault])}",
            where=utterance.line_id,
            next_step="Change the line, or see: reelwright doctor",
        )
    notice = Notice(
        code="voice-stand-in",
        message=f"The engine {engine.name} failed ({'; then '.join(dict.fromkeys(faults))}); "
        f"the built-in voice {speech.voice_name} speaks",
        where=utterance.line_id,
        next_step="The line is asked for again by the next make.",
    )
    return dataclasses.replace(
        speech, billed_characters=billed, is_stand_in=True, notices=(*speech.notices, notice)
    )


def checked_speech(speech: Speech, utterance: Utterance) -> tuple[Speech, str]:
    """The speech at the house's rate with all times, and what is wrong with it in words (or nothing)."""
    if speech.pcm.ndim != 1 or not len(speech.pcm):
        return speech, "it handed back no sound"
    if not np.isfinite(speech.pcm).all():
        return speech, "it handed back sound that is not a number"
    if not _RATES_HZ[0] <= speech.sample_rate_hz <= _RATES_HZ[1]:
        return speech, f"it handed back sound at {speech.sample_rate_hz} Hz"
    sentences = sentences_in(utterance.text, utterance.language, utterance.pronunciations)
    if sentences and speech_level_db(speech.pcm, speech.sample_rate_hz) < _SILENCE_DB:
        return speech, "it handed back silence"
    at_house_rate = dataclasses.replace(
        speech,
        pcm=np.clip(resample(speech.pcm, speech.sample_rate_hz, SAMPLE_RATE_HZ), -1.0, 1.0),
        sample_rate_hz=SAMPLE_RATE_HZ,
    )
    if speech.words is not None and speech.phones is not None:
        return at_house_rate, ""
    sounded = sounded_words(utterance.text, sentences)
    found = align(at_house_rate.pcm, SAMPLE_RATE_HZ, utterance.text, sounded)
    if {s.language for s in sentences} <= _ALIGNED_LANGUAGES and (
        fault := _misfit(at_house_rate.pcm, utterance.text, sounded, found)
    ):
        return speech, fault
    notices = [*speech.notices, *line_notices(utterance, sentences)]
    if not found.is_found:
        notices.append(
            Notice(
                code="times-guessed",
                message="The words could not be found in the sound; their times are guessed",
                where=utterance.line_id,
                next_step="Lips and captions may be off; listen to the line.",
            )
        )
    return (
        dataclasses.replace(
            at_house_rate, words=found.words, phones=found.phones, notices=tuple(dict.fromkeys(notices))
        ),
        "",
    )


def _misfit(pcm: Samples, text: str, sounded: list[Sounded], found: Alignment) -> str:
    """What the alignment says of sound that is not the text: of another rate, or only a part of it."""
    count = sum(len(word.phones.split()) for word in sounded)
    if count < _FEWEST_PHONES:
        return ""
    phone_s = _sounding_s(pcm) / count
    fits = found.is_found and found.squeezed < _SQUEEZED_SHARE
    if fits and _FASTEST_PHONE_S <= phone_s <= _SLOWEST_PHONE_S:
        return ""
    limit = min(_SQUEEZED_SHARE, found.squeezed) / 2 if found.is_found else _SQUEEZED_SHARE / 2
    for factor in _WRONG_RATES:
        if not _FASTEST_PHONE_S <= phone_s / factor <= _SLOWEST_PHONE_S:
            continue
        other = align(pcm, round(SAMPLE_RATE_HZ * factor), text, sounded)
        if other.is_found and other.squeezed <= limit:
            pace = "slow" if factor > 1 else "fast"
            return f"its sound is {max(factor, 1 / factor):.2g} times too {pace}: wrong rate"
    if not fits and phone_s < _FASTEST_PHONE_S:
        return "a part of the text is missing from its sound"
    return ""


def _sounding_s(pcm: Samples) -> float:
    envelope = rms_envelope(pcm, SAMPLE_RATE_HZ)
    return float((envelope > 0.03 * np.percentile(envelope, 98)).sum()) / 100


def _again(engine: Voice, utterance: Utterance, fault: str) -> Notice:
    return Notice(
        code="voice-made-again",
        message=f"The engine {engine.name} failed once ({fault}) and was asked again",
        where=utterance.line_id,
    )
