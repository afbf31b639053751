"""Titles → the layers of title cards, the poster's words and the visible AI mark."""

from __future__ import annotations

import numpy as np

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.canvas import Rgba
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.drawing.text import LINE_HEIGHT, TextStyle, lay_out, text_image
from reelwright.drawing.words import split_words
from reelwright.stage.acting.curves import smooth
from reelwright.stage.brief import ShotBrief

VERSION = 1
"""Part of every key: raise it when a card is drawn differently."""

_GOLD = ((1.0, 0.965, 0.87), (0.95, 0.776, 0.494), (0.79, 0.54, 0.25))
_RISE_S = 0.35


def ai_mark_text(language: str) -> str:
    """The words of the visible label."""
    return "AI 生成" if language == "zh" else "AI-generated"


def ai_mark(language: str, *, width: int, height: int) -> list[Layer]:
    """The visible label in the upper left corner, legible on anything."""
    k = min(width, height) / 1080
    style = TextStyle(size_px=42 * k, weight=700, outline_px=7 * k, shadow_px=6 * k)
    rgba, (x, y) = text_image(ai_mark_text(language), style, align="left")
    return [(bake_sprite(rgba), translation(44 * k - x, height * 0.052 - y))]


def card_layers(brief: ShotBrief, frame: int, cache: SpriteCache) -> list[Layer]:
    """The series' title and the episode's number over the blurred place, rising in."""
    shot = brief.shot
    width, height = brief.width, brief.height
    key = key_of("card", VERSION, shot.title, shot.subtitle, width, height)
    title = cache.sprite(key, lambda: _title_sprite(shot.title, shot.subtitle, width, height))
    shade = cache.sprite(key_of("card shade", VERSION, width, height), lambda: _shade(width, height))
    fps = brief.rate.numerator / brief.rate.denominator
    arrived = smooth(frame / fps / _RISE_S)
    grown = 0.965 + 0.035 * arrived + 0.012 * frame / max(1, brief.frame_count)
    lift: Affine = translation(0.0, (1 - arrived) * 26 * width / 1080)
    return [(shade, IDENTITY), (title, multiply(lift, scaling(grown, width / 2, height * 0.46)))]


def label_layers(text: str, width: int, height: int, cache: SpriteCache) -> list[Layer]:
    """A small word at the top, gold on a soft shade: ``Previously``."""
    k = width / 1080

    def make() -> Sprite:
        style = TextStyle(
            size_px=50 * k, weight=700, family="serif", outline_px=9 * k, outline_colour="#1c1018",
            shadow_px=14 * k, tracking_px=6 * k,
        )  # fmt: skip
        rgba, (_, y) = text_image(text, style)
        return bake_sprite(rgba, local=translation((width - rgba.shape[1]) / 2, height * 0.105 - y))

    return [(cache.sprite(key_of("label", VERSION, text, width, height), make), IDENTITY)]


def poster_layers(series_title: str, tagline: str, *, language: str, width: int, height: int) -> list[Layer]:
    """The words of a cover over its picture: the title in gold in the lower part, the line below; of a wide
    cover both at the left."""
    is_wide = width > height
    k = (height if is_wide else width) / 1080
    room = width * (0.38 if is_wide else 0.86)
    title, title_height = _gold_text(series_title, (150 if is_wide else 128) * k, room)
    middle = 0.46 if is_wide else 0.74 if height > width * 1.5 else 0.765
    top = height * middle - title_height / 2
    centre = width * 0.225 if is_wide else width / 2
    layers: list[Layer] = [] if is_wide else [(_shade(width, height, from_share=0.5), IDENTITY)]
    layers.append((bake_sprite(title), translation(centre - title.shape[1] / 2, top)))
    if tagline:
        style = TextStyle(size_px=38 * k, weight=700, colour="#ffe6bd", outline_px=4 * k, shadow_px=8 * k)
        words, _ = text_image(tagline, style, max_width_px=room * 0.93)
        below = top + title.shape[0] + 30 * k
        layers.append((bake_sprite(words), translation(centre - words.shape[1] / 2, below)))
    return [*layers, *ai_mark(language, width=width, height=height)]


