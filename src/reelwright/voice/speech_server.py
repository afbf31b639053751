"""Utterances → speech by a server that speaks OpenAI's ``/v1/audio/speech``: most neural voices have one.

The server knows no times; ``performance.perform_line`` fills them by alignment.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.audio.decoding import decode_speech
from reelwright.errors import BadInput

from .documents import Samples, Speech, Utterance, VoiceFailed, VoiceUnreachable
from .options import SpeechServer
from .outside import dressed, respelled
from .styles import style_named

ATTEMPTS = 4
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 20.0
TIMEOUT_S = 120.0
"""A neural voice on a CPU may take longer than the line lasts, but no server thinks for two minutes."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_RAW_RATE_HZ = 24_000
"""What ``audio/pcm`` is by the protocol: 16-bit mono at 24 kHz."""

_INSTRUCTIONS = {
    "tender": "Speak tenderly, softly and close.",
    "cold": "Speak coldly, flat and controlled.",
    "angry": "Speak angrily, hard and clipped.",
    "shouting": "Shout.",
    "sobbing": "Speak through tears, with breath that catches.",
    "whisper": "Whisper.",
    "scared": "Speak in fear, breathless and trembling.",
    "sarcastic": "Speak with dry sarcasm.",
    "excited": "Speak with bright excitement.",
    "tired": "Speak slowly, weary and low.",
    "phone": "Speak plainly, as into a telephone.",
}


class SpeechServerVoice:
    """The client of one server. ``sleep`` and the limits are arguments so that tests need not wait."""

    name = "speech-server"
    version = "1"

    def __init__(
        self,
        options: SpeechServer,
        *,
        attempts: int = ATTEMPTS,
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not options.url.startswith(("http://", "https://")):
            raise BadInput(
                f"{options.url!r} is not the address of a speech server",
                where="series.toml, [speech_server]",
                next_step='Write url = "http://127.0.0.1:8000/v1" or the like.',
            )
        self._options = options
        self._attempts = attempts
        self._timeout_s = timeout_s
        self._sleep = sleep

    def speak(self, utterance: Utterance) -> Speech:
        """Ask for one line (see ``Voice.speak``); ``words`` and ``phones`` are None.

        What passes (a busy server, a broken connection, a time-out) is asked for again, ``ATTEMPTS`` times in
        all, with growing pauses or the one that the server asks for. Raises ``VoiceUnreachable`` when nobody
        listens at the address, ``VoiceFailed`` for any other failure.
        """
        said = respelled(utterance)
        body = json.dumps(self._wanted(utterance, said)).encode()
        billed = 0
        for attempt in range(1, self._attempts + 1):
            try:
                data, kind = self._asked(body)
            except urllib.error.HTTPError as problem:
                if problem.code not in _PASSING or attempt == self._attempts:
                    raise self._refused(utterance, problem) from problem
                self._sleep(_pause_s(attempt, problem.headers.get("Retry-After")))
            except (OSError, http.client.HTTPException) as problem:
                if _nobody_listens(problem) or attempt == self._attempts:
                    raise self._unreachable(utterance, problem) from problem
                self._sleep(_pause_s(attempt))
            else:
                billed += len(said)
                pcm, rate_hz = self._decoded(data, kind, utterance)
                style = style_named(utterance.style, utterance.intensity)
                return Speech(
                    dressed(pcm, rate_hz, style),
                    rate_hz,
                    None,
                    None,
                    engine=f"{self.name} {self._options.model}",
                    voice_name=utterance.voice_name or self._options.voice,
                    billed_characters=billed,
                )
        raise AssertionError("an attempt ends in speech or in an error")

    def _wanted(self, utterance: Utterance, said: str) -> dict[str, Any]:
        style = style_named(utterance.style, utterance.intensity)
        wanted: dict[str, Any] = {
            "model": self._options.model,
            "input": said,
            "voice": utterance.voice_name or self._options.voice,
            "response_format": "wav",
        }
        if self._options.speed:
            wanted["speed"] = round(style.rate, 3)
        if self._options.instructions and utterance.style in _INSTRUCTIONS:
            wanted["instructions"] = _INSTRUCTIONS[utterance.style]
        if utterance.sample_path:
            sample = base64.b64encode(Path(utterance.sample_path).read_bytes()).decode()
            wanted["ref_audio"] = f"data:audio/wav;base64,{sample}"
            wanted["ref_text"] = utterance.sample_text
        return wanted

    def _asked(self, body: bytes) -> tuple[bytes, str]:
        headers = {"Content-Type": "application/json", "Accept": "audio/wav, audio/*"}
        if key := os.environ.get(self._options.key, ""):
            headers["Authorization"] = f"Bearer {key}"
        address = f"{self._options.url.rstrip('/')}/audio/speech"
        request = urllib.request.Request(address, data=body, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=self._timeout_s) as reply:
            return reply.read(), reply.headers.get_content_type()

    def _decoded(self, data: bytes, kind: str, utterance: Utterance) -> tuple[Samples, int]:
        if kind in ("audio/pcm", "audio/l16"):
            return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768.0, _RAW_RATE_HZ
        try:
            return decode_speech(data)
        except BadInput as problem:
            raise VoiceFailed(
                f"The speech server answered with {kind}, which is not sound",
                where=utterance.line_id,
                next_step="Look at the server's log.",
            ) from problem

    def _refused(self, utterance: Utterance, problem: urllib.error.HTTPError) -> VoiceFailed:
        said = problem.read(600).decode("utf-8", "replace")
        hint = "Look at the server's log."
        if problem.code in (401, 403):
            hint = f"Set the environment variable {self._options.key} to the server's key."
        elif problem.code in (400, 404, 422):
            hint = "Look at url, model and voice in series.toml and the character's file."
        return VoiceFailed(
            f"The speech server refused with {problem.code}: {_message(said)}",
            where=utterance.line_id,
            next_step=hint,
        )

    def _unreachable(self, utterance: Utterance, problem: Exception) -> VoiceUnreachable:
        return VoiceUnreachable(
            f"The speech server at {self._options.url} does not answer: {_reason(problem)}",
            where=utterance.line_id,
            next_step="Start it, or mend url in series.toml.",
        )


def _pause_s(attempt: int, asked: str | None = None) -> float:
    """Twice as long each time, unless the server says how long (``Retry-After`` in seconds)."""
    if asked and asked.strip().isdecimal():
        return min(float(asked), LONGEST_PAUSE_S)
    return min(FIRST_PAUSE_S * 2.0 ** (attempt - 1), LONGEST_PAUSE_S)


def _nobody_listens(problem: Exception) -> bool:
    reason = getattr(problem, "reason", problem)
    return isinstance(reason, (ConnectionRefusedError, socket.gaierror))


def _reason(problem: Exception) -> str:
    reason = getattr(problem, "reason", problem)
    return f"no answer in time ({reason})" if isinstance(reason, TimeoutError) else str(reason)


def _message(said: str) -> str:
    """What a server says in its error: ``{"error": {"message": …}}``, ``{"detail": …}`` or plain text."""
    try:
        found = json.loads(said)
    except ValueError:
        return " ".join(said.split())[:160] or "no reason given"
    error = found.get("error", found.get("detail", found)) if isinstance(found, dict) else found
    return str(error.get("message", error) if isinstance(error, dict) else error)[:160]
