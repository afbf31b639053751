"""Small Release v1 folders that play: a moving picture of our own, H.264 and AAC in HLS, captions, lines."""

from __future__ import annotations

import functools
import math
import shutil
import struct
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright.release import (
    AiLabel,
    CaptionFile,
    Cover,
    EpisodeManifest,
    IndexedLine,
    LineIndex,
    Rendition,
    Rights,
    RightsPart,
    SeriesEntry,
    assemble,
)
from reelwright.release.folder import entry_of

RATE = 24
SEGMENT_S = 2
RIGHTS = Rights(
    holder="Harbour Films",
    parts=(RightsPart(what="font", source="Noto Sans", licence="OFL-1.1"),),
)
AI_TEXT = "AI-generated: pictures, voices and music were made by a program (test)"

Said = tuple[str, str, str, float, float]
"""Line id, speaker, text, start and end in seconds."""


def lines_for(number: int) -> list[Said]:
    """Three lines of an episode of six seconds; ids differ from episode to episode."""
    return [
        (f"e{number}a1", "Mei", f"The lantern is lit again. This is night {number}.", 0.3, 1.9),
        (f"e{number}b2", "Ren", "Nobody has lived there for nine years.", 2.1, 3.8),
        (f"e{number}c3", "Mei", "Then who is waving?", 4.0, 5.6),
    ]


@dataclass(frozen=True)
class Sketch:
    """What a test wants of one episode. A ``variant`` gives other pictures under the same words."""

    number: int
    title: str = ""
    seconds: int = 6
    lines: tuple[Said, ...] = ()
    variant: int = 0


def make_release(
    folder: Path,
    *,
    slug: str = "harbour-lights",
    title: str = "Harbour Lights",
    language: str = "en",
    logline: str = "Every night a lamp burns in the house of the drowned keeper.",
    episodes: Sequence[Sketch] | int = 3,
    with_film: bool = False,
    rights: Rights | None = RIGHTS,
    captions: Sequence[str] = (),
    segment_bytes: int = 0,
) -> Path:
    """Write a sound release into ``folder`` and return it.

    Without ``with_film`` segments are a few kB that no player plays: for tests of everything but the player.
    With it each episode is a real film of 180×320 and 90×160. ``captions`` names more languages than the own;
    ``segment_bytes`` makes the segments that nobody plays so long.
    """
    sketches = [Sketch(n + 1) for n in range(episodes)] if isinstance(episodes, int) else list(episodes)
    manifests = []
    for sketch in sketches:
        contents = _hls(sketch, language, with_film=with_film, segment_bytes=segment_bytes)
        contents |= _pictures(sketch)
        said = sketch.lines or tuple(lines_for(sketch.number))
        for one in (language, *captions):
            contents[f"captions.{one}.vtt"] = _webvtt(said, "" if one == language else f"[{one}] ").encode()
        contents["lines.json"] = msgspec.json.encode(_line_index(sketch.number, said))
        at = f"episodes/{sketch.number:02d}/"
        for name, data in contents.items():
            path = folder / at / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        manifests.append(_manifest(sketch, language, at, contents))
    entry = SeriesEntry(slug=slug, title=title, language=language, logline=logline)
    data = assemble(entry, tuple(manifests), generator="tests", rights=rights)
    (folder / "manifest.json").write_bytes(data)
    return folder


def _manifest(sketch: Sketch, language: str, at: str, contents: dict[str, bytes]) -> EpisodeManifest:
    return EpisodeManifest(
        number=sketch.number,
        title=sketch.title or f"Night {sketch.number}",
        language=language,
        frame_count=sketch.seconds * RATE,
        frames_per_second=(RATE, 1),
        master_playlist=f"{at}hls/master.m3u8",
        renditions=(
            Rendition(name="180p", playlist=f"{at}hls/180p/index.m3u8", width=180, height=320),
            Rendition(name="90p", playlist=f"{at}hls/90p/index.m3u8", width=90, height=160),
        ),
        captions=tuple(
            CaptionFile(language=name.split(".")[1], format="vtt", path=at + name)
            for name in contents
            if name.endswith(".vtt")
        ),
        line_index=f"{at}lines.json",
        poster=f"{at}poster.png",
        covers=(
            Cover(shape="3:4", path=f"{at}cover-3x4.png"),
            Cover(shape="16:9", path=f"{at}cover-16x9.png"),
        ),
        ai_label=AiLabel(visible_text="AI-generated", visible_frames=48, metadata_text=AI_TEXT),
        files=tuple(entry_of(at + name, data) for name, data in sorted(contents.items())),
    )


def _line_index(number: int, said: Sequence[Said]) -> LineIndex:
    return LineIndex(
        episode=number,
        lines=tuple(
            IndexedLine(
                id=line_id,
                speaker=speaker,
                character=speaker.lower(),
                text=text,
                start_frame=round(start_s * RATE),
                end_frame=round(end_s * RATE),
            )
            for line_id, speaker, text, start_s, end_s in said
        ),
    )


