"""A generator of chance → weather, fire, and the film's own sounds of movement (whoosh, riser, impact)."""

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
    room,
    sweep,
    times,
    wander,
)


def rain_bed(rng: np.random.Generator, seconds: float, heaviness: float) -> Sound:
    """(n, 2): a wash whose density wanders, and single drops near us. ``heaviness`` 0..1."""
    length = count_of(seconds)
    total = np.zeros((length, 2))
    swell = wander(rng, seconds, per_second=0.5, low=0.65, high=1.0)
    for ear in range(2):
        wash = 0.7 * band(noise(rng, seconds), 900, 9500, order=1) + 0.5 * band(
            noise(rng, seconds), 300, 1500, order=1
        )
        total[:, ear] = wash * swell * (0.12 + 0.2 * heaviness)
    drops = [
        band(noise(rng, 0.02), rng.uniform(900, 3500), 12000) * decay(0.02, 0.0006, 0.01) for _ in range(24)
    ]
    gusts = wander(rng, seconds, per_second=0.8, low=0.2, high=1.0)
    for _ in range(int(seconds * (40 + 160 * heaviness))):
        at_s = float(rng.uniform(0, seconds))
        if rng.uniform() > gusts[min(int(at_s * 48000), length - 1)]:
            continue
        side = float(rng.uniform(0, 1))
        drop = drops[int(rng.integers(len(drops)))]
        put(
            total,
            drop[:, None] * np.array([np.sqrt(1 - side), np.sqrt(side)]),
            at_s,
            float(rng.uniform(0.05, 0.6)) ** 1.5,
        )
    return total


def wind_bed(rng: np.random.Generator, seconds: float, strength: float) -> Sound:
    """(n, 2): gusts that change both loudness and colour."""
    gust = wander(rng, seconds, per_second=0.35, low=0.15, high=1.0) ** (1.6 - 0.6 * strength)
    total = np.zeros((count_of(seconds), 2))
    for ear in range(2):
        raw = noise(rng, seconds)
        low, middle = band(raw, 90, 420), band(raw, 380, 800)
        whistle = band(band(raw, 760, 900), 740, 920)
        total[:, ear] = low * gust + 0.6 * middle * gust**2 + 0.5 * strength * whistle * gust**3
    return total


def rain(rng: np.random.Generator) -> Sound:
    return rain_bed(rng, 5.0, 0.7) * bump(5.0, 0.5, 0.6)[:, None]


def wind(rng: np.random.Generator) -> Sound:
    return wind_bed(rng, 4.5, 0.7) * bump(4.5, 0.45, 1.0)[:, None]


def thunder(rng: np.random.Generator) -> Sound:
    """A crack, and a rumble that rolls."""
    seconds = 5.0
    rumble = band(noise(rng, seconds), 28, 160) * wander(rng, seconds, per_second=4, low=0.2, high=1.0)
    middle = band(noise(rng, seconds), 120, 700) * wander(rng, seconds, per_second=7, low=0.0, high=1.0)
    total = rumble * decay(seconds, 0.08, 4.6) * 4 + middle * decay(seconds, 0.05, 2.4)
    for _ in range(int(rng.integers(3, 6))):
        crack = band(noise(rng, 0.3), 150, 3200, order=1) * decay(0.3, 0.004, 0.2)
        put(total, crack, float(abs(rng.normal(0.05, 0.12))), rng.uniform(0.5, 1.4))
    return room(total, rng, seconds=1.6, wet=0.4, high_hz=1800)


def whoosh(rng: np.random.Generator) -> Sound:
    """Something passes, from one side to the other."""
    seconds = rng.uniform(0.55, 0.7)
    raw = noise(rng, seconds)
    k = np.linspace(0, 1, count_of(seconds))
    colours = [band(raw, hz * 0.7, hz * 1.5) for hz in (350, 800, 1700, 3400)]
    height = 3 * bump(seconds, 0.55, 1.5)
    total = np.zeros(len(raw))
    for i, colour in enumerate(colours):
        total += colour * np.clip(1 - np.abs(height - i), 0, 1)
    total = total * bump(seconds, 0.55, 2.2)
    side = k if rng.uniform() < 0.5 else 1 - k
    return np.asarray(total[:, None] * np.stack([np.sqrt(1 - 0.7 * side), np.sqrt(0.3 + 0.7 * side)], axis=1))


def riser(rng: np.random.Generator) -> Sound:
    """Three seconds that go up and stop short."""
    seconds = 3.0
    k = np.linspace(0, 1, count_of(seconds))
    base_hz = rng.uniform(95, 125)
    tones = sweep(seconds, base_hz, base_hz * 4) + 0.6 * sweep(seconds, base_hz * 1.5, base_hz * 6.06)
    air = band(noise(rng, seconds), 1500, 9000) * k**3
    beating = 1 - 0.5 * k * (0.5 + 0.5 * np.sin(2 * np.pi * np.cumsum(4 + 14 * k) / 48000))
    total = (0.4 * tones * k**1.5 + 0.5 * air) * beating
    total[-count_of(0.06) :] *= np.linspace(1, 0, count_of(0.06))
    return room(total, rng, seconds=0.8, wet=0.25)


def impact(rng: np.random.Generator) -> Sound:
    """The trailer's boom: a sub drop, a metal hit, a long hall."""
    t = times(2.2)
    boom = sweep(2.2, rng.uniform(95, 115), 33) * np.exp(-t * 2.2)
    hit = band(noise(rng, 2.2), 60, 2400) * decay(2.2, 0.001, 0.18)
    metal_hz = rng.uniform(290, 360)
    metal = modes(
        2.2,
        [metal_hz * r for r in (1, 1.59, 2.14, 2.92, 3.88)],
        (1.6, 1.2, 0.9, 0.6, 0.4),
        (1, 0.8, 0.6, 0.4, 0.3),
    )
    return room(boom + 0.8 * hit + 0.12 * metal, rng, seconds=2.4, wet=0.4, high_hz=3500)


def fire(rng: np.random.Generator) -> Sound:
    return fire_bed(rng, 4.0) * bump(4.0, 0.4, 0.8)


def fire_bed(rng: np.random.Generator, seconds: float) -> Sound:
    total = band(noise(rng, seconds), 60, 500) * wander(rng, seconds, per_second=5, low=0.2, high=0.6)
    for _ in range(int(seconds * 22)):
        snap = band(noise(rng, 0.015), rng.uniform(1200, 3500), 11000) * decay(0.015, 0.0004, 0.008)
        put(total, snap, float(rng.uniform(0, seconds)), float(rng.exponential(0.6)))
    return total
