"""Utterances → speech by a server that speaks OpenAI's ``/v1/audio/speech``: most neural voices have one.

The server knows no times; ``performance.perform_line`` fills them by alignment.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.audio.decoding import decode_speech
from reelwright.clients.http import ATTEMPTS, TIMEOUT_S, Reply, Server, ServerRefused, ServerUnreachable
from reelwright.errors import BadInput

from .documents import Samples, Speech, Utterance, VoiceFailed, VoiceUnreachable
from .options import SpeechServer
from .outside import dressed, respelled
from .styles import style_named

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
        self._options = options
        self._server = Server(
            options.url, key_name=options.key, attempts=attempts, timeout_s=timeout_s, sleep=sleep
        )

    def speak(self, utterance: Utterance) -> Speech:
        """Ask for one line (see ``Voice.speak``); ``words`` and ``phones`` are None.

        Raises ``VoiceUnreachable`` when nobody listens at the address or the connection breaks again and
        again, ``VoiceFailed`` for any other failure.
        """
        said = respelled(utterance)
        accept = {"Accept": "audio/wav, audio/*"}
        try:
            reply = self._server.ask("POST", "audio/speech", self._wanted(utterance, said), headers=accept)
        except ServerRefused as problem:
            hint = problem.next_step
            if problem.code in (400, 404, 422):
                hint = "Look at url, model and voice in series.toml and the character's file."
            raise VoiceFailed(problem.what, where=utterance.line_id, next_step=hint) from problem
        except ServerUnreachable as problem:
            raise VoiceUnreachable(
                problem.what, where=utterance.line_id, next_step=problem.next_step
            ) from problem
        pcm, rate_hz = self._decoded(reply, utterance)
        style = style_named(utterance.style, utterance.intensity)
        return Speech(
            dressed(pcm, rate_hz, style),
            rate_hz,
            None,
            None,
            engine=f"{self.name} {self._options.model}",
            voice_name=utterance.voice_name or self._options.voice,
            billed_characters=len(said),
        )

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

    def _decoded(self, reply: Reply, utterance: Utterance) -> tuple[Samples, int]:
        data, kind = reply.data, reply.content_type
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
