"""What cannot be made is refused in one sentence; what can be made is made, with a warning."""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.conftest import SCRIPT, Ran, Run, write_series

from reelwright.finishing.conform import time_shot
from reelwright.performance import Performance
from reelwright.production.script import read_series
from reelwright.production.settings import Facts
from reelwright.storyboard.words import spoken_words
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series
from reelwright.timebase import FILM
from reelwright.voice.built_in import BuiltInVoice
from reelwright.voice.documents import Utterance
from reelwright.voice.performance import perform_line


def _empty(folder: Path) -> Path:
    path = folder / "empty.fountain"
    path.write_bytes(b"")
    return path


def _no_dialogue(folder: Path) -> Path:
    path = folder / "silent.fountain"
    path.write_text("INT. OFFICE - DAY\n\nNobody says a word.\n")
    return path


def _random_bytes(folder: Path) -> Path:
    path = folder / "noise.fountain"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def _unreadable(folder: Path) -> Path:
    path = folder / "loop.fountain"
    path.symlink_to(path)
    return path


REFUSED: list[tuple[str, Callable[[Path], Path], str]] = [
    ("empty", _empty, "empty.fountain:1:1"),
    ("no dialogue", _no_dialogue, "silent.fountain:1:1"),
    ("random bytes", _random_bytes, "noise.fountain:"),
    ("missing", lambda folder: folder / "nowhere.fountain", "nowhere.fountain"),
    ("unreadable", _unreadable, "loop.fountain"),
    ("a kind we do not read", lambda folder: Path(__file__), "test_bad_input.py"),
]


