"""The client of OpenAI's protocol, against a real server that speaks it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import numpy as np
import pytest

from reelwright.audio.signal import pitch_track
from reelwright.audio.wave import write_wave
from reelwright.voice import Utterance, Voice
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.checking import spoken
from reelwright.voice.documents import Pronunciation, Speech, VoiceFailed, VoiceUnreachable
from reelwright.voice.options import SpeechServer
from reelwright.voice.speech_server import SpeechServerVoice

TEXT = "You should have stayed away from this family."


def ask(server: str, model: str = "tts-1", text: str = TEXT, **said: Any) -> Speech:
    engine = SpeechServerVoice(SpeechServer(url=server, model=model), sleep=lambda seconds: None)
    return spoken(engine, Utterance(text=text, line_id="k3f9", **said), BuiltInVoice, "en-marcus")


def asked(server: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(server.removesuffix("/v1") + "/requests") as reply:
        return list(json.load(reply))


def test_a_line_comes_back_with_the_times_of_its_words(speech_server: str) -> None:
    speech = ask(speech_server, voice_name="nova", style="tired")
    own = BuiltInVoice().speak(Utterance(text=TEXT, voice_name="en-grace"))
    assert speech.words is not None and own.words is not None and speech.phones
    off_s = [abs(a.start_s - b.start_s) for a, b in zip(speech.words, own.words, strict=True)]
    assert np.median(off_s) < 0.02
    assert speech.sample_rate_hz == 48_000 and not speech.is_stand_in and speech.notices == ()
    last = asked(speech_server)[-1]
    assert (last["voice"], last["input"], last["response_format"]) == ("nova", TEXT, "wav")
    assert last["speed"] == pytest.approx(0.82) and "weary" in last["instructions"]
    assert speech.billed_characters == len(TEXT)


@pytest.mark.parametrize("model", ["mp3", "pcm"])
def test_other_formats_are_read(speech_server: str, model: str) -> None:
    speech = ask(speech_server, model)
    f0_hz, _ = pitch_track(speech.pcm, 48_000)
    assert not speech.is_stand_in and np.median(f0_hz[f0_hz > 0]) == pytest.approx(104, rel=0.12)


def test_chinese_words_get_their_times(speech_server: str) -> None:
    speech = ask(speech_server, text="我从来没有爱过你的钱。", language="zh", voice_name="lan")
    assert not speech.is_stand_in and speech.words is not None
    assert [w.text for w in speech.words][:3] == ["我", "从", "来"]


def test_a_busy_server_is_asked_again_with_growing_pauses(speech_server: str) -> None:
    pauses: list[float] = []
    engine = SpeechServerVoice(SpeechServer(url=speech_server, model="busy"), sleep=pauses.append)
    assert len(engine.speak(Utterance(text="Busy line.")).pcm) and pauses == [0.0, 0.0]
    slow = SpeechServerVoice(
        SpeechServer(url=speech_server, model="slow"), timeout_s=0.2, attempts=3, sleep=pauses.append
    )
    with pytest.raises(VoiceUnreachable, match="no answer in time"):
        slow.speak(Utterance(text="Slow line."))
    assert pauses[2:] == [0.5, 1.0]


def test_a_wrong_key_or_voice_is_not_asked_for_twice(
    speech_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = SpeechServerVoice(SpeechServer(url=speech_server, model="locked"))
    with pytest.raises(VoiceFailed, match=r"401: wrong key .*OPENAI_API_KEY"):
        engine.speak(Utterance(text="Locked.", line_id="k3f9"))
    assert sum(a["input"] == "Locked." for a in asked(speech_server)) == 1
    monkeypatch.setenv("OPENAI_API_KEY", "a-secret")
    assert len(engine.speak(Utterance(text="Locked.")).pcm)
    with pytest.raises(VoiceFailed, match="400: unknown voice nobody"):
        engine.speak(Utterance(text="Hi.", voice_name="nobody"))


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        ("half", "a part of the text is missing"),
        ("silent", "silence"),
        ("nan", "not a number"),
        ("fast", "wrong rate"),
        ("words", "not sound"),
        ("down", "503: busy"),
    ],
)
def test_what_is_not_the_line_is_made_again_once_and_then_spoken_by_the_house(
    speech_server: str, model: str, fault: str
) -> None:
    text = "I told you yesterday that my mother is not coming home."
    speech = ask(speech_server, model, text)
    assert speech.is_stand_in and speech.voice_name == "en-marcus" and speech.words is not None
    (notice,) = speech.notices
    assert (notice.code, notice.where) == ("voice-stand-in", "k3f9") and fault in notice.message
    assert "en-marcus" in notice.message
    tries = sum(a["model"] == model for a in asked(speech_server))
    assert tries == (8 if model == "down" else 2)
    assert speech.billed_characters == (0 if model in ("down", "words") else 2 * len(text))


def test_what_is_right_the_second_time_is_kept_and_billed_twice(speech_server: str) -> None:
    speech = ask(speech_server, "half-once")
    assert not speech.is_stand_in and speech.billed_characters == 2 * len(TEXT)
    assert [(n.code, n.where) for n in speech.notices] == [("voice-made-again", "k3f9")]


def test_nobody_at_the_address_is_found_out_at_once() -> None:
    pauses: list[float] = []
    engine: Voice = SpeechServerVoice(SpeechServer(url="http://127.0.0.1:9/v1"), sleep=pauses.append)
    speech = spoken(engine, Utterance(text=TEXT, line_id="k3f9"), BuiltInVoice, "en-marcus")
    assert speech.is_stand_in and "does not answer" in speech.notices[0].message and pauses == []


def test_a_recording_and_the_respellings_are_sent(speech_server: str, tmp_path: Any) -> None:
    sample = tmp_path / "mei.wav"
    sample.write_bytes(write_wave(np.zeros(800, np.float32), encoding="pcm16"))
    ask(
        speech_server,
        text="Siobhan knows.",
        sample_path=str(sample),
        sample_text="I agree.",
        pronunciations=(Pronunciation("Siobhan", "Shivawn"), Pronunciation("knows", "/n ow1 z/")),
    )
    last = asked(speech_server)[-1]
    assert last["input"] == "Shivawn knows." and last["ref_text"] == "I agree."
    assert last["ref_audio"].startswith("data:audio/wav;base64,UklGR")
