"""A generator of chance → sounds of machines: telephones, monitors, cars, clocks, cameras, arms."""

from __future__ import annotations

import numpy as np

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
    times,
    wander,
)


def phone_ring(rng: np.random.Generator) -> Sound:
    """A mobile's marimba, twice round a small tune that belongs to the seed."""
    base_hz = 440 * 2 ** (rng.integers(2, 9) / 12)
    steps = rng.choice(((0, 4, 7, 12, 7, 4), (0, 7, 4, 7, 12, 7), (12, 7, 4, 0, 4, 7), (0, 3, 7, 10, 7, 3)))
    total = np.zeros(count_of(2.6))
    for turn in range(2):
        for i, step in enumerate(steps):
            pitch_hz = base_hz * 2 ** (step / 12)
            bar = modes(0.4, (pitch_hz, pitch_hz * 3.93, pitch_hz * 9.2), (0.32, 0.1, 0.04), (1.0, 0.3, 0.1))
            put(total, bar, 0.005 + turn * 1.25 + i * 0.14)
    # A phone's loudspeaker plays little below 500 Hz.
    return room(band(total, 450, 9000), rng, seconds=0.25, wet=0.08)


def phone_buzz(rng: np.random.Generator) -> Sound:
    """The motor against a table, twice."""
    total = np.zeros(count_of(1.7))
    motor_hz = rng.uniform(150, 175)
    for at_s in (0.01, 0.85):
        t = times(0.55)
        phase = 2 * np.pi * motor_hz * (t - 0.01 * np.exp(-t * 25))
        buzz = np.tanh(2.5 * np.sin(phase)) + 0.4 * np.sin(2 * phase + 0.3)
        rattle = band(noise(rng, 0.55), 900, 4000) * (np.sin(phase) > 0.6)
        put(
            total, (buzz * 0.5 + 0.25 * rattle) * np.minimum(1, np.minimum(t / 0.03, (0.55 - t) / 0.05)), at_s
        )
    return room(resonance(total, 320, 0.02) * 3 + total, rng, seconds=0.2, wet=0.08)


def phone_ping(rng: np.random.Generator) -> Sound:
    base_hz = rng.uniform(1150, 1400)
    total = np.zeros(count_of(0.9))
    for at_s, ratio in ((0.003, 1.0), (0.11, 1.335)):
        put(total, modes(0.7, (base_hz * ratio, base_hz * ratio * 2.76), (0.55, 0.18), (1.0, 0.25)), at_s)
    return total


def monitor_beep(rng: np.random.Generator) -> Sound:
    """A patient's monitor: three beats at rest."""
    pitch_hz, gap_s = rng.uniform(960, 1040), rng.uniform(0.8, 0.9)
    total = np.zeros(count_of(3 * gap_s))
    t = times(0.11)
    beep = (np.sin(2 * np.pi * pitch_hz * t) + 0.2 * np.sin(6 * np.pi * pitch_hz * t)) * bump(0.11, 0.5, 0.6)
    for i in range(3):
        put(total, beep, 0.02 + i * gap_s)
    return room(total, rng, seconds=0.4, wet=0.1)


def monitor_flat(rng: np.random.Generator) -> Sound:
    t = times(3.5)
    tone = np.sin(2 * np.pi * rng.uniform(960, 1040) * t) * np.minimum(
        1, np.minimum(t / 0.02, (3.5 - t) / 0.8)
    )
    return room(tone, rng, seconds=0.4, wet=0.1)


def car(rng: np.random.Generator) -> Sound:
    """A car that comes, passes from left to right, and goes."""
    seconds = 4.2
    near = bump(seconds, 0.5, 3.0)
    k = np.linspace(-1, 1, count_of(seconds))
    doppler = 1 - 0.07 * np.tanh(k * 4)
    phase = np.cumsum(rng.uniform(62, 78) * doppler) / 48000
    engine = sum(np.sin(2 * np.pi * n * phase + n) / n**0.9 for n in range(1, 12))
    tyres = band(noise(rng, seconds), 250, 3200) * 1.1
    sound = (band(np.asarray(engine), 50, 900) * 0.8 + tyres) * (0.05 + near)
    right = (np.tanh(k * 3) + 1) / 2
    ears = np.stack([np.sqrt(1 - 0.85 * right), np.sqrt(0.15 + 0.85 * right)], axis=1)
    return np.asarray(sound[:, None] * ears)


