"""JSON lines on standard input → eSpeak NG's samples and events on standard output.

eSpeak NG is GPL-3: this program is the only place that loads it, and runs as a separate process that
shares nothing with Reelwright but a pipe.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any, BinaryIO

_SYNCHRONOUS = 2
_PHONEME_EVENTS_IN_IPA = 3
_CHARS_UTF8 = 1
_TAKES_PHONES = 0x100
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


class EspeakUnavailableError(Exception):
    """The eSpeak NG library or its data cannot be loaded."""


class Espeak:
    """eSpeak NG through its C interface; one per process."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
            data_path = str(espeakng_loader.get_data_path())
        except (ImportError, OSError) as error:
            raise EspeakUnavailableError(str(error)) from error
        self.sample_rate_hz = self._library.espeak_Initialize(
            _SYNCHRONOUS, 0, data_path.encode(), _PHONEME_EVENTS_IN_IPA
        )
        if self.sample_rate_hz <= 0:
            raise EspeakUnavailableError(f"eSpeak NG found no data at {data_path}")
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
        # Its noise is seeded by the clock when it starts.
        ctypes.CDLL(None).srand(1)
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._pcm, self._events = [], []
        text = str(request["text"]).encode() + b"\0"
        self._library.espeak_Synth(text, len(text), 0, 1, 0, _CHARS_UTF8 | _TAKES_PHONES, None, None)
        self._library.espeak_Synchronize()
        return {"sample_rate_hz": self.sample_rate_hz, "events": self._events}, b"".join(self._pcm)


def _answer(espeak: Espeak, request: dict[str, Any]) -> bytes:
    """The whole reply, made in a forked child.

    eSpeak carries noise and filter states from one call into the next; a child that is forked before
    the first call always starts from the same state, so a line sounds the same in any order.
    """
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        with os.fdopen(sending, "wb") as reply:
            reply.write(_spoken(espeak, request))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as reply:
        whole = reply.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not whole:
        return _packed({"error": f"eSpeak NG ended with status {status}"}, b"")
    return whole


def _spoken(espeak: Espeak, request: dict[str, Any]) -> bytes:
    try:
        return _packed(*espeak.speak(request))
    except Exception as error:  # the reply carries it; dying would only hide it
        return _packed({"error": f"{type(error).__name__}: {error}"}, b"")


def _packed(header: dict[str, Any], pcm: bytes) -> bytes:
    return json.dumps({**header, "pcm_bytes": len(pcm)}).encode() + b"\n" + pcm


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer every request until the input ends."""
    espeak: Espeak | None = None
    for line in requests:
        try:
            espeak = espeak or Espeak()
            reply = _answer(espeak, json.loads(line))
        except EspeakUnavailableError as error:
            reply = _packed({"missing": str(error)}, b"")
        replies.write(reply)
        replies.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
