"""A Ray cluster of real nodes on loopback addresses, each a group of processes that can be killed."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

RAY = Path(sys.executable).with_name("ray")
OBJECT_STORE_BYTES = 80 << 20
NODE_JOINS_S = 60.0
TRIES = 4


class Cluster:
    """Nodes 127.0.0.2, .3 … of one CPU each; ``environment`` is what a program needs to join."""

    def __init__(self, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.nodes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_USAGE_STATS_ENABLED": "0",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            **(extra or {}),
        }
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.2:{self.port}"

    def start(self, nodes: int) -> None:
        """One after the other, and not before each has joined: nodes of one machine that join at once get
        into each other's way, and a program sees the cluster as it is when it comes.

        A node that ended by itself, or did not join in time, is started anew (the head at another port).
        Raises ``TimeoutError`` with the last it said."""
        for number in range(2, nodes + 2):
            for _ in range(TRIES):
                node = self._start_node(number)
                if self._joined(node, number):
                    self.nodes.append(node)
                    break
                _kill_tree(node)
            else:
                said = self._log(number).read_text(errors="replace")[-2000:]
                raise TimeoutError(f"node {number} of the cluster did not join: {said}")

    def _start_node(self, number: int) -> subprocess.Popen[bytes]:
        words = [f"--address={self.address}"]
        if number == 2:
            self.port = _free_port()
            words = [
                "--head",
                f"--port={self.port}",
                "--include-dashboard=false",
                f"--temp-dir={self.folder}",
            ]
        with self._log(number).open("wb") as log:
            return subprocess.Popen(
                [
                    RAY, "start", "--block", f"--node-ip-address=127.0.0.{number}", "--num-cpus=1",
                    "--num-gpus=0", f"--object-store-memory={OBJECT_STORE_BYTES}",
                    "--disable-usage-stats", "--include-log-monitor=false", *words,
                ],
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def _joined(self, node: subprocess.Popen[bytes], number: int) -> bool:
        end_s = time.monotonic() + NODE_JOINS_S
        while time.monotonic() < end_s and node.poll() is None:
            if b"Ray runtime started" in self._log(number).read_bytes():
                return True
            time.sleep(0.1)
        return False

    def _log(self, number: int) -> Path:
        return self.folder / f"node-{number}.log"

    def kill(self, number: int) -> None:
        """The machine is gone: every process of its group, at once."""
        _kill_tree(self.nodes[number])

    def processes(self, number: int) -> set[int]:
        """The pids of everything that a node has started."""
        return _tree(self.nodes[number].pid)

    def stop(self) -> None:
        for node in reversed(self.nodes):
            _kill_tree(node)


def _kill_tree(node: subprocess.Popen[bytes]) -> None:
    """A node's processes and theirs; Ray gives some of them groups of their own."""
    for pid in _tree(node.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    node.wait()


def _tree(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.2", 0))
        return int(one.getsockname()[1])
