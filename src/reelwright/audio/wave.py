"""float32 samples ↔ the bytes of a WAV file, the same bytes every time."""

from __future__ import annotations

import struct
from typing import Literal

import numpy as np

from reelwright.audio.pcm import SAMPLE_RATE_HZ as SAMPLE_RATE_HZ
from reelwright.audio.pcm import Pcm as Pcm
from reelwright.errors import BadInput

_FORMAT_PCM = 1
_FORMAT_FLOAT = 3
_FORMAT_EXTENSIBLE = 0xFFFE
_CHUNK_SIZE_MAX = 0xFFFFFFFF - 64


def write_wave(
    pcm: Pcm, *, sample_rate_hz: int = SAMPLE_RATE_HZ, encoding: Literal["float32", "pcm16"] = "float32"
) -> bytes:
    """The WAV file of ``pcm``, shape (n,) or (n, channels).

    ``float32`` is lossless; ``pcm16`` clips to -1..1 and rounds. No time stamp, no PEAK chunk: the
    same samples give the same bytes. Raises ``BadInput`` for NaN or infinity, and for a file that
    would pass the 4 GiB of the format.
    """
    samples = np.asarray(pcm, dtype=np.float32)
    if samples.ndim not in (1, 2):
        shape = "×".join(map(str, samples.shape))
        raise BadInput(f"Sound of shape {shape} cannot be written", next_step="Give (n,) or (n, channels).")
    if not np.isfinite(samples).all():
        raise BadInput("The sound holds NaN or infinity", next_step="Look at the engine that made it.")
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    if encoding == "float32":
        tag, width, body = _FORMAT_FLOAT, 4, samples.astype("<f4").tobytes()
    else:
        tag, width, body = _FORMAT_PCM, 2, np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    if len(body) > _CHUNK_SIZE_MAX:
        raise BadInput("The sound is longer than a WAV file can be", next_step="Split it.")
    description = struct.pack(
        "<HHIIHH",
        tag,
        channels,
        sample_rate_hz,
        sample_rate_hz * channels * width,
        channels * width,
        width * 8,
    )
    chunks = _chunk(b"fmt ", description)
    if tag == _FORMAT_FLOAT:
        chunks += _chunk(b"fact", struct.pack("<I", len(samples)))
    chunks += _chunk(b"data", body)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def read_wave(data: bytes, *, source_name: str = "") -> tuple[Pcm, int]:
    """The samples and the sample rate of a WAV file: ``(pcm, sample_rate_hz)``.

    Reads PCM of 8, 16, 24 and 32 bits and 32- and 64-bit float. Mono comes back as (n,), more
    channels as (n, channels). A data chunk that was cut short gives what is there. Raises
    ``BadInput`` (``where`` = ``source_name``) for anything else.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadInput("Not a WAV file", where=source_name, next_step="Give a RIFF/WAVE file.")
    chunks = _chunks_of(data)
    description = chunks.get(b"fmt ", b"")
    if len(description) < 16 or b"data" not in chunks:
        raise BadInput("The WAV file has no format or no data", where=source_name, next_step="Make it again.")
    tag, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", description[:16])
    if tag == _FORMAT_EXTENSIBLE and len(description) >= 26:
        tag = struct.unpack("<H", description[24:26])[0]
    if not channels or not rate_hz:
        raise BadInput(
            "The WAV file has no channels or no rate", where=source_name, next_step="Make it again."
        )
    samples = _decoded(chunks[b"data"], tag, bits, source_name)
    if channels == 1:
        return samples, rate_hz
    whole = len(samples) // channels * channels
    return samples[:whole].reshape(-1, channels), rate_hz


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _chunks_of(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        found.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found


def _decoded(body: bytes, tag: int, bits: int, source_name: str) -> Pcm:
    body = body[: len(body) // (bits // 8) * (bits // 8)] if bits >= 8 else body
    if (tag, bits) == (_FORMAT_FLOAT, 32):
        return np.frombuffer(body, "<f4").astype(np.float32)
    if (tag, bits) == (_FORMAT_FLOAT, 64):
        return np.frombuffer(body, "<f8").astype(np.float32)
    if (tag, bits) == (_FORMAT_PCM, 8):
        return np.asarray((np.frombuffer(body, "u1").astype(np.float32) - 128) / 128, np.float32)
    if (tag, bits) == (_FORMAT_PCM, 16):
        return np.asarray(np.frombuffer(body, "<i2").astype(np.float32) / 32767, np.float32)
    if (tag, bits) == (_FORMAT_PCM, 32):
        return (np.frombuffer(body, "<i4") / 2147483648.0).astype(np.float32)
    if (tag, bits) == (_FORMAT_PCM, 24):
        triples = np.frombuffer(body, "u1").reshape(-1, 3).astype(np.int32)
        whole = (triples[:, 0] << 8) | (triples[:, 1] << 16) | (triples[:, 2] << 24)
        return (whole / 2147483648.0).astype(np.float32)
    raise BadInput(
        f"WAV encoding {tag} with {bits} bits is not read",
        where=source_name,
        next_step="Save it as 16-bit or float WAV.",
    )
