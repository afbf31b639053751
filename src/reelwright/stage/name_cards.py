"""A new face → the picture freezes, the person is cut out of it, and a name slides in."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from reelwright.drawing.affine import IDENTITY, multiply, scaling, translation
from reelwright.drawing.canvas import crop_to_content, pixels, surface
from reelwright.drawing.colour import hex_of, shift
from reelwright.drawing.compositor import Layer
from reelwright.drawing.ink import fill, gradient_fill, linear, path_of
from reelwright.drawing.paint import bytes_of
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.drawing.text import TextStyle, text_image, text_width
from reelwright.stage.flattening import flattened
from reelwright.storyboard.documents import NameCard

VERSION = 1
"""Part of every key: raise it when a card is drawn differently."""
_STEP = 2
_PANEL_Y = 0.655
_SLANT = 0.22


def card_colour(character: str) -> str:
    """A character's own colour: deep, always the same."""
    hue = int(hashlib.sha256(character.encode()).hexdigest()[:4], 16) / 0xFFFF
    return hex_of(shift("#d8304a", hue=hue))


class FrozenName:
    """The layers of one name card over a picture that stands still."""

    def __init__(
        self,
        card: NameCard,
        cache: SpriteCache,
        name: str,
        people: Callable[[], Sequence[Layer]],
        width: int,
        height: int,
    ) -> None:
        self._card, self._cache, self._people = card, cache, people
        self._width, self._height = width, height
        self._key = ("name card", VERSION, name, card.character, card.name, card.role, width, height)

    def behind(self, since: float) -> list[Layer]:
        """Between the place and the person, ``since`` film frames after the freeze: the place dims in the
        character's colour, a white edge cuts the person out."""
        level = min(4, int(since) + 1)
        dim = self._cache.sprite(key_of(*self._key, "dim", level), lambda: self._dim(level / 4))
        layers: list[Layer] = [(dim, IDENTITY)]
        if since >= 1:
            layers.append((self._cache.sprite(key_of(*self._key, "edge"), self._edge), IDENTITY))
        return layers

    def front(self, since: float) -> list[Layer]:
        """The name over it all: a panel wipes in, the name and the role slide after it, and drift on."""
        if since < 2:
            return []
        layers: list[Layer] = []
        drift = (since - 2) * 0.35 * self._width / 1080
        for delay, kind, make in (
            (2.0, "panel", self._panel),
            (3.5, "words", lambda: self._words(self._card.name, 104, 900, 0.0)),
            (5.5, "role", lambda: self._words(self._card.role, 46, 700, 118.0)),
        ):
            if since < delay or (kind == "role" and not self._card.role):
                continue
            arrived = 1 - math.exp(-(since - delay) * 0.55)
            away = (1 - arrived) * -1.05 * self._width
            sprite = self._cache.sprite(key_of(*self._key, kind), make)
            layers.append((sprite, translation(away + (drift if kind != "panel" else drift * 0.5), 0.0)))
        return layers

    # -- inside ----------------------------------------------------------------------------------

    def _dim(self, share: float) -> Sprite:
        rows, columns = self._height // 8 + 2, self._width // 8 + 2
        tint = np.array([int(card_colour(self._card.character)[n : n + 2], 16) for n in (1, 3, 5)]) * 0.30
        y = np.linspace(0, 1, rows)[:, None, None]
        alpha = np.full((rows, columns, 1), 1.0) * (0.52 + 0.2 * y) * share
        rgba = np.concatenate([alpha * tint, alpha * 255], 2)
        return bake_sprite(rgba.astype(np.uint8), local=scaling(8.0), opaque=True)

    def _edge(self) -> Sprite:
        """The figure's outline grown by a few pixels, white."""
        rgba = flattened(self._people(), self._width, self._height, step=_STEP)
        grown_px = max(3, round(15 * self._width / 1080 / _STEP)) | 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (grown_px, grown_px))
        alpha = cv2.GaussianBlur(cv2.dilate((rgba[..., 3] > 90).astype(np.float32), kernel), (0, 0), 0.8)
        white = bytes_of(np.dstack([alpha * 0.985] * 2 + [alpha, alpha]).astype(np.float32))
        cropped, (x, y) = crop_to_content(white)
        return bake_sprite(cropped, local=multiply(scaling(_STEP), translation(x, y)))

    def _panel(self) -> Sprite:
        k = self._width / 1080
        style = TextStyle(size_px=self._name_px(), weight=900)
        said = text_width(self._card.role, TextStyle(size_px=46 * k, weight=700)) if self._card.role else 0.0
        long = max(text_width(self._card.name, style), said, 380 * k) * 1.12 + 330 * k
        high = (196 if self._card.role else 140) * k
        sheet = surface(math.ceil(long + 80 * k), math.ceil(high + 40 * k))
        canvas = sheet.getCanvas()
        lean = high * _SLANT
        colour = card_colour(self._card.character)

        def slab(x0: float, x1: float, y0: float, y1: float) -> object:
            def at(x: float, y: float) -> tuple[float, float]:
                return x + lean * (1 - y / high), y

            return path_of(np.array([at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)]))

        dark = gradient_fill(
            linear((0, 0), (long, 0), ["#0c0a14", "#0c0a14", "#0c0a14"], [0, 0.7, 1], [0.9, 0.86, 0.0])
        )
        canvas.drawPath(slab(-lean, long, 0, high), dark)
        canvas.drawPath(slab(-lean, 26 * k, 0, high), fill(colour))
        canvas.drawPath(slab(36 * k, 43 * k, 0, high), fill(colour, 0.7))
        top = self._height * _PANEL_Y
        return bake_sprite(pixels(sheet), local=translation(0.0, top))

    def _name_px(self) -> float:
        """The size at which the name fits."""
        k = self._width / 1080
        size = 104.0 * k
        wide = text_width(self._card.name, TextStyle(size_px=size, weight=900))
        return size * min(1.0, 800 * k / max(wide, 1.0))

    def _words(self, text: str, size_px: float, weight: int, below_px: float) -> Sprite:
        k = self._width / 1080
        size = self._name_px() if below_px == 0 else size_px * k
        style = TextStyle(size_px=size, weight=weight, shadow_px=6 * k, tracking_px=2 * k)
        rgba, (x, y) = text_image(text, style, align="left", max_width_px=self._width * 0.82)
        top = self._height * _PANEL_Y + (12 + below_px) * k
        return bake_sprite(rgba, local=translation(96 * k - x, top - y))
