"""How fast the score and the mix are, and how the mix of an example lands: ``python -m bench sound``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from bench.clicks import clicks_at, cuts_of
from bench.program import SERIES, fresh_series
from reelwright.audio.loudness import TARGET_LUFS, integrated_lufs, true_peak_dbtp
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm, read_wave
from reelwright.build import Inputs, LocalExecutor, Store
from reelwright.delivery.sound import read_sound
from reelwright.finishing.buses import STEMS
from reelwright.finishing.dialogue import dialogue
from reelwright.finishing.mix import mix
from reelwright.production.makers.settings import MixSettings, MusicSettings
from reelwright.score.built_in import BuiltInComposer
from reelwright.studio.make import prepare, run
from reelwright.studio.series import open_series
from reelwright.timebase import samples_of
from reelwright.timeline import HeardLine, Timeline

_MIX_S = 90.0


@dataclass(frozen=True)
class EpisodeSound:
    """The finished sound of an episode: when every line is heard (``timeline``), the master as the film
    carries it (decoded from AAC), its stems, and each line's voice alone by its id. Float32 at 48 kHz."""

    timeline: Timeline
    master: Pcm
    stems: dict[str, Pcm]
    voices: dict[str, Pcm]
    mix_settings: MixSettings
    mix_inputs: Inputs


@contextmanager
def episode_sound(series: Path = SERIES, number: int = 1) -> Iterator[EpisodeSound]:
    """Speak, score and mix an episode of an example in a fresh folder, without its pictures."""
    with fresh_series(of=series) as folder:
        prepared = prepare(open_series(folder), [number])
        store = prepared.build.store
        address = f"{number}/mix"
        records = run(
            prepared.build.only([address]), LocalExecutor(store.folder, width=2), lambda event: None
        )
        planned = prepared.build.steps[address].plan(records, store)
        settings = msgspec.json.decode(planned.settings, type=MixSettings)
        outputs = records[address].outputs
        inputs = Inputs(planned.inputs, store)
        yield EpisodeSound(
            timeline=settings.timeline,
            master=read_sound(store.read(outputs["master.m4a"])),
            stems={name: _wave(store, outputs[f"{name}.wav"]) for name in STEMS},
            voices={
                clip.line_id: _wave(store, records[f"{number}/voice/{clip.line_id}"].outputs["speech.wav"])
                for clip in settings.timeline.speeches
            },
            mix_settings=settings,
            mix_inputs=inputs,
        )


def measure() -> dict[str, float]:
    """``music.rtf``: CPU seconds to compose and play all cues of a series, the sound bank's opening among
    them, by their length. ``mix.s_per_90s``: wall seconds to mix, for 90 s of film. ``mix.lufs_error`` and
    ``mix.true_peak_dbtp``: of the film's decoded sound, the worse of both examples; ``mix.clicks``: how
    many clicks were found at the cuts of both, in the master and in every stem."""
    errors, peaks, clicks = [], [], 0
    for series in (SERIES, SERIES.parent / "wangfu-laixin"):
        with episode_sound(series) as sound:
            errors.append(abs(integrated_lufs(sound.master) - TARGET_LUFS))
            peaks.append(true_peak_dbtp(sound.master))
            cuts = cuts_of(sound.timeline)
            clicks += sum(len(clicks_at(pcm, cuts)) for pcm in (sound.master, *sound.stems.values()))
            if series == SERIES:
                rtf, mix_s = _music_rtf(series), _mix_s(sound)
    return {
        "music.rtf": rtf,
        "mix.s_per_90s": mix_s,
        "mix.lufs_error": max(errors),
        "mix.true_peak_dbtp": max(peaks),
        "mix.clicks": clicks,
    }


def _music_rtf(series: Path) -> float:
    """One process, a cold composer, every cue of the series' episodes one after the other."""
    with fresh_series(of=series) as folder:
        opened = open_series(folder)
        prepared = prepare(opened, [episode.number for episode in opened.episodes])
        store = prepared.build.store
        steps = [s for a, s in prepared.build.steps.items() if "/music/" in a]
        needs = [need for step in steps for need in step.needs]
        records = run(prepared.build.only(needs), LocalExecutor(store.folder, width=2), lambda event: None)
        briefs = [
            msgspec.json.decode(step.plan(records, store).settings, type=MusicSettings).brief
            for step in steps
        ]
    started_s = time.process_time()
    composer = BuiltInComposer()
    composer.play(briefs[0])
    first_s = time.process_time() - started_s
    for brief in briefs[1:]:
        composer.play(brief)
    spent_s, length_s = time.process_time() - started_s, sum(brief.length_s for brief in briefs)
    print(
        f"{len(briefs)} cues, {length_s:.1f} s of music: {spent_s:.2f} CPU s on {composer.version}; "
        f"the first ({briefs[0].length_s:.1f} s) with the reading of its instruments {first_s:.2f}"
    )
    return spent_s / length_s


def _mix_s(sound: EpisodeSound) -> float:
    kinds = {kind: _sounds(sound.mix_inputs, kind) for kind in ("music", "effect", "ambience")}
    started_s, started_cpu_s = time.perf_counter(), time.process_time()
    lines = [HeardLine.of(clip) for clip in sound.timeline.speeches]
    mix(
        sound.timeline,
        dialogue={0: dialogue(lines, sound.voices, rate=sound.timeline.rate)},
        music=kinds["music"],
        effects=kinds["effect"],
        ambience=kinds["ambience"],
    )
    wall_s = time.perf_counter() - started_s
    count = samples_of(sound.timeline.frame_count, sound.timeline.rate, SAMPLE_RATE_HZ)
    length_s = count / SAMPLE_RATE_HZ
    print(f"mix of {length_s:.1f} s: {wall_s:.2f} s wall, {time.process_time() - started_cpu_s:.2f} CPU s")
    return wall_s * _MIX_S / length_s


def _sounds(inputs: Inputs, kind: str) -> dict[str, Pcm]:
    names = [name for name in inputs.digests if name.startswith(f"{kind}/")]
    return {
        name.removeprefix(f"{kind}/"): np.asarray(read_wave(inputs.read(name))[0], np.float32)
        for name in names
    }


def _wave(store: Store, digest: str) -> Pcm:
    return np.asarray(read_wave(store.read(digest))[0], dtype=np.float32)
