"""The anonymous front page under wrk, beside a bare page on the same cores; the theatre's start."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import free_port, running, serve, start

CONNECTIONS = 32
SECONDS = 10
SERIES = 40
_BARE = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def page(request):
    return PlainTextResponse("bare")

app = Starlette(routes=[Route("/", page)])
"""
_FILL = """
import sys
from pathlib import Path
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.web.settings import read_settings
from tests.theatre.series_rows import add_series
store = Store(read_settings(Path(sys.argv[1]), {}).database_url)
migrate(store)
now_us = store.clock.now_us()
for number in range(int(sys.argv[2])):
    tags = ["a", f"t{number % 7}"]
    store.write(lambda c: add_series(c, f"series-{number}", now_us=now_us, episodes=10, tags=tags))
store.close()
"""


def measure() -> dict[str, float]:
    """Requests a second and the 99th percentile of the front page without a session, one server process and
    wrk with one thread on the same machine; and the seconds from the command to the first answer."""
    if shutil.which("wrk") is None:
        print("theatre: wrk is missing; install it to measure the feed")
        return {}
    with tempfile.TemporaryDirectory(prefix="rwfeed") as folder:
        data = Path(folder)
        (data / "bare.py").write_text(_BARE)
        subprocess.run([sys.executable, "-c", _FILL, str(data), str(SERIES)], check=True)
        port = free_port()
        bare = [sys.executable, "-m", "uvicorn", "--app-dir", str(data), "bare:app", "--port", str(port)]
        with running(start([*bare, "--log-level", "warning", "--no-access-log"], port)):
            bare_rps, bare_p99_ms = _wrk(port)
        with running(serve(data)) as theatre:
            rps, p99_ms = _wrk(theatre.port)
    return {
        "theatre.feed_rps": round(rps),
        "theatre.feed_p99_ms": round(p99_ms, 2),
        "theatre.feed_bare_rps": round(bare_rps),
        "theatre.feed_bare_p99_ms": round(bare_p99_ms, 2),
        "theatre.feed_ratio_to_bare": round(rps / bare_rps, 3),
        "theatre.start_s": round(theatre.start_s, 2),
    }


def _wrk(port: int) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds. Raises ``ValueError`` for answers that were
    no page."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", f"http://127.0.0.1:{port}/"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise ValueError(told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or late is None:
        raise ValueError(told)
    return float(rate[1]), float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]
