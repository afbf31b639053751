"""What every voice engine must do; run on the built-in engine and on a hand-written fake."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.audio.pronunciation import PHONES
from reelwright.performance.documents import Phone, Word
from reelwright.voice import Speech, Utterance, Voice
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.performance import perform_line


class BeepingVoice:
    """The smallest engine: a beep a word, with times."""

    name = "beeps"
    version = "1"

    def speak(self, utterance: Utterance) -> Speech:
        words, phones, at = [], [], 0
        for word in utterance.text.split():
            first = utterance.text.index(word, at)
            at = first + len(word)
            start_s = 0.06 + 0.3 * len(words)
            words.append(Word(word, start_s, start_s + 0.25, first, at))
            phones.append(Phone("ah", start_s, start_s + 0.25))
        count = round(48_000 * (0.12 + 0.3 * max(1, len(words))))
        pcm = (0.2 * np.sin(np.arange(count) * 0.05)).astype(np.float32)
        if not phones:
            phones.append(Phone("pau", 0.0, count / 48_000))
        return Speech(pcm, 48_000, tuple(words), tuple(phones), "beeps")


@pytest.fixture(scope="module", params=[BuiltInVoice, BeepingVoice])
def voice(request: pytest.FixtureRequest) -> Voice:
    engine: Voice = request.param()
    return engine


LINES = {
    "plain": Utterance(text="You should have stayed away from this family."),
    "chinese": Utterance(text="你怎么会在这里？", language="zh"),
    "mixed": Utterance(text="Tell 王总 the iPhone costs ¥5,999."),
    "three languages": Utterance(text="Hello, 你好, привет!"),
    "only dots": Utterance(text="..."),
    "only marks": Utterance(text="?!—“”"),
    "emoji": Utterance(text="😀🔥"),
    "emoji in a line": Utterance(text="I love you 😀 so much ❤️."),
    "empty": Utterance(text=""),
    "address": Utterance(text="See https://example.com/a/b?c=1&d=2"),
    "number": Utterance(text="$1,234,567.89"),
    "unknown language": Utterance(text="blorp zik", language="xx"),
    "unknown voice": Utterance(text="Who am I?", voice_name="nobody"),
    "unknown style": Utterance(text="Who am I?", style="operatic"),
    "right to left": Utterance(text="שלום לך"),
    "a very long word": Utterance(text="a" * 300),
    "control characters": Utterance(text="a\x00b\x07c\u200b\ufeff"),
}


@pytest.mark.parametrize("case", list(LINES))
def test_any_line_gives_finite_sound_with_times_in_order(voice: Voice, case: str) -> None:
    utterance = LINES[case]
    speech = voice.speak(utterance)
    assert speech.pcm.dtype == np.float32 and speech.pcm.ndim == 1 and len(speech.pcm) > 0
    assert speech.sample_rate_hz == 48_000
    assert np.isfinite(speech.pcm).all() and np.abs(speech.pcm).max() <= 1.0
    if speech.words is not None:
        previous_end_s, previous_char = 0.0, 0
        for word in speech.words:
            assert previous_end_s - 1e-6 <= word.start_s <= word.end_s <= speech.duration_s + 1e-6
            assert previous_char <= word.first_char < word.end_char <= len(utterance.text)
            assert word.text == utterance.text[word.first_char : word.end_char]
            previous_end_s, previous_char = word.end_s, word.end_char
    if speech.phones is not None:
        assert speech.phones and {p.symbol for p in speech.phones} <= PHONES
        assert all(
            a.end_s <= b.start_s + 1e-6 for a, b in zip(speech.phones, speech.phones[1:], strict=False)
        )


@pytest.mark.parametrize("case", list(LINES))
def test_any_line_can_be_performed(voice: Voice, case: str) -> None:
    utterance = LINES[case]
    speech = voice.speak(utterance)
    performance = perform_line(speech, utterance.text, utterance.language)
    assert performance.phones and performance.duration_s == pytest.approx(len(speech.pcm) / 48_000)
    assert performance.phones[0].start_s == 0 and performance.phones[-1].end_s == pytest.approx(
        performance.duration_s
    )
    assert abs(len(performance.loudness) - performance.duration_s * 100) <= 1
    assert min(performance.loudness) >= 0


def test_the_same_utterance_gives_the_same_bytes(voice: Voice) -> None:
    for case in ("plain", "chinese", "mixed"):
        first, second = voice.speak(LINES[case]), voice.speak(LINES[case])
        assert first.pcm.tobytes() == second.pcm.tobytes()
        assert first.words == second.words and first.phones == second.phones


def test_an_engine_says_who_it_is(voice: Voice) -> None:
    assert isinstance(voice, Voice) and voice.name and voice.version
