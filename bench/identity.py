"""Crops of decoded faces and everybody's sheet in the same light → whose face it is.

A face is described by what a viewer knows somebody by: the colours of hair, skin and eyes (histograms in
CIE Lab) and the shapes of hair and features (histograms of oriented gradients).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.footage import crop, grown
from reelwright.casting.documents import Look, Outfit
from reelwright.delivery.stills import Rgb
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import Box
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.places.scenery import Scenery
from reelwright.studio.look.darkroom import Darkroom

SHEET_YAWS_DEG = (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0)
SHEET_WIDTH, SHEET_HEIGHT, SHEET_SCALE = 432, 480, 1.05
_SIZE = (96, 128)
_AROUND = (0.22, 0.42, 0.22, 0.0)
"""What is added to a face box (brow to chin) on the left, top, right and bottom: the hair."""
_REGIONS = {
    "hair": (0.18, 0.03, 0.82, 0.22),
    "skin": (0.32, 0.58, 0.68, 0.78),
    "eyes": (0.24, 0.42, 0.76, 0.56),
}
"""Left, top, right, bottom as parts of the grown box."""
_CELL_PX, _ORIENTATIONS = 8, 9
_BINS = 12

Features = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Sheet:
    """One character in one light, at several angles."""

    character: str
    faces: tuple[Features, ...]


def features_of(picture: Rgb, face: Box) -> Features | None:
    """What is known of the face in ``face`` (brow to chin) of a picture; ``None`` where too little of it
    is in the frame."""
    box = grown(face, *_AROUND)
    part = crop(picture, box)
    if part.shape[0] < box.height * 0.9 or part.shape[1] < box.width * 0.9 or min(part.shape[:2]) < 24:
        return None
    part = cv2.resize(part, _SIZE, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(part.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    found: dict[str, NDArray[np.float32]] = {}
    for name, (left, top, right, bottom) in _REGIONS.items():
        x0, x1, y0, y1 = (int(v) for v in (left * 96, right * 96, top * 128, bottom * 128))
        found[name] = _colours(lab[y0:y1, x0:x1])
    grey = cv2.cvtColor(cv2.resize(part, (64, 96), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    found["shape"] = _gradients(grey)
    return found


def nearest(features: Features, sheets: Sequence[Sheet], spread: Mapping[str, float]) -> str:
    """The character whose sheet is nearest."""
    return min(
        sheets, key=lambda sheet: min(_distance(features, face, spread) for face in sheet.faces)
    ).character


def spread_of(sheets: Sequence[Sheet]) -> dict[str, float]:
    """How far apart different characters are in each feature: what makes features weigh the same."""
    names = sheets[0].faces[0].keys() if sheets else ()
    found = {}
    for name in names:
        gaps = [
            _gap(name, a[name], b[name])
            for first in sheets
            for second in sheets
            if first.character < second.character
            for a, b in zip(first.faces, second.faces, strict=True)
        ]
        found[name] = max(1e-3, float(np.mean(gaps))) if gaps else 1.0
    return found


def swapped(sheets: Sequence[Sheet], first: str, second: str) -> list[Sheet]:
    """The same sheets with two names exchanged: the control that must fail."""
    names = {first: second, second: first}
    return [Sheet(names.get(sheet.character, sheet.character), sheet.faces) for sheet in sheets]


def draw_sheet(
    character: str, look: Look, outfit: Outfit, scene: Scenery, cache: SpriteCache, darkroom: Darkroom
) -> Sheet:
    """A character at rest in a place's light, at several angles, and what is known of each."""
    rig = Rig(
        look, outfit, x=SHEET_WIDTH / 2, y=SHEET_HEIGHT * 0.45, scale=SHEET_SCALE, light=scene.light,
        frame_width=SHEET_WIDTH, frame_height=SHEET_HEIGHT, cache=cache, grade=scene.grade,
    )  # fmt: skip
    faces = []
    for yaw in SHEET_YAWS_DEG:
        pose = FigurePose(yaw)
        layers = [*scene.behind(0, IDENTITY), *rig.layers(pose, IDENTITY)]
        found = features_of(darkroom.develop(layers, SHEET_WIDTH, SHEET_HEIGHT), rig.face(pose, IDENTITY)[0])
        if found is not None:
            faces.append(found)
    return Sheet(character, tuple(faces))


def _colours(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Square roots of soft histograms of L, a and b: their distance is Hellinger's."""
    parts = []
    for channel, (low, high) in enumerate(((0, 100), (-30, 60), (-40, 60))):
        counts, _ = np.histogram(lab[..., channel], _BINS * 2, (low, high))
        soft = cv2.GaussianBlur(counts.astype(np.float32)[None], (0, 0), 1.2).ravel()
        parts.append(soft / (soft.sum() + 1e-6))
    return np.asarray(np.sqrt(np.concatenate(parts)), np.float32)


def _gradients(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Histograms of oriented gradients by cells (Dalal and Triggs, 2005), each cell of length 1."""
    soft = grey.astype(np.float32)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=1), cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=1)
    strength, angle = cv2.cartToPolar(across, down)
    bins = (angle % np.pi / np.pi * _ORIENTATIONS).astype(int) % _ORIENTATIONS
    rows, columns = (length // _CELL_PX for length in grey.shape)
    cells = np.zeros((rows, columns, _ORIENTATIONS), np.float32)
    y, x = np.indices(grey.shape) // _CELL_PX
    np.add.at(cells, (y, x, bins), strength)
    cells /= np.linalg.norm(cells, axis=2, keepdims=True) + 20
    return cells.ravel() / np.float32(np.linalg.norm(cells) + 1e-6)


def _distance(first: Features, second: Features, spread: Mapping[str, float]) -> float:
    return sum(_gap(name, first[name], second[name]) / spread.get(name, 1.0) for name in first)


def _gap(name: str, first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(first - second))
