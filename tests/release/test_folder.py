"""A sound release validates; every kind of damage is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from reelwright.errors import BadInput
from reelwright.release import (
    AiLabel,
    CaptionFile,
    EpisodeManifest,
    IndexedLine,
    LineIndex,
    Rendition,
    SeriesEntry,
    assemble,
    validate,
)
from reelwright.release.folder import entry_of

EPISODE = "episodes/01"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    index = LineIndex(
        episode=1,
        lines=(
            IndexedLine(id="k3f9", speaker="MEI", character="mei", text="Go.", start_frame=0, end_frame=20),
        ),
    )
    contents = {
        f"{EPISODE}/hls/master.m3u8": b"#EXTM3U\n",
        f"{EPISODE}/hls/1080.m3u8": b"#EXTM3U\n",
        f"{EPISODE}/captions.en.vtt": b"WEBVTT\n",
        f"{EPISODE}/lines.json": msgspec.json.encode(index),
        f"{EPISODE}/poster.png": b"png",
    }
    for name, data in contents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    manifest = EpisodeManifest(
        number=1,
        title="One",
        language="en",
        frame_count=100,
        frames_per_second=(24, 1),
        master_playlist=f"{EPISODE}/hls/master.m3u8",
        renditions=(Rendition(name="1080p", playlist=f"{EPISODE}/hls/1080.m3u8", width=1080, height=1920),),
        captions=(CaptionFile(language="en", format="vtt", path=f"{EPISODE}/captions.en.vtt"),),
        line_index=f"{EPISODE}/lines.json",
        poster=f"{EPISODE}/poster.png",
        ai_label=AiLabel(visible_text="AI-generated", visible_frames=48, metadata_text="AI-generated"),
        files=tuple(entry_of(name, data) for name, data in contents.items()),
    )
    data = assemble(SeriesEntry(slug="s", title="S", language="en"), (manifest,), generator="test")
    (tmp_path / "manifest.json").write_bytes(data)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "costs.json").write_bytes(b"{}")
    return tmp_path


def test_a_sound_release_has_no_fault(release: Path) -> None:
    """Private files are nobody's business."""
    assert validate(release) == []


def _edit(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def damage(release: Path) -> None:
        manifest = json.loads((release / "manifest.json").read_text())
        change(manifest)
        (release / "manifest.json").write_text(json.dumps(manifest))

    return damage


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda r: (r / EPISODE / "poster.png").unlink(), "poster.png is missing"),
        (lambda r: (r / EPISODE / "poster.png").write_bytes(b"gnp"), "does not have the hash"),
        (lambda r: (r / EPISODE / "poster.png").write_bytes(b"more"), "has 4 bytes instead of 3"),
        (lambda r: (r / "stray.txt").write_bytes(b""), "stray.txt is in the folder"),
        (_edit(lambda m: m["files"].pop()), "is in the folder but not in the manifest"),
        (_edit(lambda m: m["episodes"][0].update(frame_count=10)), "line k3f9 has times outside"),
        (_edit(lambda m: m["episodes"][0]["ai_label"].update(visible_frames=0)), "AI label"),
        (_edit(lambda m: m["episodes"][0].update(renditions=[])), "no rendition"),
        (_edit(lambda m: m["episodes"][0].update(poster="episodes/01/other.png")), "not among the files"),
        (_edit(lambda m: m.update(episodes=[])), "no episode"),
    ],
)
def test_every_damage_is_named(release: Path, damage: Callable[[Path], None], fault: str) -> None:
    """The validator says in words what is wrong."""
    damage(release)
    assert any(fault in found for found in validate(release)), validate(release)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda r: (r / "manifest.json").unlink(), "no release"),
        (lambda r: (r / "manifest.json").write_text("{"), "breaks the schema"),
        (_edit(lambda m: m.update(release_version=2)), "of version 2"),
        (_edit(lambda m: m.update(more=1)), "breaks the schema"),
        (_edit(lambda m: m["files"][0].update(path="../secret")), "breaks the schema"),
    ],
)
def test_what_is_no_manifest_is_refused(release: Path, damage: Callable[[Path], None], message: str) -> None:
    """A release whose manifest cannot be trusted is no release."""
    damage(release)
    with pytest.raises(BadInput, match=message):
        validate(release)
