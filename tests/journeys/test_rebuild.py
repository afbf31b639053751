"""A second make does what is missing, exactly, and nothing else."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
from bench.kills import torment
from tests.journeys.conftest import Run, run_program, write_series

from reelwright.build import Store
from reelwright.screenplay.line_ids import load_register
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

EPISODE = {"1/timeline", "1/mix", "1/film", "1/contact-sheet", "1/package"}


def line_ids(series: Path) -> list[str]:
    return [line.id for line in load_register(series / "lines.json").lines_of(1)]


def edit(series: Path, before: str, after: str) -> None:
    path = series / "episodes" / "01.fountain"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_nothing_changed_makes_nothing(series: Path, run: Run) -> None:
    """A copy of a finished series is finished."""
    assert run("make", series, "--json").addresses() == set()


def test_an_edited_line_remakes_exactly_what_hangs_on_it(series: Path, run: Run) -> None:
    """Its voice, the shots it is heard in, the dialogue, score and air of its scene, and the episode's
    timeline, mix, film, sheet and package: no more, no less. It keeps its id."""
    before = line_ids(series)
    edit(series, "I never lied!", "I never lied to you, and I never will, not once!")
    made = run("make", series, "--json").addresses()
    assert line_ids(series) == before
    edited = before[1]
    shots = {f"1/shot/{edited}.line"}
    scene = {f"1/{kind}/{before[0]}" for kind in ("dialogue", "music", "ambience")}
    assert made == {f"1/voice/{edited}"} | shots | scene | EPISODE


def test_the_last_line_of_another_scene_leaves_the_first_alone(series: Path, run: Run) -> None:
    """Nothing of scene one is made again when scene two changes."""
    ids = line_ids(series)
    edit(series, "Then who is in the grave?", "Then who, tell me, who is lying in that grave?")
    made = run("make", series, "--json").addresses()
    assert made == {
        f"1/voice/{ids[2]}", f"1/shot/{ids[2]}.line", f"1/dialogue/{ids[2]}", f"1/music/{ids[2]}",
        f"1/ambience/{ids[2]}", *EPISODE,
    }  # fmt: skip


def test_what_nobody_sees_or_hears_makes_nothing(series: Path, run: Run) -> None:
    """A boneyard, a synopsis, a blank line, a remark, the order of keys."""
    edit(
        series,
        "INT. OFFICE - NIGHT\n",
        "/* cut later */\n\n= They meet.\n\nINT. OFFICE - NIGHT\n\n[[ask Joe]]\n",
    )
    (series / "series.toml").write_text(
        'seed = 3\nlanguage = "en"\ntitle = "Small"\n\n[format]\n'
        'preset = "ultrafast"\ncrf = 35\nheight = 384\nwidth = 216\n'
    )
    assert run("make", series, "--json").addresses() == set()


def test_a_look_remakes_that_persons_shots(series: Path, run: Run) -> None:
    """Other hair films Victor's shots again; no voice, no score, no mix."""
    voice = prepare(open_series(series)).plans[0].voices["victor"]
    (series / "cast").mkdir()
    (series / "cast" / "victor.toml").write_text(
        'name = "Victor"\n[look]\nsex = "male"\nhair = "slick"\nhair_colour = "#8a6a42"\n'
        f'[voice]\nname = "{voice}"\n'
    )
    made = run("make", series, "--json").addresses()
    kinds = {address.split("/")[1] for address in made}
    assert kinds == {"shot", "poster", "film", "contact-sheet", "package"}
    ids = line_ids(series)
    assert f"1/shot/{ids[1]}.line" in made
    assert not {a for a in made if a.startswith("1/shot/") and ids[2] in a}, "Victor is not in scene two"


def test_status_says_what_changed_and_why(series: Path, run: Run) -> None:
    """Stale steps name the setting; what needs them waits."""
    assert run("status", series, "--json").events[-1]["current"] > 20
    edit(series, "I never lied!", "I always lied!")
    events = run("status", series, "--json").events
    stale = {event["address"]: event["why"] for event in events if event.get("state") == "stale"}
    voice = f"1/voice/{line_ids(series)[1]}"
    assert "I never lied!" in stale[voice] and "I always lied!" in stale[voice]
    assert events[-1]["waiting"] > 0


def test_a_removed_film_is_laid_out_again(series: Path, run: Run) -> None:
    """The film comes back from the store; an edited file is put right; nothing is made."""
    film, captions = series / "build/01/film.mp4", series / "build/01/captions.srt"
    data = film.read_bytes()
    film.unlink()
    captions.write_text("mine")
    assert run("make", series, "--json").addresses() == set()
    assert film.read_bytes() == data
    assert captions.read_text() != "mine"


