"""The settings that decide what an episode is made of, as the series' author writes them."""

from __future__ import annotations

import msgspec

from reelwright.camera.options import JobServer
from reelwright.production.prices import Prices
from reelwright.timebase import FrameRate
from reelwright.voice.options import SherpaOnnx, SpeechServer


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """The picture's size and rate, and how it is encoded. Sizes are even; 9:16 by default."""

    width: int = 1080
    height: int = 1920
    fps: int = 24
    crf: int = 21
    preset: str = "veryfast"

    @property
    def rate(self) -> FrameRate:
        return FrameRate(self.fps, 1)


class Engines(msgspec.Struct, frozen=True, kw_only=True):
    """Which engine makes what; ``built-in`` needs no key, network or model."""

    voice: str = "built-in"
    camera: str = "built-in"
    composer: str = "built-in"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of ``series.toml``."""

    title: str = ""
    language: str = ""
    logline: str = ""
    tagline: str = ""
    seed: int = 1
    style: str = "webtoon"
    ensemble: str = ""
    film: str = ""
    end_card: bool = False
    recap: bool = False
    original: str = ""
    rights_holder: str = ""
    licences: dict[str, str] = {}
    voices: dict[str, str] = {}
    format: Format = Format()
    engines: Engines = Engines()
    prices: Prices = Prices()
    speech_server: SpeechServer = SpeechServer()
    sherpa_onnx: SherpaOnnx = SherpaOnnx()
    job_server: JobServer = JobServer()
