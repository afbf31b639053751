"""Timeline → OpenTimelineIO and back."""

from __future__ import annotations

import opentimelineio as otio
import pytest

from reelwright.errors import BadInput
from reelwright.formats.otio import MediaPaths, read_otio, write_otio
from reelwright.performance import Word
from reelwright.timebase import FrameRate
from reelwright.timeline.documents import (
    AmbienceClip,
    EffectClip,
    MusicClip,
    MusicSection,
    PictureClip,
    SpeechClip,
    Timeline,
)


def speech(line_id: str, start_frame: int) -> SpeechClip:
    words = (Word("你好", 0.1, 1 / 3, 0, 2),)
    return SpeechClip(
        line_id=line_id,
        character="mei",
        speaker="MEI",
        text='你好 "x"',
        start_frame=start_frame,
        frame_count=40,
        words=words,
    )


TIMELINE = Timeline(
    episode=2,
    frame_count=240,
    pictures=(
        PictureClip(
            shot_id="a.single", line_id="a", scene_id="a", start_frame=0, frame_count=100, beat_frames=(0, 9)
        ),
        PictureClip(shot_id="b.single", line_id="b", scene_id="a", start_frame=100, frame_count=140),
    ),
    speeches=(speech("a", 5), speech("b", 30), speech("c", 110)),
    music=(
        MusicClip(
            id="m",
            start_frame=0,
            frame_count=240,
            sections=(MusicSection(mood="calm", intensity=0.3, start_frame=0, frame_count=10),),
            hit_frames=(3,),
        ),
    ),
    effects=(EffectClip(name="rain", start_frame=239, seed=2**40), EffectClip(name="door", start_frame=230)),
    ambience=(AmbienceClip(kind="room", start_frame=0, frame_count=240),),
    rate=FrameRate(24000, 1001),
)


def test_our_own_export_reads_back_the_same() -> None:
    text = write_otio(TIMELINE, title="雨夜", media=MediaPaths(picture={"a.single": "shots/a.mp4"}))
    assert read_otio(text) == TIMELINE
    assert text == write_otio(TIMELINE, title="雨夜", media=MediaPaths(picture={"a.single": "shots/a.mp4"}))
    assert read_otio(write_otio(Timeline(episode=1, frame_count=0, pictures=(), speeches=()))).pictures == ()


def test_an_editing_program_finds_tracks_media_and_markers() -> None:
    text = write_otio(TIMELINE, media=MediaPaths(picture={"a.single": "shots/a.mp4"}))
    opened = otio.adapters.read_from_string(text, "otio_json")
    names = [(track.name, track.kind) for track in opened.tracks]
    assert names == [
        ("Picture", "Video"),
        ("Dialogue", "Audio"),
        ("Dialogue 2", "Audio"),
        ("Music", "Audio"),
        ("Effects", "Audio"),
        ("Effects 2", "Audio"),
        ("Ambience", "Audio"),
    ]
    assert opened.duration().value == 240
    first = opened.tracks[0][0]
    assert first.media_reference.target_url == "shots/a.mp4" and first.name == "a.single"
    assert [(m.name, m.marked_range.start_time.value) for m in opened.tracks.markers] == [
        ("a", 5),
        ("b", 30),
        ("c", 110),
    ]


def test_a_clip_that_an_editor_moved_comes_back_moved() -> None:
    opened = otio.adapters.read_from_string(write_otio(TIMELINE), "otio_json")
    gap = opened.tracks[1][0]
    gap.source_range = otio.opentime.TimeRange(
        gap.source_range.start_time, otio.opentime.RationalTime(12, 24)
    )
    moved = read_otio(otio.adapters.write_to_string(opened, "otio_json"))
    assert [clip.start_frame for clip in moved.speeches] == [12, 30, 117]


@pytest.mark.parametrize("text", ["", "{}", '{"OTIO_SCHEMA": "Timeline.1", "name": "x"}', "no json"])
def test_what_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"cut\.otio"):
        read_otio(text, source_name="cut.otio")
