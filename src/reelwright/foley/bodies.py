"""A generator of chance → sounds that people make: blows, breath, hearts, feet, crowds."""

from __future__ import annotations

import numpy as np
from scipy.signal import resample_poly

from reelwright.audio.wave import SAMPLE_RATE_HZ
from reelwright.foley.shaping import (
    Sound,
    band,
    bump,
    count_of,
    decay,
    modes,
    noise,
    put,
    resonance,
    room,
    sweep,
    wander,
)


def slap(rng: np.random.Generator) -> Sound:
    """A bright crack of two hands' worth of noise, and the cheek under it."""
    crack = band(noise(rng, 0.16), 900, 7500) * decay(0.16, 0.0006, 0.055)
    skin = resonance(noise(rng, 0.16) * decay(0.16, 0.0008, 0.05), rng.uniform(650, 900), 0.05) * 6
    body = sweep(0.16, rng.uniform(230, 290), 120) * decay(0.16, 0.001, 0.1)
    return room(crack + skin + 0.7 * body, rng, seconds=0.35, wet=0.16)


def punch(rng: np.random.Generator) -> Sound:
    thud = sweep(0.3, rng.uniform(150, 190), 48) * decay(0.3, 0.001, 0.22)
    smack = band(noise(rng, 0.3), 300, 2600) * decay(0.3, 0.001, 0.06)
    return room(thud + 0.5 * smack, rng, seconds=0.3, wet=0.12)


def body_fall(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(0.9))
    for at_s, gain in ((0.0, 0.7), (rng.uniform(0.1, 0.16), 1.0), (rng.uniform(0.3, 0.38), 0.35)):
        thud = sweep(0.4, rng.uniform(100, 130), 42) * decay(0.4, 0.002, 0.28)
        put(total, thud + 0.35 * band(noise(rng, 0.4), 80, 900) * decay(0.4, 0.003, 0.12), at_s, gain)
    put(total, band(noise(rng, 0.5), 400, 3000) * bump(0.5, 0.3) * 0.06, 0.05)
    return room(total, rng, seconds=0.4, wet=0.14)


def gasp(rng: np.random.Generator) -> Sound:
    """A sharp breath in: noise through a mouth that opens."""
    seconds = rng.uniform(0.38, 0.5)
    breath = noise(rng, seconds)
    total = np.zeros(len(breath))
    for formant_hz, level in ((rng.uniform(700, 850), 0.6), (1500, 1.0), (2700, 0.8), (4200, 0.5)):
        total += level * band(breath, formant_hz * 0.85, formant_hz * 1.18)
    voiced = sweep(seconds, rng.uniform(240, 300), 420) * 0.05
    return room((total + voiced) * bump(seconds, 0.72, 2.4), rng, seconds=0.25, wet=0.08)


def heartbeat(rng: np.random.Generator) -> Sound:
    """Four beats, lub and dub."""
    gap_s = rng.uniform(0.72, 0.82)
    total = np.zeros(count_of(4 * gap_s))
    for beat in range(4):
        for late_s, frequency_hz, gain in ((0.0, 62, 1.0), (0.24, 74, 0.7)):
            thump = sweep(0.24, frequency_hz * rng.uniform(1.5, 1.7), frequency_hz * 0.75) * decay(
                0.24, 0.012, 0.2
            )
            # Small loudspeakers cannot play 60 Hz: the knock above it carries the beat there.
            knock = band(noise(rng, 0.24), 90, 420) * decay(0.24, 0.006, 0.09)
            put(total, thump + 0.5 * knock, 0.02 + beat * gap_s + late_s + rng.normal(0, 0.004), gain)
    return total


def _steps(rng: np.random.Generator, one: list[Sound], gap_s: float) -> Sound:
    total = np.zeros(count_of(gap_s * len(one) + 0.4))
    for i, step in enumerate(one):
        put(total, step, 0.01 + i * gap_s + max(rng.normal(0, 0.012), -0.01), rng.uniform(0.75, 1.0))
    return total


def steps_wood(rng: np.random.Generator) -> Sound:
    """Four heels on boards."""
    board_hz = rng.uniform(170, 210)

    def one() -> Sound:
        heel = modes(0.25, (board_hz, board_hz * 2.3, board_hz * 4.1), (0.14, 0.08, 0.05), (1.0, 0.5, 0.25))
        tap = band(noise(rng, 0.25), 800, 4500) * decay(0.25, 0.0008, 0.03)
        return heel + 0.7 * tap

    return room(_steps(rng, [one() for _ in range(4)], rng.uniform(0.5, 0.56)), rng, seconds=0.4, wet=0.12)


