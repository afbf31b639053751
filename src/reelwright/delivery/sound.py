"""Sound → AAC in an MP4, FLAC; and any sound file that FFmpeg reads → samples."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from reelwright.audio.wave import SAMPLE_RATE_HZ
from reelwright.errors import BadInput

AAC_FRAME_SAMPLES = 1024
AAC_BIT_RATE = 160_000
_AAC_CODER = "fast"
"""FFmpeg's own advice for high rates: better there than its slower one (4 dB less noise on a mix), in half
the time."""
_FLAC_FRAME_SAMPLES = 4096


def encode_aac(pcm: NDArray[np.float32], *, bit_rate: int = AAC_BIT_RATE) -> bytes:
    """Stereo float32, shape (n, 2) at 48 kHz, as an m4a file. The same samples give the same bytes."""
    if pcm.ndim != 2 or pcm.shape[1] != 2:
        raise ValueError(f"a mix has shape (n, 2), not {pcm.shape}")
    buffer = io.BytesIO()
    container: Any = av.open(buffer, "w", format="mp4", options={"fflags": "+bitexact"})
    stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ, options={"aac_coder": _AAC_CODER})
    stream.layout, stream.bit_rate = "stereo", bit_rate
    stream.codec_context.flags |= 1 << 23  # bitexact: no encoder version in the stream
    planar = np.ascontiguousarray(pcm.T)
    for start in range(0, pcm.shape[0], AAC_FRAME_SAMPLES):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(planar[:, start : start + AAC_FRAME_SAMPLES]), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, start, Fraction(1, SAMPLE_RATE_HZ)
        for packet in stream.encode(frame):
            container.mux(packet)
    for packet in stream.encode(None):
        container.mux(packet)
    container.close()
    return buffer.getvalue()


def encode_flac(pcm: NDArray[np.float32]) -> bytes:
    """Stereo float32, shape (n, 2) at 48 kHz, as a FLAC file of 16 bits; the same samples, the same bytes."""
    if pcm.ndim != 2 or pcm.shape[1] != 2:
        raise ValueError(f"a stem has shape (n, 2), not {pcm.shape}")
    buffer = io.BytesIO()
    container: Any = av.open(buffer, "w", format="flac", options={"fflags": "+bitexact"})
    stream = container.add_stream("flac", rate=SAMPLE_RATE_HZ, options={"compression_level": "2"})
    stream.layout, stream.format = "stereo", "s16"
    stream.codec_context.flags |= 1 << 23
    whole = np.rint(np.clip(pcm, -1, 1) * 32767).astype(np.int16)
    for start in range(0, len(whole), _FLAC_FRAME_SAMPLES):
        packed = np.ascontiguousarray(whole[start : start + _FLAC_FRAME_SAMPLES]).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, start, Fraction(1, SAMPLE_RATE_HZ)
        for packet in stream.encode(frame):
            container.mux(packet)
    for packet in stream.encode(None):
        container.mux(packet)
    container.close()
    return buffer.getvalue()


def read_sound(data: bytes, *, source_name: str = "", seconds_max: float = 600.0) -> NDArray[np.float32]:
    """The first sound track of a file of any kind and rate: float32 (n, 2) at 48 kHz, at most
    ``seconds_max`` of it. Raises ``BadInput`` (``where`` = ``source_name``) when it cannot be decoded."""
    pieces: list[NDArray[np.float32]] = []
    count = 0
    try:
        with av.open(io.BytesIO(data)) as container:
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE_HZ)
            for frame in container.decode(audio=0):
                pieces += [np.asarray(f.to_ndarray(), dtype=np.float32) for f in resampler.resample(frame)]
                count += frame.samples
                if count > seconds_max * max(frame.sample_rate, 1):
                    break
            pieces += [np.asarray(f.to_ndarray(), dtype=np.float32) for f in resampler.resample(None)]
    except (av.FFmpegError, ValueError, IndexError) as problem:
        raise BadInput(
            f"The sound cannot be decoded ({type(problem).__name__})",
            where=source_name,
            next_step="Save it again as WAV, FLAC or Ogg.",
        ) from None
    pcm = np.concatenate(pieces, axis=1).T if pieces else np.zeros((0, 2), np.float32)
    if not len(pcm) or not np.isfinite(pcm).all():
        raise BadInput("The file holds no sound", where=source_name, next_step="Save it again.")
    return np.ascontiguousarray(pcm)


def decode_sound(data: bytes) -> NDArray[np.float32]:
    """The samples of the first sound track of a file, float32 (n, 2), edit list honoured."""
    pieces: list[NDArray[np.float32]] = []
    with av.open(io.BytesIO(data)) as container:
        for frame in container.decode(audio=0):
            pieces.append(np.asarray(frame.to_ndarray(), dtype=np.float32).T)
    return np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)
