"""Captions say every word once, in readable pieces, never over a mouth, and light the word being said."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import rgb_of
from reelwright.drawing.affine import IDENTITY, scaling
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.sprite import bake_sprite
from reelwright.finishing.captions import CaptionLayers, caption_cues, chunks_of, overlap
from reelwright.performance import Word
from reelwright.stage.brief import Box, FaceBox
from reelwright.timebase import FILM
from reelwright.timeline import SpeechClip


def clip(words: list[str], start_frame: int = 0, word_s: float = 0.3) -> SpeechClip:
    spoken, at = [], 0
    for number, word in enumerate(words):
        spoken.append(Word(word, number * word_s, number * word_s + word_s * 0.9, at, at + len(word)))
        at += len(word) + 1
    return SpeechClip(
        line_id="k3f9", character="mei", speaker="Mei", text=" ".join(words), start_frame=start_frame,
        frame_count=round(len(words) * word_s * 24), words=tuple(spoken),
    )  # fmt: skip


english = st.lists(
    st.sampled_from(["I", "never,", "lied", "to", "you.", "Understand?", "Extraordinarily"]),
    min_size=1,
    max_size=40,
)
chinese = st.lists(st.sampled_from([*list("签了它我不姓周"), "。", "天，"]), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.one_of(english, chinese))
def test_every_word_is_read_once_in_order(words: list[str]) -> None:
    """Pieces join to the whole line, follow each other, and are short enough to read."""
    chunks = chunks_of(clip(words))
    assert "".join(w.text for chunk in chunks for w in chunk.words) == "".join(words)
    assert all(a.start_s < b.start_s for a, b in pairwise(chunks))
    for chunk in chunks:
        assert len(chunk.text) <= 45 or len(chunk.words) == 1
    cues = caption_cues(clip(words, 48), FILM, end_frame=48 + round(len(words) * 7.2) + 12)
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in pairwise(cues))
    assert all(cue.start_s >= 1.8 and cue.end_s > cue.start_s for cue in cues)


def test_no_chinese_word_is_parted() -> None:
    """Voices speak by the character; captions break between words, and no line begins with a comma."""
    line = "三年前你在公司门口跟我说过永远不会离开我，为什么现在要和她结婚？"
    spoken = list(line.replace("，", "").replace("？", ""))
    spoken[spoken.index("为") - 1] += "，"
    spoken[-1] += "？"
    chunks = chunks_of(clip(spoken))
    shown = "|".join(word.text for chunk in chunks for word in chunk.words)
    assert len(chunks) > 1
    for word in ("三年", "公司", "门口", "永远", "离开", "为什么", "现在", "结婚？"):
        assert f"|{word}" in f"|{shown}"
    assert not any(word.text[0] in "，？" for chunk in chunks for word in chunk.words)
    whole = next(word for chunk in chunks for word in chunk.words if word.text == "为什么")
    first = spoken.index("为")
    assert (whole.start_s, whole.end_s) == pytest.approx((first * 0.3, (first + 2) * 0.3 + 0.27))


@pytest.mark.parametrize("eyes_y", [300, 700, 1100, 1500])
def test_a_caption_keeps_off_the_mouth(eyes_y: int) -> None:
    """Wherever a face is, the words stand clear of its mouth and inside the frame."""
    face = FaceBox(
        character="mei", face=Box(340, eyes_y - 200, 400, 560), mouth=Box(460, eyes_y + 180, 160, 80)
    )
    layers = CaptionLayers(
        [clip(["You", "should", "not", "have", "come", "back."])], [[face]],
        width=1080, height=1920, rate=FILM, frame_count=60,
    )  # fmt: skip
    for frame in range(0, 44, 4):
        for box in layers.boxes(frame):
            assert overlap(box, face.mouth) == 0
            assert box.x >= 0 and box.x + box.width <= 1080 and box.y >= 0 and box.y + box.height <= 1920


def test_the_word_being_said_is_lit() -> None:
    """There is yellow while a word is said, and none before the line begins."""
    layers = CaptionLayers(
        [clip(["Stop", "right", "there."], start_frame=12)], [[]],
        width=540, height=960, rate=FILM, frame_count=60,
    )  # fmt: skip
    compositor = Compositor(540, 960)

    def yellow(frame: int) -> int:
        picture = new_frame(540, 960)
        compositor.compose(layers.at(frame), picture)
        rgb = rgb_of(picture).astype(int)
        return int(np.count_nonzero((rgb[..., 0] > 190) & (rgb[..., 1] > 150) & (rgb[..., 2] < 110)))

    assert yellow(2) == 0
    assert yellow(14) > 100
    lit = [
        max((x for x in range(540) if column[x]), default=0)
        for column in [_yellow_columns(layers, f) for f in (14, 22, 29)]
    ]
    assert lit[0] < lit[1] < lit[2], "the light walks along the line"


def _yellow_columns(layers: CaptionLayers, frame: int) -> list[bool]:
    picture = new_frame(540, 960)
    Compositor(540, 960).compose(layers.at(frame), picture)
    rgb = rgb_of(picture).astype(int)
    seen = (rgb[..., 0] > 190) & (rgb[..., 1] > 150) & (rgb[..., 2] < 110)
    return [bool(value) for value in seen.any(0)]


def test_two_captions_never_stand_on_each_other() -> None:
    """When the next line begins, the last one's caption has gone."""
    first, second = clip(["Go", "away."]), clip(["No."], start_frame=15)
    layers = CaptionLayers([first, second], [[]], width=540, height=960, rate=FILM, frame_count=60)
    assert all(len(layers.boxes(frame)) <= 1 for frame in range(60))


