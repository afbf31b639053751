"""The conformed episode → captions, line index and timelines, in every form that others read."""

from __future__ import annotations

from reelwright.build import Inputs, Outputs
from reelwright.finishing.captions import caption_cues
from reelwright.formats.captions import write_srt, write_vtt
from reelwright.formats.otio import write_otio
from reelwright.production.makers.settings import TimelineSettings
from reelwright.release import IndexedLine, LineIndex
from reelwright.timeline import Timeline


def write_timeline(settings: TimelineSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``timeline.json``, ``timeline.otio``, ``captions.srt``, ``captions.vtt``, ``lines.json``."""
    timeline = settings.timeline
    speeches = sorted(timeline.speeches, key=lambda speech: speech.start_frame)
    ends = [speech.start_frame for speech in speeches[1:]] + [timeline.frame_count]
    cues = [
        cue
        for speech, end_frame in zip(speeches, ends, strict=True)
        for cue in caption_cues(speech, timeline.rate, end_frame=end_frame)
    ]
    outputs.write("captions.srt", write_srt(cues).encode())
    outputs.write("captions.vtt", write_vtt(cues).encode())
    outputs.document("timeline.json", timeline)
    outputs.document("lines.json", line_index(timeline))
    outputs.write("timeline.otio", write_otio(timeline, title=settings.title).encode())


def line_index(timeline: Timeline) -> LineIndex:
    """Who says what when, by permanent line id."""
    return LineIndex(
        episode=timeline.episode,
        lines=tuple(
            IndexedLine(
                id=speech.line_id,
                speaker=speech.speaker,
                character=speech.character,
                text=speech.text,
                start_frame=speech.start_frame,
                end_frame=min(speech.start_frame + speech.frame_count, timeline.frame_count),
                words=speech.words,
            )
            for speech in timeline.speeches
        ),
    )