def _title_sprite(title: str, subtitle: str, width: int, height: int) -> Sprite:
    k = width / 1080
    sheet = np.zeros((height, width, 4), np.uint8)
    drawn, drawn_height = _gold_text(title, 140 * k, width * 0.88)
    top = int(height * 0.44 - drawn_height / 2)
    _lay(sheet, drawn, (width - drawn.shape[1]) // 2, top)
    rule_y = top + drawn.shape[0] + int(26 * k)
    rule_half = int(width * 0.26)
    fade = np.clip(1.6 - np.abs(np.linspace(-1.6, 1.6, rule_half * 2)), 0, 1)
    rule = np.zeros((max(2, int(3 * k)), rule_half * 2, 4), np.uint8)
    rule[:] = (np.array([0.95, 0.776, 0.494, 1.0]) * fade[:, None] * 235).astype(np.uint8)
    _lay(sheet, rule, width // 2 - rule_half, rule_y)
    if subtitle:
        style = TextStyle(
            size_px=40 * k, weight=700, colour="#ffe6bd", shadow_px=8 * k, tracking_px=7 * k, outline_px=3 * k
        )
        words, _ = text_image(subtitle.upper(), style)
        _lay(sheet, words, (width - words.shape[1]) // 2, rule_y + int(34 * k))
    return bake_sprite(sheet)


def _gold_text(text: str, size_px: float, max_width_px: float) -> tuple[Rgba, float]:
    """A title in the serif face, filled with a gold gradient line by line, with a dark soft outline."""
    words = split_words(text)
    while True:
        style = TextStyle(size_px=size_px, weight=700, family="serif")
        block = lay_out(words, style, max_width_px=max_width_px)
        if (block.width <= max_width_px and block.line_count <= 4) or size_px <= 20:
            break
        size_px *= 0.92
    style = TextStyle(
        size_px=size_px,
        weight=700,
        family="serif",
        outline_px=size_px * 0.06,
        outline_colour="#120a18",
        outline_alpha=0.75,
        shadow_px=size_px * 0.16,
    )
    rgba, (_, y) = text_image(text, style, max_width_px=max_width_px)
    rows = np.arange(rgba.shape[0]) - y
    advance = size_px * LINE_HEIGHT
    # A descender of the last line reaches past its line: it keeps the line's deepest gold.
    line = np.clip(rows // advance, 0, block.line_count - 1)
    in_line = np.clip((rows - line * advance) / size_px, 0, 1)
    gold = np.stack([np.interp(in_line, (0.15, 0.6, 1.0), [c[n] for c in _GOLD]) for n in range(3)], -1)
    # Only the white fill takes the gold: the outline and the shadow are dark already.
    tinted = rgba.astype(np.float32)
    tinted[..., :3] *= gold[:, None, :]
    return np.asarray(np.clip(tinted + 0.5, 0, 255), np.uint8), block.height


def _lay(sheet: Rgba, picture: Rgba, x: int, y: int) -> None:
    """``picture`` over ``sheet`` (both premultiplied), cut off at the edges."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(sheet.shape[0], y + picture.shape[0]), min(sheet.shape[1], x + picture.shape[1])
    if bottom <= top or right <= left:
        return
    part = picture[top - y : bottom - y, left - x : right - x].astype(np.float32)
    below = sheet[top:bottom, left:right]
    below[:] = np.clip(part + below * (1 - part[..., 3:] / 255) + 0.5, 0, 255).astype(np.uint8)


def _shade(width: int, height: int, *, from_share: float = 0.0) -> Sprite:
    """Dark over the place, so that letters stand: even, or rising from ``from_share`` of the height."""
    rows = np.linspace(0, 1, height // 8)
    dark = np.full(len(rows), 0.52) if from_share == 0 else np.clip((rows - from_share) / 0.3, 0, 1) * 0.82
    rgba = np.zeros((len(rows), width // 8 + 2, 4), np.uint8)
    rgba[:] = (np.array([7, 6, 20, 255]) * dark[:, None]).astype(np.uint8)[:, None, :]
    return bake_sprite(rgba, local=scaling(8.0), opaque=True)
