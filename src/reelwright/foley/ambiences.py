"""A kind of place and a seed → as many seconds of its air as a scene needs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reelwright.audio.wave import SAMPLE_RATE_HZ, Pcm
from reelwright.errors import BadInput
from reelwright.foley.bodies import murmur
from reelwright.foley.shaping import (
    Sound,
    band,
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
from reelwright.foley.weather import fire_bed, rain_bed, wind_bed

_PIECE_S = 12.0
_OVERLAP_S = 1.0
_PEAK_MAX = 0.7


def _air(rng: np.random.Generator, seconds: float, low_hz: float, high_hz: float) -> Sound:
    """(n, 2): still air between two frequencies, different in each ear, of unit deviation."""
    sides = [band(noise(rng, seconds), low_hz, high_hz, order=1) for _ in range(2)]
    stereo = np.stack(sides, axis=1)
    return np.asarray(stereo / stereo.std())


def _panned(sound: Sound, side: float) -> Sound:
    return np.asarray(sound[:, None] * np.array([np.sqrt(1 - side), np.sqrt(side)]))


def _room_tone(rng: np.random.Generator, seconds: float) -> Sound:
    hum = sum(
        level * np.sin(2 * np.pi * hz * times(seconds))
        for hz, level in ((50, 0.25), (100, 0.12), (150, 0.05))
    )
    return np.asarray(
        _air(rng, seconds, 60, 500) + 0.25 * _air(rng, seconds, 500, 3000) + np.asarray(hum)[:, None]
    )


def _office(rng: np.random.Generator, seconds: float) -> Sound:
    total = 0.9 * _air(rng, seconds, 80, 700) + 0.3 * _air(rng, seconds, 700, 4000)
    for _ in range(int(rng.poisson(seconds * 0.22))):
        at_s, side = float(rng.uniform(0, seconds - 1)), float(rng.uniform(0.1, 0.9))
        for stroke in range(int(rng.integers(3, 9))):
            key = band(noise(rng, 0.04), 1200, 5000) * decay(0.04, 0.001, 0.018)
            put(total, _panned(key, side), at_s + stroke * 0.11 + float(rng.uniform(0, 0.05)), 0.35)
    return np.asarray(total + 0.15 * _scaled(murmur(rng, seconds, 3)))


def _street(rng: np.random.Generator, seconds: float) -> Sound:
    return _traffic(rng, seconds, passes_per_s=0.3) + 0.25 * _scaled(murmur(rng, seconds, 5))


def _street_night(rng: np.random.Generator, seconds: float) -> Sound:
    return 0.8 * _traffic(rng, seconds, passes_per_s=0.1) + 0.3 * _air(rng, seconds, 50, 250)


def _traffic(rng: np.random.Generator, seconds: float, passes_per_s: float) -> Sound:
    total = 0.7 * _air(rng, seconds, 50, 600) + 0.2 * _air(rng, seconds, 600, 2500)
    for _ in range(int(rng.poisson(seconds * passes_per_s)) + 1):
        length_s = float(rng.uniform(3, 5))
        length = count_of(length_s)
        k = np.linspace(-1, 1, length)
        near = np.exp(-((k * 2.4) ** 2)) * np.clip((1 - np.abs(k)) * 6, 0, 1)
        tyres = band(noise(rng, length_s), 180, 1800, order=1)
        right = (np.tanh(k * 3 * rng.choice((-1, 1))) + 1) / 2
        car = (tyres / tyres.std() * near)[:, None] * np.stack(
            [np.sqrt(1 - 0.8 * right), np.sqrt(0.2 + 0.8 * right)], 1
        )
        put(total, car, float(rng.uniform(0, max(seconds - 3, 0.1))), float(rng.uniform(0.5, 1.4)))
    return total


def _rain(rng: np.random.Generator, seconds: float) -> Sound:
    return rain_bed(rng, seconds, 0.75)


def _rain_window(rng: np.random.Generator, seconds: float) -> Sound:
    """Rain as heard inside: the highs stay outside, drops tick on the glass."""
    outside = band(rain_bed(rng, seconds, 0.5), high_hz=1600.0)
    total = outside / outside.std() + 0.4 * _room_tone(rng, seconds)
    for _ in range(int(seconds * 5)):
        hz = float(rng.uniform(1400, 2600))
        tick = modes(0.04, (hz, hz * 1.7), (0.02, 0.012), (1.0, 0.5))
        put(
            total,
            _panned(tick, float(rng.uniform(0.2, 0.8))),
            float(rng.uniform(0, seconds)),
            float(rng.uniform(0.1, 0.9)),
        )
    return np.asarray(total)


def _hospital(rng: np.random.Generator, seconds: float) -> Sound:
    total = _air(rng, seconds, 90, 900) + 0.2 * _air(rng, seconds, 900, 4000)
    pitch_hz, gap_s = float(rng.uniform(930, 1020)), float(rng.uniform(0.95, 1.1))
    t = times(0.1)
    beep = np.sin(2 * np.pi * pitch_hz * t) * np.minimum(1, np.minimum(t, 0.1 - t) / 0.008)
    at_s = 0.3
    while at_s < seconds:
        put(total, _panned(beep, 0.72), at_s, 0.8)
        at_s += gap_s
    return total


def _cafe(rng: np.random.Generator, seconds: float) -> Sound:
    total = 0.4 * _air(rng, seconds, 90, 700) + _scaled(murmur(rng, seconds, 12))
    return total + _tableware(rng, seconds, per_second=0.5)


def _banquet(rng: np.random.Generator, seconds: float) -> Sound:
    crowd = room(murmur(rng, seconds, 20), rng, seconds=1.4, wet=0.6, high_hz=3000)[: count_of(seconds)]
    return 1.2 * _scaled(crowd) + 0.3 * _air(rng, seconds, 80, 500) + _tableware(rng, seconds, per_second=0.9)


def _tableware(rng: np.random.Generator, seconds: float, per_second: float) -> Sound:
    total = np.zeros((count_of(seconds), 2))
    for _ in range(int(rng.poisson(seconds * per_second))):
        hz = float(rng.uniform(1500, 3800))
        ring = modes(0.5, (hz, hz * 2.3, hz * 4.1), (0.35, 0.2, 0.1), (1.0, 0.5, 0.2))
        at_s, side = float(rng.uniform(0, max(seconds - 0.5, 0.1))), float(rng.uniform(0.05, 0.95))
        put(total, _panned(ring, side), at_s, float(rng.uniform(0.1, 0.7)))
    return total


def _crickets(rng: np.random.Generator, seconds: float) -> Sound:
    total = 0.5 * _air(rng, seconds, 60, 500)
    for _ in range(5):
        carrier_hz, rate_hz = float(rng.uniform(3900, 5200)), float(rng.uniform(12, 18))
        t = times(seconds)
        trill = np.sin(2 * np.pi * carrier_hz * t) * np.clip(np.sin(2 * np.pi * rate_hz * t), 0, 1) ** 2
        chirps = np.clip(wander(rng, seconds, per_second=2.2, low=-1.0, high=1.0), 0, 1)
        total += _panned(trill * chirps, float(rng.uniform(0, 1))) * float(rng.uniform(0.15, 0.7))
    return total


def _wind(rng: np.random.Generator, seconds: float) -> Sound:
    return wind_bed(rng, seconds, 0.5)


def _birds(rng: np.random.Generator, seconds: float) -> Sound:
    """A courtyard or a village by day: leaves, and birds that answer each other."""
    leaves = _air(rng, seconds, 700, 5000) * wander(rng, seconds, per_second=0.6, low=0.2, high=0.7)[:, None]
    total = leaves + 0.4 * _air(rng, seconds, 60, 400)
    for _ in range(int(rng.poisson(seconds * 0.5)) + 1):
        at_s, side, gain = (
            float(rng.uniform(0, seconds)),
            float(rng.uniform(0, 1)),
            float(rng.uniform(0.3, 1.6)),
        )
        low_hz = float(rng.uniform(2400, 3800))
        for _ in range(int(rng.integers(2, 6))):
            note_s = float(rng.uniform(0.05, 0.12))
            note = sweep(note_s, low_hz * rng.uniform(0.9, 1.3), low_hz * rng.uniform(0.9, 1.5))
            put(total, _panned(note * np.hanning(len(note)), side), at_s, gain)
            at_s += note_s + float(rng.uniform(0.04, 0.14))
    return total


def _car_inside(rng: np.random.Generator, seconds: float) -> Sound:
    t = times(seconds)
    phase = (
        2 * np.pi * np.cumsum(48 * wander(rng, seconds, per_second=0.5, low=0.96, high=1.06)) / SAMPLE_RATE_HZ
    )
    engine = sum(np.sin(n * phase + n) / n for n in range(1, 6))
    sway = wander(rng, seconds, per_second=0.7, low=0.7, high=1.0)
    return np.asarray(_air(rng, seconds, 40, 350) * sway[:, None] + 0.6 * np.asarray(engine)[: len(t), None])


def _rooftop(rng: np.random.Generator, seconds: float) -> Sound:
    return np.asarray(0.8 * _scaled(wind_bed(rng, seconds, 0.4)) + 0.6 * _air(rng, seconds, 45, 300))


def _sea(rng: np.random.Generator, seconds: float) -> Sound:
    waves = wander(rng, seconds, per_second=0.3, low=0.1, high=1.0) ** 2
    return np.asarray(_air(rng, seconds, 150, 2500) * waves[:, None] + 0.5 * _air(rng, seconds, 40, 300))


def _hall(rng: np.random.Generator, seconds: float) -> Sound:
    """A large stone or wooden hall: hardly anything, far away."""
    tone = resonance(noise(rng, seconds), 190, 0.08) + resonance(noise(rng, seconds), 310, 0.06)
    return np.asarray(_air(rng, seconds, 60, 350) + 0.3 * (tone / tone.std())[:, None])


def _fireside(rng: np.random.Generator, seconds: float) -> Sound:
    fire = fire_bed(rng, seconds)
    return np.asarray(0.4 * _air(rng, seconds, 60, 400) + np.repeat((fire / fire.std())[:, None], 2, axis=1))


AMBIENCES: dict[str, tuple[Callable[[np.random.Generator, float], Sound], float]] = {
    "room-tone": (_room_tone, -50.0),
    "office": (_office, -44.0),
    "hall": (_hall, -46.0),
    "street": (_street, -36.0),
    "street-night": (_street_night, -40.0),
    "rain": (_rain, -34.0),
    "rain-window": (_rain_window, -40.0),
    "hospital": (_hospital, -42.0),
    "cafe": (_cafe, -38.0),
    "banquet": (_banquet, -36.0),
    "crickets": (_crickets, -42.0),
    "wind": (_wind, -38.0),
    "birds": (_birds, -42.0),
    "car-inside": (_car_inside, -38.0),
    "rooftop": (_rooftop, -40.0),
    "sea": (_sea, -38.0),
    "fireside": (_fireside, -42.0),
}
"""Kind → how it is made, and its level (dB RMS, before the gain of the cue)."""

_KINDS = tuple(sorted(AMBIENCES))


def ambience(kind: str, seconds: float, seed: int) -> Pcm:
    """Float32 (``round(seconds * 48000)``, 2): never the same twice within a scene, the same for a seed.

    Made in overlapping pieces, so that ten minutes need little memory besides the result. Begins and
    ends in silence (50 ms). Raises ``BadInput`` for unknown kinds and for a length that is not above 0.
    """
    if kind not in AMBIENCES:
        raise BadInput(f"No ambience is called {kind!r}", next_step="Choose from: " + ", ".join(_KINDS) + ".")
    if not 0 < seconds <= 3600:
        raise BadInput(f"An ambience of {seconds} seconds", next_step="Ask for more than 0 and up to 3600.")
    make, level_db = AMBIENCES[kind]
    length, overlap = count_of(seconds), count_of(_OVERLAP_S)
    stride = count_of(_PIECE_S) - overlap
    total = np.zeros((length, 2), np.float32)
    for number, start in enumerate(range(0, length, stride)):
        rng = np.random.default_rng([0x414D, _KINDS.index(kind), seed & 0xFFFFFFFFFFFFFFFF, number])
        piece = _piece(make, rng, level_db)
        # Equal power where two pieces meet: they know nothing of each other.
        if number:
            piece[:overlap] *= np.sin(np.linspace(0, np.pi / 2, overlap))[:, None]
        piece[-overlap:] *= np.cos(np.linspace(0, np.pi / 2, overlap))[:, None]
        end = min(start + len(piece), length)
        total[start:end] += piece[: end - start]
    return np.clip(_ends_silent(total), -_PEAK_MAX, _PEAK_MAX)


def looped(own: Pcm, kind: str, seconds: float) -> Pcm:
    """``own`` (n, 2) at 48 kHz, repeated over ``seconds`` with overlaps of up to a second, at the level of
    the kind it stands for; from silence to silence."""
    level_db = AMBIENCES[kind][1]
    air = own * np.float32(10 ** (level_db / 20) / (float(own.std()) + 1e-12))
    length = count_of(seconds)
    overlap = min(count_of(_OVERLAP_S), len(air) // 3)
    rise = np.sin(np.linspace(0, np.pi / 2, overlap, dtype=np.float32))[:, None]
    total = np.zeros((length, 2), np.float32)
    for number, start in enumerate(range(0, length, max(len(air) - overlap, 1))):
        piece = air.copy()
        if number:
            piece[:overlap] *= rise
        piece[len(piece) - overlap :] *= rise[::-1]
        end = min(start + len(piece), length)
        total[start:end] += piece[: end - start]
    return np.clip(_ends_silent(total), -_PEAK_MAX, _PEAK_MAX)


def _ends_silent(total: Pcm) -> Pcm:
    fade = min(count_of(0.05), len(total) // 2)
    if fade:
        ramp = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
        total[:fade] *= ramp
        total[-fade:] *= ramp[::-1]
    return total


def _piece(
    make: Callable[[np.random.Generator, float], Sound], rng: np.random.Generator, level_db: float
) -> Sound:
    sound = band(make(rng, _PIECE_S)[: count_of(_PIECE_S)], low_hz=35.0, order=1)
    return np.asarray(sound / (sound.std() + 1e-12) * 10 ** (level_db / 20))


def _scaled(sound: Sound) -> Sound:
    return np.asarray(sound / (sound.std() + 1e-12))
