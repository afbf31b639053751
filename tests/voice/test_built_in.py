"""The built-in voices are heard, told apart, and styled; measured, not believed."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.audio.signal import band, decibels, pitch_track, speech_level_db
from reelwright.screenplay.documents import VOICE_STYLES
from reelwright.voice import Speech, Utterance
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.cast_voices import BUILT_IN_VOICES
from reelwright.voice.documents import Pronunciation
from reelwright.voice.reading import line_notices, sentences_in

TEXT = "I told you yesterday, my mother is not coming home."
RATE_HZ = 48_000


@pytest.fixture(scope="module")
def engine() -> BuiltInVoice:
    return BuiltInVoice()


@pytest.fixture(scope="module")
def styled(engine: BuiltInVoice) -> dict[str, Speech]:
    return {s: engine.speak(Utterance(text=TEXT, voice_name="en-adam", style=s)) for s in VOICE_STYLES}


def median_f0(speech: Speech) -> float:
    f0_hz, _ = pitch_track(speech.pcm, RATE_HZ)
    return float(np.median(f0_hz[f0_hz > 0]))


def range_semitones(speech: Speech) -> float:
    f0_hz, _ = pitch_track(speech.pcm, RATE_HZ)
    voiced = 12 * np.log2(f0_hz[f0_hz > 0])
    return float(np.percentile(voiced, 90) - np.percentile(voiced, 10))


def voiced_share(speech: Speech) -> float:
    """How much of the sounding time is clearly periodic."""
    _, periodicity = pitch_track(speech.pcm, RATE_HZ)
    return float((periodicity > 0.75).sum() / max(1, (periodicity > 0).sum()))


def brightness_db(speech: Speech) -> float:
    high, low = band(speech.pcm, 1800, 5000, RATE_HZ), band(speech.pcm, 120, 900, RATE_HZ)
    return decibels(float(np.sqrt(np.mean(high**2)))) - decibels(float(np.sqrt(np.mean(low**2))))


def test_all_eighteen_voices_speak_at_their_own_pitch(engine: BuiltInVoice) -> None:
    assert sum(n.startswith("en-") for n in BUILT_IN_VOICES) == 12
    assert sum(n.startswith("zh-") for n in BUILT_IN_VOICES) == 6
    for name, voice in BUILT_IN_VOICES.items():
        text = TEXT if voice.language == "en" else "我一直在等你回来。"
        speech = engine.speak(Utterance(text=text, language=voice.language, voice_name=name))
        assert median_f0(speech) == pytest.approx(voice.f0_hz, rel=0.12), name
        assert speech.notices == ()


def test_every_line_has_the_level_of_the_house_and_short_silent_edges(engine: BuiltInVoice) -> None:
    for name in ("en-grace", "en-marcus", "zh-lan"):
        voice = BUILT_IN_VOICES[name]
        speech = engine.speak(
            Utterance(
                text="你好，王总。" if voice.language == "zh" else TEXT,
                language=voice.language,
                voice_name=name,
            )
        )
        assert speech_level_db(speech.pcm, RATE_HZ) == pytest.approx(-20, abs=1.5)
        loud = np.flatnonzero(np.abs(speech.pcm) > 0.01)
        assert 0.05 < loud[0] / RATE_HZ < 0.16 and 0.05 < (len(speech.pcm) - loud[-1]) / RATE_HZ < 0.22


def test_a_voice_is_wider_than_its_engine(engine: BuiltInVoice) -> None:
    pcm = engine.speak(Utterance(text="Six sisters saw this.", voice_name="en-adam")).pcm
    above = band(pcm, 8600, 12000, RATE_HZ)
    assert decibels(float(np.sqrt(np.mean(above**2)))) > -62


def test_a_whisper_has_no_voice(styled: dict[str, Speech]) -> None:
    assert voiced_share(styled["whisper"]) < 0.15 < 0.6 < voiced_share(styled["neutral"])


def test_a_shout_is_higher_brighter_and_louder_than_plain_speech_and_whispering(
    styled: dict[str, Speech],
) -> None:
    shout, plain, whisper = styled["shouting"], styled["neutral"], styled["whisper"]
    assert median_f0(shout) > 1.25 * median_f0(plain)
    assert brightness_db(shout) > brightness_db(plain) + 3
    levels = [speech_level_db(s.pcm, RATE_HZ) for s in (shout, plain, whisper)]
    assert levels[0] > levels[1] + 3 and levels[1] > levels[2] + 5


def test_pace_pitch_and_range_follow_the_style(styled: dict[str, Speech]) -> None:
    seconds = {style: speech.duration_s for style, speech in styled.items()}
    assert seconds["tired"] > 1.15 * seconds["neutral"] > 1.15 * seconds["excited"] * 1.05
    assert range_semitones(styled["cold"]) < 0.7 * range_semitones(styled["neutral"])
    assert range_semitones(styled["sarcastic"]) > 1.2 * range_semitones(styled["neutral"])
    assert (
        median_f0(styled["scared"])
        > 1.1 * median_f0(styled["neutral"])
        > 1.15 * median_f0(styled["tired"]) * 0.9
    )


def test_a_telephone_has_no_bass_and_no_top(styled: dict[str, Speech]) -> None:
    def share_db(speech: Speech, low_hz: float, high_hz: float) -> float:
        part = band(speech.pcm, low_hz, high_hz, RATE_HZ)
        return decibels(float(np.sqrt(np.mean(part**2)))) - decibels(float(np.sqrt(np.mean(speech.pcm**2))))

    assert share_db(styled["phone"], 4800, 9000) < share_db(styled["neutral"], 4800, 9000) - 20
    assert share_db(styled["phone"], 80, 180) < share_db(styled["neutral"], 80, 180) - 15


def test_every_style_sounds_different_and_stays_below_full_scale(styled: dict[str, Speech]) -> None:
    assert len({s.pcm.tobytes() for s in styled.values()}) == len(VOICE_STYLES)
    assert all(np.abs(s.pcm).max() < 0.9 for s in styled.values())


def test_intensity_goes_further(engine: BuiltInVoice) -> None:
    def f0(intensity: float) -> float:
        return median_f0(
            engine.speak(Utterance(text=TEXT, voice_name="en-adam", style="shouting", intensity=intensity))
        )

    assert f0(0.0) < f0(0.5) < f0(1.0)


def test_mandarin_styles_are_heard_too(engine: BuiltInVoice) -> None:
    text = "我从来没有爱过你的钱。"
    said = {
        s: engine.speak(Utterance(text=text, language="zh", voice_name="zh-wei", style=s))
        for s in ("neutral", "whisper", "shouting", "tired")
    }
    assert voiced_share(said["whisper"]) < 0.1 < 0.4 < voiced_share(said["neutral"])
    assert median_f0(said["shouting"]) > 1.2 * median_f0(said["neutral"])
    assert said["tired"].duration_s > 1.1 * said["neutral"].duration_s


def test_a_question_rises_and_a_statement_falls(engine: BuiltInVoice) -> None:
    def ending(text: str) -> float:
        speech = engine.speak(Utterance(text=text, voice_name="en-grace"))
        f0_hz, _ = pitch_track(speech.pcm, RATE_HZ)
        voiced = f0_hz[f0_hz > 0]
        return float(np.median(voiced[-10:]) / np.median(voiced))

    assert ending("Are you leaving me now?") > 1.1 > 1.0 > ending("You are leaving me now.")


def test_pauses_grow_with_punctuation_and_a_dash_cuts(engine: BuiltInVoice) -> None:
    def gap(text: str) -> float:
        words = engine.speak(Utterance(text=text)).words
        assert words is not None
        return words[2].start_s - words[1].end_s

    none, comma, full_stop, dots = (gap(f"I know{mark} you lied") for mark in ("", ",", ".", "..."))
    assert none < 0.05 < comma < full_stop < dots < 0.9
    cut = engine.speak(Utterance(text="I never meant to—"))
    whole = engine.speak(Utterance(text="I never meant to."))
    assert cut.duration_s < whole.duration_s


def test_capitals_lean_on_the_word(engine: BuiltInVoice) -> None:
    def pitch_of_third_word(text: str) -> float:
        speech = engine.speak(Utterance(text=text, voice_name="en-grace"))
        assert speech.words is not None
        word = speech.words[2]
        f0_hz, _ = pitch_track(
            speech.pcm[round(word.start_s * RATE_HZ) : round(word.end_s * RATE_HZ)], RATE_HZ
        )
        return float(np.median(f0_hz[f0_hz > 0]))

    assert pitch_of_third_word("You are NEVER seeing him") > 1.05 * pitch_of_third_word(
        "You are never seeing him"
    )


def test_a_word_between_marks_of_emphasis_is_leant_on(engine: BuiltInVoice) -> None:
    """As in *never*: higher and longer."""

    def third_word(**said: tuple[str, ...]) -> tuple[float, float]:
        speech = engine.speak(Utterance(text="You will never see him.", voice_name="en-grace", **said))  # type: ignore[arg-type]
        assert speech.words is not None
        word = speech.words[2]
        cut = speech.pcm[round(word.start_s * RATE_HZ) : round(word.end_s * RATE_HZ)]
        f0_hz, _ = pitch_track(cut, RATE_HZ)
        return float(np.median(f0_hz[f0_hz > 0])), word.end_s - word.start_s

    plain, leant = third_word(), third_word(leant_on=("never",))
    assert leant[0] > 1.05 * plain[0] and leant[1] > 1.08 * plain[1]


def test_phrases_sink_and_their_ends_slow_down(engine: BuiltInVoice) -> None:
    """A statement is lower at its end than at its start, and its last word is longer than inside."""
    last = engine.speak(Utterance(text="The letter was burned by my father.", voice_name="en-adam"))
    inner = engine.speak(Utterance(text="My father burned the letter long ago.", voice_name="en-adam"))
    assert last.words is not None and inner.words is not None
    f0_hz, _ = pitch_track(last.pcm, RATE_HZ)
    voiced = f0_hz[f0_hz > 0]
    third = len(voiced) // 3
    assert np.median(voiced[:third]) > 1.12 * np.median(voiced[-third:])
    final, inside = last.words[-1], inner.words[1]
    assert (final.end_s - final.start_s) > 1.04 * (inside.end_s - inside.start_s)


def test_a_speech_without_end_is_spoken_breath_by_breath(engine: BuiltInVoice) -> None:
    text = " ".join(["and I will not stop talking until you hear me"] * 30)  # 300 words without a full stop
    speech = engine.speak(Utterance(text=text, line_id="L1"))
    assert speech.words is not None and len(speech.words) == 300
    assert speech.words[-1].end_char == len(text) and speech.words[-1].end_s <= speech.duration_s


def test_what_is_not_quite_right_is_said_in_a_notice(engine: BuiltInVoice) -> None:
    assert [n.code for n in engine.speak(Utterance(text="Bonjour", language="fr", line_id="L7")).notices] == [
        "basic-voice"
    ]
    notice = engine.speak(Utterance(text="Hi", voice_name="en-nobody", line_id="L8")).notices[0]
    assert (notice.code, notice.where) == ("unknown-voice", "L8") and "en-grace" in notice.next_step


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("?!—", "nothing-to-say"),
        ("😀🔥", "nothing-to-say"),
        ("I love you 😀", "emoji"),
        ("See https://example.com/a?b=1 now", "spoken-address"),
        ("Hello, 你好, привет!", "basic-voice"),
    ],
)
def test_a_line_that_is_not_spoken_as_it_stands_says_so(engine: BuiltInVoice, text: str, code: str) -> None:
    speech = engine.speak(Utterance(text=text, line_id="L9"))
    assert (code, "L9") in [(n.code, n.where) for n in speech.notices]
    assert speech.words and speech.words[-1].end_char == len(text.rstrip())
    sounds_db = decibels(float(np.abs(speech.pcm).max()))
    assert sounds_db > -60, "never silence without a word"


def test_two_thousand_words_are_too_many_and_are_cut_into_breaths() -> None:
    text = "no, " * 2000
    sentences = sentences_in(text, "en")
    assert sum(len(s.tokens) for s in sentences) == 2000 and max(len(s.tokens) for s in sentences) <= 40
    (notice,) = line_notices(Utterance(text=text, line_id="L9"), sentences)
    assert (notice.code, notice.where) == ("long-speech", "L9")


PRONUNCIATIONS = (
    Pronunciation("Siobhan", "/sh ih v ao1 n/"),
    Pronunciation("Qixia", "chee sha"),
    Pronunciation("银行", "yin2 xing2"),
    Pronunciation("home", "/hh qq m/"),
)


def test_the_series_says_how_its_names_are_said(engine: BuiltInVoice) -> None:
    def phones(text: str, language: str = "en", voice: str = "en-adam") -> str:
        speech = engine.speak(
            Utterance(text=text, language=language, voice_name=voice, pronunciations=PRONUNCIATIONS)
        )
        assert speech.phones and speech.words and len(speech.words) == len(chinese_or_words(text))
        return " ".join(p.symbol for p in speech.phones)

    def chinese_or_words(text: str) -> list[str]:
        return text.split() if text.isascii() else list(text)

    assert "sh ih v ao n z" in phones("Siobhan's late.")
    assert "ch iy sh aa" in phones("I am Qixia.")
    assert "y ih n sh ih ng" in phones("银行", "zh", "zh-lan")
    assert "sh" in phones("siobhan", voice="zh-lan")  # eSpeak takes the phones too
    assert "hh ow m" in phones("home")
    speech = engine.speak(Utterance(text="home", pronunciations=PRONUNCIATIONS, line_id="L3"))
    assert [(n.code, n.where) for n in speech.notices] == [("unknown-phoneme", "L3")]
