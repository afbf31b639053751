"""Segments of 1 MB from the theatre, handed over to nginx and sent by Python alone, beside bare nginx.

The load is ``wrk`` with one thread and sixteen connections on this machine; nginx reads the same files in
each case. The theatre is the whole application behind nginx, and every request carries a pass, as a player's
does. A run of two gigabytes a second is at the mercy of whatever else the machine does, so the two take turns
many times and their means are compared.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from sqlalchemy import select
from tests.theatre.releases import Sketch, make_release

from bench.serving import Server, free_port, running, serve, start
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.tables import episode_version
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.web.settings import Settings, read_settings

SEGMENT_BYTES = 1 << 20
CONNECTIONS = 16
RUN_S = 2
ROUNDS = 10
_NGINX = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type video/iso.segment;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream theatre {{ server 127.0.0.1:{theatre}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location /bare/ {{ alias {media}/; }}
    location /objects/ {{ internal; alias {media}/; }}
    location / {{
      proxy_pass http://theatre; proxy_http_version 1.1;
      proxy_set_header Connection ""; proxy_set_header Host $host;
    }}
  }}
}}
"""


def measure() -> dict[str, float]:
    """Bytes a second in each case, and the ratio that nginx keeps when the theatre says what to send."""
    folder = Path(tempfile.mkdtemp(prefix="rwmedia"))
    try:
        settings, version = _published(folder)
        with running(_theatre(settings, "accel")) as theatre, running(_nginx(folder, theatre)) as front:
            paths = _segment_paths(folder, version)
            pass_ = _pass_from(f"{front.url}{paths[0]}")
            bare_paths = _bare_paths(Path(settings.media))
            rates: dict[str, list[float]] = {"bare": [], "handed": []}
            for number in range(ROUNDS):
                for kind in ("bare", "handed") if number % 2 else ("handed", "bare"):
                    asked = (bare_paths, "") if kind == "bare" else (paths, pass_)
                    rates[kind].append(_wrk(folder, front.port, *asked))
        with running(_theatre(settings, "direct")) as theatre:
            pass_ = _pass_from(f"{theatre.url}{paths[0]}")
            alone = _wrk(folder, theatre.port, paths, pass_)
    finally:
        shutil.rmtree(folder)
    bare, handed = statistics.fmean(rates["bare"]), statistics.fmean(rates["handed"])
    return {
        "theatre.hls_ratio_to_nginx": handed / bare,
        "theatre.hls_nginx_mb_per_s": bare / 1e6,
        "theatre.hls_accel_mb_per_s": handed / 1e6,
        "theatre.hls_python_mb_per_s": alone / 1e6,
    }


def _published(folder: Path) -> tuple[Settings, str]:
    """A theatre with one free episode of thirty segments."""
    settings = read_settings(folder / "data", {})
    store = Store(settings.database_url)
    migrate(store)
    release = make_release(folder / "release", episodes=[Sketch(1, seconds=20)], segment_bytes=SEGMENT_BYTES)
    publish(store, ObjectStore(settings.media), release, Offer(free_count=1))
    version = store.read(lambda connection: connection.scalar(select(episode_version.c.public_id)))
    store.close()
    return settings, str(version)


def _segment_paths(folder: Path, version: str) -> list[str]:
    at = folder / "release" / "episodes" / "01"
    return [f"/media/{version}/{path.relative_to(at).as_posix()}" for path in sorted(at.rglob("*.m4s"))]


def _bare_paths(media: Path) -> list[str]:
    found = [path for path in sorted(media.glob("*/*")) if path.stat().st_size == SEGMENT_BYTES]
    return [f"/bare/{path.relative_to(media).as_posix()}" for path in found]


def _theatre(settings: Settings, handing: str) -> Server:
    (settings.folder / "theatre.toml").write_text(f'handing = "{handing}"\n')
    return serve(settings.folder)


def _nginx(folder: Path, theatre: Server) -> Server:
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    media = folder / "data" / "media"
    text = _NGINX.format(folder=folder, user=user, theatre=theatre.port, port=port, media=media)
    (folder / "nginx.conf").write_text(text)
    words = ["nginx", "-e", f"{folder}/nginx.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    return start(words, port)


def _pass_from(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert len(answer.read()) == SEGMENT_BYTES
        return str(answer.headers["set-cookie"]).partition(";")[0]


def _wrk(folder: Path, port: int, paths: list[str], cookie: str) -> float:
    """Bytes a second over ``RUN_S`` seconds. Raises ``RuntimeError`` when an answer was not whole."""
    script = folder / "load.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    script.write_text(
        f"local paths = {{{listed}}}\nlocal at = 0\n"
        + (f'wrk.headers["Cookie"] = "{cookie}"\n' if cookie else "")
        + "request = function() at = at + 1; return wrk.format('GET', paths[at % #paths + 1]) end\n"
        "done = function(summary) io.write(string.format('figures %d %d %d\\n', summary.bytes,"
        " summary.duration, summary.errors.status + summary.errors.read + summary.errors.timeout)) end\n"
    )
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{RUN_S}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = re.search(r"figures (\d+) (\d+) (\d+)", said)
    if found is None or int(found[3]):
        raise RuntimeError(f"wrk says: {said}")
    return int(found[1]) / (int(found[2]) / 1e6)
