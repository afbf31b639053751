"""A generator of chance → sounds of things that are handled: glass, doors, paper, steel, water."""

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
    wander,
)


def _glass(rng: np.random.Generator, seconds: float, base_hz: float, ring_s: float) -> Sound:
    # A wine glass: bending modes at about the squares of 2, 3, 4, 5.
    ratios = (1.0, 2.32, 4.25, 6.63)
    frequencies = [min(base_hz * r * rng.uniform(0.99, 1.01), 15000) for r in ratios]
    return modes(seconds, frequencies, [ring_s / (1 + 0.7 * i) for i in range(4)], (1.0, 0.7, 0.4, 0.2))


def glass_clink(rng: np.random.Generator) -> Sound:
    base_hz = rng.uniform(1500, 2100)
    total = np.zeros(count_of(1.4))
    put(total, _glass(rng, 1.4, base_hz, 1.1), 0.0)
    put(total, _glass(rng, 1.3, base_hz * rng.uniform(1.08, 1.2), 0.9), rng.uniform(0.002, 0.012), 0.8)
    put(total, band(noise(rng, 0.03), low_hz=4000) * decay(0.03, 0.0005, 0.012), 0.0, 0.3)
    return room(total, rng, seconds=0.5, wet=0.1, high_hz=9000)


def glass_break(rng: np.random.Generator) -> Sound:
    total = np.zeros((count_of(1.5), 2))
    crash = band(noise(rng, 0.35), 1800, 14000) * decay(0.35, 0.001, 0.22)
    put(total, np.repeat(crash[:, None], 2, axis=1), 0.0, 1.2)
    for _ in range(60):
        at_s = float(min(rng.exponential(0.22), 1.3))
        piece = _glass(rng, 0.25, rng.uniform(2400, 5200), rng.uniform(0.06, 0.25))
        side = rng.uniform(0.1, 0.9)
        put(
            total,
            piece[:, None] * np.array([np.sqrt(1 - side), np.sqrt(side)]),
            at_s,
            rng.uniform(0.1, 0.5) * np.exp(-at_s),
        )
    return room(total, rng, seconds=0.6, wet=0.15, high_hz=9000)


def cup_down(rng: np.random.Generator) -> Sound:
    base_hz = rng.uniform(900, 1200)
    cup = modes(
        0.4, (base_hz, base_hz * 2.1, base_hz * 3.7, 260), (0.18, 0.1, 0.07, 0.06), (0.7, 0.5, 0.3, 0.8)
    )
    return room(cup + band(noise(rng, 0.4), 200, 1200) * decay(0.4, 0.001, 0.04), rng, seconds=0.3, wet=0.1)


def _latch(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(0.16))
    for at_s, gain in ((0.0, 0.7), (rng.uniform(0.05, 0.08), 1.0)):
        base_hz = rng.uniform(1300, 1900)
        click = modes(0.06, (base_hz, base_hz * 1.9, base_hz * 3.1), (0.03, 0.025, 0.015), (1.0, 0.7, 0.4))
        put(total, click + band(noise(rng, 0.06), 900, 6000) * decay(0.06, 0.0005, 0.015), at_s, gain)
    return total


def door_open(rng: np.random.Generator) -> Sound:
    """A latch, then a hinge that complains a little."""
    total = np.zeros(count_of(1.1))
    put(total, _latch(rng), 0.0)
    pitch = 1 + 0.12 * wander(rng, 0.7, per_second=8, low=-1, high=1)
    phase = np.cumsum(rng.uniform(260, 340) * pitch) / 48000
    # A hinge sticks and slips: a train of clicks that excites the panel.
    stick = np.diff(np.floor(phase), prepend=0.0)
    creak = resonance(stick, rng.uniform(900, 1200), 0.02) + resonance(stick, 2300, 0.015)
    put(total, creak * bump(0.7, 0.4), 0.2, 3.0)
    put(total, band(noise(rng, 0.8), 150, 900) * bump(0.8, 0.5), 0.18, 0.06)
    return room(total, rng, seconds=0.5, wet=0.15)


def door_close(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(0.7))
    put(total, band(noise(rng, 0.2), 100, 700) * bump(0.2, 0.8), 0.0, 0.12)
    put(total, _thud(rng, 0.4, rng.uniform(85, 105)), 0.18)
    put(total, _latch(rng), 0.2, 0.35)
    return room(total, rng, seconds=0.6, wet=0.18)


def door_slam(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(0.8))
    put(total, _thud(rng, 0.7, rng.uniform(62, 78)), 0.005, 1.2)
    put(total, band(noise(rng, 0.3), 300, 5000) * decay(0.3, 0.001, 0.09), 0.005, 0.6)
    put(total, _latch(rng), 0.03, 0.4)
    return room(total, rng, seconds=1.0, wet=0.3)


