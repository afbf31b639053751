"""Spoken lines and faces → caption cues, where they stand, and the layers of the captioned film."""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.text import Block, TextStyle, lay_out, text_width, word_image
from reelwright.drawing.words import is_ideograph, unbroken
from reelwright.formats.captions import CaptionCue
from reelwright.performance import Word
from reelwright.stage.brief import Box, FaceBox
from reelwright.timebase import FrameRate, seconds_of
from reelwright.timeline import SpeechClip

MOST_LATIN_CHARACTERS = 34
MOST_CHINESE_CHARACTERS = 16
SHORTEST_CUE_S = 0.7
LEAD_S = 0.10
"""A caption is there just before it is spoken."""
TAIL_S = 0.35
_SENTENCE_ENDS = tuple(".!?。！？…")
_CLAUSE_ENDS = tuple(",;:—，、；：")
_BANDS = (0.735, 0.77, 0.70, 0.66, 0.80, 0.62, 0.17, 0.13, 0.50)
"""Where the middle of a caption may stand, as a part of the height, best first: below the faces, above the
title and the progress bar of a player; the last resort is the top."""
SAFE_TOP, SAFE_BOTTOM = 0.09, 0.845
"""Between these parts of the height no app lays its own words."""
SAFE_WIDTH = 0.76
"""Words keep to the middle: at the right a player has its buttons."""
_NAME_PX, _NAME_GAP_PX = 38.0, 26.0
_PLATE_STEP = 8
_PLATE_ALPHA = 0.34
_OUTLINE = 0.21


@dataclass(frozen=True)
class Chunk:
    """The words of a line that are read together, with times from the start of the line."""

    words: tuple[Word, ...]
    start_s: float
    end_s: float

    @property
    def text(self) -> str:
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """Words as they are written: spaces between Latin ones, none between Chinese ones."""
    text = ""
    for word in words:
        if text and not (is_ideograph(text[-1]) or is_ideograph(word.text[:1] or " ")):
            text += " "
        text += word.text
    return text


