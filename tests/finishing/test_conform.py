"""Shots last as long as what is heard in them, and a line goes on without a gap."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reelwright.finishing.conform import music_clip, picture_clips, time_shot
from reelwright.performance import Performance, Word
from reelwright.storyboard.documents import Beat, Shot, Subject
from reelwright.timebase import FILM, seconds_of


def spoken(seconds: float, word_count: int = 4, last: str = "end.") -> Performance:
    step = seconds / word_count
    words = tuple(
        Word(last if n == word_count - 1 else "word", n * step, (n + 0.8) * step, n * 5, n * 5 + 4)
        for n in range(word_count)
    )
    return Performance(
        duration_s=seconds, words=words, phones=(), loudness=(), sample_rate_hz=48000, engine="test"
    )


def shot(*beats: Beat, name: str = "aaaa.single", **fields: object) -> Shot:
    return Shot(id=name, line_id="aaaa", scene_id="aaaa", framing="medium", beats=beats, **fields)  # type: ignore[arg-type]


def line(line_id: str = "aaaa", first: int = 0, end: int = -1) -> Beat:
    return Beat(kind="line", line_id=line_id, first_word=first, end_word=end)


def test_a_line_is_never_cut_short() -> None:
    """The shot covers the whole line and a breath after it."""
    timing = time_shot(shot(line()), {"aaaa": spoken(2.0)}, FILM)
    assert 2.0 < seconds_of(timing.frame_count, FILM) < 2.4
    assert timing.speeches[0].start_frame == 0


def test_a_cut_off_line_gives_no_breath() -> None:
    """A dash at the end lets the next line come in at once."""
    timing = time_shot(shot(line()), {"aaaa": spoken(2.0, last="but—")}, FILM)
    assert timing.frame_count == 48


@given(st.floats(0.3, 6))
def test_who_talks_over_another_is_heard_before_being_seen(seconds: float) -> None:
    """The line begins up to 0.8 s before the end of the one before, and its shot is shorter by as much."""
    over = Beat(kind="line", line_id="aaaa", seconds=0.8)
    plain = time_shot(shot(line()), {"aaaa": spoken(seconds)}, FILM)
    timing = time_shot(shot(over), {"aaaa": spoken(seconds)}, FILM)
    early = -timing.speeches[0].start_frame
    assert 0 <= early <= 25 and early / 24 < max(0.3, seconds / 2 + 0.25)
    assert early >= 20 or seconds < 1.7
    assert timing.frame_count == max(14, plain.frame_count - early)


@given(st.floats(0.8, 12), st.integers(2, 30), st.data())
def test_parts_of_a_line_join_without_a_gap(seconds: float, words: int, data: st.DataObject) -> None:
    """A line spread over two shots takes as many frames as in one, and the second shot knows where
    in the line it begins."""
    split = data.draw(st.integers(1, words - 1))
    spoken_line = {"aaaa": spoken(seconds, words)}
    whole = time_shot(shot(line()), spoken_line, FILM)
    first = time_shot(shot(line(end=split), Beat(kind="pause", seconds=1.0)), spoken_line, FILM)
    second = time_shot(shot(line(first=split)), spoken_line, FILM)
    assert second.speeches[0].start_frame == -first.beat_frames[1]
    if second.frame_count > 14:
        assert first.beat_frames[1] + second.frame_count == whole.frame_count


def test_a_pause_between_parts_lies_over_the_running_line() -> None:
    """A beat between two parts of one line in one shot does not make the sound stumble."""
    spoken_line = {"aaaa": spoken(4.0, 4)}
    beats = (line(end=2), Beat(kind="pause", seconds=0.5), line(first=2))
    timing = time_shot(shot(*beats), spoken_line, FILM)
    assert timing.frame_count == time_shot(shot(line()), spoken_line, FILM).frame_count
    assert [s.start_frame for s in timing.speeches] == [0]


def test_shots_follow_each_other_and_moods_join() -> None:
    """Clips lie end to end; neighbours of one mood are one section; a reveal is a hit."""
    shots = [
        shot(line("aaaa"), name="aaaa.single", mood="calm"),
        shot(line("bbbb"), name="bbbb.single", mood="calm"),
        shot(line("cccc"), name="cccc.single", mood="reveal", is_reveal=True),
    ]
    voices = {"aaaa": spoken(1), "bbbb": spoken(2), "cccc": spoken(3)}
    timings = [time_shot(s, voices, FILM) for s in shots]
    clips = picture_clips(shots, timings)
    assert all(a.start_frame + a.frame_count == b.start_frame for a, b in itertools.pairwise(clips))
    cue = music_clip("aaaa", shots, timings, start_frame=10, is_final=False)
    assert [s.mood for s in cue.sections] == ["calm", "reveal"]
    assert cue.hit_frames == (clips[2].start_frame,)
    assert sum(s.frame_count for s in cue.sections) == cue.frame_count


def test_music_knows_who_is_seen_and_where_blows_land() -> None:
    """Focus changes with the shots; a card is the series'; somebody without a motif is nobody; a drawn blow
    is a hit."""

    def shot(number: int, who: str, framing: str = "close-up") -> Shot:
        return Shot(
            id=f"s{number}", line_id="a", scene_id="s", framing=framing,
            beats=(Beat(kind="pause", seconds=1.0),),
            subjects=(Subject(character=who),) if who else (),
        )  # fmt: skip

    shots = [shot(0, "mei"), shot(1, "", "card"), shot(2, "", "insert"), shot(3, "waiter"), shot(4, "leo")]
    timings = [time_shot(s, {}, FILM) for s in shots]
    timings[4] = replace(timings[4], blow_frames=(11,))
    cue = music_clip("s", shots, timings, start_frame=50, leads=("mei", "leo"), goes_on=True)
    assert [(p.character, p.start_frame) for p in cue.people] == [("mei", 0), ("", 24), ("leo", 96)]
    assert cue.hit_frames == (24, 48, 107) and cue.goes_on and not cue.follows
