"""A series whose shots are filmed by a server: nothing is paid twice, nothing wrong gets into the film."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from tests.clients.job_server_process import COLOUR
from tests.clients.running import RunningJobServer
from tests.journeys.conftest import Run, write_series
from tests.journeys.test_rebuild import line_ids

SETTINGS = """
[engines]
camera = "job-server"

[job_server]
url = "{url}"
model = "{model}"

[prices.engines.job-server]
second = 0.05
"""


def write(folder: Path, server: RunningJobServer, model: str = "plain") -> Path:
    series = write_series(folder)
    with (series / "series.toml").open("a") as file:
        file.write(SETTINGS.format(url=server.url, model=model))
    return series


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RunningJobServer]]:
    """A series of which the program and then the server were killed while jobs were waited for."""
    folder = tmp_path_factory.mktemp("jobs")
    server = RunningJobServer(folder / "server").start()
    series = write(folder / "small", server, "held")
    (server.folder / "held").touch()
    words = ["-c", "from reelwright.cli import main; main()", "make", str(series)]
    program = subprocess.Popen([sys.executable, *words], start_new_session=True, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(server.jobs) < 3:
        assert time.monotonic() < until, "no jobs are asked for"
        time.sleep(0.1)
    time.sleep(0.5)
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    server.kill()
    (server.folder / "held").unlink()
    server.start()
    yield series, server
    server.kill()


def test_no_job_is_paid_twice_after_kills(killed: tuple[Path, RunningJobServer], run: Run) -> None:
    series, server = killed
    asked_before = {key for _, key, *_ in server.asked("POST")}
    assert len(asked_before) > 2, "several are at work at the same time"
    ran = run("make", series, "--json", timeout_s=120)
    assert ran.code == 0, ran.out + ran.err
    renders = {address for address in ran.addresses() if "/render/" in address}
    assert len(server.jobs) == len(set(server.jobs)) == len(renders)
    assert asked_before <= set(server.jobs) and all(key.endswith("-1") for key in server.jobs)

    with av.open(str(series / "build/01/film.mp4")) as film:
        frames = film.decode(film.streams.video[0])
        frame = next(frame for n, frame in enumerate(frames) if n == 60).to_ndarray(format="rgb24")
    middle = frame[20:60, 20:60].reshape(-1, 3).mean(axis=0)
    assert np.abs(middle - COLOUR).max() < 12, "the film shows what the server filmed"

    sums = run("cost", series, "--by", "engine", "--json")
    (row,) = [event for event in sums.events if event.get("name") == "job-server"]
    assert row["billed_s"] > 0 and row["cost_micro_usd"] > row["billed_s"] * 0.049e6


def test_other_captions_and_encodings_are_free(
    killed: tuple[Path, RunningJobServer], run: Run, tmp_path: Path
) -> None:
    made, server = killed
    if not (made / "build/01/film.mp4").exists():
        assert run("make", made, timeout_s=120).code == 0
    series = Path(shutil.copytree(made, tmp_path / "small"))
    settings = series / "series.toml"
    settings.write_text(settings.read_text().replace("crf = 35", "crf = 40"))
    before = len(server.asked("POST"))
    ran = run("make", series, "--json", timeout_s=120)
    assert ran.code == 0, ran.out + ran.err
    assert any("/shot/" in address for address in ran.addresses())
    assert len(server.asked("POST")) == before


@pytest.mark.parametrize(("model", "said"), [("short", "instead of"), ("still", "not a video")])
def test_a_wrong_video_stops_its_shot_and_nothing_else(
    tmp_path: Path, run: Run, model: str, said: str
) -> None:
    """One shot is taken from the server by a take; the others are drawn."""
    server = RunningJobServer(tmp_path / "server").start()
    series = write(tmp_path / "small", server, model)
    settings = series / "series.toml"
    settings.write_text(settings.read_text().replace('camera = "job-server"', 'camera = "built-in"'))
    assert run("status", series).code == 0, "the lines get their ids"
    line = line_ids(series)[1]
    takes = f'["1/{line}.line"]\nchosen = 2\n[["1/{line}.line".take]]\nnumber = 2\nengine = "job-server"\n'
    (series / "takes.toml").write_text(takes)
    ran = run("make", series, "--json", timeout_s=120)
    server.kill()
    assert ran.code == 1
    (failed,) = [event for event in ran.events if event["event"] == "failed"]
    assert (
        failed["address"].startswith("1/render/")
        and said in failed["message"]
        and "kept as" in failed["next_step"]
    )
    assert f"1/shot/{line}.line" not in ran.addresses()
    assert len([address for address in ran.addresses() if "/shot/" in address]) >= 3, "the others are drawn"
    assert not (series / "build/01/film.mp4").exists()
