"""Our ``Timeline`` ↔ an OpenTimelineIO text, which editing programs open.

Tracks: Picture; then Dialogue, Music, Effects, Ambience, each with as many lanes as its clips overlap.
A marker on the stack names the line that begins there. What OpenTimelineIO has no word for is kept under
``reelwright`` in the metadata, so that our own export reads back the same; places and lengths are read
from the tracks, so that what an editor moved comes back moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import opentimelineio as otio

from reelwright.errors import BadInput
from reelwright.timebase import FrameRate
from reelwright.timeline.documents import (
    AmbienceClip,
    EffectClip,
    MusicClip,
    PictureClip,
    SpeechClip,
    Timeline,
)

NAMESPACE = "reelwright"
_FORMAT_VERSION = 1
_EFFECT_SECONDS = 1.0

Clip = PictureClip | SpeechClip | MusicClip | EffectClip | AmbienceClip
_KINDS: dict[str, type[Clip]] = {
    "picture": PictureClip,
    "dialogue": SpeechClip,
    "music": MusicClip,
    "effects": EffectClip,
    "ambience": AmbienceClip,
}
_Some = TypeVar("_Some", bound=Clip)


class MediaPaths(msgspec.Struct, frozen=True, kw_only=True):
    """Where the media lies, relative to the ``.otio`` file, by shot id, line id, music cue id, name of
    effect and kind of ambience. What is missing becomes a missing reference."""

    picture: Mapping[str, str] = {}
    dialogue: Mapping[str, str] = {}
    music: Mapping[str, str] = {}
    effects: Mapping[str, str] = {}
    ambience: Mapping[str, str] = {}


def write_otio(timeline: Timeline, *, title: str = "", media: MediaPaths | None = None) -> str:
    """The text of an ``.otio`` file; the same timeline gives the same text."""
    media = media or MediaPaths()
    exported = otio.schema.Timeline(name=title or f"Episode {timeline.episode}")
    exported.global_start_time = _time(0, timeline.rate)
    exported.metadata[NAMESPACE] = {
        "version": _FORMAT_VERSION,
        "episode": timeline.episode,
        "frame_count": timeline.frame_count,
        "rate": [timeline.rate.numerator, timeline.rate.denominator],
    }
    groups: tuple[tuple[str, Sequence[Clip], Mapping[str, str]], ...] = (
        ("picture", timeline.pictures, media.picture),
        ("dialogue", timeline.speeches, media.dialogue),
        ("music", timeline.music, media.music),
        ("effects", timeline.effects, media.effects),
        ("ambience", timeline.ambience, media.ambience),
    )
    for kind, clips, paths in groups:
        for track in _tracks(kind, clips, paths, timeline):
            exported.tracks.append(track)
    for speech in timeline.speeches:
        exported.tracks.markers.append(_marker(speech, timeline.rate))
    return str(otio.adapters.write_to_string(exported, "otio_json"))


def read_otio(text: str, *, source_name: str = "timeline.otio") -> Timeline:
    """The timeline in an ``.otio`` text that we wrote. Raises ``BadInput`` for any other."""
    try:
        imported = otio.adapters.read_from_string(text, "otio_json")
        about = _plain(imported.metadata)[NAMESPACE]
        rate = FrameRate(*about["rate"])
        found: dict[str, list[tuple[int, Clip]]] = {kind: [] for kind in _KINDS}
        for track in imported.tracks:
            for order, kind, clip in _clips_of(track):
                found[kind].append((order, clip))
    except (otio.exceptions.OTIOError, ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
        raise BadInput(
            "This is not a timeline that reelwright exported",
            where=source_name,
            next_step="Export it again: reelwright make.",
        ) from None
    return Timeline(
        episode=about["episode"],
        frame_count=about["frame_count"],
        pictures=_in_order(found["picture"], PictureClip),
        speeches=_in_order(found["dialogue"], SpeechClip),
        music=_in_order(found["music"], MusicClip),
        effects=_in_order(found["effects"], EffectClip),
        ambience=_in_order(found["ambience"], AmbienceClip),
        rate=rate,
    )


def _tracks(kind: str, clips: Sequence[Clip], paths: Mapping[str, str], timeline: Timeline) -> Iterable[Any]:
    """The lanes of one kind: a clip goes to the first lane that is free where it starts."""
    lanes: list[Any] = []
    ends: list[int] = []
    order = sorted(range(len(clips)), key=lambda index: (clips[index].start_frame, index))
    for index in order:
        clip = clips[index]
        lane = next((i for i, end in enumerate(ends) if end <= clip.start_frame), len(lanes))
        if lane == len(lanes):
            lanes.append(_empty_track(kind, lane))
            ends.append(0)
        if clip.start_frame > ends[lane]:
            gap = _range(0, clip.start_frame - ends[lane], timeline.rate)
            lanes[lane].append(otio.schema.Gap(source_range=gap))
        frame_count = _frame_count(clip, timeline)
        lanes[lane].append(_exported(kind, clip, index, frame_count, paths, timeline.rate))
        ends[lane] = clip.start_frame + frame_count
    return lanes or [_empty_track(kind, 0)]


def _empty_track(kind: str, lane: int) -> Any:
    name = kind.capitalize() if lane == 0 else f"{kind.capitalize()} {lane + 1}"
    of_kind = otio.schema.TrackKind.Video if kind == "picture" else otio.schema.TrackKind.Audio
    track = otio.schema.Track(name=name, kind=of_kind)
    track.metadata[NAMESPACE] = {"kind": kind}
    return track


def _exported(
    kind: str, clip: Clip, order: int, frame_count: int, paths: Mapping[str, str], rate: FrameRate
) -> Any:
    key = _key(clip)
    shown = otio.schema.Clip(name=key, source_range=_range(0, frame_count, rate))
    if key in paths:
        shown.media_reference = otio.schema.ExternalReference(
            target_url=paths[key], available_range=_range(0, frame_count, rate)
        )
    shown.metadata[NAMESPACE] = {"kind": kind, "order": order, "clip": msgspec.to_builtins(clip)}
    return shown


def _key(clip: Clip) -> str:
    match clip:
        case PictureClip():
            return clip.shot_id
        case SpeechClip():
            return clip.line_id
        case MusicClip():
            return clip.id
        case EffectClip():
            return clip.name
        case AmbienceClip():
            return clip.kind


def _frame_count(clip: Clip, timeline: Timeline) -> int:
    if isinstance(clip, EffectClip):
        # An effect knows its start only; how long it sounds is in its sound.
        second = max(1, round(_EFFECT_SECONDS * timeline.rate.fraction))
        return max(1, min(second, timeline.frame_count - clip.start_frame))
    return max(1, clip.frame_count)


def _marker(speech: SpeechClip, rate: FrameRate) -> Any:
    marker = otio.schema.Marker(
        name=speech.line_id,
        marked_range=_range(speech.start_frame, max(1, speech.frame_count), rate),
        color=otio.schema.MarkerColor.CYAN,
    )
    marker.comment = f"{speech.speaker}: {speech.text}"
    marker.metadata[NAMESPACE] = {
        "line_id": speech.line_id,
        "speaker": speech.speaker,
        "character": speech.character,
        "text": speech.text,
    }
    return marker


def _clips_of(track: Any) -> Iterable[tuple[int, str, Clip]]:
    start_frame = 0
    for item in track:
        frame_count = round(item.source_range.duration.value)
        if isinstance(item, otio.schema.Clip):
            kept = _plain(item.metadata)[NAMESPACE]
            clip: Clip = msgspec.convert(kept["clip"], _KINDS[kept["kind"]])
            placed = msgspec.structs.replace(clip, start_frame=start_frame)
            if not isinstance(placed, EffectClip) and max(1, placed.frame_count) != frame_count:
                placed = msgspec.structs.replace(placed, frame_count=frame_count)
            yield kept["order"], kept["kind"], placed
        start_frame += frame_count


def _in_order(found: list[tuple[int, Clip]], kind: type[_Some]) -> tuple[_Some, ...]:
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(clip for _, clip in ordered if isinstance(clip, kind))


def _time(frame: int, rate: FrameRate) -> Any:
    return otio.opentime.RationalTime(frame, float(rate.fraction))


def _range(start_frame: int, frame_count: int, rate: FrameRate) -> Any:
    return otio.opentime.TimeRange(_time(start_frame, rate), _time(frame_count, rate))


def _plain(value: Any) -> Any:
    """OpenTimelineIO's own maps and vectors as dicts and lists."""
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, Mapping) or hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value]
