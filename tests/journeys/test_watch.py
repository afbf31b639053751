"""A preview that follows every save."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.watch import states, watched
from tests.journeys.conftest import Run
from tests.journeys.test_rebuild import edit, line_ids

from reelwright.build import Store
from reelwright.studio.series import open_series

Preview = dict[str, Any]


def until(previews: Iterator[Preview], is_there: Callable[[Preview], bool]) -> Preview:
    return next(preview for preview in previews if is_there(preview))


def fetched(url: str, digest: str, kind: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(f"{url}content/{digest}.{kind}", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, b""


def test_a_saved_line_is_seen_first_and_a_fault_keeps_the_last_good_film(series: Path, run: Run) -> None:
    """The page hears of the edited shot before the rest is made and gets it whole or in part. It hears of a
    text that cannot be made by file and reason, while the film stays. Nothing else is given out."""
    line = line_ids(series)[1]
    with watched(series) as url:
        previews = states(url)
        first = until(previews, lambda p: p["film"] and not p["is_busy"])
        assert all(shot["clip"] for shot in first["shots"]) and first["shape"] == [360, 640]
        edit(series, "I never lied!", "I always lied!")
        seen = until(previews, lambda p: p["latest"] == f"{line}.line")
        shot = next(shot for shot in seen["shots"] if shot["id"] == seen["latest"])
        assert seen["is_busy"] and shot["text"] == "I always lied!" and shot["sounds"]
        status, clip = fetched(url, shot["clip"], "mp4")
        assert status == 200 and clip[4:8] == b"ftyp"
        assert fetched(url, shot["clip"], "mp4", Range="bytes=4-7") == (206, b"ftyp")
        assert fetched(url, shot["sounds"][0][0], "wav")[1].startswith(b"RIFF")
        assert fetched(url, "0" * 64, "mp4")[0] == 404
        assert fetched(url, shot["clip"], "mp4", Host="example.com")[0] == 403
        done = until(previews, lambda p: not p["is_busy"])
        assert done["film"] != first["film"]
        script = series / "episodes/01.fountain"
        text = script.read_text()
        script.write_text("")
        broken = until(previews, lambda p: bool(p["problem"]))
        assert (
            "01.fountain" in broken["problem"]
            and broken["film"] == done["film"]
            and broken["shots"] == done["shots"]
        )
        script.write_text(text)
        assert until(previews, lambda p: not p["problem"] and not p["is_busy"])["film"] == done["film"]
    store, scope = Store(series / "build/store"), open_series(series).preview_scope
    assert store.remembered(scope)
    assert run("gc", series, "--budget", "0").code == 0
    assert not store.remembered(scope), "previews are no reason to keep anything"


def test_the_page_is_served(series: Path) -> None:
    """By itself, without the network."""
    with watched(series) as url:
        page = urllib.request.urlopen(url).read().decode()
        assert "<video" in page and "http" not in page.replace("http-equiv", "")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}../series.toml")
