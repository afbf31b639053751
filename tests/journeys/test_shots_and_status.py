"""``shots`` shows what will be filmed, ``status --why`` says what an edit costs, and the film that was
made shows what its script names."""

from __future__ import annotations

from pathlib import Path

import av
import msgspec
import numpy as np
import pytest
from tests.journeys.conftest import Ran, Run
from tests.stage.reading import Rgb, find_word

from reelwright.build import Made, Store
from reelwright.camera.built_in import BuiltInCamera
from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import contact_sheet, read_png, rgb_of, thumbnail
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.drawing.text import TextStyle
from reelwright.production.makers.settings import SheetSettings, ShotSettings
from reelwright.production.sprites import sprite_folder
from reelwright.screenplay.line_ids import load_register
from reelwright.stage.brief import ShotBrief
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series
from reelwright.timeline import Timeline

SHEET = Path("build/01/contact-sheet.png")
K = 216 / 1080
MARK = TextStyle(size_px=42 * K, weight=700, outline_px=7 * K, shadow_px=6 * K)


def gold(size_px: float) -> TextStyle:
    """How titles are set; their colour does not matter here."""
    return TextStyle(
        size_px=size_px,
        weight=700,
        family="serif",
        outline_px=size_px * 0.06,
        outline_colour="#120a18",
        outline_alpha=0.75,
        shadow_px=size_px * 0.16,
    )


def line_ids(series: Path) -> list[str]:
    return [line.id for line in load_register(series / "lines.json").lines_of(1)]


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


def edit_the_angry_line(series: Path) -> str:
    """Change what Victor says and return the id of his line."""
    edit(series / "episodes" / "01.fountain", "I never lied!", "I always lied!")
    return line_ids(series)[1]


# ---- shots -------------------------------------------------------------------------------------


def test_shots_lists_every_shot_and_says_where_the_sheet_lies(series: Path, run: Run) -> None:
    """One line a shot: address, framing, move, and who or what is seen; then the path of the sheet."""
    ran = run("shots", series)
    *listed, last = ran.out.splitlines()
    shots = prepare(open_series(series)).plans[0].storyboard.shots
    assert ran.code == 0 and len(listed) == len(shots) == 7
    for line, shot in zip(listed, shots, strict=True):
        people = ", ".join(subject.character for subject in shot.subjects)
        seen = people or shot.insert or shot.title
        assert line.split(maxsplit=3) == [f"1/{shot.id}", shot.framing, shot.move, seen]
    assert last == f"contact sheet of episode 1: {series / SHEET}"


def test_shots_draws_the_sheet_of_a_finished_series_again_without_making_anything(
    series: Path, run: Run
) -> None:
    """A removed sheet comes back, to the byte; the shots are those of the storyboard, in its order."""
    before = (series / SHEET).read_bytes()
    (series / SHEET).unlink()
    ran = run("shots", series, "--json")
    assert ran.code == 0 and ran.addresses() == set()
    assert (series / SHEET).read_bytes() == before
    planned = prepare(open_series(series)).plans[0].storyboard.shots
    told = [{**event} for event in ran.events if event["event"] == "shot"]
    assert [shot["id"] for shot in told] == [shot.id for shot in planned]
    assert [shot["framing"] for shot in told] == [shot.framing for shot in planned]
    (sheet,) = (event for event in ran.events if event["event"] == "contact-sheet")
    assert (sheet["episode"], sheet["path"]) == (1, str(series / SHEET))


def test_the_sheet_has_a_tile_of_every_shot(built: Path) -> None:
    """The sheet is the stills of the shots in order, each with its name below."""
    store = Store(built / "build/store")
    records = {record.kind: record for record in store.records()}
    asked = store.action(records["sheet"].key)
    assert asked is not None
    labels = msgspec.json.decode(asked.settings, type=SheetSettings).labels
    shots = prepare(open_series(built)).plans[0].storyboard.shots
    assert list(labels) == [f"{shot.id} · {shot.framing}" for shot in shots]
    stills = [read_png(store.read(_shot(store, shot.id).outputs["still.png"])) for shot in shots]
    sheet = read_png((built / SHEET).read_bytes())
    bare = contact_sheet([np.zeros_like(still) for still in stills], labels, title="")
    assert sheet.shape == bare.shape
    for still in stills:
        tile = thumbnail(still, 270)
        rows, columns = sheet.shape[0] - tile.shape[0], sheet.shape[1] - tile.shape[1]
        places = [(y, x) for y in range(64, rows, 1) for x in range(14, columns, 284)]
        assert any(np.array_equal(sheet[y : y + len(tile), x : x + 270], tile) for y, x in places)


def test_after_an_edit_shots_makes_only_what_the_sheet_shows(series: Path, run: Run) -> None:
    """The line is spoken, its shot filmed and the sheet drawn: no score, no mix, no film. With an
    empty PATH, for no other program is called."""
    edited = edit_the_angry_line(series)
    film = (series / "build/01/film.mp4").read_bytes()
    sheet = (series / SHEET).read_bytes()
    ran = run("shots", series, "--json", PATH="")
    assert ran.code == 0, ran.out[-500:] + ran.err
    assert ran.addresses() == {f"1/voice/{edited}", f"1/shot/{edited}.line", "1/contact-sheet"}
    assert (series / SHEET).read_bytes() != sheet
    assert (series / "build/01/film.mp4").read_bytes() == film


# ---- status --why ------------------------------------------------------------------------------


def _states(ran: Ran) -> dict[str, tuple[str, str]]:
    """Address → state and reason, from what a person is shown."""
    lines = [line.split(maxsplit=2) for line in ran.out.splitlines()[:-1]]
    return {line[1]: (line[0], line[2] if len(line) > 2 else "") for line in lines}


