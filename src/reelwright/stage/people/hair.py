"""Guide curves in space and a head pose → ribbons of hair in the picture.

Hair is groomed, not painted: each section interpolates its guides into ribbons, jitters their
lengths and gathers their tips; ``hair_ink`` then draws the ribbons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from reelwright.drawing.colour import Colour, Rgb, mix, multiply, rgb, shift
from reelwright.drawing.ink import Points, resample, smoothstep, spline
from reelwright.stage.people.head import HeadPose

Layer = Literal["front", "mid", "back", "auto"]
Guide = Sequence[tuple[float, float, float]]

SAMPLES = 40
"""Points along every ribbon."""


@dataclass(frozen=True)
class HairPalette:
    """The tones of one hair colour; near-black hair starts at a dark violet, never at black."""

    base: Rgb
    dark: Rgb
    mid: Rgb
    light: Rgb
    gloss: Rgb
    line: Rgb
    tip: Rgb


def hair_palette(colour: Colour) -> HairPalette:
    """Tones of hair of ``colour``."""
    base = np.maximum(rgb(colour), rgb("#221d2c") * 0.85)
    bright = float(base.mean())
    if bright < 0.5:
        dark = mix(multiply(base, base), "#140c1c", 0.45)
    else:
        dark = mix(shift(base, hue=-0.03, saturation=1.25, value=0.62), "#3a2030", 0.2)
    if bright > 0.2:
        light = mix(shift(base, hue=0.01, saturation=0.95, value=1.35), "#ffd9c0", 0.10)
        gloss = mix(light, "#fff0e6", 0.50)
    else:
        light = mix(base, "#7d83a8", 0.35) if bright < 0.10 else mix(shift(base, value=1.35), "#ffd9c0", 0.10)
        gloss = mix(base, "#b9c2e6", 0.62) if bright < 0.10 else mix(light, "#fff0e6", 0.50)
    return HairPalette(
        base, dark, mix(base, dark, 0.38), light, gloss, mix(dark, "#0c0710", 0.28), mix(base, light, 0.18)
    )


@dataclass(frozen=True)
class Section:
    """One part of a hairstyle.

    ``guides`` are curves in head units from root to tip; ``count`` ribbons lie between the first and
    the last. ``layer`` auto = before or behind the face, decided by depth. ``jitter`` shortens by up to
    that part; ``wave`` is (amplitude, turns); ``clump`` gathers the tips in threes (``clump_size``).
    ``taper`` is where a ribbon begins to narrow (0..1), ``tip_width`` what is left at its end;
    ``overlap`` how far neighbours cover each other. ``highlights`` are heights of glossy bands.
    ``hangs_before``: over the chest, so that it does not show from behind.
    """

    guides: Sequence[Guide]
    count: int = 10
    layer: Layer = "front"
    wave: tuple[float, float] = (0.0, 0.0)
    jitter: float = 0.08
    overlap: float = 1.35
    taper: float = 0.55
    highlights: tuple[float, ...] = (-78.0,)
    seed: int = 1
    strands: int = 4
    shade: float = 0.0
    lateral: float = 2.0
    tip_width: float = 0.0
    order: float = 0.0
    root: float = 0.0
    gloss_length: float = 1.0
    gloss: float = 1.0
    casts_shadow: bool = True
    is_mass: bool = False
    has_hull: bool = False
    clump: float = 0.45
    clump_size: int = 3
    is_sheet: bool = False
    covers_crown: bool = True
    hangs_before: bool = False


@dataclass
class Lock:
    """One ribbon in the picture: its two edges and its middle (``SAMPLES``, 2), and how to ink it."""

    layer: str
    depth: float
    left: Points
    right: Points
    middle: Points
    heights: NDArray[np.float64]
    section: Section
    index: int
    seed: int
    is_cut: bool = False


@dataclass
class _Groomed:
    middles: NDArray[np.float64]
    widths: NDArray[np.float64]
    phases: NDArray[np.float64]


@dataclass
class Hair:
    """A hairstyle in its colour. ``place`` gives the ribbons for a pose."""

    sections: tuple[Section, ...]
    palette: HairPalette
    crown_y: float = -78.0
    hairline: Literal["low", "high", "none"] = "low"
    _groomed: dict[int, _Groomed] = field(default_factory=dict, repr=False)

    @property
    def curtain(self) -> tuple[Guide, Guide] | None:
        """The two edges of the dark inside behind the neck, where side sheets hang down."""
        sheets = [section for section in self.sections if section.is_sheet]
        return (sheets[0].guides[1], sheets[1].guides[1]) if len(sheets) == 2 else None

    def place(self, pose: HeadPose) -> list[Lock]:
        """All ribbons in the picture for ``pose``."""
        locks: list[Lock] = []
        for number, section in enumerate(self.sections):
            if number not in self._groomed:
                self._groomed[number] = _groom(section)
            locks.extend(_project(section, number, self._groomed[number], pose))
        return locks


def _groom(section: Section) -> _Groomed:
    random = np.random.default_rng(section.seed)
    count = section.count
    guides = np.stack([resample(spline(guide, steps=12), SAMPLES) for guide in section.guides])
    places = np.linspace(0, 1, len(guides))
    if len(guides) > 2:
        between = PchipInterpolator(places, guides, axis=0)
    else:

        def between(t: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.asarray(guides[0] + (guides[1] - guides[0]) * np.asarray(t)[:, None, None])

    centres = (np.arange(count) + 0.5) / count
    middles = between(np.clip(centres + random.uniform(-0.35, 0.35, count) / count, 0, 1))
    widths = between(np.minimum(1, centres + 0.5 / count)) - between(np.maximum(0, centres - 0.5 / count))
    along = np.linspace(0, 1, SAMPLES)
    length = 1 - section.jitter * random.random(count)
    middles = _shortened(middles, length, along)
    widths = _shortened(widths, length, along)
    phases = random.uniform(0, 6.28, count) * 0.35
    if section.clump and count > 3:
        group = np.arange(count) // section.clump_size
        for g in range(int(group.max()) + 1):
            members = group == g
            centre = middles[members].mean(0, keepdims=True)
            pull = (section.clump * along**1.8)[None, :, None]
            middles[members] = middles[members] + (centre - middles[members]) * pull
    direction = widths / (np.linalg.norm(widths, axis=-1, keepdims=True) + 1e-6)
    amplitude, turns = section.wave
    swing = amplitude * (along**1.2) * np.sin(2 * np.pi * turns * along[None, :] + phases[:, None])
    drift = section.lateral * random.standard_normal((count, 1, 1)) * (along**1.5)[None, :, None]
    return _Groomed(middles + direction * (swing[..., None] + drift), widths, phases)


def _shortened(
    curves: NDArray[np.float64], length: NDArray[np.float64], along: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.stack(
        [
            np.stack([np.interp(along * length[i], along, curve[:, k]) for k in range(3)], 1)
            for i, curve in enumerate(curves)
        ]
    )


def _project(section: Section, number: int, groomed: _Groomed, pose: HeadPose) -> list[Lock]:
    along = np.linspace(0, 1, SAMPLES)
    narrowing = (1 - (np.clip(along - section.taper, 0, 1) / (1 - section.taper)) ** 1.45) ** 1.15
    narrowing = np.maximum(narrowing, section.tip_width * (along < 0.995))
    root = 0.55 + 0.45 * np.clip(along / 0.18, 0, 1)
    half = groomed.widths * 0.5 * section.overlap * (narrowing * root)[None, :, None]
    curves = groomed.middles
    seen = pose.project(curves)
    before = np.ones(half.shape[:2])
    if section.layer in ("auto", "front") and abs(pose.yaw_deg) > 5:
        # Ribbons of the far side pass behind the face: what is left of them before it narrows with the
        # turn, and the whole ribbon lies behind. Nothing pops between two keys.
        far = (curves[..., 0] * pose.yaw_deg > 0) & (along[None] > 0.25)
        before = np.where(far, smoothstep(-26, -4, seen[..., 2]), 1.0)
        before = np.minimum.accumulate(before, 1)
    left, right = pose.project(curves - half)[..., :2], pose.project(curves + half)[..., :2]
    locks = []
    for i in range(len(curves)):
        z = seen[i, :, 2]
        layer: str = section.layer
        if layer == "auto":
            layer = "front" if z[int(0.35 * SAMPLES)] > -22 else "mid"
        whole = Lock(
            layer=layer,
            depth=float(z.mean()) + section.order,
            left=left[i],
            right=right[i],
            middle=seen[i, :, :2],
            heights=curves[i, :, 1],
            section=section,
            index=i,
            seed=number * 1000 + i,
        )
        if layer != "front" or before[i, -1] > 0.98:
            locks.append(whole)
            continue
        if not _is_hidden(whole):
            locks.append(replace(whole, layer="mid"))
        shown = _cut_short(whole, before[i])
        if shown is not None:
            locks.append(shown)
    return locks


def _is_hidden(lock: Lock) -> bool:
    """Whether the face covers all of a ribbon that lies behind it."""
    return bool(lock.heights[-1] < 90 and np.abs(lock.middle[8:, 0]).max() < 58)


def _cut_short(lock: Lock, before: NDArray[np.float64]) -> Lock | None:
    """What is seen of a ribbon that passes behind the face: it narrows to nothing there."""
    end = int((before > 0.3).sum())
    if end < 12:
        return None
    # The last of it lies under the edge of the face; a long thin end would be a hair across the eye.
    share = np.clip((end - np.arange(SAMPLES)) / 7, 0, 1)[:, None]
    left = lock.middle + (lock.left - lock.middle) * share
    right = lock.middle + (lock.right - lock.middle) * share
    middle, heights = lock.middle.copy(), lock.heights.copy()
    for line in (left, right, middle, heights):
        line[end:] = line[end - 1]
    return replace(lock, left=left, right=right, middle=middle, heights=heights, is_cut=True)


def with_seed(section: Section, seed: int) -> Section:
    """The same part with other random lengths."""
    return replace(section, seed=seed)
