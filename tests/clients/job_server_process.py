"""A job server in a process of its own, which keeps its jobs in a folder and may be killed at any time.

    python job_server_process.py FOLDER [PORT]     # prints its port, then serves

``FOLDER/jobs`` holds a file a job, by idempotency key; ``FOLDER/asked.jsonl`` every request. How a job goes
is said by the request's model: ``slow`` takes two polls more, ``stuck`` never ends, ``held`` not while there
is ``FOLDER/held``, ``busy`` is refused twice, ``fails-once``, ``short`` (frames are missing), ``still`` (a
picture instead), ``prose``, ``cut`` (the first download ends early), ``forgets`` (404).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np

FOLDER = Path(sys.argv[1] if __name__ == "__main__" else "")
JOBS = FOLDER / "jobs"
COLOUR = (200, 40, 120)


def write(path: Path, document: Any) -> None:
    handle, name = tempfile.mkstemp(dir=FOLDER)
    with os.fdopen(handle, "w") as file:
        json.dump(document, file)
    Path(name).replace(path)


def film(request: dict[str, Any]) -> bytes:
    """A clip of one colour, half the size that was asked for."""
    count = request["frames"] - (3 if request["model"] == "short" else 0)
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as clip:
        stream: Any = clip.add_stream("libx264", rate=round(request["fps"]), options={"preset": "ultrafast"})
        stream.width, stream.height = request["width"] // 4 * 2, request["height"] // 4 * 2
        stream.pix_fmt = "yuv420p"
        picture = np.full((stream.height, stream.width, 3), COLOUR, np.uint8)
        for _ in range(count):
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        clip.mux(stream.encode())
    return target.getvalue()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key, model = self.headers["Idempotency-Key"], request["model"]
        goes = self.asked("POST", key, model)
        if model == "busy" and goes <= 2:
            self.answer(429, {"error": {"message": "queue is full"}}, {"Retry-After": "0"})
            return
        if model == "prose":
            self.send(200, b"Sure! Here is your job.", "text/plain")
            return
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        path = JOBS / f"{name}.json"
        if not path.exists():
            write(path, {"key": key, "request": request, "polls": 0})
        if os.environ.get("DIE_AFTER_POST"):
            os._exit(9)
        self.answer(201, {"id": name, "state": "queued"})

    def do_GET(self) -> None:
        name, _, rest = self.path.removeprefix("/v1/jobs/").partition("/")
        goes = self.asked("GET", name, rest)
        path = JOBS / f"{name}.json"
        if not path.exists():
            self.answer(404, {"detail": "no such job"})
            return
        job = json.loads(path.read_text())
        model = job["request"]["model"]
        if rest == "result":
            data = b"\x89PNG" if model == "still" else film(job["request"])
            self.send(200, data, "video/mp4", is_cut=model == "cut" and goes == 1)
            return
        if model == "forgets":
            path.unlink()
            self.answer(404, {"detail": "no such job"})
            return
        job["polls"] += 1
        write(path, job)
        told = {"id": name, "state": "running"}
        is_held = model == "stuck" or (model == "held" and (FOLDER / "held").exists())
        if model == "fails-once" and job["key"].endswith("-1"):
            told |= {"state": "failed", "error": "out of memory on the card"}
        elif not is_held and job["polls"] > (2 if model == "slow" else 0):
            told |= {"state": "done", "billed": {"seconds": job["request"]["seconds"] * 2, "images": 1}}
        self.answer(200, told)

    def asked(self, *what: str) -> int:
        """Write it down; how often it was asked so far."""
        log = FOLDER / "asked.jsonl"
        line = json.dumps([*what, self.headers.get("Authorization", "")])
        with log.open("a") as file:
            file.write(line + "\n")
        return log.read_text().splitlines().count(line)

    def answer(self, code: int, document: Any, headers: dict[str, str] | None = None) -> None:
        self.send(code, json.dumps(document).encode(), "application/json", headers)

    def send(
        self,
        code: int,
        data: bytes,
        kind: str,
        headers: dict[str, str] | None = None,
        *,
        is_cut: bool = False,
    ) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if is_cut:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if is_cut else data)

    def log_message(self, format: str, *words: object) -> None:
        return


if __name__ == "__main__":
    JOBS.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
