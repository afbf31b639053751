"""The bytes of a sound file, whatever its kind → mono samples and their rate."""

from __future__ import annotations

import io

import av
import numpy as np

from reelwright.audio.signal import Samples
from reelwright.audio.wave import read_wave
from reelwright.errors import BadInput


def decode_speech(data: bytes, *, source_name: str = "") -> tuple[Samples, int]:
    """The sound of a WAV, MP3, Opus, FLAC or AAC file as mono float32, shape (n,), at its own rate in Hz.

    Samples that are no numbers stay as they are: whoever asked decides. Raises ``BadInput``.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        pcm, rate_hz = read_wave(data, source_name=source_name)
        return _mono(pcm), rate_hz
    pieces: list[Samples] = []
    rate_hz = 0
    try:
        with av.open(io.BytesIO(data)) as container:
            resampler = av.AudioResampler(format="flt", layout="mono")
            for frame in container.decode(audio=0):
                rate_hz = rate_hz or int(frame.sample_rate)
                for mono in resampler.resample(frame):
                    pieces.append(np.asarray(mono.to_ndarray(), dtype=np.float32).reshape(-1))
    except (av.FFmpegError, IndexError, ValueError) as problem:
        raise BadInput(
            f"This is no sound file: {problem}", where=source_name, next_step="Give WAV, MP3, FLAC or Opus."
        ) from None
    if not rate_hz:
        raise BadInput("The file holds no sound", where=source_name, next_step="Make it again.")
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32), rate_hz


def _mono(pcm: Samples) -> Samples:
    return np.asarray(pcm if pcm.ndim == 1 else pcm.mean(axis=1), dtype=np.float32)