def test_status_why_names_the_words_that_were_changed(series: Path, run: Run) -> None:
    """For the id of an edited line: its voice is stale, from which words to which; its shot waits for
    the voice, the wide shot before it does not; what has another id is not spoken of."""
    edited = edit_the_angry_line(series)
    ran = run("status", series, "--why", f"1/{edited}")
    states = _states(ran)
    state, reason = states[f"1/voice/{edited}"]
    assert ran.code == 0 and state == "stale"
    assert reason == "the line's words: I never lied! → I always lied!"
    waits = f"1/voice/{edited} comes first: {reason}"
    assert states[f"1/shot/{edited}.line"] == ("waiting", waits)
    assert states[f"1/shot/{edited}.establish"] == ("current", "")
    assert all(edited in address for address in states)
    assert ran.out.splitlines()[-1] == "1 current · 1 stale · 0 missing · 1 waiting"


def test_status_why_names_the_setting_that_was_changed(series: Path, run: Run) -> None:
    """Another quality films every shot again, and each says so; the voices stay."""
    edit(series / "series.toml", "crf = 35", "crf = 36")
    states = _states(run("status", series, "--why", "1/"))
    shots, voices = ({a: s for a, s in states.items() if kind in a} for kind in ("/shot/", "/voice/"))
    assert len(shots) == 7 and set(shots.values()) == {("stale", "how the picture is encoded: 35 → 36")}
    assert len(voices) == 3 and set(voices.values()) == {("current", "")}


def test_status_why_shows_what_is_current_too_where_status_alone_does_not(series: Path, run: Run) -> None:
    """Asked for by name, a finished step is shown as finished; unasked, only the sums are."""
    asked, unasked = run("status", series, "--why", "1/film"), run("status", series)
    assert _states(asked) == {"1/film": ("current", "")}
    assert _states(unasked) == {}
    assert " current · 0 stale · 0 missing · 0 waiting" in unasked.out


def test_status_why_refuses_what_no_step_is_called(series: Path, run: Run) -> None:
    """Exit 2 and the words that were not found."""
    ran = run("status", series, "--why", "zzzz")
    assert ran.code == 2 and ran.out == ""
    assert "'zzzz'" in ran.err and "Traceback" not in ran.err


# ---- what the made film shows ------------------------------------------------------------------


def _shot(store: Store, shot_id: str) -> Made:
    record = store.made(store.remembered("small")[f"1/shot/{shot_id}"])
    assert record is not None
    return record


def _brief(store: Store, shot_id: str) -> ShotBrief:
    asked = store.action(_shot(store, shot_id).key)
    assert asked is not None
    return msgspec.json.decode(asked.settings, type=ShotSettings).brief


@pytest.fixture(scope="module")
def film(built: Path) -> list[Rgb]:
    """Every frame of the finished film."""
    with av.open(str(built / "build/01/film.mp4")) as container:
        return [rgb_of(frame) for frame in container.decode(video=0)]


def _middle(built: Path, role: str) -> tuple[str, int, int]:
    """The id of the shot with this role, the frame in its middle, and that frame of the film."""
    timeline = msgspec.json.decode((built / "build/01/timeline.json").read_bytes(), type=Timeline)
    clip = next(clip for clip in timeline.pictures if clip.shot_id.endswith(f".{role}"))
    return clip.shot_id, clip.frame_count // 2, clip.start_frame + clip.frame_count // 2


def test_the_phone_that_lights_up_is_in_the_film(built: Path, film: list[Rgb]) -> None:
    """In the middle of its shot the film is far more like the close-up of a phone than like the same
    close-up of a key: the script names a phone."""
    store = Store(built / "build/store")
    shot_id, frame, in_film = _middle(built, "insert")
    brief = _brief(store, shot_id)
    sprites = SpriteCache(sprite_folder(store.folder), 64 << 20)

    def distance(thing: str) -> float:
        shown = msgspec.structs.replace(brief, shot=msgspec.structs.replace(brief.shot, insert=thing))
        picture = new_frame(brief.width, brief.height)
        layers = BuiltInCamera().film(shown, sprites).layers(frame)
        Compositor(brief.width, brief.height).compose(layers, picture)
        middle = slice(round(brief.height * 0.2), round(brief.height * 0.8))
        return float(np.abs(rgb_of(picture)[middle].astype(int) - film[in_film][middle]).mean())

    assert distance("phone") * 3 < distance("key")


def test_the_title_card_is_in_the_film_and_its_words_on_the_poster(built: Path, film: list[Rgb]) -> None:
    """Where the timeline has the card the title can be read, and nowhere in the shot after it."""
    _, _, in_film = _middle(built, "title")
    found = find_word(film[in_film], "Small", gold(140 * K))
    assert found.likeness > 0.75
    assert find_word(film[in_film], "Alone", gold(140 * K)).likeness < found.likeness - 0.2
    _, _, after = _middle(built, "establish")
    assert find_word(film[after], "Small", gold(140 * K)).likeness < 0.6
    poster = read_png((built / "build/01/poster.png").read_bytes())
    assert find_word(poster, "Small", gold(128 * K)).likeness > 0.85


def test_the_ai_mark_stands_over_the_first_two_seconds_of_the_film(film: list[Rgb]) -> None:
    """It can be read in the corner until frame 47, and no longer, whatever shots those frames are in."""
    corner = slice(0, round(384 * 0.14))
    likeness = [find_word(film[n][corner], "AI-generated", MARK).likeness for n in (0, 24, 47, 48, 72)]
    assert min(likeness[:3]) > max(0.6, max(likeness[3:]) + 0.15), likeness