def _thud(rng: np.random.Generator, seconds: float, low_hz: float) -> Sound:
    panel = modes(
        seconds,
        (low_hz, low_hz * 1.9, low_hz * 3.2, low_hz * 5.1),
        (0.3, 0.2, 0.12, 0.08),
        (1, 0.6, 0.4, 0.25),
    )
    return panel + 0.5 * band(noise(rng, seconds), 60, 1400) * decay(seconds, 0.001, 0.07)


def knock(rng: np.random.Generator) -> Sound:
    """Three knuckles on wood."""
    total = np.zeros(count_of(1.0))
    base_hz, gap_s = rng.uniform(210, 270), rng.uniform(0.2, 0.25)
    for i in range(3):
        one = modes(0.2, (base_hz, base_hz * 2.1, base_hz * 3.9), (0.09, 0.06, 0.035), (1.0, 0.7, 0.5))
        one += 0.5 * band(noise(rng, 0.2), 700, 3500) * decay(0.2, 0.0008, 0.025)
        put(total, one, 0.005 + i * gap_s + rng.uniform(0, 0.015), rng.uniform(0.8, 1.0))
    return room(total, rng, seconds=0.5, wet=0.16)


def paper(rng: np.random.Generator) -> Sound:
    """A sheet that is taken up and straightened."""
    seconds = rng.uniform(0.8, 1.0)
    rustle = band(noise(rng, seconds), 1800, 11000)
    grip = np.clip(wander(rng, seconds, per_second=22, low=-0.6, high=1.0), 0, 1) ** 2
    total = rustle * grip * bump(seconds, 0.4) * 0.5
    for _ in range(24):
        crackle = band(noise(rng, 0.012), low_hz=2500) * decay(0.012, 0.0004, 0.006)
        put(total, crackle, rng.uniform(0.05, seconds - 0.1), rng.uniform(0.2, 1.2))
    return total


def keys(rng: np.random.Generator) -> Sound:
    total = np.zeros((count_of(1.0), 2))
    for _ in range(16):
        base_hz = rng.uniform(3200, 6800)
        ring = modes(0.2, (base_hz, base_hz * 1.51, base_hz * 2.03), (0.12, 0.08, 0.05), (1.0, 0.6, 0.4))
        side = rng.uniform(0.3, 0.7)
        put(
            total,
            ring[:, None] * np.array([1 - side, side]),
            float(rng.beta(1.5, 2.0)) * 0.75,
            rng.uniform(0.2, 1.0),
        )
    return room(total, rng, seconds=0.3, wet=0.08, high_hz=9000)


def sword(rng: np.random.Generator) -> Sound:
    """Steel drawn along steel, ringing on."""
    slide_s = rng.uniform(0.32, 0.42)
    scrape = noise(rng, slide_s)
    rising = resonance(scrape, 3100, 0.03) + resonance(scrape, 4700, 0.03) + 0.15 * band(scrape, 2500, 12000)
    total = np.zeros(count_of(1.9))
    put(total, rising * bump(slide_s, 0.85, 1.5), 0.0, 1.5)
    base_hz = rng.uniform(1900, 2300)
    ratios = (1.0, 1.47, 2.09, 2.83, 3.92)
    ring = modes(1.5, [base_hz * r for r in ratios], (1.3, 1.0, 0.8, 0.6, 0.4), (0.6, 0.8, 0.7, 0.5, 0.3))
    put(total, ring * decay(1.5, 0.004, 1.4), slide_s * 0.9, 0.4)
    return room(total, rng, seconds=0.7, wet=0.15, high_hz=9000)


def splash(rng: np.random.Generator) -> Sound:
    total = np.zeros(count_of(1.5))
    put(total, band(noise(rng, 0.8), 350, 7000) * decay(0.8, 0.012, 0.55), 0.0)
    put(total, sweep(0.2, 160, 70) * decay(0.2, 0.004, 0.15), 0.0, 0.7)
    for _ in range(40):
        # A bubble sings higher as it shrinks (Minnaert).
        low_hz = rng.uniform(400, 1800)
        drop = sweep(0.05, low_hz, low_hz * rng.uniform(1.3, 2.0)) * decay(0.05, 0.002, 0.04)
        put(total, drop, 0.1 + float(min(rng.exponential(0.3), 1.2)), rng.uniform(0.05, 0.3))
    return room(total, rng, seconds=0.5, wet=0.12)


def cloth(rng: np.random.Generator) -> Sound:
    seconds = rng.uniform(0.5, 0.7)
    return (
        band(noise(rng, seconds), 300, 5500)
        * bump(seconds, 0.4)
        * wander(rng, seconds, per_second=14, low=0.2, high=1)
    )
