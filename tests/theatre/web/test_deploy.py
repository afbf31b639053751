"""The examples in ``deploy/`` are what nginx and systemd take."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_nginx_takes_the_example(tmp_path: Path) -> None:
    """As it stands, but for the certificate, which is made here, and what this nginx is too old for."""
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=theatre.example"]
    files = ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"]
    subprocess.run(["openssl", *words, *files], check=True, capture_output=True)
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = text.replace("/etc/letsencrypt/live/theatre.example", str(tmp_path))
    said = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True, check=True).stderr
    if tuple(map(int, re.findall(r"\d+", said)[:3])) < (1, 25, 1):
        text = text.replace("http2 on;", "").replace("listen 443 ssl;", "listen 443 ssl http2;")
    path = tmp_path / "nginx.conf"
    path.write_text(f"pid {tmp_path}/pid; error_log stderr;\n{text}")
    ran = subprocess.run(["/usr/sbin/nginx", "-t", "-c", path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and "syntax is ok" in ran.stderr, ran.stderr


def test_systemd_takes_the_example(tmp_path: Path) -> None:
    """With a program that is here."""
    unit = tmp_path / "reelwright.service"
    text = (ROOT / "deploy/reelwright.service").read_text()
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))
    ran = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    ours = [line for line in ran.stderr.splitlines() if "reelwright.service" in line]
    assert ran.returncode == 0 and not ours, ran.stderr


def test_nginx_serves_what_the_theatre_points_at() -> None:
    """The internal folder's address is the one that the routes name."""
    from reelwright.theatre.web.routes.media import OBJECTS_AT

    assert f"location {OBJECTS_AT} {{" in (ROOT / "deploy/nginx.conf").read_text()