def rot(store: Store, digest: str) -> None:
    """Spoil content on the disk; its size stays."""
    path = store.path(digest)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-7] + b"rotten!")


def test_damaged_artefacts_are_healed(series: Path, run: Run) -> None:
    """A film that rotted is found when it is laid out, a voice when new dialogue reads it: the same
    command makes both again, and nothing else."""
    ids, store = line_ids(series), Store(series / "build/store")
    records = {address: store.made(key) for address, key in store.remembered("small").items()}
    film, voice = records["1/film"], records[f"1/voice/{ids[0]}"]
    assert film is not None and voice is not None
    rot(store, film.outputs["film.mp4"])
    (series / "build/01/film.mp4").unlink()
    ran = run("make", series, "--json")
    assert ran.code == 0 and ran.addresses() == {"1/film"}
    rot(store, voice.outputs["speech.wav"])
    edit(series, "I never lied!", "I never lied to you, and I never will, not once!")
    ran = run("make", series, "--json")
    assert ran.code == 0 and ran.addresses("lost") == {f"1/voice/{ids[0]}"}
    scene = {f"1/{kind}/{ids[0]}" for kind in ("dialogue", "music", "ambience")}
    edited = {f"1/voice/{ids[1]}", f"1/shot/{ids[1]}.line"}
    assert ran.addresses() == {f"1/voice/{ids[0]}"} | scene | edited | EPISODE


def test_two_clean_builds_give_the_same_bytes(built: Path, tmp_path: Path, run: Run) -> None:
    """In another folder, every artefact and every file of the release has the same digest."""
    other = write_series(tmp_path / "small")
    assert run("make", other, "--json").code == 0

    def artefacts(series: Path) -> dict[str, dict[str, str]]:
        return {record.key: record.outputs for record in Store(series / "build/store").records()}

    assert artefacts(other) == artefacts(built)
    manifest = Path("build/release/manifest.json")
    assert (other / manifest).read_bytes() == (built / manifest).read_bytes()


def test_killed_at_random_instants_it_ends_as_if_nobody_had(built: Path, tmp_path: Path) -> None:
    """SIGKILL to the program and its workers, four times: the same digests and files, nothing half-written or
    left behind, and nothing that was finished is made again. ``bench kills`` does it two hundred times."""
    series = write_series(tmp_path / "small")
    done = torment(series, built, random.Random(3), most=4, longest_s=9.0)
    assert done.tried == done.survived == 4, done.faults


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    """Exit 130, nothing half-written, and the next make goes on."""
    series = write_series(tmp_path / "small")
    made_before = _stopped_after_some_shots(series)
    assert not list(series.rglob("*.partial"))
    assert not list((series / "build/store/scratch").iterdir())
    again = run_program("make", series, "--json")
    assert again.code == 0
    assert not again.addresses() & made_before


def test_two_makes_at_once_are_safe(tmp_path: Path) -> None:
    """Two programs on one folder both succeed, and leave one sound film."""
    series = write_series(tmp_path / "small")
    running = [_start(series) for _ in range(2)]
    for process in running:
        process.communicate(timeout=300)
        assert process.returncode == 0
    assert run_program("validate", series / "build/release").code == 0


def test_the_release_is_sound_and_labelled(built: Path, run: Run) -> None:
    """The validator agrees, and the manifest says that a machine made it."""
    assert run("validate", built / "build/release").code == 0
    manifest = msgspec.json.decode((built / "build/release/manifest.json").read_bytes())
    assert manifest["episodes"][0]["ai_label"]["visible_frames"] == 48
    assert [r["name"] for r in manifest["episodes"][0]["renditions"]] == ["216p", "108p"]


def test_clean_removes_only_what_was_built(series: Path, run: Run) -> None:
    """Scripts and ids stay; a folder that is not ours is left alone."""
    assert run("clean", series).code == 0
    assert not (series / "build").exists()
    assert (series / "lines.json").is_file() and (series / "episodes/01.fountain").is_file()
    (series / "build").mkdir()
    (series / "build" / "thesis.txt").write_text("mine")
    assert run("clean", series).code == 2
    assert (series / "build" / "thesis.txt").is_file()


def _start(series: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from reelwright.cli import main; main()", "make", str(series), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever started the tests may ignore SIGINT; the program must hear it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def _stopped_after_some_shots(series: Path) -> set[str]:
    """Start a make, stop it with Ctrl-C when three shots are made, and return what was made."""
    process = _start(series)
    assert process.stdout is not None
    made: set[str] = set()
    for line in process.stdout:
        event = msgspec.json.decode(line)
        if event["event"] == "made":
            made.add(event["address"])
            if sum("/shot/" in address for address in made) >= 3:
                break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    return made
