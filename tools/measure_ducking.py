"""Words understood in a mix against how far the music steps aside: the table of docs/decisions/0005-music.md.

    python -m tools.measure_ducking

Sentences of ``tools/listen_voices.py`` (voices are tuned on them, so only differences mean something), four
voices over loud tension and action, heard from the mono master by pocketsphinx's own model.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from bench.listening import said_words, words_right

from reelwright.audio.alignment import words_dictated
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.finishing.mix import mix
from reelwright.score import ScoreBrief, ScoreSection
from reelwright.score.built_in import BuiltInComposer
from reelwright.timebase import FILM, frames_covering, samples_of
from reelwright.timeline import MusicClip, SpeechClip, Timeline
from reelwright.voice import Speech, Utterance
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.cast_voices import ENGLISH_VOICES

TEXTS = (
    "The door was open when I came home last night.",
    "My father never wanted me to know the truth.",
    "Put the money on the table and leave this house.",
    "She will marry him before the summer is over.",
    "I have waited ten years to hear you say that.",
    "Give me one good reason to believe you now.",
)
DEPTHS_DB = (0.0, -6.0, -10.0, -14.0, -18.0, -24.0)
_VOICES = 4
_GAP_S = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--depths", type=float, nargs="*", default=DEPTHS_DB)
    options = parser.parse_args()
    engine, composer = BuiltInVoice(), BuiltInComposer()
    scenes = []
    for number, voice in enumerate(ENGLISH_VOICES[:: len(ENGLISH_VOICES) // _VOICES][:_VOICES]):
        speeches = [engine.speak(Utterance(text=text, voice_name=voice.name)) for text in TEXTS]
        mood = ("tension", "action")[number % 2]
        timeline = scene(speeches, number)
        seconds = float(timeline.frame_count / FILM.fraction)
        section = ScoreSection(mood=mood, intensity=0.8, start_s=0.0, length_s=seconds)
        music = composer.play(ScoreBrief(motif_seed=number, length_s=seconds, sections=(section,))).pcm
        scenes.append((speeches, timeline, music))
    print("depth dB   words understood   music under speech, LU below it")
    for depth in (*options.depths, None):
        shares, below = zip(*(heard(*scene_, depth) for scene_ in scenes), strict=True)
        name = "no music" if depth is None else f"{depth:8.0f}"
        print(f"{name}   {np.mean(shares):16.2f}   {np.mean(below):10.1f}", flush=True)


def scene(speeches: Sequence[Speech], number: int) -> Timeline:
    """The lines one after the other, in a place without an echo, over one cue."""
    clips, frame = [], frames_covering(_GAP_S, FILM)
    for n, speech in enumerate(speeches):
        count = frames_covering(speech.duration_s, FILM)
        clips.append(
            SpeechClip(
                line_id=str(n), character="a", speaker="A", text=TEXTS[n], start_frame=frame,
                frame_count=count, words=speech.words or (),
            )
        )  # fmt: skip
        frame += count + frames_covering(_GAP_S, FILM)
    cue = MusicClip(id="m", start_frame=0, frame_count=frame, sections=())
    return Timeline(episode=1, frame_count=frame, pictures=(), speeches=tuple(clips), music=(cue,))


def heard(
    speeches: Sequence[Speech], timeline: Timeline, music: Pcm, depth: float | None
) -> tuple[float, float]:
    """The share of words understood, and how far the music lies below the speech under the lines."""
    mixed = mix(
        timeline,
        speeches={str(n): speech.pcm for n, speech in enumerate(speeches)},
        music={"m": music if depth is not None else music * 0},
        effects={},
        ambience={},
        music_duck_db=depth or 0.0,
    )
    master, rights, voice, under = mixed.master.mean(axis=1), [], 0.0, 0.0
    for clip, speech in zip(timeline.speeches, speeches, strict=True):
        first = samples_of(clip.start_frame, FILM, SAMPLE_RATE_HZ)
        span = slice(first, first + len(speech.pcm))
        rights.append(words_right(said_words(clip.text), words_dictated(master[span], SAMPLE_RATE_HZ)))
        voice += float(np.square(mixed.dialogue[span], dtype=np.float64).sum())
        under += float(np.square(mixed.music[span], dtype=np.float64).sum())
    return float(np.mean(rights)), 10 * np.log10((voice + 1e-12) / (under + 1e-12))


if __name__ == "__main__":
    main()
