"""One setting says who speaks for all, a character's file who speaks for one; the build does so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.journeys.conftest import write_series

from reelwright.audio.wave import write_wave
from reelwright.build import Made, State
from reelwright.build.executor import InlineExecutor
from reelwright.errors import BadInput
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

ENGINE = """
[engines]
voice = "speech-server"

[speech_server]
url = "{url}"
model = "{model}"
voice = "nova"
"""


def write(folder: Path, url: str, model: str = "tts-1") -> Path:
    series = write_series(folder)
    with (series / "series.toml").open("a") as file:
        file.write(ENGINE.format(url=url, model=model))
    (series / "cast").mkdir()
    return series


def voices_of(series: Path) -> list[Made]:
    """The records of the spoken lines, in the order of the script; nothing else is made."""
    build = prepare(open_series(series)).build
    wanted = [address for address in build.steps if "/voice/" in address]
    made = build.only(wanted).run(InlineExecutor(build.store))
    return [made[address] for address in wanted]


def engines(series: Path, records: list[Made]) -> list[str]:
    store = prepare(open_series(series)).build.store
    return [json.loads(store.read(record.outputs["performance.json"]))["engine"] for record in records]


def test_one_setting_takes_another_engine_and_a_file_takes_it_back(
    tmp_path: Path, speech_server: str
) -> None:
    series = write(tmp_path / "small", speech_server)
    (series / "cast" / "victor.toml").write_text('name = "Victor"\n[voice]\nengine = "built-in"\n')
    records = voices_of(series)
    server, built_in = "speech-server tts-1", "built-in"
    assert engines(series, records) == [server, built_in, server]
    said = ("You lied to me.", "", "Then who is in the grave?")
    assert [r.billed_characters for r in records] == [len(text) for text in said]
    assert voices_of(series) == records


def test_a_server_that_is_down_is_asked_again_by_the_next_make(tmp_path: Path, speech_server: str) -> None:
    series = write(tmp_path / "small", "http://127.0.0.1:9/v1")
    records = voices_of(series)
    assert all(r.is_stand_in for r in records) and engines(series, records) == ["built-in"] * 3
    assert {n.code for r in records for n in r.notices} == {"voice-stand-in"}
    states = [s for s in prepare(open_series(series)).build.status() if "/voice/" in s.step.address]
    assert {s.state for s in states} == {State.STALE}
    again = voices_of(series)
    assert [r.outputs for r in again] == [r.outputs for r in records]


def test_a_change_of_one_pronunciation_speaks_only_its_lines_again(
    tmp_path: Path, speech_server: str
) -> None:
    series = write_series(tmp_path / "small")
    before = voices_of(series)
    (series / "pronunciation.toml").write_text('"grave" = "grahv"\n"Siobhan" = "shivawn"\n')
    after = voices_of(series)
    assert [a.key == b.key for a, b in zip(before, after, strict=True)] == [True, True, False]
    (series / "pronunciation.toml").write_text('"grave" = 3\n')
    with pytest.raises(BadInput, match="grave"):
        voices_of(series)


def test_a_recording_is_part_of_what_the_line_is_made_from(tmp_path: Path, speech_server: str) -> None:
    series = write(tmp_path / "small", speech_server)
    sample = series / "cast" / "mara.wav"
    (series / "cast" / "mara.toml").write_text(
        'name = "Mara"\n[voice]\nsample = "mara.wav"\nconsent = "Mara Lind, in writing, 2026-03-01"\n'
    )
    keys = []
    for level in (0.0, 0.1):
        sample.write_bytes(write_wave(np.full(2400, level, np.float32)))
        keys.append([r.key for r in voices_of(series)])
    assert keys[0][0] != keys[1][0] and keys[0][1] == keys[1][1]
