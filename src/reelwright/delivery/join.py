"""Encoded shots and a sound track → one film, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import av

from reelwright.errors import BuildFailed
from reelwright.timebase import FrameRate

LANGUAGES = {"en": "eng", "zh": "zho"}


def join_film(
    shots: Sequence[Path],
    sound: Path,
    out: Path,
    *,
    rate: FrameRate,
    frame_count: int,
    language: str,
    metadata: Mapping[str, str],
) -> None:
    """A faststart MP4 of the shots one after the other with ``sound`` under them.

    Raises ``BuildFailed`` when the shots do not add up to ``frame_count`` frames or were encoded with
    different parameter sets: the film would be out of step or unplayable.
    """
    film: Any = av.open(
        str(out),
        "w",
        format="mp4",
        options={"fflags": "+bitexact", "movflags": "+faststart+use_metadata_tags"},
    )
    with av.open(str(shots[0])) as first, av.open(str(sound)) as track:
        picture = film.add_stream_from_template(first.streams.video[0])
        audio = film.add_stream_from_template(track.streams.audio[0])
        picture.metadata["language"] = audio.metadata["language"] = LANGUAGES.get(language, "und")
        film.metadata.update(metadata)
        sound_packets = [p for p in track.demux(track.streams.audio[0]) if p.dts is not None]
        seconds_a_frame = 1 / rate.fraction
        waiting = iter(sound_packets)
        pending = next(waiting, None)
        frames = 0
        for packet in shot_packets(shots, rate):
            while pending is not None and pending.dts * pending.time_base <= packet.dts * packet.time_base:
                pending.stream = audio
                film.mux(pending)
                pending = next(waiting, None)
            packet.stream = picture
            film.mux(packet)
            frames += 1
        while pending is not None:
            pending.stream = audio
            film.mux(pending)
            pending = next(waiting, None)
        film.close()
    if frames != frame_count:
        raise BuildFailed(
            f"The shots have {frames} frames instead of {frame_count} ({seconds_a_frame} s each)",
            where=out.name,
            next_step="This is a fault of ours: please report it.",
        )


def shot_packets(shots: Sequence[Path], rate: FrameRate) -> Iterator[Any]:
    """The packets of the shots with times that go on from shot to shot, on the clock of the first
    shot's stream. Raises ``BuildFailed`` for a shot with other parameter sets."""
    extradata: bytes | None = None
    offset = 0
    time_base: Any = None
    for path in shots:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            if extradata is None:
                extradata, time_base = stream.codec_context.extradata, stream.time_base
            elif stream.codec_context.extradata != extradata or stream.time_base != time_base:
                raise BuildFailed("Two shots were encoded with different settings", where=path.name)
            ticks_a_frame = round(1 / (rate.fraction * stream.time_base))
            count = 0
            for packet in container.demux(stream):
                if packet.dts is None:
                    continue
                packet.pts += offset
                packet.dts += offset
                packet.duration = ticks_a_frame
                count += 1
                yield packet
            offset += count * ticks_a_frame
