"""A seed or two → what the score sounds like, in numbers and as a spectrogram.

    python -m tools.listen_score --seed 7 --other 8 --out /tmp/listen

Prints loudness, spectral centre, how much lies in the band of speech, by how much the level rises within a
frame of each hit, the real-time factor, and how much two series differ; writes ``seed-N.wav``,
``seed-N.mid``, ``spectrogram.png`` with sections (white) and hits (red), and ``rolls-N.png``, the piano roll
over it. With ``--every``, a roll and a spectrogram of each mood for every ensemble (``ENSEMBLE.png``).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.audio.loudness import integrated_lufs, true_peak_dbtp
from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm, write_wave
from reelwright.score import OnScreen, Score, ScoreBrief, ScoreSection
from reelwright.score.built_in import BuiltInComposer
from reelwright.score.ensembles import ENSEMBLES
from reelwright.score.midi import to_midi
from reelwright.screenplay.documents import MOODS

_WINDOW, _HOP = 4096, 1024


def demo_brief(seed: int, *, language: str = "en", ensemble: str = "", is_final: bool = True) -> ScoreBrief:
    """Fifty seconds with six moods and three hits."""
    moods = (("calm", 0.4, 0.0), ("tension", 0.6, 10.0), ("tenderness", 0.5, 20.0), ("sorrow", 0.6, 28.0),
             ("action", 0.8, 36.0), ("reveal", 0.9, 43.0))  # fmt: skip
    ends = [start for _, _, start in moods[1:]] + [50.0]
    return ScoreBrief(
        motif_seed=seed,
        length_s=50.0,
        language=language,
        ensemble=ensemble,
        is_final=is_final,
        hits_s=(15.25, 39.5, 46.125),
        people=(OnScreen("mara", 12.0), OnScreen("victor", 30.0)),
        sections=tuple(
            ScoreSection(mood=mood, intensity=intensity, start_s=start, length_s=end - start)
            for (mood, intensity, start), end in zip(moods, ends, strict=True)
        ),
    )


def spectrum(pcm: Pcm) -> NDArray[np.float64]:
    """Magnitudes, shape (frames, bins)."""
    mono = pcm.mean(axis=1)
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP]
    return np.asarray(np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)))


def rise_db(pcm: Pcm, hit_s: float) -> float:
    """How much louder the frame (1/24 s) after a hit is than the frame before it."""
    at, frame = round(hit_s * SAMPLE_RATE_HZ), SAMPLE_RATE_HZ // 24
    before, after = (float(np.square(pcm[i : i + frame]).mean()) for i in (at - frame, at))
    return float(10 * np.log10((after + 1e-9) / (before + 1e-9)))


def describe(seed: int, score: Score, pcm: Pcm, seconds: float) -> None:
    magnitudes = spectrum(pcm)
    power = np.square(magnitudes).sum(axis=0)
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE_HZ)
    speech = power[(frequencies > 1000) & (frequencies < 4000)].sum() / power.sum()
    mud = power[(frequencies > 120) & (frequencies < 300)].sum() / power.sum()
    rises = ", ".join(f"{rise_db(pcm, hit):+.0f}" for hit in score.hits_s)
    print(f"seed {seed}: {score.ensemble}, {len(score.notes)} notes, {len(score.instruments)} parts")
    print(score.abc.strip())
    print("  " + ", ".join(f"{s.character or 'series'} {s.form} {s.at_s:.1f} s" for s in score.statements))
    print(
        f"  {integrated_lufs(pcm):.1f} LUFS, {true_peak_dbtp(pcm):.1f} dBTP, centre "
        f"{(power * frequencies).sum() / power.sum():.0f} Hz, 1-4 kHz {speech:.1%}, 120-300 Hz {mud:.1%}, "
        f"level within a frame of the hits {rises} dB, real-time factor {seconds / score.length_s:.3f}"
    )


def picture(score: Score, pcm: Pcm, brief: ScoreBrief) -> NDArray[np.uint8]:
    """The spectrogram, 40 Hz to 10 kHz, log frequency, 70 dB."""
    decibels = 20 * np.log10(spectrum(pcm) + 1e-6)
    rows = np.geomspace(40, 10000, 300)[::-1] / SAMPLE_RATE_HZ * _WINDOW
    image = decibels[:, np.round(rows).astype(int)].T
    scaled = np.clip((image - image.max() + 70) / 70, 0, 1)
    coloured = cv2.applyColorMap((scaled * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    wide = cv2.resize(coloured, (1600, 300))
    for section in brief.sections:
        x = int(section.start_s / score.length_s * 1599)
        cv2.line(wide, (x, 0), (x, 300), (255, 255, 255), 1)
        cv2.putText(wide, section.mood, (x + 4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1)
    for hit in score.hits_s:
        x = int(hit / score.length_s * 1599)
        cv2.line(wide, (x, 20), (x, 300), (60, 60, 255), 1)
    return np.asarray(wide, dtype=np.uint8)


_COLOURS = {"melody": (60, 60, 230), "harmony": (200, 150, 70), "rhythm": (90, 170, 60)}


def roll(score: Score, width: int = 1600, height: int = 330) -> NDArray[np.uint8]:
    """Pitches 24 to 96 over time: melody red, harmony blue, rhythm green; louder is stronger. Grey lines
    are octaves (C), black ones the hits."""
    image = np.full((height, width, 3), 255, np.uint8)
    stems = {part.channel: part.stem for part in score.instruments}

    def y_of(pitch: float) -> int:
        return int(height - 8 - (pitch - 24) / 72 * (height - 16))

    for pitch in range(24, 97, 12):
        cv2.line(image, (0, y_of(pitch)), (width, y_of(pitch)), (225, 225, 225), 1)
    for hit in score.hits_s:
        x = int(hit / score.sound_s * width)
        cv2.line(image, (x, 0), (x, height), (0, 0, 0), 1)
    for note in sorted(score.notes, key=lambda n: stems[n.channel] == "melody"):
        colour = np.array(_COLOURS[stems[note.channel]])
        k = min(max((note.velocity - 25) / 80, 0.15), 1.0)
        shade = tuple(int(v) for v in 255 - (255 - colour) * k)
        x0, x1 = (int(t / score.sound_s * width) for t in (note.start_s, note.start_s + note.length_s))
        y = y_of(note.pitch)
        cv2.rectangle(image, (x0, y - 2), (max(x1 - 2, x0 + 2), y + 2), shade, -1)
    return image


def every_mood(composer: BuiltInComposer, ensemble: str, seed: int) -> NDArray[np.uint8]:
    """The moods of an ensemble, 16 seconds each, a roll over a spectrogram."""
    rows = []
    for mood in MOODS:
        brief = ScoreBrief(
            motif_seed=seed,
            length_s=16.0,
            ensemble=ensemble,
            hits_s=(11.0,),
            people=(OnScreen("mara", 7.0),),
            sections=(ScoreSection(mood=mood, intensity=0.6, start_s=0.0, length_s=16.0),),
        )
        score = composer.compose(brief)
        pcm = composer.render(score).pcm
        rise = rise_db(pcm, 11.0)
        print(
            f"{ensemble:14} {mood:11} {integrated_lufs(pcm):6.1f} LUFS, "
            f"hit {rise:+5.1f} dB, {len(score.notes)} notes"
        )
        small = cv2.resize(picture(score, pcm, brief), (790, 165))
        rows.append(np.vstack([roll(score, 790, 200), small]))
    columns = [np.vstack(rows[:4]), np.vstack(rows[4:])]
    return np.asarray(np.hstack([columns[0], np.zeros((len(columns[0]), 12, 3), np.uint8), columns[1]]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--other", type=int, default=8)
    parser.add_argument("--language", default="en")
    parser.add_argument("--ensemble", default="")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("listen"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    composer = BuiltInComposer()
    print(composer.version)
    if options.every:
        for ensemble in [options.ensemble] if options.ensemble else ENSEMBLES:
            cv2.imwrite(str(options.out / f"{ensemble}.png"), every_mood(composer, ensemble, options.seed))
        return
    pictures, sounds = [], []
    for seed in (options.seed, options.other):
        brief = demo_brief(seed, language=options.language, ensemble=options.ensemble)
        started = time.process_time()
        score = composer.compose(brief)
        pcm = composer.render(score).pcm
        describe(seed, score, pcm, time.process_time() - started)
        (options.out / f"seed-{seed}.wav").write_bytes(write_wave(pcm, encoding="pcm16"))
        (options.out / f"seed-{seed}.mid").write_bytes(to_midi(score))
        pictures.append(picture(score, pcm, brief))
        cv2.imwrite(str(options.out / f"rolls-{seed}.png"), np.vstack([roll(score), pictures[-1]]))
        sounds.append(spectrum(pcm))
    count = min(len(s) for s in sounds)
    first, second = (np.log(s[:count] + 1e-3).ravel() for s in sounds)
    alike = np.corrcoef(first, second)[0, 1]
    print(f"spectrograms of the two series correlate by {alike:.2f}")
    cv2.imwrite(str(options.out / "spectrogram.png"), np.vstack(pictures))


if __name__ == "__main__":
    main()