def car_horn(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(1.1))
    low_hz = rng.uniform(395, 420)
    for at_s, length_s in ((0.005, 0.22), (0.34, 0.6)):
        t = times(length_s)
        tone = sum(
            np.sin(2 * np.pi * n * f * t) / n**1.1 for f in (low_hz, low_hz * 1.25) for n in range(1, 9)
        )
        put(total, np.asarray(tone) * np.minimum(1, np.minimum(t / 0.012, (length_s - t) / 0.03)), at_s)
    return room(band(total, 350, 5000), rng, seconds=0.7, wet=0.2)


def brakes(rng: np.random.Generator) -> Sound:
    seconds = rng.uniform(1.3, 1.6)
    pitch = wander(rng, seconds, per_second=9, low=0.95, high=1.05) * np.linspace(
        1.08, 0.86, count_of(seconds)
    )
    phase = 2 * np.pi * np.cumsum(rng.uniform(1050, 1250) * pitch) / 48000
    squeal = np.sin(phase + 1.5 * np.sin(phase * 0.503)) + 0.5 * np.sin(2.02 * phase)
    rough = band(noise(rng, seconds), 500, 4500)
    return room((0.6 * squeal + 0.5 * rough) * bump(seconds, 0.25, 1.0), rng, seconds=0.6, wet=0.2)


def siren(rng: np.random.Generator) -> Sound:
    seconds = 4.0
    t = times(seconds)
    pitch = 900 + 320 * np.sin(2 * np.pi * t / rng.uniform(1.7, 2.1) - np.pi / 2)
    phase = 2 * np.pi * np.cumsum(pitch) / 48000
    tone = np.tanh(1.8 * np.sin(phase))
    return room(band(tone, 500, 3800) * bump(seconds, 0.5, 1.0), rng, seconds=1.2, wet=0.4, high_hz=3000)


def clock_tick(rng: np.random.Generator) -> Sound:
    """Four seconds of a mantel clock."""
    total = np.zeros(count_of(4.0))
    base_hz = rng.uniform(2100, 2700)
    for i in range(8):
        hz = base_hz * (1.0 if i % 2 == 0 else 0.86)
        tick = modes(0.08, (hz, hz * 1.83, hz * 0.41), (0.03, 0.02, 0.05), (1.0, 0.5, 0.5))
        put(total, tick, 0.01 + i * 0.5, rng.uniform(0.85, 1.0))
    return room(total, rng, seconds=0.3, wet=0.12)


def camera_click(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(0.3))
    for at_s, gain in ((0.002, 1.0), (0.055, 0.6), (0.085, 0.8)):
        blade = band(noise(rng, 0.05), 1500, 9000) * decay(0.05, 0.0006, 0.018)
        put(
            total,
            blade + modes(0.05, (rng.uniform(700, 900),), (0.03,), (0.6,)),
            at_s + rng.uniform(0, 0.004),
            gain,
        )
    return room(total, rng, seconds=0.2, wet=0.06)


def typing(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(2.0))
    at_s = 0.01
    while at_s < 1.85:
        key = band(noise(rng, 0.04), 1400, 6500) * decay(0.04, 0.0008, 0.016)
        key += modes(0.04, (rng.uniform(260, 340),), (0.03,), (0.5,))
        put(total, key, at_s, rng.uniform(0.4, 1.0))
        at_s += float(rng.gamma(3.0, 0.04)) + 0.03
    return room(total, rng, seconds=0.2, wet=0.06)


def gunshot(rng: np.random.Generator) -> Sound:
    crack = noise(rng, 0.5) * decay(0.5, 0.0004, 0.09)
    boom = sweep(0.5, 130, 38) * decay(0.5, 0.001, 0.35)
    return room(
        crack + 0.9 * boom + band(noise(rng, 0.5), 80, 700) * decay(0.5, 0.002, 0.3),
        rng,
        seconds=1.6,
        wet=0.45,
    )
