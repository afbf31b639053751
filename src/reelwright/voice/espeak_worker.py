"""JSON lines on standard input → eSpeak NG's samples and events on standard output.

eSpeak NG is GPL-3: this program is the only place that loads it, and runs as a separate process that
shares nothing with Reelwright but a pipe.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, BinaryIO

_SYNCHRONOUS = 2
_PHONEME_EVENTS_IN_IPA = 3
_CHARS_UTF8 = 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7
_WORD_EVENT, _PHONEME_EVENT = 1, 7


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class EspeakUnavailable(Exception):
    """The eSpeak NG library or its data cannot be loaded."""


class Espeak:
    """eSpeak NG through its C interface; one per process."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
            data_path = str(espeakng_loader.get_data_path())
        except (ImportError, OSError) as error:
            raise EspeakUnavailable(str(error)) from error
        self.sample_rate_hz = self._library.espeak_Initialize(
            _SYNCHRONOUS, 0, data_path.encode(), _PHONEME_EVENTS_IN_IPA
        )
        if self.sample_rate_hz <= 0:
            raise EspeakUnavailable(f"eSpeak NG found no data at {data_path}")
        self._pcm: list[bytes] = []
        self._events: list[tuple[str, int, int, str]] = []
        # The library keeps the pointer only; the object must live as long as it does.
        self._callback = _CALLBACK(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm.append(ctypes.string_at(samples, 2 * count))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == _WORD_EVENT:
                self._events.append(("word", event.audio_position_ms, event.text_position, ""))
            elif event.type == _PHONEME_EVENT:
                symbol = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "ignore")
                self._events.append(("phone", event.audio_position_ms, event.text_position, symbol))
            index += 1
        return 0

    def speak(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Speak ``request["text"]`` with ``voice``, ``rate``, ``pitch``, ``range``, ``volume``."""
        if self._library.espeak_SetVoiceByName(str(request["voice"]).encode()) != 0:
            return {"unknown_voice": request["voice"]}, b""
        for parameter, key in ((_RATE, "rate"), (_VOLUME, "volume"), (_PITCH, "pitch"), (_RANGE, "range")):
            self._library.espeak_SetParameter(parameter, int(request[key]), 0)
        self._library.espeak_SetParameter(_WORD_GAP, 0, 0)
        self._pcm, self._events = [], []
        text = str(request["text"]).encode() + b"\0"
        self._library.espeak_Synth(text, len(text), 0, 1, 0, _CHARS_UTF8, None, None)
        self._library.espeak_Synchronize()
        return {"sample_rate_hz": self.sample_rate_hz, "events": self._events}, b"".join(self._pcm)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer every request until the input ends."""
    espeak: Espeak | None = None
    for line in requests:
        pcm = b""
        try:
            espeak = espeak or Espeak()
            header, pcm = espeak.speak(json.loads(line))
        except EspeakUnavailable as error:
            header = {"missing": str(error)}
        except Exception as error:  # the reply carries it; dying would only hide it
            header = {"error": f"{type(error).__name__}: {error}"}
        header["pcm_bytes"] = len(pcm)
        replies.write(json.dumps(header).encode() + b"\n" + pcm)
        replies.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
