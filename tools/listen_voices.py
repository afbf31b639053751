"""How well each built-in voice is understood, how different the voices are, and how fast they speak.

    python -m tools.listen_voices            # 20 sentences a voice, all tables
    python -m tools.listen_voices --few      # 6 sentences a voice

Words are those that pocketsphinx recognises with its bundled language model (English) or with a
closed vocabulary (Mandarin): a ranking, not what a person understands. Voices are told apart by a
nearest-centre classifier that is trained on neutral lines and tested on other, styled ones.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np
from bench.listening import Classifier, features, said_words, words_right
from pypinyin import lazy_pinyin

from reelwright.audio.alignment import words_dictated, words_heard
from reelwright.audio.pronunciation import pinyin_phones
from reelwright.audio.signal import pitch_track
from reelwright.voice import Utterance
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.cast_voices import ENGLISH_VOICES, MANDARIN_VOICES, CastVoice

SENTENCES = (
    "I told you yesterday that my mother is not coming home.",
    "You should have stayed away from this family.",
    "The company belongs to me now and there is nothing you can do.",
    "Please open the door before somebody sees us.",
    "He has been lying to you for seven years.",
    "I never wanted your money, I wanted the truth.",
    "She left the hospital an hour ago with the baby.",
    "Do you really think he will marry a girl like you?",
    "There was a letter on the table this morning.",
    "We have to leave the city before the police come back.",
    "Tell your brother that the contract is finished.",
    "My father built this house with his own hands.",
    "Nobody in this room knows who I really am.",
    "I saw them together at the station last night.",
    "If you walk out of here you will lose everything.",
    "The doctor said that you need to rest for a week.",
    "Give me the phone and sit down.",
    "It was raining on the day we met.",
    "Your wife is waiting for you at the office.",
    "Three years ago I made a promise to an old man.",
)
CHINESE_SENTENCES = (
    "你 怎么 会 在 这里",
    "我 一直 在 等 你 回来",
    "他 骗了 你 整整 七年",
    "这家 公司 现在 是 我的",
    "请 你 马上 离开 我的 家",
    "昨天 晚上 我 看见 他们 在 一起",
    "你 真的 以为 他 会 娶 你 吗",
    "我 从来 没有 爱过 你的 钱",
    "医生 说 你 需要 休息",
    "把 电话 给我 坐下",
)
"""Spaces mark the words of the closed vocabulary; they are not spoken."""

STYLES_HEARD = ("neutral", "tender", "angry", "excited")


def chinese_words() -> dict[str, str]:
    """The words of the test sentences, named so that no English word is meant, with their phones."""
    words = sorted({word for sentence in CHINESE_SENTENCES for word in sentence.split()})
    return {_word_name(w): " ".join(p for s in lazy_pinyin(w) for p in pinyin_phones(s)) for w in words}


def _word_name(word: str) -> str:
    return "zh_" + "_".join(lazy_pinyin(word))


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--few", action="store_true", help="6 sentences a voice")
    options.add_argument("--only", default="", help="a part of the voice names")
    chosen = options.parse_args()
    count = 6 if chosen.few else len(SENTENCES)
    engine = BuiltInVoice()
    english = [v for v in ENGLISH_VOICES if chosen.only in v.name]
    mandarin = [v for v in MANDARIN_VOICES if chosen.only in v.name]
    scores = [_english_row(engine, voice, SENTENCES[:count]) for voice in english]
    if scores:
        print(f"English: mean {np.mean(scores):.3f}, worst {min(scores):.3f}\n")
    scores = [_mandarin_row(engine, voice) for voice in mandarin]
    if scores:
        print(f"Mandarin: mean {np.mean(scores):.3f}, worst {min(scores):.3f}\n")
    if not chosen.only:
        _apart(engine, english)
        _apart(engine, mandarin)


def _english_row(engine: BuiltInVoice, voice: CastVoice, sentences: Sequence[str]) -> float:
    rights, f0s, took_s, long_s = [], [], 0.0, 0.0
    for sentence in sentences:
        began = time.perf_counter()
        speech = engine.speak(Utterance(text=sentence, voice_name=voice.name))
        took_s, long_s = took_s + time.perf_counter() - began, long_s + speech.duration_s
        rights.append(words_right(said_words(sentence), words_dictated(speech.pcm, speech.sample_rate_hz)))
        f0_hz, _ = pitch_track(speech.pcm, speech.sample_rate_hz)
        f0s.append(float(np.median(f0_hz[f0_hz > 0])))
    _print_row(voice, float(np.mean(rights)), f0s, took_s, long_s)
    return float(np.mean(rights))


def _mandarin_row(engine: BuiltInVoice, voice: CastVoice) -> float:
    vocabulary = chinese_words()
    grammar = "#JSGF V1.0; grammar g; public <line> = (" + " | ".join(vocabulary) + ")+;"
    rights, f0s, took_s, long_s = [], [], 0.0, 0.0
    for sentence in CHINESE_SENTENCES:
        began = time.perf_counter()
        speech = engine.speak(Utterance(text=sentence.replace(" ", ""), language="zh", voice_name=voice.name))
        took_s, long_s = took_s + time.perf_counter() - began, long_s + speech.duration_s
        heard = words_heard(speech.pcm, speech.sample_rate_hz, grammar, vocabulary)
        rights.append(words_right([_word_name(word) for word in sentence.split()], heard))
        f0_hz, _ = pitch_track(speech.pcm, speech.sample_rate_hz)
        f0s.append(float(np.median(f0_hz[f0_hz > 0])))
    _print_row(voice, float(np.mean(rights)), f0s, took_s, long_s)
    return float(np.mean(rights))


def _print_row(voice: CastVoice, right: float, f0s: Sequence[float], took_s: float, long_s: float) -> None:
    print(
        f"{voice.name:12} {voice.sex:7} {voice.age_years:3}  words {right:.3f}  F0 {np.median(f0s):5.0f} Hz  "
        f"formant ×{voice.formant:.2f}  RTF {took_s / long_s:.3f}",
        flush=True,
    )


def _apart(engine: BuiltInVoice, voices: Sequence[CastVoice]) -> None:
    """Which voice is nearest, in standard deviations; then how often a styled line finds its voice."""
    texts = SENTENCES if voices[0].language == "en" else [s.replace(" ", "") for s in CHINESE_SENTENCES]
    language = voices[0].language
    neutral = {
        v.name: [
            features(engine.speak(Utterance(text=t, language=language, voice_name=v.name))) for t in texts[:5]
        ]
        for v in voices
    }
    known = Classifier(neutral)
    for name in neutral:
        others = {other: known.apart(name, other) for other in neutral if other != name}
        nearest = min(others, key=others.__getitem__)
        print(f"{name:12} nearest {nearest:12} {others[nearest]:5.1f} sd")
    right = total = 0
    for voice in voices:
        for index, style in enumerate(STYLES_HEARD):
            text = texts[5 + index % (len(texts) - 5)]
            speech = engine.speak(Utterance(text=text, language=language, voice_name=voice.name, style=style))
            right, total = right + (known.name(features(speech)) == voice.name), total + 1
    print(f"told apart on styled lines: {right}/{total} = {right / total:.2f}\n")


if __name__ == "__main__":
    main()
