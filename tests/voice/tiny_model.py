"""A speech model of a few phones in sherpa-onnx's VITS form, written here: no download, 130 kB.

It is a table with a tenth of a second of sound for each phone; the network looks the phones up and lays them
end to end. The sounds are cut from the built-in engine's speech.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.audio.signal import fade, resample
from reelwright.voice import Speech

RATE_HZ = 16_000
PHONE_S = 0.1
_FLOAT, _INT64 = 1, 7


def write_model(folder: Path, speech: Speech, lexicon: dict[str, str]) -> None:
    """A model that can say the words of ``lexicon`` (word → phones) with the sounds of ``speech``."""
    count = round(PHONE_S * RATE_HZ)
    sounds: dict[str, NDArray[np.float32]] = {}
    narrow = resample(speech.pcm, speech.sample_rate_hz, RATE_HZ)
    for phone in speech.phones or ():
        cut = narrow[round(phone.start_s * RATE_HZ) : round(phone.end_s * RATE_HZ)]
        # Longest wins: it is the clearest.
        if len(cut) > len(sounds.get(phone.symbol, ())):
            sounds[phone.symbol] = cut
    wanted = sorted({phone for phones in lexicon.values() for phone in phones.split()})
    stretched = [fade(np.resize(sounds[p], count).astype(np.float32), 160, 160) for p in wanted]
    table = np.stack([np.zeros(count, np.float32)] * 6 + stretched)
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(_model(table))
    tokens = ["_", " ", ".", ",", "!", "?", *wanted]
    (folder / "tokens.txt").write_text("".join(f"{t} {number}\n" for number, t in enumerate(tokens)))
    (folder / "lexicon.txt").write_text("".join(f"{word} {phones}\n" for word, phones in lexicon.items()))


def _model(table: NDArray[np.float32]) -> bytes:
    """The ONNX file (protocol buffers, by the field numbers of onnx.proto3)."""
    inputs = [("x", _INT64, 2), ("x_length", _INT64, 1)]
    inputs += [(name, _FLOAT, 1) for name in ("noise_scale", "length_scale", "noise_scale_w")]
    graph = [
        (1, _message([(1, "table"), (1, "x"), (2, "rows"), (4, "Gather")])),
        (1, _message([(1, "rows"), (1, "shape"), (2, "y"), (4, "Reshape")])),
        (2, "tiny"),
        (5, _tensor("table", _FLOAT, table.shape, table.astype("<f4").tobytes())),
        (5, _tensor("shape", _INT64, (3,), np.array([1, 1, -1], "<i8").tobytes())),
        *[(11, _value(*entry)) for entry in inputs],
        (12, _value("y", _FLOAT, 3)),
    ]
    facts = {
        "model_type": "vits", "comment": "tiny", "language": "English", "add_blank": 0, "n_speakers": 1,
        "sample_rate": RATE_HZ, "punctuation": ". , ! ?", "jieba": 0, "blank_id": 0, "bos_id": 0, "eos_id": 0,
        "use_eos_bos": 0, "pad_id": 0,
    }  # fmt: skip
    whole: list[tuple[int, int | str | bytes]] = [
        (1, 8),
        (8, _message([(1, ""), (2, 13)])),
        (7, _message(graph)),
    ]
    whole += [(14, _message([(1, key), (2, str(value))])) for key, value in facts.items()]
    return _message(whole)


def _tensor(name: str, kind: int, shape: tuple[int, ...], raw: bytes) -> bytes:
    return _message([*[(1, size) for size in shape], (2, kind), (8, name), (9, raw)])


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = _message([(1, _message([(2, f"{name}{axis}")])) for axis in range(rank)])
    return _message([(1, name), (2, _message([(1, _message([(1, kind), (2, shape)]))]))])


def _message(fields: list[tuple[int, int | str | bytes]]) -> bytes:
    packed = b""
    for number, value in fields:
        if isinstance(value, int):
            packed += _varint(number << 3) + _varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            packed += _varint(number << 3 | 2) + _varint(len(data)) + data
    return packed


def _varint(value: int) -> bytes:
    digits = []
    while value > 127:
        digits.append(value & 127 | 128)
        value >>= 7
    return bytes([*digits, value])