def _webvtt(said: Sequence[Said], before: str) -> str:
    cues = [
        f"{line_id}\n{_clock(start_s)} --> {_clock(end_s)}\n<v {speaker}>{before}{text}\n"
        for line_id, speaker, text, start_s, end_s in said
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


def _hls(sketch: Sketch, language: str, *, with_film: bool, segment_bytes: int) -> dict[str, bytes]:
    if with_film:
        media = _film(sketch.number, sketch.seconds, sketch.variant)
    else:
        media = _stand_ins(sketch, segment_bytes)
    master = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-SESSION-DATA:DATA-ID="org.reelwright.ai-generated",VALUE="{AI_TEXT}"',
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="{language}",LANGUAGE="{language}",DEFAULT=YES,'
        'AUTOSELECT=YES,CHANNELS="2",URI="audio/index.m3u8"',
    ]
    for name, size, bandwidth in (("180p", "180x320", 400_000), ("90p", "90x160", 200_000)):
        master += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},RESOLUTION={size},FRAME-RATE={RATE}.000,"
            'CODECS="avc1.64000d,mp4a.40.2",AUDIO="audio"',
            f"{name}/index.m3u8",
        ]
    return {"hls/master.m3u8": ("\n".join(master) + "\n").encode(), **media}


def _stand_ins(sketch: Sketch, segment_bytes: int) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    count = math.ceil(sketch.seconds / SEGMENT_S)
    for name in ("180p", "90p", "audio"):
        head = f"{name} of {sketch.number}.{sketch.variant}".encode()
        made[f"hls/{name}/init.mp4"] = b"\0\0\0\x18ftypiso6" + head
        rows = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            f"#EXT-X-TARGETDURATION:{SEGMENT_S}",
            "#EXT-X-MEDIA-SEQUENCE:0",
        ]
        rows += ["#EXT-X-PLAYLIST-TYPE:VOD", '#EXT-X-MAP:URI="init.mp4"']
        for n in range(count):
            piece = head + b" %04d " % n
            copies = segment_bytes // len(piece) + 1 if segment_bytes else 150
            made[f"hls/{name}/{n:04d}.m4s"] = (piece * copies)[: segment_bytes or None]
            rows += [f"#EXTINF:{SEGMENT_S}.000000,", f"{n:04d}.m4s"]
        made[f"hls/{name}/index.m3u8"] = ("\n".join([*rows, "#EXT-X-ENDLIST"]) + "\n").encode()
    return made


@functools.cache
def _film(number: int, seconds: int, variant: int) -> dict[str, bytes]:
    """A tone and a disc that crosses the picture, in two sizes and a sound of its own."""
    made: dict[str, bytes] = {}
    folder = Path(tempfile.mkdtemp(prefix="rwfilm"))
    try:
        for name, width, height in (("180p", 180, 320), ("90p", 90, 160)):
            _picture_hls(folder / name, width, height, seconds, number, variant)
        _sound_hls(folder / "audio", seconds, number)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made[f"hls/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    finally:
        shutil.rmtree(folder)
    return made


def _open_hls(folder: Path):  # type: ignore[no-untyped-def]
    import av

    folder.mkdir()
    options = {
        "hls_segment_type": "fmp4",
        "hls_time": str(SEGMENT_S),
        "hls_playlist_type": "vod",
        "hls_flags": "independent_segments",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": str(folder / "%04d.m4s"),
    }
    return av.open(str(folder / "index.m3u8"), "w", format="hls", options=options)


def _picture_hls(folder: Path, width: int, height: int, seconds: int, number: int, variant: int) -> None:
    import av
    import numpy as np

    out = _open_hls(folder)
    stream = out.add_stream("libx264", rate=RATE)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.options = {
        "preset": "ultrafast",
        "crf": "30",
        "g": str(RATE * SEGMENT_S),
        "bf": "0",
        "sc_threshold": "0",
    }
    down, across = np.mgrid[0:height, 0:width]
    for frame_number in range(seconds * RATE):
        progress = frame_number / (seconds * RATE)
        picture = np.zeros((height, width, 3), np.uint8)
        picture[..., 2] = 40 + 60 * down // height
        picture[..., (number + variant) % 3] += np.uint8(60)
        x, y, radius = width * progress, height * 0.35, width * 0.16
        picture[(across - x) ** 2 + (down - y) ** 2 < radius**2] = (250, 220, 150)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        for packet in stream.encode(frame):
            out.mux(packet)
    for packet in stream.encode(None):
        out.mux(packet)
    out.close()


def _sound_hls(folder: Path, seconds: int, number: int) -> None:
    import av
    import numpy as np

    out = _open_hls(folder)
    stream = out.add_stream("aac", rate=48_000, layout="stereo")
    time_s = np.arange(seconds * 48_000) / 48_000
    wave = (0.1 * np.sin(2 * np.pi * (180 + 40 * number) * time_s)).astype(np.float32)
    for start in range(0, len(wave), 1024):
        piece = np.stack([wave[start : start + 1024]] * 2)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48_000, start
        for packet in stream.encode(frame):
            out.mux(packet)
    for packet in stream.encode(None):
        out.mux(packet)
    out.close()


def _pictures(sketch: Sketch) -> dict[str, bytes]:
    return {
        "poster.png": _png(90, 160, sketch.number),
        "cover-3x4.png": _png(90, 120, sketch.number),
        "cover-16x9.png": _png(160, 90, sketch.number),
    }


def _png(width: int, height: int, number: int) -> bytes:
    """A night sky with a moon, its place and colour by the number."""
    rows = bytearray()
    moon_x, moon_y, radius = width * (0.25 + 0.12 * (number % 5)), height * 0.3, min(width, height) * 0.17
    tint = (number * 37) % 50
    for y in range(height):
        rows.append(0)
        for x in range(width):
            if (x - moon_x) ** 2 + (y - moon_y) ** 2 < radius**2:
                rows += bytes((250, 220, 150))
            elif y > height * 0.78 + 3 * math.sin(x / 6 + number):
                rows += bytes((10, 14, 24))
            else:
                rows += bytes((20 + tint, 24 + 40 * y // height, 60 + 70 * y // height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