def steps_stone(rng: np.random.Generator) -> Sound:
    """Four heels on marble, in a hall."""
    click_hz = rng.uniform(1900, 2300)

    def one() -> Sound:
        click = modes(0.15, (click_hz, click_hz * 1.7, 3 * click_hz), (0.04, 0.03, 0.02), (1.0, 0.6, 0.3))
        return click + 0.8 * band(noise(rng, 0.15), 1200, 8000) * decay(0.15, 0.0005, 0.03)

    return room(_steps(rng, [one() for _ in range(4)], rng.uniform(0.48, 0.55)), rng, seconds=1.1, wet=0.28)


def steps_grass(rng: np.random.Generator) -> Sound:
    """Four soft steps that crunch."""

    def one() -> Sound:
        total = band(noise(rng, 0.3), 80, 400) * decay(0.3, 0.02, 0.18) * 0.8
        for _ in range(26):
            blade = band(noise(rng, 0.02), 1800, 9000) * decay(0.02, 0.001, 0.012)
            put(total, blade, abs(rng.normal(0.06, 0.05)), rng.uniform(0.2, 1.0))
        return total

    return _steps(rng, [one() for _ in range(4)], rng.uniform(0.55, 0.62))


_MURMUR_RATE_HZ = 12000


def murmur(rng: np.random.Generator, seconds: float, voices: int) -> Sound:
    """(n, 2): people talking over one another, no word to be understood."""
    # Nothing in it lies above 3 kHz: made at a quarter of the rate, four times as fast.
    total = np.zeros((round(seconds * _MURMUR_RATE_HZ) + 1, 2))
    for _ in range(voices):
        side = rng.uniform(0.1, 0.9)
        total += _talker(rng, seconds, len(total))[:, None] * np.array([np.sqrt(1 - side), np.sqrt(side)])
    return np.asarray(resample_poly(total, SAMPLE_RATE_HZ // _MURMUR_RATE_HZ, 1, axis=0)[: count_of(seconds)])


def _talker(rng: np.random.Generator, seconds: float, length: int) -> Sound:
    """One voice at ``_MURMUR_RATE_HZ``: a buzz through two formants, in syllables and turns."""
    pitch_hz = rng.uniform(95, 140) if rng.uniform() < 0.5 else rng.uniform(170, 240)

    def drift(per_second: float, low: float, high: float) -> Sound:
        slow = wander(rng, seconds / 48, per_second=per_second * 48, low=low, high=high)
        return np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(slow)), slow)

    phase = np.cumsum(pitch_hz * drift(2.5, 0.85, 1.2)) / _MURMUR_RATE_HZ
    buzz = (2 * (phase % 1) - 1) + 0.25 * rng.normal(0, 1, length)
    # Syllables: about four a second, with silences where the other one talks.
    gate = np.clip(drift(9, -0.5, 1.0), 0, 1) * np.clip(drift(0.7, -0.8, 1.6), 0, 1)
    first_hz, second_hz = rng.uniform(380, 650), rng.uniform(1000, 1700)
    # ``band`` counts in 48 kHz: at a quarter of the rate its frequencies are four times too high.
    voice = band(buzz, first_hz * 3, first_hz * 5.2) + 0.5 * band(buzz, second_hz * 3.4, second_hz * 4.6)
    return np.asarray(voice * gate)


def crowd_murmur(rng: np.random.Generator) -> Sound:
    sound = murmur(rng, 4.0, 14)
    return room(sound * bump(4.0, 0.35, 1.2)[:, None], rng, seconds=0.9, wet=0.4, high_hz=3500)


def applause(rng: np.random.Generator) -> Sound:
    """Forty people, each with their own hands and pace, dying away."""
    total = np.zeros((count_of(4.2), 2))
    for _ in range(40):
        hands_hz = rng.uniform(900, 2200)
        clap = band(noise(rng, 0.05), hands_hz * 0.6, hands_hz * 2.2) * decay(0.05, 0.001, 0.03)
        side = rng.uniform(0.15, 0.85)
        ears = np.array([np.sqrt(1 - side), np.sqrt(side)])
        gain, at_s, gap_s = rng.uniform(0.3, 1.0), rng.uniform(0, 0.4), rng.uniform(0.19, 0.3)
        stop_s = rng.uniform(2.2, 4.0)
        while at_s < stop_s:
            put(
                total,
                clap[:, None] * ears,
                at_s,
                gain * rng.uniform(0.7, 1.0) * min(1.0, (stop_s - at_s) / 1.2),
            )
            at_s += gap_s * rng.uniform(0.9, 1.12)
    return room(total, rng, seconds=0.8, wet=0.25)
