"""An effect's name and a seed → its sound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reelwright.audio.wave import Pcm
from reelwright.errors import BadInput
from reelwright.foley import bodies, machines, things, weather
from reelwright.foley.shaping import Sound, finished

_Maker = Callable[[np.random.Generator], Sound]

EFFECTS: dict[str, tuple[_Maker, float]] = {
    "slap": (bodies.slap, 0.8),
    "punch": (bodies.punch, 0.8),
    "gasp": (bodies.gasp, 0.35),
    "heartbeat": (bodies.heartbeat, 0.75),
    "steps-wood": (bodies.steps_wood, 0.4),
    "steps-stone": (bodies.steps_stone, 0.4),
    "steps-grass": (bodies.steps_grass, 0.35),
    "crowd-murmur": (bodies.crowd_murmur, 0.4),
    "applause": (bodies.applause, 0.5),
    "body-fall": (bodies.body_fall, 0.75),
    "glass-clink": (things.glass_clink, 0.45),
    "glass-break": (things.glass_break, 0.7),
    "door-open": (things.door_open, 0.45),
    "door-close": (things.door_close, 0.65),
    "door-slam": (things.door_slam, 0.85),
    "knock": (things.knock, 0.6),
    "paper": (things.paper, 0.35),
    "keys": (things.keys, 0.4),
    "sword": (things.sword, 0.42),
    "splash": (things.splash, 0.55),
    "cloth": (things.cloth, 0.3),
    "cup-down": (things.cup_down, 0.4),
    "phone-ring": (machines.phone_ring, 0.32),
    "phone-buzz": (machines.phone_buzz, 0.28),
    "phone-ping": (machines.phone_ping, 0.4),
    "monitor-beep": (machines.monitor_beep, 0.2),
    "monitor-flat": (machines.monitor_flat, 0.13),
    "car": (machines.car, 0.6),
    "car-horn": (machines.car_horn, 0.36),
    "brakes": (machines.brakes, 0.32),
    "siren": (machines.siren, 0.25),
    "clock-tick": (machines.clock_tick, 0.4),
    "camera-click": (machines.camera_click, 0.45),
    "typing": (machines.typing, 0.35),
    "gunshot": (machines.gunshot, 0.85),
    "rain": (weather.rain, 0.4),
    "thunder": (weather.thunder, 0.8),
    "wind": (weather.wind, 0.45),
    "whoosh": (weather.whoosh, 0.38),
    "riser": (weather.riser, 0.6),
    "impact": (weather.impact, 0.85),
    "fire": (weather.fire, 0.4),
}
"""Canonical name → how it is made, and its peak (0..1, before the gain of the cue)."""

_NAMES = tuple(sorted(EFFECTS))


def effect(name: str, *, seed: int) -> Pcm:
    """Float32 (n, 2) at 48 kHz of 0.1 to 5 s; the same seed gives the same samples, another seed another
    take. Peak at most -1 dBFS; begins and ends in silence.

    Only canonical names (keys of ``EFFECTS``): words are turned into names by ``effect_named``. Raises
    ``BadInput`` for others.
    """
    if name not in EFFECTS:
        raise BadInput(f"No effect is called {name!r}", next_step="Choose from: " + ", ".join(_NAMES) + ".")
    make, peak = EFFECTS[name]
    rng = np.random.default_rng([0x464F, _NAMES.index(name), seed & 0xFFFFFFFFFFFFFFFF])
    return finished(make(rng), peak=peak)
