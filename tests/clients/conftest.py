from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.running import RunningJobServer


@pytest.fixture
def job_server(tmp_path: Path) -> Iterator[RunningJobServer]:
    server = RunningJobServer(tmp_path / "server").start()
    yield server
    server.kill()
