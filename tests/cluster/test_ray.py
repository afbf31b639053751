"""A tiny episode on a cluster of three nodes gives the bytes that this machine gives, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.ray_nodes import Cluster
from tests.cluster.conftest import notes
from tests.journeys.conftest import Ran, run_program, write_series

from reelwright.build import Store

MAKE = [sys.executable, "-c", "from reelwright.cli import main; main()", "make"]
VOICE = '\n[engines]\nvoice = "loaded"\n'


def on(cluster: Cluster, series: Path, *words: str) -> Ran:
    return run_program(
        "make",
        series,
        "--json",
        "--executor",
        "ray",
        "--address",
        cluster.address,
        *words,
        **cluster.environment,
    )


def loaded_series(folder: Path) -> Path:
    """The small series, spoken by an engine that loads a model."""
    series = write_series(folder)
    (series / "series.toml").write_text((series / "series.toml").read_text() + VOICE)
    return series


def artefacts(series: Path) -> dict[str, dict[str, str]]:
    return {record.key: record.outputs for record in Store(series / "build/store").records()}


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory, plugin: Path) -> Path:
    """The series made by processes of this machine."""
    folder = tmp_path_factory.mktemp("local")
    series = loaded_series(folder / "small")
    path = os.pathsep.join(p for p in (*sys.path, str(plugin)) if p)
    ran = run_program("make", series, "--json", PYTHONPATH=path, REELWRIGHT_TEST_NOTES=str(folder / "notes"))
    assert ran.code == 0, ran.out + ran.err
    return series


def test_nodes_killed_change_no_byte(cluster: Cluster, local: Path, tmp_path: Path) -> None:
    """One while it speaks a line, another half-way: every artefact has the digest that it has on one machine;
    what the first had in hand is made again and said; nothing that was finished is; the model was loaded by
    few processes that stayed."""
    series = loaded_series(tmp_path / "small")
    environment = {**os.environ, **cluster.environment}
    running = subprocess.Popen(
        [*MAKE, str(series), "--json", "--executor", "ray", "--address", cluster.address],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert running.stdout is not None
    until = time.monotonic() + 60
    while (first := _speaker(cluster)) is None:
        assert time.monotonic() < until, "no node but the head's got a line to speak"
        time.sleep(0.05)
    cluster.kill(first)
    second = 3 - first
    events = []
    for line in running.stdout:
        events.append(json.loads(line))
        shots = sum("/shot/" in e["address"] for e in events if e["event"] == "made")
        if shots == 2 and cluster.nodes[second].poll() is None:
            cluster.kill(second)
    assert running.wait(timeout=120) == 0, events[-3:]
    assert artefacts(series) == artefacts(local)
    made = [e["address"] for e in events if e["event"] == "made"]
    assert len(made) == len(set(made))
    lost = [row for row in Store(series / "build/store").spending() if row.outcome == "lost"]
    assert any("/voice/" in row.address for row in lost), "the node that spoke had a line in hand"
    assert {row.address for row in lost} <= set(made)
    said = [e for e in events if e["event"] == "warning" and e["code"] == "worker-lost"]
    assert len(lost) == len(said) and all(row.cause for row in lost)
    did = notes(cluster)
    loads = {pid for what, pid in did if what == "loads"}
    assert len(loads) == sum(what == "loads" for what, _ in did) <= 4
    assert {pid for what, pid in did if what == "speaks"} <= loads
    manifest = Path("build/release/manifest.json")
    assert (series / manifest).read_bytes() == (local / manifest).read_bytes()


def _speaker(cluster: Cluster) -> int | None:
    """The first node beside the head's, 1 or 2, on which a line is spoken."""
    speaking = {int(pid) for what, pid in notes(cluster) if what == "speaks"}
    return next((node for node in (1, 2) if speaking & cluster.processes(node)), None)


def test_a_program_of_another_version_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    """Every machine is asked; the one that differs is named, and nothing is made."""
    series = write_series(tmp_path / "small")
    (tmp_path / "path").mkdir()
    (tmp_path / "path/sitecustomize.py").write_text("import reelwright\nreelwright.__version__ = '99.0'\n")
    path = os.pathsep.join([str(tmp_path / "path"), cluster.environment["PYTHONPATH"]])
    words = ("make", series, "--json", "--executor", "ray", "--address", cluster.address)
    other = run_program(*words, **{**cluster.environment, "PYTHONPATH": path})
    assert other.code == 2 and "99.0" in other.events[-1]["message"], other
    assert other.events[-1]["where"].startswith("127.0.0.") and not other.addresses()


def test_what_cannot_be_used_is_said(cluster: Cluster, tmp_path: Path) -> None:
    """Nobody at the address; a wrong token; a machine that does not see the store: one message, exit 2."""
    series = write_series(tmp_path / "small")
    nobody = run_program(
        "make",
        series,
        "--json",
        "--executor",
        "ray",
        "--address",
        "127.0.0.9:1",
        **cluster.environment,
    )
    assert nobody.code == 2 and "No Ray cluster answers" in nobody.events[-1]["message"], nobody
    wrong = run_program(
        "make", series, "--json", "--executor", "ray", "--address", cluster.address,
        **{**cluster.environment, "RAY_AUTH_TOKEN": "0" * 64},
    )  # fmt: skip
    assert wrong.code == 2 and wrong.events[-1]["event"] == "error", wrong
    other = run_program("make", series, "--json", "--executor", "carrier-pigeon")
    assert other.code == 2 and "no executor" in other.events[-1]["message"]
    assert not notes(cluster)


def test_ctrl_c_ends_the_work_on_the_cluster(cluster: Cluster, tmp_path: Path) -> None:
    """Exit 130; the cluster is free for the next program, which goes on."""
    series = loaded_series(tmp_path / "small")
    environment = {**os.environ, **cluster.environment}
    running = subprocess.Popen(
        [*MAKE, str(series), "--json", "--executor", "ray", "--address", cluster.address],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert running.stdout is not None
    made = set()
    for line in running.stdout:
        event = json.loads(line)
        if event["event"] == "made":
            made.add(event["address"])
            if any("/shot/" in address for address in made):
                break
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    again = on(cluster, series)
    assert again.code == 0, again.out[-800:]
    assert not again.addresses() & made
