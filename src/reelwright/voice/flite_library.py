"""A sentence and its prosody → samples, phones and tokens, by libflite through ctypes.

libflite keeps global state and writes samples as 16-bit integers; this module therefore lives in the
worker process (``flite_worker``) only. Every sentence is spoken twice: the
first pass predicts the parameter track, which is then edited (pitch contour, breath, tilt, energy)
and sounded by flite's own ``mlsa_resynthesis``. The edit happens before the sound exists, so it leaves
none of the artefacts that pitch shifting leaves.
"""

from __future__ import annotations

import ctypes
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .flite_prosody import Prosody, Sound, SpokenFrames, edit_tracks

SPEAKERS = ("slt", "rms", "awb")
"""The statistical English speakers that Debian's ``libflite1`` carries, at 16 kHz."""


class FliteUnavailableError(Exception):
    """libflite or one of its voices cannot be loaded."""


class _Track(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("num_frames", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("times", ctypes.POINTER(ctypes.c_float)),
        ("frames", ctypes.POINTER(ctypes.POINTER(ctypes.c_float))),
    )


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


@dataclass(frozen=True)
class FliteSpeech:
    """What flite said: 16-bit samples, their rate, the phones and the number of tokens it saw."""

    samples: NDArray[np.int16]
    sample_rate_hz: int
    segments: tuple[Sound, ...]
    token_count: int


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "flite_init": (ctypes.c_int, ()),
    "flite_synth_text": (ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_void_p)),
    "utt_relation": (ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_char_p)),
    "relation_head": (ctypes.c_void_p, (ctypes.c_void_p,)),
    "item_next": (ctypes.c_void_p, (ctypes.c_void_p,)),
    "item_set_int": (None, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)),
    "ffeature_string": (ctypes.c_char_p, (ctypes.c_void_p, ctypes.c_char_p)),
    "ffeature_float": (ctypes.c_float, (ctypes.c_void_p, ctypes.c_char_p)),
    "ffeature_int": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p)),
    "feat_set_float": (None, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float)),
    "feat_val": (ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_char_p)),
    "val_track": (ctypes.POINTER(_Track), (ctypes.c_void_p,)),
    "val_cg_db": (ctypes.c_void_p, (ctypes.c_void_p,)),
    "feat_set_int": (None, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)),
    "mlpg": (ctypes.POINTER(_Track), (ctypes.c_void_p, ctypes.c_void_p)),
    "delete_track": (None, (ctypes.c_void_p,)),
    "cst_track_resize": (None, (ctypes.c_void_p, ctypes.c_int, ctypes.c_int)),
    "mlsa_resynthesis": (
        ctypes.POINTER(_Wave),
        (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
    ),
    "delete_wave": (None, (ctypes.c_void_p,)),
    "delete_utterance": (None, (ctypes.c_void_p,)),
    "flite_voice_add_lex_addenda": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p)),
}

# flite keeps the pointers of feature names, so the names must live as long as the library does.
_DURATION = b"duration_stretch"
_SPEED = b"mlsa_speed_param"
_TOKEN_INDEX = b"reelwright_token"
_STRESS_OF_SEGMENT = b"R:SylStructure.parent.stress"
_TOKEN_OF_SEGMENT = b"R:SylStructure.parent.parent.R:Token.parent.reelwright_token"


