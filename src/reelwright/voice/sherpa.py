"""Utterances → speech by sherpa-onnx from a local folder: Piper, VITS, Kokoro, Kitten, Matcha, ZipVoice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from reelwright.audio.decoding import decode_speech
from reelwright.errors import BadInput, MissingDependency

from .documents import Speech, Utterance, VoiceFailed
from .options import SherpaOnnx
from .outside import dressed, respelled
from .styles import style_named

_HOW_TO_GET = "Unpack a text-to-speech model of sherpa-onnx there and name it as folder in [sherpa_onnx]."
_CLONING_STEPS = 4


class SherpaVoice:
    """One model, loaded at the first line. A voice's name is the number of a speaker of the model."""

    name = "sherpa-onnx"
    version = "1"

    def __init__(self, options: SherpaOnnx) -> None:
        self._options = options
        self._model: Any = None

    def speak(self, utterance: Utterance) -> Speech:
        """Speak one line (see ``Voice.speak``); ``words`` and ``phones`` are None."""
        if self._model is None:
            self._model = load_model(Path(self._options.folder))
        style = style_named(utterance.style, utterance.intensity)
        text, speaker = respelled(utterance), self._speaker(utterance)
        try:
            if utterance.sample_path:
                sample, sample_rate_hz = decode_speech(Path(utterance.sample_path).read_bytes())
                made = self._model.generate(
                    text,
                    prompt_text=utterance.sample_text,
                    prompt_samples=sample.tolist(),
                    sample_rate=sample_rate_hz,
                    speed=style.rate,
                    num_steps=_CLONING_STEPS,
                )
            else:
                made = self._model.generate(text, sid=speaker, speed=style.rate)
        except (RuntimeError, ValueError, IndexError) as problem:
            raise VoiceFailed(
                f"sherpa-onnx could not speak: {problem}",
                where=utterance.line_id,
                next_step="Change the line, or the model in series.toml.",
            ) from problem
        rate_hz = int(made.sample_rate)
        pcm = np.asarray(made.samples, dtype=np.float32)
        if rate_hz <= 0:
            raise VoiceFailed("sherpa-onnx made nothing of the line", where=utterance.line_id)
        engine = f"{self.name} {Path(self._options.folder).name}"
        return Speech(
            dressed(pcm, rate_hz, style), rate_hz, None, None, engine=engine, voice_name=str(speaker)
        )

    def _speaker(self, utterance: Utterance) -> int:
        if not utterance.voice_name:
            return self._options.speaker
        if not utterance.voice_name.isdecimal():
            raise VoiceFailed(
                f"{utterance.voice_name!r} is no speaker of a sherpa-onnx model",
                where=utterance.line_id,
                next_step="Write the speaker's number as voice.name in the character's file: name = \"3\".",
            )
        speaker, count = int(utterance.voice_name), max(1, int(self._model.num_speakers))
        if speaker >= count:
            raise VoiceFailed(
                f"The model has no speaker {speaker}",
                where=utterance.line_id,
                next_step=f"It has {count}, counted from 0.",
            )
        return speaker


def load_model(folder: Path) -> Any:
    """The ``sherpa_onnx.OfflineTts`` of a model folder; which family it is follows from its files.

    Raises ``MissingDependency`` without the package, ``BadInput`` for a folder that holds no model.
    """
    try:
        import sherpa_onnx
    except ImportError as problem:
        raise MissingDependency(
            f"The sherpa-onnx package is not installed: {problem}",
            where="series.toml, engines.voice",
            next_step="Run: pip install 'reelwright[sherpa]'",
        ) from problem
    if not folder.is_dir() or not (folder / "tokens.txt").is_file():
        raise BadInput("The folder holds no speech model", where=str(folder), next_step=_HOW_TO_GET)
    family, files = model_files(folder)
    part = getattr(sherpa_onnx, f"OfflineTts{family.capitalize()}ModelConfig")(**files)
    config = sherpa_onnx.OfflineTtsConfig(
        model=sherpa_onnx.OfflineTtsModelConfig(**{family: part}, num_threads=1),
        rule_fsts=",".join(str(path) for path in sorted(folder.glob("*.fst"))),
    )
    if not config.validate():
        raise BadInput("The speech model is not whole", where=str(folder), next_step=_HOW_TO_GET)
    return sherpa_onnx.OfflineTts(config)


def model_files(folder: Path) -> tuple[str, dict[str, str]]:
    """The family of the model in ``folder`` and the files that sherpa-onnx wants for it, by argument.
    Raises ``BadInput``."""
    models = sorted(folder.glob("*.onnx"))

    def one(*words: str) -> str:
        found = [str(path) for path in models if any(word in path.name for word in words)]
        return found[0] if found else ""

    files = {"tokens": str(folder / "tokens.txt")}
    if (folder / "espeak-ng-data").is_dir():
        files["data_dir"] = str(folder / "espeak-ng-data")
    if lexicons := sorted(folder.glob("lexicon*.txt")):
        files["lexicon"] = ",".join(str(path) for path in lexicons)
    vocoder = one("vocos", "hifigan", "vocoder")
    if vocoder and one("encoder") and one("decoder"):
        return "zipvoice", files | {"encoder": one("encoder"), "decoder": one("decoder"), "vocoder": vocoder}
    voice = next((str(path) for path in models if str(path) != vocoder), "")
    if not voice:
        raise BadInput("The folder has no .onnx model", where=str(folder), next_step=_HOW_TO_GET)
    if vocoder:
        return "matcha", files | {"acoustic_model": voice, "vocoder": vocoder}
    if (folder / "voices.bin").is_file():
        family = "kitten" if "kitten" in folder.resolve().name.lower() else "kokoro"
        return family, files | {"model": voice, "voices": str(folder / "voices.bin")}
    return "vits", files | {"model": voice}