@pytest.mark.parametrize(("make", "where"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_script_that_cannot_be_made_is_refused(
    tmp_path: Path, run: Run, make: Callable[[Path], Path], where: str
) -> None:
    """Exit 2, one message with the place and what to do, no traceback, nothing written."""
    script = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    ran = run("make", script)
    assert ran.code == 2
    assert "Traceback" not in ran.err + ran.out
    messages = [line for line in ran.err.splitlines() if line.startswith("error")]
    assert len(messages) == 1 and where in messages[0]
    assert messages[0].count(".") >= 2, "it says what to do next"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("out", ["file/under", "/proc/nothing"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, run: Run, out: str) -> None:
    """Exit 2 and the folder's name, before anything is made."""
    (tmp_path / "file").write_text("a file is no folder")
    target = Path(out) if out.startswith("/") else tmp_path / out
    ran = run("make", write_series(tmp_path / "small"), "--out", target)
    assert ran.code == 2 and str(target) in ran.err and "--out" in ran.err
    assert "Traceback" not in ran.err


def test_a_disk_that_fills_up_is_refused_and_nothing_is_lost(tmp_path: Path, run: Run) -> None:
    """A real limit on file sizes stops the build in one sentence; lifted, the build goes on."""
    series = write_series(tmp_path / "small")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    done = subprocess.run(
        [sys.executable, "-c", "from reelwright.cli import main; main()", "make", str(series), "--json"],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2, done.stdout[-800:] + done.stderr[-800:]
    assert "Traceback" not in done.stderr
    assert not list(series.rglob("*.partial"))
    assert run("make", series, "--json").code == 0


def test_a_store_that_becomes_read_only_is_refused_and_nothing_is_lost(series: Path, run: Run) -> None:
    """In the middle of a make: one sentence that names the folder, exit 2; writable again, the make goes on
    and repeats nothing."""
    settings = series / "series.toml"
    settings.write_text(settings.read_text().replace("crf = 35", "crf = 36"))
    store = series / "build/store"
    folders = [store, *(path for path in store.rglob("*") if path.is_dir())]
    # Root may write anywhere unless it gives that up.
    weaker = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"][: 3 * (os.getuid() == 0)]
    program = subprocess.Popen(
        [*weaker, sys.executable, "-c", "from reelwright.cli import main; main()", "make", series, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    lines = []
    for line in program.stdout:
        lines.append(line)
        if '"made"' in line:
            break
    for folder in folders:
        folder.chmod(0o555)
    rest, said = program.communicate(timeout=120)
    for folder in folders:
        folder.chmod(0o755)
    ran = Ran(program.returncode, "".join(lines) + rest, said)
    assert ran.code == 2 and str(store) in ran.events[-1]["where"], ran.out[-800:]
    assert "cannot be written" in ran.events[-1]["message"] and "Traceback" not in said
    again = run("make", series, "--json")
    assert again.code == 0 and again.addresses() and not again.addresses() & ran.addresses()
    assert not list((store / "scratch").iterdir())


def test_a_missing_library_is_named_with_its_package(tmp_path: Path, run: Run) -> None:
    """Without the fonts' folder the program says which package brings them."""
    series = write_series(tmp_path / "small")
    ran = run("make", series, REELWRIGHT_FONTS=str(tmp_path))
    assert ran.code == 2 and "fonts-lato" in ran.err and "Traceback" not in ran.err


WARNED: list[tuple[str, str, str]] = [
    ("two spellings", SCRIPT.replace("MARA\n(crying)", "MARAA\n(crying)"), "MARAA"),
    ("unknown place", SCRIPT.replace("OFFICE", "ZEPPELIN HANGAR"), "unknown-place"),
    ("unknown note", SCRIPT.replace("[[sfx: thunder]]", "[[lens: 50mm]]"), "unknown-note"),
    ("unknown effect", SCRIPT.replace("[[sfx: thunder]]", "[[sfx: qwertz]]"), "unknown-effect"),
]


@pytest.mark.parametrize(("script", "sign"), [w[1:] for w in WARNED], ids=[w[0] for w in WARNED])
def test_what_is_strange_is_made_with_a_warning(series: Path, run: Run, script: str, sign: str) -> None:
    """Exit 0, a new film, and a warning that names the thing."""
    film = series / "build/01/film.mp4"
    film.unlink()
    (series / "episodes/01.fountain").write_text(script)
    ran = run("make", series, "--json")
    assert ran.code == 0
    warnings = [str(event) for event in ran.events if event["event"] == "warning"]
    assert any(sign in warning for warning in warnings), warnings
    assert film.stat().st_size > 10_000


def test_an_unknown_voice_and_outfit_are_made_with_a_warning(series: Path, run: Run) -> None:
    """A voice nobody has and clothes nobody can sew do not stop a film."""
    (series / "cast").mkdir(exist_ok=True)
    (series / "cast/mara.toml").write_text(
        'name = "Mara"\n[voice]\nname = "en-nobody"\n[[wardrobe]]\nkind = "armour"\n'
    )
    ran = run("make", series, "--json")
    codes = {event["code"] for event in ran.events if event["event"] == "warning"}
    assert ran.code == 0 and {"unknown-voice", "unknown-wardrobe"} <= codes


def test_a_scene_with_thirty_people_is_planned(tmp_path: Path) -> None:
    """Thirty speakers in one room: every line is heard, and no picture holds more than five."""
    names = [f"GUEST {chr(65 + n // 5)}{chr(65 + n % 5)}" for n in range(30)]
    lines = "\n".join(f"{name}\nI was here all night.\n" for name in names)
    script = "INT. BANQUET HALL - NIGHT\n\n" + lines
    plan = prepare(open_series(write_series(tmp_path / "small", script))).plans[0]
    shots = plan.storyboard.shots
    assert max(len(shot.subjects) for shot in shots) <= 5
    heard = [beat.line_id for shot in shots for beat in shot.beats if beat.kind == "line"]
    assert heard == [line.id for line in plan.screenplay.lines]


def test_a_speech_of_three_thousand_words_is_cut_into_shots(tmp_path: Path) -> None:
    """Every word is in exactly one shot, in order; a part of it is really spoken and timed."""
    sentences = [f"Number {n} is a thing that I have wanted to say to you." for n in range(260)]
    script = f"INT. OFFICE - DAY\n\nMARA\n{' '.join(sentences)}\n\nVICTOR\nGo on.\n"
    (tmp_path / "01.fountain").write_text(script)
    series = read_series([(1, tmp_path / "01.fountain")], tmp_path / "lines.json", None, Facts(), slug="long")
    shots = series.plans[0].storyboard.shots
    line = series.plans[0].screenplay.lines[0]
    parts = [b for shot in shots for b in shot.beats if b.line_id == line.id]
    assert len(spoken_words(line.text)) > 3000 and len(parts) > 60
    assert parts[0].first_word == 0 and parts[-1].end_word == -1
    assert all(a.end_word == b.first_word for a, b in itertools.pairwise(parts))
    short = " ".join(sentences[:12])
    performance: Performance = perform_line(BuiltInVoice().speak(Utterance(text=short)))
    first = time_shot(
        shots[0],
        {
            line.id: performance,
        },
        FILM,
    )
    assert 48 < first.frame_count < 24 * 14


SAME_TEXT: list[tuple[str, bytes]] = [
    ("UTF-16", SCRIPT.encode("utf-16")),
    ("BOM and CRLF", b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()),
]


@pytest.mark.parametrize("data", [s[1] for s in SAME_TEXT], ids=[s[0] for s in SAME_TEXT])
def test_the_same_text_in_another_form_is_the_same_film(series: Path, run: Run, data: bytes) -> None:
    """Encodings, marks and line ends say nothing: nothing is made again."""
    (series / "episodes/01.fountain").write_bytes(data)
    ran = run("make", series, "--json")
    assert ran.code == 0, ran.out[-500:] + ran.err
    assert not ran.addresses()


def test_emoji_and_right_to_left_text_just_work(series: Path, run: Run) -> None:
    """What no voice can say is left out of the sound, and the line is spoken and filmed."""
    script = SCRIPT.replace("You lied to me.", "You lied 😀 to me. שלום")
    (series / "episodes/01.fountain").write_bytes(script.encode())
    ran = run("make", series, "--json")
    assert ran.code == 0, ran.out[-500:] + ran.err
    assert {address.split("/")[1] for address in ran.addresses()} >= {"voice", "shot", "film"}


def test_a_chinese_script_in_gb18030_just_works(tmp_path: Path, run: Run) -> None:
    """The language is found in the text, and a film is made without a word."""
    series = write_series(tmp_path / "small")
    script = "内景 办公室 夜\n\n林晚\n（冷冷地）\n你骗了我。\n\n周铭\n我没有！\n"
    (series / "episodes/01.fountain").write_bytes(script.encode("gb18030"))
    (series / "series.toml").write_text(
        '[format]\nwidth = 216\nheight = 384\ncrf = 35\npreset = "ultrafast"\n'
    )
    ran = run("make", series, "--json")
    assert ran.code == 0, ran.out[-500:] + ran.err
    assert (series / "build/01/film.mp4").is_file()


def test_a_script_of_five_megabytes_is_read(tmp_path: Path, run: Run) -> None:
    """Reading and numbering some forty thousand lines takes seconds, not minutes."""
    scene = "INT. OFFICE - DAY\n\nMARA\nThis is line number {}, and it goes on for a while, as lines do.\n\n"
    path = tmp_path / "long.fountain"
    path.write_text("".join(scene.format(n) for n in range(56_000)))
    assert path.stat().st_size > 5_000_000
    ran = run("read", path, "--json", timeout_s=120)
    assert ran.code == 0 and ran.out.count('"scene-heading"') == 56_000


@pytest.mark.parametrize("words", [("--form", "wedding")])
def test_what_the_model_writer_does_not_know_is_refused(
    tmp_path: Path, run: Run, words: tuple[str, str]
) -> None:
    """It is said before anything is begun, not left out without a word."""
    asked = ("--writer", "model", "--server", "http://127.0.0.1:9/v1", "--model", "m")
    ran = run("new", "A waitress finds a key", *asked, *words, "--out", tmp_path / "series")
    assert ran.code == 2 and words[0] in ran.err and "Traceback" not in ran.err
    assert not (tmp_path / "series").exists()