class FliteLibrary:
    """libflite with its three 16 kHz speakers; one per process.

    Raises ``FliteUnavailableError`` when the shared libraries are not installed.
    """

    def __init__(self) -> None:
        try:
            self._flite = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
            libraries = {name: ctypes.CDLL(f"libflite_cmu_us_{name}.so.1") for name in SPEAKERS}
        except OSError as error:
            raise FliteUnavailableError(str(error)) from error
        self._libc = ctypes.CDLL(None)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(self._flite, name)
            function.restype, function.argtypes = result, list(arguments)
        self._flite.flite_init()
        self._voices = {name: self._register(library, name) for name, library in libraries.items()}

    @staticmethod
    def _register(library: ctypes.CDLL, name: str) -> Any:
        register = getattr(library, f"register_cmu_us_{name}")
        register.restype, register.argtypes = ctypes.POINTER(_Voice), [ctypes.c_char_p]
        return register(None)

    def speak(
        self,
        speaker: str,
        text: str,
        prosody: Prosody,
        *,
        seed: int = 1,
        lexicon: Mapping[str, str] | None = None,
    ) -> FliteSpeech:
        """Speak ``text`` (ASCII words and , . ? !) once; the same arguments give the same samples.
        ``lexicon`` has the phones, with stress, of words that flite does not know."""
        voice = self._voices[speaker]
        if lexicon:
            self._learn(voice, lexicon)
        features = voice.contents.features
        self._flite.feat_set_float(features, _DURATION, prosody.duration_stretch)
        # The first sounding of a statistical voice is thrown away, so it may be a poor and fast one.
        self._flite.feat_set_int(features, _SPEED, 18)
        # The noise of the vocoder comes from rand(): without a seed no two runs are alike.
        self._libc.srand(seed)
        utterance = self._flite.flite_synth_text(text.encode("ascii", "ignore"), voice)
        if not utterance:
            raise ValueError(f"flite could not speak: {text[:60]!r}")
        try:
            token_count = self._number_tokens(utterance)
            samples, rate, segments = self._sound(utterance, self._segments(utterance), prosody, seed)
        finally:
            self._flite.delete_utterance(utterance)
        return FliteSpeech(samples, rate, segments, token_count)

    def _learn(self, voice: Any, lexicon: Mapping[str, str]) -> None:
        # flite takes words only from a file; what it was told before is forgotten.
        with tempfile.NamedTemporaryFile("w", suffix=".lex") as file:
            file.writelines(f"{word} nil : {phones}\n" for word, phones in lexicon.items())
            file.flush()
            self._flite.flite_voice_add_lex_addenda(voice, file.name.encode())

    def _number_tokens(self, utterance: int) -> int:
        count = 0
        item = self._flite.relation_head(self._flite.utt_relation(utterance, b"Token"))
        while item:
            self._flite.item_set_int(item, _TOKEN_INDEX, count + 1)
            count += 1
            item = self._flite.item_next(item)
        return count

    def _segments(self, utterance: int) -> tuple[Sound, ...]:
        found: list[Sound] = []
        start_s = 0.0
        item = self._flite.relation_head(self._flite.utt_relation(utterance, b"Segment"))
        while item:
            symbol = self._flite.ffeature_string(item, b"name").decode()
            end_s = float(self._flite.ffeature_float(item, b"end"))
            token = int(self._flite.ffeature_int(item, _TOKEN_OF_SEGMENT)) - 1
            is_stressed = self._flite.ffeature_string(item, _STRESS_OF_SEGMENT) == b"1"
            found.append(Sound(symbol, start_s, end_s, token, is_stressed))
            start_s = end_s
            item = self._flite.item_next(item)
        return tuple(found)

    def _sound(
        self, utterance: int, segments: tuple[Sound, ...], prosody: Prosody, seed: int
    ) -> tuple[NDArray[np.int16], int, tuple[Sound, ...]]:
        # The features of an utterance are its first field.
        features = ctypes.cast(utterance, ctypes.POINTER(ctypes.c_void_p)).contents.value
        predicted = self._flite.val_track(self._flite.feat_val(features, b"param_track"))
        strengths = self._flite.val_track(self._flite.feat_val(features, b"str_track"))
        database = self._flite.val_cg_db(self._flite.feat_val(features, b"cg_db"))
        # Means, deviations and deltas become one smooth trajectory: F0 first, then the mel-cepstrum.
        smooth = self._flite.mlpg(predicted, database)
        spoken = SpokenFrames(
            parameters=_rows(smooth.contents),
            strengths=_rows(strengths.contents),
            frame_s=_frame_seconds(smooth.contents),
            sounds=segments,
        )
        edited = edit_tracks(spoken, prosody, seed)
        self._write(smooth, edited.parameters, spoken.frame_s)
        self._write(strengths, edited.strengths, spoken.frame_s)
        self._libc.srand(seed)
        wave = self._flite.mlsa_resynthesis(smooth, strengths, database, None, 0)
        samples, rate = _copied(wave.contents)
        self._flite.delete_wave(wave)
        self._flite.delete_track(smooth)
        return samples, rate, edited.sounds

    def _write(self, track: Any, rows: NDArray[np.float64], frame_s: float) -> None:
        """Give a track of flite's other rows, fewer or more of them."""
        self._flite.cst_track_resize(track, len(rows), rows.shape[1])
        for i, row in enumerate(rows):
            track.contents.times[i] = i * frame_s
            np.ctypeslib.as_array(track.contents.frames[i], (rows.shape[1],))[:] = row


def _copied(wave: _Wave) -> tuple[NDArray[np.int16], int]:
    samples = np.ctypeslib.as_array(wave.samples, (wave.num_samples,)).astype(np.int16, copy=True)
    return samples, int(wave.sample_rate)


def _frame_seconds(track: _Track) -> float:
    return float(track.times[1] - track.times[0]) if track.num_frames > 1 else 0.005


def _rows(track: _Track) -> NDArray[np.float64]:
    shape = (track.num_channels,)
    return np.stack([np.ctypeslib.as_array(track.frames[i], shape) for i in range(track.num_frames)]).astype(
        np.float64
    )
