"""A script of another program goes in, and comes out in another form."""

from __future__ import annotations

from pathlib import Path

from tests.formats.test_fdx import SCRIPT
from tests.journeys.conftest import Run


def told(run: Run, script: Path) -> list[tuple[str, str]]:
    import json

    return [(e["type"], e["text"]) for e in json.loads(run("read", script, "--json").out)]


def test_a_final_draft_script_is_read_and_converted(tmp_path: Path, run: Run) -> None:
    fdx, fountain = tmp_path / "story.fdx", tmp_path / "story.fountain"
    fdx.write_bytes(SCRIPT)
    ran = run("convert", fdx, fountain, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert [e.get("code", e["event"]) for e in ran.events] == ["unknown-paragraph", "written"]
    back = tmp_path / "back.fdx"
    assert run("convert", fountain, back, "--json").code == 0
    assert told(run, fdx) == told(run, fountain) == told(run, back)
    assert ("dialogue", "你说什么？") in told(run, fdx)


def test_nothing_is_overwritten_and_unknown_forms_are_refused(tmp_path: Path, run: Run) -> None:
    fdx = tmp_path / "story.fdx"
    fdx.write_bytes(SCRIPT)
    assert run("convert", fdx, fdx).code == 2 and fdx.read_bytes() == SCRIPT
    refused = run("convert", fdx, tmp_path / "story.rtf")
    assert refused.code == 2 and ".fountain, .fdx" in refused.err
