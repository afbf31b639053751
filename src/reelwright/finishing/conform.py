"""Storyboard and spoken lines → how long every shot lasts and where every sound begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reelwright.performance import Performance
from reelwright.storyboard.documents import Beat, Shot
from reelwright.timebase import FrameRate, frames_covering, nearest_frame
from reelwright.timeline import MusicClip, MusicFocus, MusicSection, PictureClip

LINE_GAP_S = 0.22
"""Breath between a finished line and what follows."""
CUT_OFF_GAP_S = 0.0
"""A line that ends in a dash is cut off by the next one."""
SHORTEST_SHOT_FRAMES = 14
_MOST_OVERLAP = 0.5
"""Of a line that talks over another, half is heard in its own shot."""
HIT_FRAMINGS = ("insert", "card")


@dataclass(frozen=True)
class SpeechStart:
    """A line that is heard in a shot: ``start_frame`` counts from the shot's first frame and is
    negative when the line began in an earlier shot."""

    line_id: str
    start_frame: int


@dataclass(frozen=True)
class ShotTiming:
    """How long a shot lasts, where its beats begin, and which lines are heard in it. ``blow_frames`` are
    those in which a drawn blow lands, where that is known."""

    frame_count: int
    beat_frames: tuple[int, ...]
    speeches: tuple[SpeechStart, ...]
    blow_frames: tuple[int, ...] = ()


def time_shot(shot: Shot, performances: Mapping[str, Performance], rate: FrameRate) -> ShotTiming:
    """The timing of one shot, from nothing but itself and the lines heard in it.

    A line of several parts (``Beat.first_word``) goes on without a gap from part to part, also
    across shots: a part begins on the frame nearest to the middle of the pause before its first
    word. A beat of silence that stands between two parts lies over the running line.
    """
    frame = 0
    starts: list[int] = []
    speeches: dict[str, int] = {}
    beats = shot.beats
    for number, beat in enumerate(beats):
        starts.append(frame)
        if beat.kind != "line":
            frame += frames_covering(beat.seconds, rate)
            continue
        performance = performances[beat.line_id]
        first, end = _part_frames(beat, performance, rate)
        if number == 0 and beat.first_word == 0 and beat.seconds:
            # Two talk at once: the line is heard before its shot is seen.
            first = _overlap_frames(beat, performance, rate)
        lead = frame - speeches[beat.line_id] if beat.line_id in speeches else first
        speeches.setdefault(beat.line_id, frame - first)
        # Whatever of this part was already heard under a beat in between is not heard twice.
        frame += max(1, end - lead)
        if _is_last_part(beat, performance):
            frame += frames_covering(_gap_s(performance, beats[number + 1 :]), rate)
    frame_count = max(frame, SHORTEST_SHOT_FRAMES)
    ordered = tuple(SpeechStart(line_id, start) for line_id, start in speeches.items())
    return ShotTiming(frame_count, tuple(starts), ordered)


def part_starts(shot: Shot) -> frozenset[str]:
    """The ids of the lines that begin in this shot (not of those that only go on in it)."""
    return frozenset(b.line_id for b in shot.beats if b.kind == "line" and b.first_word == 0)


def picture_clips(shots: Sequence[Shot], timings: Sequence[ShotTiming]) -> tuple[PictureClip, ...]:
    """The shots one after the other."""
    clips: list[PictureClip] = []
    start = 0
    for shot, timing in zip(shots, timings, strict=True):
        clips.append(
            PictureClip(
                shot_id=shot.id,
                line_id=shot.line_id,
                scene_id=shot.scene_id,
                start_frame=start,
                frame_count=timing.frame_count,
                beat_frames=timing.beat_frames,
            )
        )
        start += timing.frame_count
    return tuple(clips)


def music_clip(
    cue_id: str,
    shots: Sequence[Shot],
    timings: Sequence[ShotTiming],
    *,
    start_frame: int,
    leads: Collection[str] = (),
    follows: bool = False,
    goes_on: bool = False,
    is_final: bool = False,
) -> MusicClip:
    """One cue for a scene: neighbours of one mood are one section; reveals, the cliffhanger, inserts and
    drawn blows are hits; of ``leads`` (characters' keys), who is seen is told from shot to shot."""
    sections: list[MusicSection] = []
    hits: list[int] = []
    people: list[MusicFocus] = []
    frame = 0
    for shot, timing in zip(shots, timings, strict=True):
        if shot.is_reveal or shot.is_cliffhanger or shot.framing in HIT_FRAMINGS:
            hits.append(frame)
        hits += [frame + blow for blow in timing.blow_frames]
        seen = _focus_of(shot, leads)
        if seen is not None and (not people or people[-1].character != seen):
            people.append(MusicFocus(seen, frame))
        last = sections[-1] if sections else None
        if last is not None and last.mood == shot.mood:
            sections[-1] = MusicSection(
                mood=last.mood,
                intensity=max(last.intensity, shot.mood_intensity),
                start_frame=last.start_frame,
                frame_count=last.frame_count + timing.frame_count,
            )
        else:
            sections.append(
                MusicSection(
                    mood=shot.mood,
                    intensity=shot.mood_intensity,
                    start_frame=frame,
                    frame_count=timing.frame_count,
                )
            )
        frame += timing.frame_count
    return MusicClip(
        id=cue_id,
        start_frame=start_frame,
        frame_count=frame,
        sections=tuple(sections),
        hit_frames=tuple(dict.fromkeys(hits)),
        people=tuple(people),
        follows=follows,
        goes_on=goes_on,
        is_final=is_final,
    )


def _focus_of(shot: Shot, leads: Collection[str]) -> str | None:
    """Whom of ``leads`` a shot is about; empty for somebody else, and for a card, which is the series';
    ``None`` where nobody is seen."""
    if shot.framing == "card":
        return ""
    in_front = [s for s in shot.subjects if s.role != "foreground"]
    if not in_front:
        return None
    subject = next((s for s in in_front if s.role == "speaker"), in_front[0])
    return subject.character if subject.character in leads else ""


def _part_frames(beat: Beat, performance: Performance, rate: FrameRate) -> tuple[int, int]:
    """First and end frame of the part, from the start of the line."""
    first = nearest_frame(_boundary_s(performance, beat.first_word), rate)
    if _is_last_part(beat, performance):
        return first, frames_covering(performance.duration_s, rate)
    return first, nearest_frame(_boundary_s(performance, beat.end_word), rate)


def _overlap_frames(beat: Beat, performance: Performance, rate: FrameRate) -> int:
    """How much of a line is heard over the one before: never so much that its own shot begins too late."""
    over_s = min(beat.seconds, _MOST_OVERLAP * performance.duration_s)
    return nearest_frame(over_s + LINE_GAP_S, rate) if over_s + LINE_GAP_S < performance.duration_s else 0


def _boundary_s(performance: Performance, word: int) -> float:
    """The middle of the pause before ``word``; 0 for the first, the end for one past the last."""
    words = performance.words
    if word <= 0:
        return 0.0
    if word >= len(words):
        return performance.duration_s
    return (words[word - 1].end_s + words[word].start_s) / 2


def _is_last_part(beat: Beat, performance: Performance) -> bool:
    return beat.end_word < 0 or beat.end_word >= len(performance.words)


def _gap_s(performance: Performance, following: Sequence[Beat]) -> float:
    last = performance.words[-1].text.rstrip("\"'”’」』)）") if performance.words else ""
    if last.endswith(("—", "--", "–", "――", "——")):
        return CUT_OFF_GAP_S
    # A pause that the director asked for is the breath already.
    return LINE_GAP_S / 2 if following and following[0].kind != "line" else LINE_GAP_S
