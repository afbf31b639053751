"""A job is asked for once, whatever dies in between; what goes wrong is said, and the next call goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.clients.running import RunningJobServer

from reelwright.build import Store
from reelwright.clients import JobClient, Server, ServerRefused, ServerUnreachable
from reelwright.errors import BuildFailed, ReelwrightError

KEY = "a1" * 32


def request(model: str) -> dict[str, Any]:
    return {"model": model, "frames": 5, "fps": 24.0, "seconds": 0.2, "width": 64, "height": 112}


def fetch(
    server: RunningJobServer, folder: Path, model: str = "plain", sleep: Callable[[float], None] | None = None
) -> Path:
    """As a new process would: with a store and a client of its own."""
    slept: list[float] = []
    store = Store(folder / "store")
    client = JobClient(
        Server(server.url, key_name="JOB_KEY", attempts=4, timeout_s=10, sleep=sleep or slept.append),
        store,
        longest_s=20,
        sleep=sleep or slept.append,
        clock=lambda: sum(slept),
    )
    path = folder / "video"
    try:
        client.fetch(KEY, request(model), path)
    finally:
        store.close()
    return path


def test_a_result_is_fetched_again_without_another_job(job_server: RunningJobServer, tmp_path: Path) -> None:
    first = fetch(job_server, tmp_path).read_bytes()
    assert len(first) > 500
    assert fetch(job_server, tmp_path).read_bytes() == first
    assert job_server.jobs == [f"{KEY}-1"] and len(job_server.asked("POST")) == 1


def test_a_client_that_dies_while_it_waits_asks_for_the_same_job(
    job_server: RunningJobServer, tmp_path: Path
) -> None:
    class Killed(BaseException): ...

    def die(seconds: float) -> None:
        raise Killed

    with pytest.raises(Killed):
        fetch(job_server, tmp_path, "slow", die)
    fetch(job_server, tmp_path, "slow")
    assert len(job_server.asked("POST")) == 1


def test_a_server_that_dies_before_it_answers_gives_the_same_job_afterwards(tmp_path: Path) -> None:
    server = RunningJobServer(tmp_path / "server").start(DIE_AFTER_POST="1")
    with pytest.raises(ServerUnreachable):
        fetch(server, tmp_path)
    server.kill()
    assert server.jobs == [f"{KEY}-1"], "it took the job before it died"
    server.start()
    fetch(server, tmp_path)
    assert server.jobs == [f"{KEY}-1"]
    server.kill()


def test_a_server_that_starts_anew_is_waited_for(job_server: RunningJobServer, tmp_path: Path) -> None:
    def restart(seconds: float) -> None:
        job_server.kill()
        job_server.start()

    fetch(job_server, tmp_path, "slow", restart)
    assert len(job_server.asked("POST")) == 1


def test_a_busy_server_is_asked_again(job_server: RunningJobServer, tmp_path: Path) -> None:
    fetch(job_server, tmp_path, "busy")
    assert len(job_server.asked("POST")) == 3 and len(job_server.jobs) == 1


def test_a_download_that_ends_early_is_begun_again(job_server: RunningJobServer, tmp_path: Path) -> None:
    cut = fetch(job_server, tmp_path, "cut")
    assert len(cut.read_bytes()) > 500
    assert len([asked for asked in job_server.asked("GET") if asked[2] == "result"]) == 2


@pytest.mark.parametrize(
    ("model", "said"),
    [("fails-once", "out of memory on the card"), ("forgets", "does not know job")],
)
def test_a_job_that_ended_without_a_result_is_followed_by_a_new_one(
    job_server: RunningJobServer, tmp_path: Path, model: str, said: str
) -> None:
    with pytest.raises(BuildFailed, match=said):
        fetch(job_server, tmp_path, model)
    if model == "forgets":
        model = "plain"
    fetch(job_server, tmp_path, model)
    assert [key for _, key, *_ in job_server.asked("POST")] == [f"{KEY}-1", f"{KEY}-2"]


def test_a_job_that_does_not_end_is_left_and_asked_for_again(
    job_server: RunningJobServer, tmp_path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(BuildFailed, match="still running after 20 s"):
            fetch(job_server, tmp_path, "stuck")
    assert len(job_server.asked("POST")) == 1


def test_what_is_no_job_is_refused_in_words(job_server: RunningJobServer, tmp_path: Path) -> None:
    with pytest.raises(ServerRefused, match="not JSON: 'Sure! Here is your job"):
        fetch(job_server, tmp_path, "prose")


@pytest.mark.parametrize("result", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_a_server_cannot_point_into_this_machine(tmp_path: Path, result: str) -> None:
    with pytest.raises(ServerRefused, match="no address of the web"):
        Server("http://127.0.0.1:9").download(result, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_the_key_goes_to_its_server_only(
    job_server: RunningJobServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOB_KEY", "secret")
    fetch(job_server, tmp_path)
    assert {asked[-1] for asked in job_server.asked("GET")} == {"Bearer secret"}
    elsewhere = Server("http://127.0.0.1:9/v1", key_name="JOB_KEY", sleep=lambda _: None)
    name = job_server.asked("GET")[0][1]
    elsewhere.download(f"{job_server.url}/jobs/{name}/result", tmp_path / "x")
    assert job_server.asked("GET")[-1][-1] == ""


def test_nobody_there_is_one_sentence(tmp_path: Path) -> None:
    server = RunningJobServer(tmp_path)
    server.port = 9
    with pytest.raises(ReelwrightError, match=r"The server at http://127\.0\.0\.1:9/v1 does not answer"):
        fetch(server, tmp_path)
