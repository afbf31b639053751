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
HEAD_STARTS_S = 60.0
NODE_JOINS_S = 120.0


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
        self.port = _free_port()

    @property
    def address(self) -> str:
        return f"127.0.0.2:{self.port}"

    def start(self, nodes: int) -> None:
        """All of them, and not before each has joined: a program sees the cluster as it is when it comes."""
        for _ in range(nodes):
            self._start_node()
        end_s = time.monotonic() + NODE_JOINS_S
        while not all(b"Ray runtime started" in log.read_bytes() for log in self.folder.glob("node-*.log")):
            if time.monotonic() > end_s:
                raise TimeoutError("a node of the cluster did not join")
            time.sleep(0.1)

    def _start_node(self) -> None:
        number = len(self.nodes) + 2
        words = ["--head", f"--port={self.port}", "--include-dashboard=false"]
        if self.nodes:
            words = [f"--address={self.address}"]
        else:
            words += [f"--temp-dir={self.folder}"]
        log = (self.folder / f"node-{number}.log").open("wb")
        self.nodes.append(
            subprocess.Popen(
                [
                    RAY, "start", "--block", f"--node-ip-address=127.0.0.{number}", "--num-cpus=1",
                    "--num-gpus=0", f"--object-store-memory={OBJECT_STORE_BYTES}", 
                    "--disable-usage-stats", "--include-log-monitor=false", *words,
                ],
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        )  # fmt: skip
        if number == 2:
            _wait_for_port("127.0.0.2", self.port)

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


def _wait_for_port(host: str, port: int) -> None:
    end_s = time.monotonic() + HEAD_STARTS_S
    while time.monotonic() < end_s:
        with socket.socket() as one:
            if one.connect_ex((host, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the head of the cluster did not start")
