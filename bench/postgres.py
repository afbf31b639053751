"""A real PostgreSQL on a free port of 127.0.0.1, durable as a new one is, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

STARTS_S = 60


class Postgres:
    """A cluster run by the user ``postgres`` (or by who runs this, unless root, whom PostgreSQL refuses)."""

    def __init__(self) -> None:
        self._programs = _newest_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="rwpg"))
        self._as: list[str] = []
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres", pwd.getpwnam("postgres").pw_gid)
            self._as = ["runuser", "-u", "postgres", "--"]
        data = self._folder / "data"
        words = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", data, "-U", "theatre", *words)
        self.port = _free_port()
        self._start(
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
            " -c max_connections=200"
        )

    def new_database(self, *, like: str = "") -> str:
        """The URL of a database of its own: empty, or as the one at ``like`` is, which nobody uses now."""
        name = f"t{secrets.token_hex(6)}"
        template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{template}".encode())
        return self._url(name)

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """As a power cut would: every process at once. ``start_again`` recovers."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def start_again(self) -> None:
        options = (self._folder / "data/postmaster.opts").read_text().split('"', 1)[1]
        self._start(options.replace('"', ""))

    def _start(self, options: str) -> None:
        words = ["-w", "-t", STARTS_S, "-l", self._folder / "log", "-o", options, "start"]
        self._run("pg_ctl", "-D", self._folder / "data", *words)

    def _url(self, name: str) -> str:
        return f"postgresql://theatre@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *words: object) -> None:
        ran = subprocess.run(
            [*self._as, str(self._programs / program), *(str(word) for word in words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._folder,
            check=False,
        )
        if ran.returncode:
            log = self._folder / "log"
            said = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{program}: {ran.stderr}{said[-2000:]}")


def _newest_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL's server is not installed: apt-get install postgresql")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
