"""The aligner finds again the times that the engine itself knows."""

import itertools

import numpy as np
import pytest

from reelwright.audio.alignment import align_words, words_dictated
from reelwright.audio.pronunciation import PHONES
from reelwright.audio.spelling import english_pronunciation
from reelwright.voice import Utterance
from reelwright.voice.built_in import BuiltInVoice

RATE_HZ = 48_000


@pytest.fixture(scope="module")
def voice() -> BuiltInVoice:
    return BuiltInVoice()


@pytest.mark.parametrize(
    ("text", "language", "median_ms"),
    [
        ("I told you yesterday, my mother is not coming home. Are you sure about that?", "en", 20),
        ("你怎么会在这里？我一直在等你。", "zh", 30),
    ],
)
def test_times_agree_with_the_engine(voice: BuiltInVoice, text: str, language: str, median_ms: int) -> None:
    speech = voice.speak(Utterance(text=text, language=language))
    words, phones = align_words(speech.pcm, RATE_HZ, text, language=language)
    assert speech.words is not None
    assert [w.text.strip() for w in words] == [w.text.strip() for w in speech.words]
    off_s = [abs(a.start_s - b.start_s) for a, b in zip(words, speech.words, strict=True)]
    assert np.median(off_s) * 1000 <= median_ms
    assert {p.symbol for p in phones} <= PHONES


def test_text_that_does_not_fit_still_gets_times_in_order() -> None:
    noise = np.random.default_rng(3).standard_normal(RATE_HZ).astype(np.float32) * 0.1
    words, phones = align_words(
        noise, RATE_HZ, "a sentence with far too many words for one second of sheer noise, isn't it"
    )
    assert len(words) == 15 and phones
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in itertools.pairwise(words))
    assert words[-1].end_s <= 1.0 + 1e-6


def test_no_words_is_a_pause() -> None:
    words, phones = align_words(np.zeros(4800, np.float32), RATE_HZ, "…")
    assert words == () and [p.symbol for p in phones] == ["pau"]


def test_an_unknown_word_is_spelled_into_phones() -> None:
    assert set(english_pronunciation("Zhqwyx").split()) <= PHONES


def test_a_clear_voice_is_understood(voice: BuiltInVoice) -> None:
    speech = voice.speak(Utterance(text="He has been lying to you for seven years.", voice_name="en-adam"))
    heard = words_dictated(speech.pcm, RATE_HZ)
    said = ["he", "has", "been", "lying", "to", "you", "for", "seven", "years"]
    assert len(set(said) & set(heard)) >= 8, heard
