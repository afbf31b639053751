"""WAV bytes and samples."""

import numpy as np
import pytest
import soundfile

from reelwright.audio.wave import read_wave, write_wave
from reelwright.errors import BadInput


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(-1, 1, shape).astype(np.float32)


@pytest.mark.parametrize("shape", [(101,), (100, 2), (0,)])
def test_float_comes_back_to_the_bit(shape):
    """Float WAV is lossless, odd lengths and emptiness included."""
    pcm = noise(*shape)
    again, rate_hz = read_wave(write_wave(pcm))
    assert rate_hz == 48000
    assert np.array_equal(again, pcm)


def test_pcm16_is_within_a_step():
    """16-bit WAV rounds to the nearest step and clips."""
    pcm = noise(500, 2) * 1.5
    again, _ = read_wave(write_wave(pcm, encoding="pcm16", sample_rate_hz=16000))
    assert np.abs(again - np.clip(pcm, -1, 1)).max() < 1 / 32000


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_reads_what_other_programs_write(tmp_path, subtype):
    """Files written by libsndfile read back."""
    pcm = noise(333, 2)
    soundfile.write(tmp_path / "a.wav", pcm, 44100, subtype=subtype)
    again, rate_hz = read_wave((tmp_path / "a.wav").read_bytes())
    assert rate_hz == 44100
    assert np.abs(again - pcm).max() < (0.02 if subtype == "PCM_U8" else 1e-4)


def test_others_read_what_we_write(tmp_path):
    """libsndfile reads our float file."""
    pcm = noise(77, 2)
    (tmp_path / "a.wav").write_bytes(write_wave(pcm))
    again, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    assert np.array_equal(again, pcm)


HEADER = b"RIFF\0\0\0\0WAVE"


@pytest.mark.parametrize("data", [b"", b"hello", HEADER, HEADER + b"fmt \x10\0\0\0" + b"\0" * 16])
def test_refuses_what_is_not_sound(data):
    """Anything else is bad input with the name of the file."""
    with pytest.raises(BadInput, match=r"voice\.wav"):
        read_wave(data, source_name="voice.wav")


def test_refuses_nan():
    """An engine's NaN does not get into a file."""
    with pytest.raises(BadInput, match="NaN"):
        write_wave(np.array([0.0, np.nan], np.float32))
