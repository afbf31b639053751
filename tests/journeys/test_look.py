"""``look`` draws what it is asked for, says where, and refuses what nobody knows with what there is."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import msgspec
import numpy as np
import pytest
from tests.journeys.conftest import Run
from tests.stage.reading import share_changed

from reelwright.cli.app import app
from reelwright.delivery.stills import Rgb, read_png
from reelwright.errors import BadInput
from reelwright.production.pictures import read_pictures
from reelwright.stage.people.expressions import EXPRESSIONS, VISEMES
from reelwright.studio.look.naming import character_in_file, shot_meant
from reelwright.studio.look.people import character_rows
from reelwright.studio.look.places import place_rows
from reelwright.studio.look.shots import FilmedShot, shot_settings, sprites_of, write_preview
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series


def first_line_shot(series: Path) -> str:
    shots = prepare(open_series(series)).plans[0].storyboard.shots
    return next(f"1/{shot.id}" for shot in shots if shot.id.endswith(".line"))


def the_picture(path: Path) -> Rgb:
    return read_png(path.read_bytes())


def test_the_cast_is_drawn_and_the_sheet_tells_of_its_progress(series: Path, run: Run) -> None:
    """Everybody twice, one event a cell, and the sheet where the last line says."""
    ran = run("look", "cast", "--series", series, "--json")
    assert ran.code == 0, ran.err
    drawing = [event for event in ran.events if event["event"] == "drawing"]
    assert [event["label"] for event in drawing] == ["Mara", "Victor", "Mara", "Victor", ""]
    assert drawing[-1]["done"] == drawing[-1]["total"] == 4
    done = ran.events[-1]
    assert done["paths"] == [str(series / "build" / "look" / "cast.png")]
    sheet = the_picture(Path(done["paths"][0]))
    assert sheet.shape == (done["height"], done["width"], 3)
    # Cells are bright on dark paper: a sheet of nothing would be all paper.
    assert (sheet.mean(-1) > 60).mean() > 0.4


def test_a_character_has_every_angle_face_mouth_and_outfit(tmp_path: Path) -> None:
    """In a file that no series knows. Cells are drawn when they are asked for, and differ."""
    file = tmp_path / "noor.toml"
    file.write_text(
        'name = "Noor"\n[[wardrobe]]\nkind = "coat"\n[[wardrobe]]\nscene = "party"\nkind = "gown"\n'
    )
    who, notices = character_in_file(file)
    rows = {row.title: row for row in character_rows(who)}
    assert not notices and who.name == "Noor"
    assert {"Wardrobe · coat", "Wardrobe · gown · party"} <= rows.keys()
    assert [cell.label for cell in rows["Expressions"].cells] == list(EXPRESSIONS)
    assert [cell.label for cell in rows["Mouths"].cells] == list(VISEMES)
    assert len(rows["Angles"].cells) == 9
    front, *_, back = (cell.draw() for cell in (rows["Figure"].cells[0], rows["Figure"].cells[-1]))
    assert share_changed(front, back) > 0.01


def test_a_frame_and_a_preview_of_a_shot(series: Path, tmp_path: Path) -> None:
    """The frame is that of the film; the preview has the film's length and moves."""
    address = first_line_shot(series)
    prepared = prepare(open_series(series))
    step = shot_meant(address, prepared.plans)
    shot = FilmedShot(shot_settings(prepared, step, jobs=1), sprites_of(prepared))
    picture, bare = (shot.picture(shot.frame_at(None), is_clean=clean) for clean in (False, True))
    assert picture.shape == bare.shape == (384, 216, 3)
    assert 0.002 < share_changed(picture, bare) < 0.2, "the caption"
    made = next(s.made for s in prepared.build.status() if s.step.address == step)
    assert made is not None
    still = read_png(prepared.build.store.read(made.outputs["still.png"]))
    smaller, larger = (cv2.resize(p, (108, 192), interpolation=cv2.INTER_AREA) for p in (picture, still))
    assert np.abs(smaller.astype(int) - larger).mean() < 2

    write_preview(shot, tmp_path / "shot.mp4", width=108)
    with av.open(str(tmp_path / "shot.mp4")) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == shot.brief.frame_count and frames[0].shape == (192, 108, 3)
    write_preview(shot, tmp_path / "shot.webp", width=108)
    read, animation = cv2.imreadanimation(str(tmp_path / "shot.webp"))
    assert read and len(animation.frames) == -(-shot.brief.frame_count // 2)
    for first, middle in ((frames[0], frames[len(frames) // 2]), (animation.frames[0], animation.frames[9])):
        assert np.abs(first[..., :3].astype(int) - middle[..., :3]).mean() > 0.5


def test_a_frame_is_written_where_it_is_asked_for(series: Path, run: Run, tmp_path: Path) -> None:
    """As a user would: in a process of its own."""
    ran = run("look", "shot", first_line_shot(series), "-s", series, "--at", "0.5", "-o", tmp_path / "f.png")
    assert ran.code == 0 and ran.out == f"frame: {tmp_path / 'f.png'}\n"
    assert the_picture(tmp_path / "f.png").shape == (384, 216, 3)


def test_a_place_in_own_pictures_is_shown_in_them(series: Path) -> None:
    """On its sheet and in a frame: the green wall of the author, not the office that is drawn."""
    (series / "places" / "office").mkdir(parents=True)
    wall = np.full((640, 360, 3), (60, 170, 90), np.uint8)
    cv2.imwrite(str(series / "places" / "office" / "far.png"), wall[..., ::-1])

    def is_green(picture: Rgb) -> bool:
        top = picture[: len(picture) // 8].reshape(-1, 3).mean(0)
        return bool(top[1] > top[0] * 1.2 and top[1] > top[2] * 1.2)

    pictures, notices = read_pictures(series)
    drawn, own = (
        place_rows("office", hours=("day",), pictures=found, width=108)[0].cells[0].draw()
        for found in (None, pictures)
    )
    assert not notices and is_green(own) and not is_green(drawn)
    prepared = prepare(open_series(series))
    step = shot_meant(first_line_shot(series), prepared.plans)
    shot = FilmedShot(shot_settings(prepared, step, jobs=1), sprites_of(prepared))
    assert is_green(shot.picture(shot.frame_at(None), is_clean=True))


def test_a_place_has_a_row_an_hour() -> None:
    """At a tenth of the size: five cells a row, the first without people."""
    rows = place_rows("penthouse", hours=("day", "night"), weather="rain", width=108)
    assert [row.title for row in rows] == ["day · rain", "night · rain"]
    assert [len(row.cells) for row in rows] == [5, 5]
    empty, wide = (rows[1].cells[number].draw() for number in (0, 1))
    assert empty.shape == (192, 108, 3) and empty.std() > 10
    assert share_changed(empty, wide) > 0.03


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("character", "MARRA", "--series", "SERIES"), "Did you mean Mara?"),
        (("shot", "1/nothing.line", "--series", "SERIES"), "There is no shot"),
        (("shot", "SHOT", "--at", "99", "--series", "SERIES"), "there is no second 99"),
        (("motion", "SHOT", "--out", "x.gif", "--series", "SERIES"), ".webp or NAME.mp4"),
        (("place", "pentouse"), "Did you mean penthouse?"),
        (("place", "penthouse", "--weather", "hail"), "is no weather"),
        (("place", "penthouse", "--time", "noon"), "is no hour"),
        (("character", "nobody.toml"), "There is no such file"),
        (("cast", "--series", "nowhere"), "no such file or folder"),
    ],
)
def test_what_nobody_knows_is_refused(series: Path, words: tuple[str, ...], said: str) -> None:
    """What is wrong, and what there is; nothing is written."""
    put = {"SERIES": str(series), "SHOT": first_line_shot(series)}
    with pytest.raises(BadInput) as refused:
        app(["look", *(put.get(word, word) for word in words)], standalone_mode=False)
    assert said in str(refused.value) and refused.value.exit_code == 2
    assert not (series / "build" / "look").exists()


def test_a_fault_in_a_character_is_shown_with_its_line(tmp_path: Path, run: Run) -> None:
    """To programs too: one JSON line."""
    file = tmp_path / "noor.toml"
    file.write_text('name = "Noor"\n[look]\nhaircut = "bun"\n')
    ran = run("look", "character", file, "--json")
    error = msgspec.json.decode(ran.out)
    assert ran.code == 2 and error["event"] == "error" and error["where"] == f"{file}:3"
