"""Requests as JSON lines → replies of an engine that lives in its own process.

flite and eSpeak hold global state, can crash, and eSpeak is GPL: each runs in a process of its own.
A request is one line of JSON. A reply is one line of JSON followed by ``pcm_bytes`` bytes of
little-endian 16-bit samples.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
import weakref
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.errors import MissingDependency

from .documents import VoiceFailed

REPLY_WITHIN_S = 90.0
"""A sentence takes well below a second; a worker that is silent this long is stuck."""

IDLE_S = 8.0
"""A worker nobody has asked for this long is ended: it would hold 45 MiB while pictures are made."""

_CHUNK_BYTES = 1 << 16


class _WorkerEndedError(Exception):
    """The worker closed its pipe or kept silent."""


class WorkerProcess:
    """One engine process, started at the first request, again once when it dies, and again when it was
    ended for having nothing to do for ``idle_s``.

    ``module`` is run as ``python -m module``. ``install_hint`` is what ``MissingDependency`` advises
    when the worker says that its library is not there.
    """

    def __init__(self, module: str, *, engine: str, install_hint: str, idle_s: float = IDLE_S) -> None:
        self._module = module
        self._engine = engine
        self._install_hint = install_hint
        self._idle_s = idle_s
        self._lock = threading.RLock()
        self._idle_timer: threading.Timer | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner_pid = 0
        self._buffer = b""

    def request(self, message: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.int16]]:
        """Send one request, return the reply's fields and its samples.

        Raises ``MissingDependency`` or ``VoiceFailed``.
        """
        with self._lock:
            try:
                return self._answered(message)
            finally:
                self._end_when_idle()

    def close(self) -> None:
        """End the worker; the next request starts a fresh one."""
        with self._lock:
            process, self._process = self._process, None
            self._buffer = b""
            if process is not None and self._owner_pid == os.getpid():
                _end(process, self._owner_pid)

    def _end_when_idle(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        # The timer must not keep a worker that nobody holds any more.
        this = weakref.ref(self)

        def end() -> None:
            worker = this()
            if worker is not None and worker._idle_timer is timer:
                worker.close()

        timer = threading.Timer(self._idle_s, end)
        timer.daemon = True
        self._idle_timer = timer
        timer.start()

    def _answered(self, message: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.int16]]:
        text = str(message.get("text"))[:60]
        for attempt in (1, 2):
            try:
                header, samples = self._exchange(message)
                break
            except (_WorkerEndedError, OSError) as error:
                self.close()
                if attempt == 2:
                    raise VoiceFailed(
                        f"The {self._engine} engine stopped twice while speaking {text!r}",
                        where=str(error),
                        next_step="Change that line's text, or choose another voice with: reelwright doctor",
                    ) from error
        if header.get("missing"):
            raise MissingDependency(
                f"The {self._engine} speech engine is not installed: {header['missing']}",
                where="built-in voices",
                next_step=self._install_hint,
            )
        if header.get("error"):
            raise VoiceFailed(
                f"The {self._engine} engine could not speak {text!r}: {header['error']}",
                next_step="Change that line's text or choose another voice.",
            )
        return header, samples

    def _exchange(self, message: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.int16]]:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(msgspec.json.encode(message) + b"\n")
        process.stdin.flush()
        deadline_s = time.monotonic() + REPLY_WITHIN_S
        header: dict[str, Any] = msgspec.json.decode(self._read_line(process, deadline_s))
        pcm = self._read_exactly(process, int(header.get("pcm_bytes", 0)), deadline_s)
        return header, np.frombuffer(pcm, dtype="<i2").astype(np.int16)

    def _running(self) -> subprocess.Popen[bytes]:
        # A forked child must not talk through its parent's pipes.
        if self._process is None or self._owner_pid != os.getpid():
            environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in sys.path if p))
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            self._owner_pid = os.getpid()
            self._buffer = b""
            weakref.finalize(self, _end, self._process, self._owner_pid)
        return self._process

    def _read_line(self, process: subprocess.Popen[bytes], deadline_s: float) -> bytes:
        while b"\n" not in self._buffer:
            self._buffer += self._more(process, deadline_s)
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _read_exactly(self, process: subprocess.Popen[bytes], count: int, deadline_s: float) -> bytes:
        parts = [self._buffer]
        held = len(self._buffer)
        while held < count:
            parts.append(self._more(process, deadline_s))
            held += len(parts[-1])
        whole = b"".join(parts)
        self._buffer = whole[count:]
        return whole[:count]

    def _more(self, process: subprocess.Popen[bytes], deadline_s: float) -> bytes:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline_s - time.monotonic())):
                raise _WorkerEndedError(f"no answer within {REPLY_WITHIN_S:.0f} s")
        data = os.read(process.stdout.fileno(), _CHUNK_BYTES)
        if not data:
            raise _WorkerEndedError(f"exit status {process.poll()}")
        return data


def _end(process: subprocess.Popen[bytes], owner_pid: int) -> None:
    if owner_pid != os.getpid():
        return
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        process.wait(timeout=1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
