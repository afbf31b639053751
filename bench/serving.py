"""A folder of a theatre → ``reelwright serve`` as a process of its own on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OPENS_WITHIN_S = 30
REELWRIGHT = (sys.executable, "-c", "from reelwright.cli import main; main()")
"""The program, whether it is installed or only on the path."""


@dataclass(frozen=True)
class Server:
    """A server that runs: its process, its port, and how long it took to its first answer (seconds)."""

    process: subprocess.Popen[bytes]
    port: int
    start_s: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(command: Sequence[str], port: int, *, database_url: str = "") -> Server:
    """Run ``command`` until it answers at ``port``. Raises ``RuntimeError`` when it does not."""
    began_s = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment(database_url))
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
        except urllib.error.HTTPError:
            pass
        except OSError as problem:
            if process.poll() is not None or time.monotonic() - began_s > OPENS_WITHIN_S:
                process.kill()
                raise RuntimeError(f"nobody answers at port {port}: {command}") from problem
            time.sleep(0.02)
            continue
        return Server(process, port, time.monotonic() - began_s)


def serve(data: Path, *, database_url: str = "", port: int = 0) -> Server:
    """``reelwright serve`` of the theatre in ``data``."""
    port = port or free_port()
    return start([*REELWRIGHT, "serve", "--data", str(data), "--port", str(port)], port,
                 database_url=database_url)  # fmt: skip


def environment(database_url: str = "") -> dict[str, str]:
    """What a program of ours is started with to use another database than the one in its folder."""
    return os.environ | ({"DATABASE_URL": database_url} if database_url else {})


def stop(server: Server) -> None:
    """As an operator does it."""
    server.process.terminate()
    server.process.wait(timeout=20)


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    """``server`` while the block runs; it is stopped behind it."""
    try:
        yield server
    finally:
        stop(server)


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
