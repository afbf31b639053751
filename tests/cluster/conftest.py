"""A cluster of three nodes with somebody's engines installed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.ray_nodes import Cluster
from tests.engines.plugin import write_plugin


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plugin(tmp_path_factory.mktemp("plugin"))


@pytest.fixture
def cluster(plugin: Path) -> Iterator[Cluster]:
    """The folder's name is short, for Ray puts sockets into it."""
    folder = Path(tempfile.mkdtemp(prefix="rw"))
    made = Cluster(
        folder,
        {
            "REELWRIGHT_TEST_NOTES": str(folder / "notes"),
            "REELWRIGHT_TEST_SPEAKS_S": "1.5",
            "PYTHONPATH": os.pathsep.join(p for p in (*sys.path, str(plugin)) if p),
        },
    )
    try:
        made.start(3)
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def notes(cluster: Cluster) -> list[list[str]]:
    """What the engines on the cluster did: a word and a pid each."""
    path = cluster.folder / "notes"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []
