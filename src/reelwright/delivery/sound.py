"""The mix → AAC in an MP4."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from reelwright.audio.wave import SAMPLE_RATE_HZ

AAC_FRAME_SAMPLES = 1024
AAC_BIT_RATE = 160_000


def encode_aac(pcm: NDArray[np.float32], *, bit_rate: int = AAC_BIT_RATE) -> bytes:
    """Stereo float32, shape (n, 2) at 48 kHz, as an m4a file. The same samples give the same bytes."""
    if pcm.ndim != 2 or pcm.shape[1] != 2:
        raise ValueError(f"a mix has shape (n, 2), not {pcm.shape}")
    buffer = io.BytesIO()
    container: Any = av.open(buffer, "w", format="mp4", options={"fflags": "+bitexact"})
    stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ)
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


def decode_sound(data: bytes) -> NDArray[np.float32]:
    """The samples of the first sound track of a file, float32 (n, 2), edit list honoured."""
    pieces: list[NDArray[np.float32]] = []
    with av.open(io.BytesIO(data)) as container:
        for frame in container.decode(audio=0):
            pieces.append(np.asarray(frame.to_ndarray(), dtype=np.float32).T)
    return np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)
