"""What ``series.toml`` says of the voice engines that are not built in."""

from __future__ import annotations

import msgspec


class SpeechServer(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenAI-compatible server: ``POST {url}/audio/speech``.

    ``voice`` speaks for whoever names none. ``instructions`` sends the way of speaking in words; ``speed``
    sends its pace. The key, where the server wants one, is in the environment variable that ``key`` names.
    """

    url: str = "http://127.0.0.1:8000/v1"
    model: str = "tts-1"
    voice: str = "alloy"
    instructions: bool = True
    speed: bool = True
    key: str = "OPENAI_API_KEY"


class SherpaOnnx(msgspec.Struct, frozen=True, kw_only=True):
    """A folder with a text-to-speech model as sherpa-onnx publishes them; relative to the series.

    ``speaker`` is the number of the voice for whoever names none.
    """

    folder: str = ""
    speaker: int = 0


EngineOptions = SpeechServer | SherpaOnnx | None
