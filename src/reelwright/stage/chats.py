"""Messages → a phone on which they are written, one after the other."""

from __future__ import annotations

import math
from typing import Any

import skia

from reelwright.drawing.affine import Affine, multiply, scaling, translation
from reelwright.drawing.canvas import image_of, pixels, surface
from reelwright.drawing.compositor import Layer
from reelwright.drawing.ink import fill, stroke
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.acting.curves import smooth
from reelwright.stage.brief import ShotBrief
from reelwright.stage.name_cards import card_colour
from reelwright.stage.things.inscriptions import is_chinese
from reelwright.stage.things.marks import fall

VERSION = 1
"""Part of every key: raise it when a chat is drawn differently."""
TYPING_S = 0.45
_TYPED_STATES = 6
# The phone, in pixels of a frame 1080 × 1920: its screen, its header, where messages begin and end.
_LEFT, _TOP, _RIGHT, _BOTTOM = 96.0, 190.0, 984.0, 1700.0
_HEADER_PX, _FOOTER_PX = 210.0, 130.0
_GAP_PX, _INSET_PX = 26.0, 40.0
_TEXT_PX = 58.0
_BUBBLE_PX = 640.0
_OWN, _OTHER = "#2f7cf6", "#ffffff"


class Chat:
    """The phone of one shot, its messages timed by the shot's beats."""

    def __init__(self, brief: ShotBrief, cache: SpriteCache) -> None:
        self._messages, self._starts = brief.shot.messages, brief.beat_frames
        self._cache = cache
        self._fps = brief.rate.numerator / brief.rate.denominator
        self._k = brief.width / 1080
        self._top = (brief.height - 1920 * self._k) / 2
        self._size = (brief.width, brief.height)
        self._chinese = is_chinese("".join(message.text for message in self._messages))
        self._others = next((m.sender for m in self._messages if not m.is_own), "")
        self._heights = [self._drawn_text(m.text).shape[0] + 56 for m in self._messages]

    def layers(self, frame: int, camera: Affine) -> list[Layer]:
        """The phone and what is written on it so far."""
        seconds = frame / self._fps
        swell = 0.985 + 0.03 * smooth(seconds / 3)
        arrived = 1 - math.exp(-seconds * 9)
        lift = translation(0.0, (1 - arrived) * 260 * self._k)
        hand = multiply(camera, multiply(lift, scaling(swell, self._size[0] / 2, self._size[1] * 0.5)))
        layers: list[Layer] = [(self._sprite("phone", self._phone), hand)]
        shown = [n for n in range(len(self._messages)) if self._since(n, seconds) >= 0]
        floor = _BOTTOM - _FOOTER_PX - 30
        ceiling = _TOP + _HEADER_PX + 24
        # A short talk begins lower: where one looks first.
        whole = sum(self._heights) + _GAP_PX * (len(self._heights) - 1)
        y = ceiling + max(0.0, floor - ceiling - whole) * 0.28
        places = []
        for number in shown:
            places.append(y)
            y += self._heights[number] + _GAP_PX
        # Older messages leave at the top when the newest needs the room.
        over = max(0.0, y - floor)
        for number, place in zip(shown, places, strict=True):
            top = place - over
            if top >= ceiling - 4:
                layers += self._message(number, self._since(number, seconds), top, hand)
        return layers

    # -- inside ----------------------------------------------------------------------------------

    def _since(self, number: int, seconds: float) -> float:
        start = self._starts[min(number, len(self._starts) - 1)] if self._starts else 0
        return seconds - start / self._fps

    def _message(self, number: int, since: float, top: float, hand: Affine) -> list[Layer]:
        """A message being typed, or there: it pops in."""
        message = self._messages[number]
        if since < TYPING_S:
            state = int(since / TYPING_S * _TYPED_STATES)
            if message.is_own:
                return [(self._sprite(f"typed {number} {state}", lambda: self._typed(number, state)), hand)]
            dots = self._sprite(f"dots {state % 3}", lambda: self._dots(state % 3))
            return [(dots, multiply(hand, translation(0.0, top * self._k)))]
        pop = 1 - 0.16 * math.exp(-(since - TYPING_S) * 14) * math.cos((since - TYPING_S) * 18)
        side = _RIGHT - _INSET_PX if message.is_own else _LEFT + _INSET_PX
        placed = multiply(translation(0.0, top * self._k), scaling(pop, side * self._k, 40 * self._k))
        return [(self._sprite(f"message {number}", lambda: self._bubble(number)), multiply(hand, placed))]

    def _sprite(self, kind: str, make: Any) -> Sprite:
        key = key_of("chat", VERSION, self._messages, kind, *self._size)
        return self._cache.sprite(key, make)

    def _baked(self, sheet: Any) -> Sprite:
        return bake_sprite(pixels(sheet), local=translation(0.0, self._top))

    def _canvas(self, high: float = 1920.0) -> tuple[Any, Any]:
        sheet = surface(math.ceil(1080 * self._k), math.ceil(high * self._k))
        canvas = sheet.getCanvas()
        canvas.scale(self._k, self._k)
        return sheet, canvas

    def _phone(self) -> Sprite:
        sheet, c = self._canvas()
        body = skia.Rect(_LEFT - 24, _TOP - 24, _RIGHT + 24, _BOTTOM + 24)
        c.drawRoundRect(body.makeOffset(0, 26), 110, 110, fill("#05030a", 0.5, blur=34))
        c.drawRoundRect(body, 108, 108, fall(_TOP - 24, _BOTTOM + 24, ["#8a8c9a", "#2a2a34", "#4a4c58"]))
        c.drawRoundRect(body.makeInset(6, 6), 102, 102, fill("#0a0a10"))
        screen = skia.Rect(_LEFT, _TOP, _RIGHT, _BOTTOM)
        c.save()
        c.clipRRect(skia.RRect.MakeRectXY(screen, 84, 84), True)
        c.drawRect(screen, fall(_TOP, _BOTTOM, ["#eef2fa", "#e2e8f4", "#d8dff0"]))
        c.drawRect(skia.Rect(_LEFT, _TOP, _RIGHT, _TOP + _HEADER_PX), fill("#fbfcff"))
        c.drawLine(_LEFT, _TOP + _HEADER_PX, _RIGHT, _TOP + _HEADER_PX, stroke("#c4cbdc", 3))
        self._words(c, "23:47", _LEFT + 74, _TOP + 22, 36, 700, "#1c2434")
        c.drawRoundRect(
            skia.Rect(_RIGHT - 130, _TOP + 34, _RIGHT - 72, _TOP + 62), 8, 8, stroke("#1c2434", 4)
        )
        c.drawRoundRect(skia.Rect(_RIGHT - 125, _TOP + 39, _RIGHT - 96, _TOP + 57), 4, 4, fill("#1c2434"))
        name = self._others or ("未知号码" if self._chinese else "Unknown number")
        c.drawCircle(_LEFT + 128, _TOP + 140, 52, fill(card_colour(name) if self._others else "#9aa4b8"))
        self._words(
            c, name[0] if self._others else "?", _LEFT + 128, _TOP + 108, 56, 700, "#ffffff", centred=True
        )
        self._words(c, name, _LEFT + 206, _TOP + 106, 54, 700, "#1c2434")
        c.drawRect(skia.Rect(_LEFT, _BOTTOM - _FOOTER_PX, _RIGHT, _BOTTOM), fill("#fbfcff"))
        field = skia.Rect(_LEFT + 40, _BOTTOM - _FOOTER_PX + 22, _RIGHT - 40, _BOTTOM - 34)
        c.drawRoundRect(field, 36, 36, fill("#e9edf6"))
        c.restore()
        c.drawRoundRect(skia.Rect(430, _TOP + 16, 650, _TOP + 64), 24, 24, fill("#0a0a10"))
        return self._baked(sheet)

    def _typed(self, number: int, state: int) -> Sprite:
        """What the owner has typed so far, in the field at the bottom."""
        text = self._messages[number].text
        sheet, c = self._canvas()
        said = text[: max(1, round(len(text) * (state + 1) / _TYPED_STATES))][-26:]
        y = _BOTTOM - _FOOTER_PX + 30
        self._words(c, said, _LEFT + 70, y, 44, 500, "#1c2434", width=760)
        return self._baked(sheet)

    def _dots(self, state: int) -> Sprite:
        sheet, c = self._canvas(160)
        x = _LEFT + _INSET_PX
        c.drawRoundRect(skia.Rect(x, 0, x + 170, 92), 42, 42, fill(_OTHER))
        for n in range(3):
            c.drawCircle(
                x + 46 + n * 39,
                46 - (8 if n == state else 0),
                12,
                fill("#8a94a8", 1.0 if n == state else 0.6),
            )
        return self._baked(sheet)

    def _bubble(self, number: int) -> Sprite:
        message = self._messages[number]
        rgba = self._drawn_text(message.text, "#ffffff" if message.is_own else "#161c28")
        wide, high = rgba.shape[1] + 72, self._heights[number]
        sheet, c = self._canvas(high + 40)
        x = _RIGHT - _INSET_PX - wide if message.is_own else _LEFT + _INSET_PX
        rect = skia.Rect(x, 0, x + wide, high)
        c.drawRoundRect(rect.makeOffset(0, 6), 42, 42, fill("#38486a", 0.22, blur=8))
        c.drawRoundRect(rect, 42, 42, fill(_OWN if message.is_own else _OTHER))
        c.drawImage(image_of(rgba), x + 36, 28)
        return self._baked(sheet)

    def _drawn_text(self, text: str, colour: str = "#161c28") -> Any:
        style = TextStyle(size_px=_TEXT_PX, weight=700, colour=colour)
        return text_image(text or "…", style, max_width_px=_BUBBLE_PX, align="left")[0]

    def _words(
        self, c: Any, text: str, x: float, y: float, size: float, weight: int, colour: str,
        *, centred: bool = False, width: float = 560.0,
    ) -> None:  # fmt: skip
        rgba, (left, top) = text_image(
            text, TextStyle(size_px=size, weight=weight, colour=colour), align="left"
        )
        k = min(1.0, width / max(1, rgba.shape[1]))
        c.save()
        c.translate(x - (rgba.shape[1] * k / 2 if centred else left * k), y - top * k)
        c.scale(k, k)
        c.drawImage(image_of(rgba), 0, 0)
        c.restore()
