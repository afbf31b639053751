"""The page that every make leaves."""

from __future__ import annotations

import re
from pathlib import Path

from tests.build.test_graph import step
from tests.journeys.conftest import Run
from tests.journeys.test_rebuild import edit, line_ids

from reelwright.build import BuildEvent, Made
from reelwright.errors import BuildFailed
from reelwright.studio.chronicle import Chronicle, critical_path, lanes


def chronicle() -> Chronicle:
    """Two workers: a, then c after it; b beside them, which ends later but has d after it end last."""
    times = iter([0.0, 2.0, 3.0, 6.0, 6.5])
    told = Chronicle(clock=lambda: next(times))
    for address, wall_s, *needs in (("a", 2.0), ("b", 3.0), ("c", 4.0, "a"), ("d", 0.5, "a", "c")):
        made = Made(key=address, kind="k", outputs={}, wall_s=wall_s)
        told.hear(BuildEvent("made", step(address, "x", *needs), 0, 4, made))
    return told


def test_the_chain_that_decided_the_time_is_found() -> None:
    """From the last to end back over the need that ended last; rows hold no two at once."""
    spans = chronicle().spans
    assert [span.step.address for span in critical_path(spans)] == ["a", "c", "d"]
    assert [[span.step.address for span in row] for row in lanes(spans)] == [["a", "c", "d"], ["b"]]
    assert critical_path({}) == [] and lanes({}) == []


def test_a_failure_is_told() -> None:
    told = chronicle()
    told.hear(BuildEvent("failed", step("e", "x"), 0, 5, problem=BuildFailed("No light")))
    assert str(told.failures["e"]).startswith("No light")


def test_every_shot_is_on_the_page_and_what_was_made_is_marked(series: Path, run: Run) -> None:
    """With a picture each, of which only the new ones are made again; the page asks the network for nothing;
    an empty make leaves it as it is."""
    line = line_ids(series)[2]
    pictures = series / "build/report/01"
    before = {path.name: path.stat().st_mtime_ns for path in pictures.iterdir()}
    edit(series, "Then who is in the grave?", "Then <who> is in the grave?")
    made = run("make", series, "--json").addresses()
    page = series / "build/report/01.html"
    html = page.read_text()
    shots = re.findall(
        r"<figure( class=new)?><img[^>]*base64,[^>]{200,}><figcaption><code>([^<]+)</code>", html
    )
    assert {f"1/shot/{name.partition('/')[2]}" for new, name in shots if new} == {
        a for a in made if "/shot/" in a
    }
    assert len(shots) > 5 and "Then &lt;who&gt; is" in html and f"1/voice/{line}" in html
    assert "http" not in html and "What decided the time" in html
    now = {path.name: path.stat().st_mtime_ns for path in pictures.iterdir()}
    assert 0 < len(now.items() - before.items()) <= sum("/shot/" in a for a in made) < len(now) <= len(shots)
    before_ns = page.stat().st_mtime_ns
    assert run("make", series, "--json").code == 0
    assert page.stat().st_mtime_ns == before_ns
