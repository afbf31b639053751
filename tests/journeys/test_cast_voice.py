"""``cast voice`` auditions on the character's own lines and pins what was chosen."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.conftest import run_program, write_series

from reelwright.audio.wave import read_wave


def test_voices_are_heard_compared_and_pinned(tmp_path: Path) -> None:
    series = write_series(tmp_path / "small")
    ran = run_program("cast", "voice", "mara", "--series", series, "--voices", "en-grace,en-vivian", "--json")
    assert ran.code == 0, ran.err
    grace, vivian = [event for event in ran.events if event["event"] == "audition"]
    assert grace["pitch_hz"] > vivian["pitch_hz"] > 120 and 80 < grace["words_per_minute"] < 320
    for one in (grace, vivian):
        pcm, rate_hz = read_wave(Path(one["path"]).read_bytes())
        assert abs(len(pcm) / rate_hz - one["seconds"]) < 0.01 and abs(pcm).max() > 0.1
    before = {path: path.read_bytes() for path in series.rglob("*.fountain")}
    ran = run_program("cast", "voice", "MARA", "--series", series, "--pin", "en-vivian")
    assert ran.code == 0 and "en-vivian" in ran.out
    assert 'name = "en-vivian"' in (series / "cast" / "mara.toml").read_text()
    assert before == {path: path.read_bytes() for path in series.rglob("*.fountain")}
    ran = run_program("cast", "voice", "mara", "--series", series, "--pin", "en-nobody")
    assert ran.code == 2 and "en-grace" in ran.err
    ran = run_program("cast", "voice", "nobody", "--series", series)
    assert ran.code == 2 and "Mara" in ran.err
