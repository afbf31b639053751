"""sherpa-onnx speaks from a local folder; the model is a tiny one, made here."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import BadInput, MissingDependency
from reelwright.voice import Utterance
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.checking import spoken
from reelwright.voice.documents import VoiceFailed
from reelwright.voice.options import SherpaOnnx
from reelwright.voice.sherpa import SherpaVoice, load_model, model_files

from .tiny_model import PHONE_S, write_model

IS_INSTALLED = importlib.util.find_spec("sherpa_onnx") is not None
needs_sherpa = pytest.mark.skipif(not IS_INSTALLED, reason="needs pip install 'reelwright[sherpa]'")
LEXICON = {"show": "sh ow", "me": "m iy", "more": "m ao r", "money": "m ah n iy"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model."""
    speech = BuiltInVoice().speak(Utterance(text="Show me more money.", voice_name="en-adam"))
    place = tmp_path_factory.mktemp("models") / "tiny"
    write_model(place, speech, LEXICON)
    return place


@needs_sherpa
def test_a_line_is_spoken_with_the_times_of_its_words(folder: Path) -> None:
    engine = SherpaVoice(SherpaOnnx(folder=str(folder)))
    text = "Show me more money."
    speech = spoken(engine, Utterance(text=text, line_id="k3f9"), BuiltInVoice)
    assert not speech.is_stand_in and speech.engine == "sherpa-onnx tiny" and speech.words is not None
    assert [w.text for w in speech.words] == ["Show", "me", "more", "money."]
    # Between two words stands a blank, as long as a phone.
    starts_s = np.array([0, 3, 6, 10]) * PHONE_S
    assert np.median(np.abs(np.array([w.start_s for w in speech.words]) - starts_s)) < 0.05
    again = spoken(engine, Utterance(text=text), BuiltInVoice)
    assert again.pcm.tobytes() == speech.pcm.tobytes()


@needs_sherpa
def test_a_speaker_that_is_not_there_is_named(folder: Path) -> None:
    engine = SherpaVoice(SherpaOnnx(folder=str(folder)))
    for name, message in (("7", "no speaker 7"), ("mei", "no speaker of a")):
        with pytest.raises(VoiceFailed, match=message):
            engine.speak(Utterance(text="Show me.", voice_name=name))
        stood_in = spoken(engine, Utterance(text="Show me.", voice_name=name, line_id="k3f9"), BuiltInVoice)
        assert stood_in.is_stand_in and stood_in.notices[-1].where == "k3f9"


def test_a_folder_without_a_model_or_a_missing_package_is_refused(tmp_path: Path) -> None:
    kind, message = (BadInput, "holds no speech model") if IS_INSTALLED else (MissingDependency, "sherpa")
    with pytest.raises(kind, match=message):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("names", "family", "keys"),
    [
        (["en_US-amy.onnx"], "vits", {"tokens", "model"}),
        (["model.onnx", "voices.bin"], "kokoro", {"tokens", "model", "voices"}),
        (["model-steps-3.onnx", "vocos-22khz.onnx"], "matcha", {"tokens", "acoustic_model", "vocoder"}),
        (
            ["encoder.int8.onnx", "decoder.int8.onnx", "vocos_24khz.onnx"],
            "zipvoice",
            {"tokens", "encoder", "decoder", "vocoder"},
        ),
    ],
)
def test_the_family_follows_from_the_files(
    tmp_path: Path, names: list[str], family: str, keys: set[str]
) -> None:
    for name in names:
        (tmp_path / name).touch()
    found, files = model_files(tmp_path)
    assert found == family and set(files) == keys
    (tmp_path / "espeak-ng-data").mkdir()
    assert model_files(tmp_path)[1]["data_dir"].endswith("espeak-ng-data")