def _on_white(layers: CaptionLayers, frame: int) -> np.ndarray:
    """The luminance (linear, 0..1) of a caption before a white wall, (960, 540)."""
    wall = bake_sprite(np.full((60, 34, 4), 255, np.uint8), local=scaling(16.0), opaque=True)
    picture = new_frame(540, 960)
    Compositor(540, 960).compose([(wall, IDENTITY), *layers.at(frame)], picture)
    linear = (rgb_of(picture).astype(float) / 255) ** 2.2
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def test_letters_stand_out_before_a_white_wall() -> None:
    """What surrounds the strokes is at least seven times darker (WCAG AAA), whatever lies behind."""
    layers = CaptionLayers(
        [clip(["Stop", "right", "there."])], [[]], width=540, height=960, rate=FILM, frame_count=60
    )
    box = layers.boxes(24)[0]
    part = _on_white(layers, 24)[
        int(box.y) + 30 : int(box.y + box.height), int(box.x) : int(box.x + box.width)
    ]
    outline = part < 0.02
    near = cv2.dilate(outline.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    letters = near & (part > 0.55)
    assert letters.sum() > 400
    assert (np.median(part[letters]) + 0.05) / (np.median(part[outline]) + 0.05) > 7


def test_the_speakers_name_stands_clear_of_the_words() -> None:
    """There are dark rows between the name and what is said."""
    layers = CaptionLayers(
        [clip(["Tonight", "you", "lie."])], [[]], width=540, height=960, rate=FILM, frame_count=60
    )
    picture = new_frame(540, 960)
    Compositor(540, 960).compose(layers.at(12), picture)
    bright = (rgb_of(picture).max(-1) > 150).any(1)
    rows = np.flatnonzero(bright)
    gaps = np.diff(rows)
    assert gaps.max() >= 6 and (gaps > 2).sum() >= 1


@pytest.mark.parametrize("word", ["Extraordinarily", "签"])
def test_captions_keep_out_of_an_apps_own_corners(word: str) -> None:
    """Two full lines leave the right edge to buttons and the bottom to titles and progress."""
    layers = CaptionLayers([clip([word] * 16)], [[]], width=1080, height=1920, rate=FILM, frame_count=96)
    for frame in range(0, 90, 6):
        for box in layers.boxes(frame):
            assert box.x >= 1080 * 0.1 and box.x + box.width <= 1080 * 0.9
            assert box.y + box.height <= 1920 * 0.85
