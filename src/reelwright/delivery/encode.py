"""Frames of one shot → an MP4 with one closed GOP, the same bytes every time."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import cv2
import numpy as np

from reelwright.timebase import FrameRate

BT709 = 1
LIMITED_RANGE = 1
_KEYFRAME_EVERY = 240
"""Far apart: a shot is one group of pictures unless it is very long; what is joined has cuts anyway."""
_GROUP_OF_PICTURES = f"keyint={_KEYFRAME_EVERY}:min-keyint={_KEYFRAME_EVERY}:scenecut=0:open-gop=0"
_LOOKAHEAD = "rc-lookahead=5"
"""Half the preset's: an encoder holds 32 MiB less at 1080 × 1920. At the same size of file the picture is
0.3 dB further from what was composed (47 dB); at the same crf files are a fifth smaller."""
_FIXED_PATTERN = "b-adapt=0:weightp=0"
"""Three B-frames between anchors, none weighed: deciding anew for every frame takes a third of the encoder's
time. Measured on shots of the example: 27 ms a frame instead of 40, 0.1 dB nearer, files 3 % larger."""
_SHORT_SEARCH = "me=dia:subme=1"
"""For the copies that people share: 18 ms instead of 27, 0.1 dB further, files 5 % larger."""
_AVX2 = "asm=MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2"
_MUXER = {"fflags": "+bitexact", "movflags": "+faststart"}


class ShotEncoder:
    """Encodes the frames of one shot, in order, into ``path`` (H.264 High, BT.709).

    All shots of one size, rate and setting share their parameter sets, so they can be joined without
    encoding again. ``is_copy`` searches less for motion. One thread: the build runs a shot
    a process, and the bytes do not depend on timing.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        rate: FrameRate,
        *,
        crf: int = 21,
        preset: str = "veryfast",
        is_copy: bool = False,
    ) -> None:
        self._container: Any = av.open(str(path), "w", format="mp4", options=dict(_MUXER))
        stream = self._container.add_stream("libx264", rate=rate.fraction)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = 1 / rate.fraction
        stream.options = {
            "preset": preset,
            "crf": str(crf),
            "profile": "high",
            "threads": "1",
            "x264-params": ":".join(_parameters(is_copy)),
        }
        context = stream.codec_context
        context.color_range, context.colorspace = LIMITED_RANGE, BT709
        context.color_primaries, context.color_trc = BT709, BT709
        context.thread_count = 1
        self._stream, self._rate, self._frame_count = stream, rate, 0

    def write(self, frame: Any) -> None:
        """Encode the next frame, an ``av.VideoFrame`` in yuv420p of the encoder's size."""
        frame.pts = self._frame_count
        frame.time_base = 1 / self._rate.fraction
        frame.color_range, frame.colorspace = LIMITED_RANGE, BT709
        frame.pict_type = 0
        self._frame_count += 1
        for packet in self._stream.encode(frame):
            self._container.mux(packet)

    def close(self) -> None:
        for packet in self._stream.encode(None):
            self._container.mux(packet)
        self._container.close()

    def __enter__(self) -> ShotEncoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._container.close()


def _parameters(is_copy: bool) -> tuple[str, ...]:
    search = (_SHORT_SEARCH,) if is_copy else ()
    return (_GROUP_OF_PICTURES, _LOOKAHEAD, _FIXED_PATTERN, *search, *_steady_instructions())


@cache
def _steady_instructions() -> tuple[str, ...]:
    """x264's AVX-512 code for macroblock trees gives other bytes from run to run (measured: 2 to 4
    different files of one input at 1080 × 1920; none with AVX2). Where a processor has AVX-512 it is
    told to stay with AVX2, whose bytes are those of every older processor too."""
    try:
        flags = Path("/proc/cpuinfo").read_text(errors="replace")
    except OSError:
        return ()
    return (_AVX2,) if " avx512f" in flags and " avx2" in flags else ()


def new_frame(width: int, height: int) -> Any:
    """An empty yuv420p frame."""
    return av.VideoFrame(width, height, "yuv420p")


def plane_of(frame: Any, number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Plane ``number`` (0 luma, 1 U, 2 V) of a yuv420p frame as a view, shape (height, width)."""
    half = 2 if number else 1
    plane = frame.planes[number]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height // half, : frame.width // half]


def downscale(frame: Any, width: int, height: int) -> Any:
    """A smaller frame: every plane averaged over the area that falls on a pixel."""
    small = new_frame(width, height)
    for number in range(3):
        half = 2 if number else 1
        plane_of(small, number)[:] = cv2.resize(
            plane_of(frame, number), (width // half, height // half), interpolation=cv2.INTER_AREA
        )
    return small


def time_base_of(rate: FrameRate) -> Fraction:
    """Seconds a frame."""
    return 1 / rate.fraction