def chunks_of(speech: SpeechClip) -> tuple[Chunk, ...]:
    """The words of a line in readable pieces: every word once, broken at punctuation where there is
    some, none longer than two short lines; each stays until the next comes."""
    groups: list[list[Word]] = []
    for word in _whole_words(speech.words):
        if groups and _fits([*groups[-1], word]) and not _is_over(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    _join_orphans(groups)
    chunks = []
    for number, group in enumerate(groups):
        following = groups[number + 1][0].start_s - LEAD_S if number + 1 < len(groups) else None
        end_s = (
            group[-1].end_s + TAIL_S if following is None else min(following, group[-1].end_s + TAIL_S * 2)
        )
        start_s = max(0.0, group[0].start_s - LEAD_S)
        chunks.append(Chunk(tuple(group), start_s, max(end_s, start_s + 0.05)))
    return tuple(chunks)


def caption_cues(speech: SpeechClip, rate: FrameRate, *, end_frame: int | None = None) -> list[CaptionCue]:
    """The cues of a line for subtitle files, in seconds of the episode. ``end_frame`` is where the
    next line or the episode cuts the last one off."""
    start_s = float(seconds_of(speech.start_frame, rate))
    limit_s = float(seconds_of(end_frame, rate)) if end_frame is not None else float("inf")
    cues = []
    chunks = chunks_of(speech)
    for number, chunk in enumerate(chunks):
        begin = start_s + chunk.start_s
        latest = start_s + chunks[number + 1].start_s if number + 1 < len(chunks) else limit_s
        end = min(max(start_s + chunk.end_s, begin + SHORTEST_CUE_S), latest)
        cues.append(
            CaptionCue(
                start_s=begin,
                end_s=max(end, begin + 0.05),
                text=chunk.text,
                speaker=speech.speaker,
                line_id=speech.line_id,
            )
        )
    return cues


def speaker_colour(character: str) -> str:
    """The colour of a character's name tag: light, always the same."""
    hue = int(hashlib.sha256(character.encode()).hexdigest()[:4], 16) / 0xFFFF
    red, green, blue = colorsys.hls_to_rgb(hue, 0.78, 0.85)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


@dataclass(frozen=True)
class _LaidWord:
    """One word in its three states, with the time in which it is spoken."""

    waiting: Sprite
    lit: Sprite
    said: Sprite
    centre: tuple[float, float]
    start_s: float
    end_s: float


@dataclass(frozen=True)
class _LaidChunk:
    """A caption in its place; seconds from the start of the shot."""

    start_s: float
    end_s: float
    plate: Sprite
    name: Sprite | None
    words: tuple[_LaidWord, ...]
    box: Box


class CaptionLayers:
    """The captions of one shot as layers: the word being spoken is lit.

    ``faces`` are the faces at ``face_step`` frames' distance through the shot; captions stand where
    they cover no mouth and as little of the faces as can be. Frames count from the shot's first.
    """

    def __init__(
        self,
        speeches: Sequence[SpeechClip],
        faces: Sequence[Sequence[FaceBox]],
        *,
        width: int,
        height: int,
        rate: FrameRate,
        frame_count: int,
    ) -> None:
        self._rate = rate
        self._scale = width / 1080
        self._chunks: list[_LaidChunk] = []
        size = (width, height)
        shot_s = float(seconds_of(frame_count, rate))
        for speech in speeches:
            offset_s = float(seconds_of(speech.start_frame, rate))
            for chunk in chunks_of(speech):
                if chunk.end_s + offset_s > 0 and chunk.start_s + offset_s < shot_s:
                    self._chunks.append(self._laid(speech, chunk, offset_s, faces, size))
        self._chunks = _one_at_a_time(self._chunks)

    def at(self, frame: int) -> list[Layer]:
        """The layers to lay over the clean picture in ``frame``."""
        now_s = float(seconds_of(frame, self._rate))
        layers: list[Layer] = []
        for chunk in self._chunks:
            if chunk.start_s <= now_s < chunk.end_s:
                rise = translation(0.0, 10 * self._scale * max(0.0, 1 - (now_s - chunk.start_s) * 8) ** 2)
                layers.append((chunk.plate, IDENTITY))
                if chunk.name is not None:
                    layers.append((chunk.name, rise))
                layers += [_word_layer(word, now_s, rise) for word in chunk.words]
        return layers

    def boxes(self, frame: int) -> list[Box]:
        """Where captions stand in ``frame``."""
        now_s = float(seconds_of(frame, self._rate))
        return [chunk.box for chunk in self._chunks if chunk.start_s <= now_s < chunk.end_s]

    def _laid(
        self,
        speech: SpeechClip,
        chunk: Chunk,
        offset_s: float,
        faces: Sequence[Sequence[FaceBox]],
        size: tuple[int, int],
    ) -> _LaidChunk:
        width, height = size
        style = _style(chunk, self._scale, width)
        block = lay_out([w.text for w in chunk.words], style, max_width_px=width * SAFE_WIDTH)
        name_px = _NAME_PX * self._scale if speech.speaker else 0.0
        above = name_px + _NAME_GAP_PX * self._scale if speech.speaker else 0.0
        box = _free_box(block, above, faces, width, height)
        left, top = box.x, box.y + above
        words = []
        for word, placed in zip(_visible(chunk.words, style), block.words, strict=False):
            origin = (left + placed.x, top + placed.baseline)
            waiting, lit, said = (_word_sprite(placed.text, look, origin) for look in _states(style))
            centre = (origin[0] + placed.width / 2, origin[1] - style.size_px * 0.35)
            start_s, end_s = word.start_s + offset_s, word.end_s + offset_s
            words.append(_LaidWord(waiting, lit, said, centre, start_s, end_s))
        return _LaidChunk(
            start_s=chunk.start_s + offset_s,
            end_s=chunk.end_s + offset_s,
            plate=_plate_sprite(box, self._scale),
            name=_name_sprite(speech, name_px, box),
            words=tuple(words),
            box=box,
        )


# ---- inside ------------------------------------------------------------------------------------


def _one_at_a_time(chunks: Sequence[_LaidChunk]) -> list[_LaidChunk]:
    """A caption goes when the next one comes: two never stand on one another."""
    ordered = sorted(chunks, key=lambda chunk: chunk.start_s)
    following = [chunk.start_s for chunk in ordered[1:]] + [float("inf")]
    return [
        replace(chunk, end_s=min(chunk.end_s, next_s))
        for chunk, next_s in zip(ordered, following, strict=False)
    ]


def _whole_words(spoken: Sequence[Word]) -> list[Word]:
    """Voices speak Chinese by the character: what is one word is read, lit and kept together."""
    whole = []
    for run in unbroken([word.text for word in spoken]):
        parts = spoken[run]
        first, last = parts[0], parts[-1]
        whole.append(Word(joined(parts), first.start_s, last.end_s, first.first_char, last.end_char))
    return whole


def _length(words: Sequence[Word]) -> float:
    text = joined(words)
    wide = sum(is_ideograph(c) for c in text)
    return wide / MOST_CHINESE_CHARACTERS + (len(text) - wide) / MOST_LATIN_CHARACTERS


def _fits(words: Sequence[Word]) -> bool:
    return _length(words) <= 1.0


def _is_over(group: Sequence[Word], word: Word) -> bool:
    """Whether the next word begins a new caption though it would fit."""
    last = group[-1].text.rstrip("\"'”’」』)）")
    pause_s = word.start_s - group[-1].end_s
    return (
        last.endswith(_SENTENCE_ENDS)
        or (last.endswith(_CLAUSE_ENDS) and _length(group) > 0.35)
        or pause_s > 0.45
    )


def _join_orphans(groups: list[list[Word]]) -> None:
    """A single short word left over goes to its neighbour, if that still is readable."""
    number = 1
    while number < len(groups):
        before, group = groups[number - 1], groups[number]
        is_orphan = len(group) == 1 and group[0].end_s - group[0].start_s < 0.35
        if is_orphan and _length([*before, *group]) <= 1.25:
            before += groups.pop(number)
        else:
            number += 1


def _style(chunk: Chunk, scale: float, width: int) -> TextStyle:
    """Heavy, outlined; smaller when a single word would be wider than the picture."""
    size = 74 * scale
    style = TextStyle(size_px=size, weight=900, outline_px=size * _OUTLINE, shadow_px=9 * scale)
    widest = max((text_width(word.text, style) for word in chunk.words), default=1.0)
    if widest > width * SAFE_WIDTH:
        size *= width * SAFE_WIDTH / widest
        style = TextStyle(size_px=size, weight=900, outline_px=size * _OUTLINE, shadow_px=9 * scale)
    return style


def _states(style: TextStyle) -> tuple[TextStyle, TextStyle, TextStyle]:
    def coloured(colour: str) -> TextStyle:
        return TextStyle(
            size_px=style.size_px,
            weight=style.weight,
            colour=colour,
            outline_px=style.outline_px,
            shadow_px=style.shadow_px,
        )

    return coloured("#d9d6e4"), coloured("#ffd83d"), coloured("#ffffff")


def _visible(words: Sequence[Word], style: TextStyle) -> list[Word]:
    """The words that leave something to draw (emoji may not)."""
    return [word for word in words if text_width(word.text, style) > 0]


def _word_sprite(text: str, style: TextStyle, origin: tuple[float, float]) -> Sprite:
    rgba, (x, y) = word_image(text, style)
    return bake_sprite(rgba, local=translation(origin[0] - x, origin[1] - y))


def _plate_sprite(box: Box, scale: float) -> Sprite:
    """A soft shade under the words: white letters stand on white walls, too."""
    step = _PLATE_STEP * scale
    spill = 70 * scale
    rows, columns = (round((side + 2 * spill) / step) + 1 for side in (box.height, box.width))
    across = np.linspace(-1, 1, columns)[None, :]
    down = np.linspace(-1, 1, rows)[:, None]
    inside = np.clip((1 - np.abs(across) ** 4) * (1 - np.abs(down) ** 3), 0, 1) ** 1.4
    rgba = np.zeros((rows, columns, 4), np.uint8)
    rgba[..., 3] = np.round(255 * _PLATE_ALPHA * inside)
    return bake_sprite(rgba, local=multiply(translation(box.x - spill, box.y - spill), scaling(step)))


def _name_sprite(speech: SpeechClip, size_px: float, box: Box) -> Sprite | None:
    if not speech.speaker:
        return None
    style = TextStyle(
        size_px=size_px,
        weight=900,
        colour=speaker_colour(speech.character),
        outline_px=size_px * 0.24,
        shadow_px=size_px * 0.2,
        tracking_px=size_px * 0.08,
    )
    shown = speech.speaker.upper()
    rgba, (x, y) = word_image(shown, style)
    left = box.x + box.width / 2 - text_width(shown, style) / 2
    return bake_sprite(rgba, local=translation(left - x, box.y + size_px - y))


def _word_layer(word: _LaidWord, now_s: float, rise: Affine) -> Layer:
    if now_s < word.start_s - 0.04:
        return word.waiting, rise
    if now_s >= word.end_s:
        return word.said, rise
    swell = 1 + 0.09 * max(0.0, 1 - (now_s - word.start_s + 0.04) * 6)
    return word.lit, multiply(rise, scaling(swell, *word.centre))


def _free_box(
    block: Block, above_px: float, faces: Sequence[Sequence[FaceBox]], width: int, height: int
) -> Box:
    """The best band for a block of text: no mouth under it, then the least face."""
    box_height = block.height + above_px
    x = (width - block.width) / 2

    def cost(band: float) -> tuple[float, float, int]:
        box = Box(x, band * height - box_height / 2, block.width, box_height)
        mouths = sum(overlap(box, face.mouth) for at in faces for face in at)
        covered = sum(overlap(box, face.face) for at in faces for face in at)
        return mouths, round(covered / 1000), _BANDS.index(band)

    best = min(_BANDS, key=cost)
    y = min(max(best * height - box_height / 2, height * SAFE_TOP), height * SAFE_BOTTOM - box_height)
    return Box(x, y, block.width, box_height)


def overlap(first: Box, second: Box) -> float:
    """The area in square pixels that two boxes share."""
    across = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    down = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return max(0.0, across) * max(0.0, down)
