"""Workers that die, hang on to nothing, or find their library missing."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from reelwright.errors import MissingDependency
from reelwright.voice.documents import VoiceFailed
from reelwright.voice.worker_process import WorkerProcess

WORKER = """
import json, sys
for line in sys.stdin.buffer:
    request = json.loads(line)
    {body}
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\\n" + pcm)
    sys.stdout.buffer.flush()
"""


def made_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, *, idle_s: float = 60.0
) -> WorkerProcess:
    name = f"fake_worker_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(WORKER.format(body=body))
    monkeypatch.syspath_prepend(str(tmp_path))
    return WorkerProcess(name, engine="fake", install_hint="Run: apt install fake", idle_s=idle_s)


def test_samples_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "pcm = b'\\x01\\x00' * request['n']; reply = {'pcm_bytes': len(pcm)}"
    worker = made_worker(tmp_path, monkeypatch, body)
    for count in (3, 0, 200_000):
        assert worker.request({"n": count})[1].tolist() == [1] * count
    worker.close()


def test_a_worker_that_was_killed_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = made_worker(
        tmp_path, monkeypatch, "import os; pcm = b''; reply = {'pcm_bytes': 0, 'pid': os.getpid()}"
    )
    first, _ = worker.request({})
    os.kill(first["pid"], signal.SIGKILL)
    second, _ = worker.request({})
    assert second["pid"] != first["pid"]
    worker.close()


def test_a_worker_with_nothing_to_do_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds memory that the pictures need; the next request finds a fresh one."""
    body = "import os; pcm = b''; reply = {'pcm_bytes': 0, 'pid': os.getpid()}"
    worker = made_worker(tmp_path, monkeypatch, body, idle_s=0.05)
    first, _ = worker.request({})
    deadline_s = time.monotonic() + 10
    while Path(f"/proc/{first['pid']}").exists():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    second, _ = worker.request({})
    assert second["pid"] != first["pid"]
    worker.close()


def test_a_worker_that_dies_twice_is_an_error_that_names_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = made_worker(tmp_path, monkeypatch, "sys.exit(7)")
    with pytest.raises(VoiceFailed, match="stopped twice while speaking 'Who am I'"):
        worker.request({"text": "Who am I"})


def test_a_missing_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = made_worker(tmp_path, monkeypatch, "pcm = b''; reply = {'missing': 'libfake.so.1'}")
    with pytest.raises(MissingDependency, match="apt install fake"):
        worker.request({})
    worker.close()


def test_an_engine_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = made_worker(tmp_path, monkeypatch, "pcm = b''; reply = {'error': 'ValueError: no'}")
    with pytest.raises(VoiceFailed, match="ValueError: no"):
        worker.request({"text": "x"})
    worker.close()


def test_flite_without_its_library_is_a_missing_dependency(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes\nreal = ctypes.CDLL\n"
        "def cdll(name, *a, **k):\n"
        "    if name and 'flite' in str(name): raise OSError('libflite.so.1: cannot open')\n"
        "    return real(name, *a, **k)\n"
        "ctypes.CDLL = cdll\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    from reelwright.voice import Utterance
    from reelwright.voice.built_in import BuiltInVoice

    assert str(tmp_path) in sys.path
    with pytest.raises(MissingDependency, match="apt install libflite1 flite"):
        BuiltInVoice().speak(Utterance(text="Hello"))
