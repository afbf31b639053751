"""A phone and what is on its screen: a call, a message on the lock screen."""

from __future__ import annotations

from typing import Any

import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.ink import PLUS, fill, gradient_fill, linear, path_of, radial, stroke
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.things.inscriptions import caller, is_chinese
from reelwright.stage.things.marks import fall, quoted, slab

_SCREEN = skia.Rect(-250, -484, 250, 444)


def phone(c: Any, words: str) -> None:
    """A phone that rings or has a message, its screen alight."""
    c.rotate(-5)
    c.drawRoundRect(
        skia.Rect(-340, -540, 340, 500),
        90,
        90,
        gradient_fill(radial((0, 0), 680, ["#6f9ae8"] * 2, None, [0.45, 0]), blend=PLUS),
    )
    slab(c, -268, -502, 268, 462, 62, ["#6a6c7c", "#1a1a22", "#34363f"])
    c.drawRoundRect(skia.Rect(-262, -496, 262, 456), 58, 58, fill("#08080c"))
    c.save()
    c.clipRRect(skia.RRect.MakeRectXY(_SCREEN, 48, 48), True)
    name = caller(words)
    if name is None:
        _lock_screen(c, words)
    else:
        _call(c, name, chinese=is_chinese(words))
    c.drawPath(path_of([(-250, -484), (40, -484), (-170, 444), (-250, 444)]), fill("#ffffff", 0.06))
    c.restore()
    c.drawRoundRect(skia.Rect(-72, -468, 72, -436), 16, 16, fill("#08080c"))


def _call(c: Any, name: str, *, chinese: bool) -> None:
    c.drawRect(_SCREEN, fall(-484, 444, ["#32406e", "#1c2140", "#0e1020"]))
    c.drawCircle(
        0, -150, 220, gradient_fill(radial((0, -150), 220, ["#7f9cff"] * 2, None, [0.5, 0]), blend=PLUS)
    )
    shown = name or ("未知号码" if chinese else "Unknown")
    c.drawCircle(0, -150, 106, fall(-256, -44, ["#8fa4e8", "#5a68a8"]))
    if name:
        _centred(c, name[0].upper(), -206, 112, 700)
    else:
        c.drawCircle(0, -176, 34, fill("#e8ecff"))
        c.drawOval(skia.Rect(-62, -132, 62, -30), fill("#e8ecff"))
    _centred(c, shown, -10, 78 if len(shown) < 10 else 56, 700)
    _centred(c, "来电…" if chinese else "incoming call…", 92, 36, 500, "#c4ccea")
    for x, colour, turn in ((-120, "#e8434f", 135), (120, "#3fc46a", 0)):
        c.drawCircle(x, 320, 66, fill(colour))
        c.save()
        c.translate(x, 320)
        c.rotate(turn)
        receiver = skia.Path()
        receiver.addArc(skia.Rect(-24, -34, 44, 34), 110, 140)
        c.drawPath(receiver, stroke("#ffffff", 15))
        for y in (-30, 30):
            c.drawRoundRect(skia.Rect(0, y - 12, 26, y + 12), 8, 8, fill("#ffffff"))
        c.restore()


def _lock_screen(c: Any, words: str) -> None:
    chinese = is_chinese(words)
    c.drawRect(_SCREEN, fall(-484, 444, ["#27335e", "#6a5f96", "#d88a8a"]))
    _centred(c, "23:47", -380, 128, 500)
    _centred(c, "11月7日 星期五" if chinese else "Friday, November 7", -232, 36, 500, "#e4e6f6")
    shown = quoted(words) or ("我们需要谈谈。" if chinese else "We need to talk.")
    style = TextStyle(size_px=46 if len(shown) < 40 else 38, weight=700, colour="#1c2434")
    rgba, _ = text_image(shown, style, max_width_px=400, align="left")
    high = rgba.shape[0] + 122
    c.drawRoundRect(skia.Rect(-226, -120, 226, -120 + high), 36, 36, fill("#f4f6ff", 0.93))
    c.drawRoundRect(skia.Rect(-204, -98, -152, -46), 14, 14, fall(-98, -46, ["#7fe08a", "#34b454"]))
    c.drawOval(skia.Rect(-193, -86, -163, -60), fill("#ffffff"))
    label, _ = text_image(
        "新消息" if chinese else "New message", TextStyle(size_px=32, weight=700, colour="#5a6480")
    )
    c.drawImage(image_of(label), -136, -72 - label.shape[0] / 2)
    c.drawImage(image_of(rgba), -200, -24)
    c.drawRoundRect(skia.Rect(-80, 414, 80, 422), 4, 4, fill("#ffffff", 0.8))


def _centred(c: Any, text: str, top: float, size: float, weight: int, colour: str = "#ffffff") -> None:
    rgba, _ = text_image(text, TextStyle(size_px=size, weight=weight, colour=colour))
    k = min(1.0, 450 / rgba.shape[1])
    c.save()
    c.translate(0, top + size / 2)
    c.scale(k, k)
    c.drawImage(image_of(rgba), -rgba.shape[1] / 2, -rgba.shape[0] / 2)
    c.restore()


def screen_glow(c: Any, words: str, t: float) -> None:
    """The light of the screen breathes."""
    c.rotate(-5)
    strength = 0.10 + 0.12 * (0.5 - 0.5 * abs(2 * t - 1) * 2 + 0.5)
    c.drawRoundRect(
        _SCREEN, 48, 48, gradient_fill(linear((0, -484), (0, 444), ["#ffffff"] * 2, None, [strength, 0.0]))
    )
