"""Encoded shots in several sizes and a sound track → an HLS folder of fragmented MP4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from reelwright.delivery.join import LANGUAGES, shot_packets
from reelwright.delivery.sound import AAC_BIT_RATE
from reelwright.timebase import FrameRate

MASTER_NAME = "master.m3u8"
SEGMENT_S = 2.0
"""Segments are cut at the first keyframe after each multiple of this: at the start of a shot, or
within a shot that is longer than the ten seconds between keyframes."""
AUDIO_NAME = "audio"
_AAC_LC = "mp4a.40.2"


@dataclass(frozen=True)
class Ladder:
    """One rendition: its name (also its folder) and the shots in its size, in order."""

    name: str
    width: int
    height: int
    shots: tuple[Path, ...]


def package_hls(
    renditions: Sequence[Ladder],
    sound: Path,
    folder: Path,
    *,
    rate: FrameRate,
    language: str,
    session_data: Mapping[str, str],
) -> list[str]:
    """Write the packages into ``folder`` and return their names relative to it, sorted.

    Every rendition is cut at the same frames, so a player may change the size at any segment. Sound
    is a rendition of its own. ``session_data`` goes into the master playlist
    (``EXT-X-SESSION-DATA``). Segments begin with an IDR frame.
    """
    streams: list[str] = []
    for rendition in renditions:
        target = folder / rendition.name
        target.mkdir(parents=True)
        _segment(shot_packets(rendition.shots, rate), rendition.shots[0], "video", target, language)
        average, peak = _bit_rates(target)
        streams += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak + AAC_BIT_RATE},AVERAGE-BANDWIDTH={average + AAC_BIT_RATE},"
            f"RESOLUTION={rendition.width}x{rendition.height},FRAME-RATE={float(rate.fraction):.3f},"
            f'CODECS="{_avc_name(rendition.shots[0])},{_AAC_LC}",AUDIO="{AUDIO_NAME}"',
            f"{rendition.name}/index.m3u8",
        ]
    audio = folder / AUDIO_NAME
    audio.mkdir()
    with av.open(str(sound)) as container:
        packets = _with_picture(container, renditions[0].shots[0])
        _segment(packets, sound, "audio", audio, language)
    master = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        *(f'#EXT-X-SESSION-DATA:DATA-ID="{key}",VALUE="{value}"' for key, value in session_data.items()),
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{AUDIO_NAME}",NAME="{language}",LANGUAGE="{language}",'
        f'DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="{AUDIO_NAME}/index.m3u8"',
        *streams,
    ]
    (folder / MASTER_NAME).write_text("\n".join(master) + "\n")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _with_picture(container: Any, first_shot: Path) -> Iterator[Any]:
    """The packets of the sound, on the clock that the segmenter gives the picture.

    Decoding order begins before time 0 when there are B-frames; a segment cannot, so the muxer moves
    the picture later. The sound moves with it. The encoder's priming, which lies before the sound's
    own time 0, is left out: kept, it would push the sound back by a frame.
    """
    with av.open(str(first_shot)) as shot:
        stream = shot.streams.video[0]
        first = next(packet for packet in shot.demux(stream) if packet.dts is not None)
        lead_s = -first.dts * stream.time_base
    for packet in container.demux(container.streams.audio[0]):
        if packet.dts is not None and packet.pts >= 0:
            lead = round(lead_s / packet.time_base)
            packet.pts += lead
            packet.dts += lead
            yield packet


def _segment(packets: Iterable[Any], template: Path, kind: str, folder: Path, language: str) -> None:
    options = {
        "hls_segment_type": "fmp4",
        "hls_time": str(SEGMENT_S),
        "hls_playlist_type": "vod",
        "hls_flags": "independent_segments",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": str(folder / "%04d.m4s"),
        "hls_segment_options": "fflags=+bitexact",
        "fflags": "+bitexact",
    }
    out: Any = av.open(str(folder / "index.m3u8"), "w", format="hls", options=options)
    with av.open(str(template)) as source:
        stream = out.add_stream_from_template(getattr(source.streams, kind)[0])
        stream.metadata["language"] = LANGUAGES.get(language, "und")
        for packet in packets:
            packet.stream = stream
            out.mux(packet)
        out.close()


def _bit_rates(folder: Path) -> tuple[int, int]:
    """Mean and highest bits a second over the segments of a playlist."""
    lines = (folder / "index.m3u8").read_text().splitlines()
    lengths = [float(line[8:].rstrip(",")) for line in lines if line.startswith("#EXTINF:")]
    names = [line for line in lines if line and not line.startswith("#")]
    sizes = [(folder / name).stat().st_size * 8 for name in names]
    peak = max(size / length for size, length in zip(sizes, lengths, strict=True))
    return round(sum(sizes) / sum(lengths)), round(peak)


def _avc_name(path: Path) -> str:
    """The RFC 6381 name of a shot's H.264 stream, e.g. ``avc1.640028``."""
    with av.open(str(path)) as container:
        extradata = container.streams.video[0].codec_context.extradata or b""
    return f"avc1.{extradata[1:4].hex()}"
