"""A real speech server of OpenAI's protocol, run as a process of its own by the tests.

    python speech_server_process.py     # prints its port, then serves

It answers with the built-in engine's voice. What goes wrong is chosen by the model's name: ``busy`` refuses
twice and then speaks, ``down`` always refuses, ``slow`` takes three seconds, ``half`` says half of the text,
``silent``, ``nan``, ``fast`` (a wrong rate in the header), ``words`` (JSON, no sound), ``mp3`` and ``pcm``.
``GET /requests`` lists what was asked.
"""

from __future__ import annotations

import io
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import av
import numpy as np

from reelwright.audio.signal import resample
from reelwright.audio.wave import write_wave
from reelwright.voice import Utterance
from reelwright.voice.built_in import BuiltInVoice

RATE_HZ = 24_000
VOICES = {"alloy": "en-adam", "nova": "en-grace", "lan": "zh-lan"}
KEY = "Bearer a-secret"
ENGINE = BuiltInVoice()
ASKED: list[dict[str, Any]] = []


class Server(BaseHTTPRequestHandler):
    """``POST /v1/audio/speech``."""

    def do_GET(self) -> None:
        self._answer(200, "application/json", json.dumps(ASKED).encode())

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        ASKED.append({**asked, "path": self.path})
        model = asked["model"]
        if self.path != "/v1/audio/speech":
            return self._fail(404, "no such path")
        if model == "locked" and self.headers.get("Authorization") != KEY:
            return self._fail(401, "wrong key")
        if asked["voice"] not in VOICES:
            return self._fail(400, f"unknown voice {asked['voice']}")
        tries = sum(a["model"] == model and a["input"] == asked["input"] for a in ASKED)
        if model == "down" or (model == "busy" and tries < 3):
            return self._fail(503, "busy")
        if model == "slow":
            time.sleep(3.0)
        if model == "words":
            return self._answer(200, "application/json", b'{"ok": true}')
        kind, data = spoken(asked, tries)
        return self._answer(200, kind, data)

    def _fail(self, code: int, message: str) -> None:
        self._answer(code, "application/json", json.dumps({"error": {"message": message}}).encode())

    def _answer(self, code: int, kind: str, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if code == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


def spoken(asked: dict[str, Any], tries: int) -> tuple[str, bytes]:
    """The content type and the bytes of the answer."""
    voice = VOICES[asked["voice"]]
    said = ENGINE.speak(Utterance(text=asked["input"], language=voice[:2], voice_name=voice))
    pcm = resample(said.pcm, said.sample_rate_hz, RATE_HZ)
    model = asked["model"]
    if model == "half" or (model == "half-once" and tries == 1):
        pcm = pcm[: len(pcm) // 2]
    if model == "silent":
        pcm = np.zeros_like(pcm)
    if model == "nan":
        wave = bytearray(write_wave(pcm, sample_rate_hz=RATE_HZ))
        wave[-4000:] = np.full(1000, np.nan, "<f4").tobytes()
        return "audio/wav", bytes(wave)
    if model == "pcm":
        return "audio/pcm", (pcm * 32767).astype("<i2").tobytes()
    if model == "mp3":
        return "audio/mpeg", mp3(pcm)
    rate_hz = RATE_HZ * 2 if model == "fast" else RATE_HZ
    return "audio/wav", write_wave(pcm, sample_rate_hz=rate_hz, encoding="pcm16")


def mp3(pcm: Any) -> bytes:
    """As the protocol answers when no format is asked for."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE_HZ, layout="mono")
        samples = (pcm * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE_HZ, frame_size=1152)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            for packet in stream.encode(piece):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return buffer.getvalue()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    print(server.server_address[1], flush=True)  # noqa: T201
    server.serve_forever()
