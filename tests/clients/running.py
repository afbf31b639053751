"""A job server that tests start, kill and start again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


class RunningJobServer:
    """The process and its folder; the port stays the same when it is started anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self, **environment: str) -> RunningJobServer:
        program = Path(__file__).with_name("job_server_process.py")
        words = [sys.executable, str(program), str(self.folder), *([str(self.port)] if self.port else [])]
        path = os.pathsep.join(part for part in sys.path if part)
        self._process = subprocess.Popen(
            words, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path, **environment}
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def jobs(self) -> list[str]:
        """The idempotency keys of the jobs there are: what is paid for."""
        return [json.loads(path.read_text())["key"] for path in (self.folder / "jobs").glob("*.json")]

    def asked(self, method: str) -> list[list[str]]:
        log = self.folder / "asked.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in map(json.loads, lines) if line[0] == method]
