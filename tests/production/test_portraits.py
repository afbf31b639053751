"""A person in pictures of the author's own: found by name, checked, filmed instead of the drawn one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from reelwright.build import Store
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.spritecache import SpriteCache
from reelwright.production.episode import episode_steps
from reelwright.production.pictures import OwnPictures, read_pictures
from reelwright.production.portraits import PARTS
from reelwright.stage.brief import Actor, OwnPart, OwnPerson
from reelwright.stage.people.expressions import NEUTRAL
from reelwright.stage.people.picture_rig import PictureRig, rig_of
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.perform import perform
from reelwright.stage.places.lights import light_of
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.look.places import place_brief
from reelwright.studio.look.stand_ins import STAND_INS
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

BLUE, RED, WHITE = (220, 60, 30, 255), (20, 20, 230, 255), (250, 250, 250, 255)


def person(folder: Path, parts: tuple[str, ...] = ("body", "eyes-closed", "mouth-open")) -> None:
    """A blue figure of 200 x 800, eyes at a tenth; lids that are shut are white, an open mouth red."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in parts:
        canvas = np.zeros((800, 200, 4), np.uint8)
        if name in ("body", "back"):
            cv2.rectangle(canvas, (50, 30), (150, 790), BLUE, -1)
        elif name.startswith("eyes"):
            cv2.rectangle(canvas, (60, 70), (140, 92), WHITE, -1)
        else:
            cv2.rectangle(canvas, (70, 110), (130, 130), RED, -1)
        cv2.imwrite(str(folder / f"{name}.png"), canvas)


def filed(folder: Path) -> tuple[OwnPictures, list[str]]:
    found, notices = read_pictures(folder)
    assert {notice.code for notice in notices} <= {"own-picture-unused"}
    return found, [notice.message for notice in notices]


def on_disk(own: OwnPerson, pictures: OwnPictures) -> OwnPerson:
    parts = tuple(msgspec.structs.replace(p, path=str(pictures.files[p.digest])) for p in own.parts)
    return msgspec.structs.replace(own, parts=parts)


def actor(own: OwnPerson | None) -> Actor:
    return Actor(key="mei", name="Mei", look=STAND_INS[0][0], outfit=STAND_INS[0][1], own=own)


def test_a_folder_of_their_name_is_theirs(tmp_path: Path) -> None:
    """By key, name or alias; ``person.toml`` says where the eyes are; another picture has another digest."""
    person(tmp_path / "cast" / "mei")
    (tmp_path / "cast" / "mei" / "person.toml").write_text('eyes = [0.5, 0.1]\nfeet = 0.98\nfaces = "left"\n')
    found, problems = filed(tmp_path)
    own = found.person(("mei", "DR. LIN"))
    assert own is not None
    assert not problems
    assert [part.name for part in own.parts] == ["body", "eyes-closed", "mouth-open"]
    assert (own.eyes, own.feet, own.faces) == ((0.5, 0.1), 0.98, "left")
    assert found.person(("victor",)) is None
    assert len(set(found.files)) == 3


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: (f / "body.png").unlink(), "has no body.png"),
        (lambda f: (f / "body.png").write_bytes(b"no picture"), "is no PNG"),
        (
            lambda f: cv2.imwrite(str(f / "body.png"), np.full((80, 40, 3), 90, np.uint8)),
            "nothing transparent",
        ),
        (lambda f: cv2.imwrite(str(f / "mouth-open.png"), np.zeros((9, 9, 4), np.uint8)), "is empty"),
        (lambda f: cv2.imwrite(str(f / "hat.png"), np.zeros((9, 9, 4), np.uint8)), "is none of"),
        (lambda f: (f / "person.toml").write_text("eyes = [0.5, 7]"), "is not used"),
        (lambda f: (f / "person.toml").write_text("eyes = 3"), "is not used"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, spoil, says: str) -> None:  # type: ignore[no-untyped-def]
    """A notice each; without a body the person is drawn, else they lack that one picture."""
    folder = tmp_path / "cast" / "mei"
    person(folder)
    spoil(folder)
    found, problems = filed(tmp_path)
    assert any(says in problem for problem in problems)
    assert (found.person(("mei",)) is None) == ("body" in says or "PNG" in says or "transparent" in says)


def test_it_stands_blinks_and_speaks(tmp_path: Path) -> None:
    """On the stage the blue figure stands where she would, white lids when eyes shut, red when lips part."""
    person(tmp_path / "cast" / "mei")
    found, _ = filed(tmp_path)
    own = found.person(("mei",))
    assert own is not None
    how = {
        "x": 135, "y": 150, "scale": 0.45, "light": light_of("office", "day", outdoors=False),
        "frame_width": 270,
        "frame_height": 480, "cache": SpriteCache(None, 50 << 20),
    }  # fmt: skip
    rig = rig_of(actor(on_disk(own, found)), **how)
    assert isinstance(rig, PictureRig)

    def shown(**face: float) -> np.ndarray:
        pose = FigurePose(face=replace(NEUTRAL, **face))
        return Darkroom().develop(rig.layers(pose, IDENTITY), 270, 480)

    at_rest, blink, speaks = shown(lid_open=1.0), shown(lid_open=0.0), shown(mouth_open=0.8)
    eyes, mouth = (slice(140, 158), slice(120, 150)), (slice(158, 190), slice(120, 150))
    assert at_rest[eyes][..., 2].mean() > at_rest[eyes][..., 0].mean() + 40
    assert blink[eyes].astype(int).sum(-1).max() > at_rest[eyes].astype(int).sum(-1).max() + 150
    assert (speaks[mouth][..., 0].astype(int) - speaks[mouth][..., 2]).max() > 80
    assert (blink[mouth][..., 0].astype(int) - blink[mouth][..., 2]).max() < 40
    gone = msgspec.structs.replace(own, parts=(OwnPart(name="body", digest="gone"),))
    assert not isinstance(rig_of(actor(gone), **how), PictureRig)
    assert isinstance(rig_of(actor(None), **how), Rig)


def test_a_shot_shows_the_figure_from_head_to_foot(tmp_path: Path) -> None:
    """In a wide shot it is as tall as a drawn person, and a face is found on it for captions."""
    person(tmp_path / "cast" / "mei")
    found, _ = filed(tmp_path)
    own = found.person(("mei",))
    assert own is not None
    brief = place_brief(
        "village", hour="day", weather="", setting="exterior", framing="wide",
        people=(actor(on_disk(own, found)),), width=270,
    )  # fmt: skip
    take = perform(brief, SpriteCache(None, 200 << 20))
    picture = Darkroom().develop(take.layers(12), brief.width, brief.height).astype(int)
    blue = (picture[..., 2] > picture[..., 0] + 70) & (picture[..., 1] < 130)
    rows = np.flatnonzero(blue.sum(1) > 12)
    assert 0.55 < (rows[-1] - rows[0]) / brief.height < 0.9
    face = take.faces(12)[0].face
    assert rows[0] - 12 < face.y < rows[0] + 0.2 * brief.height


def test_only_what_shows_them_takes_the_pictures(tmp_path: Path) -> None:
    """Mei's pictures are inputs of the poster, by digest, and nothing of where they lay."""
    (tmp_path / "episodes").mkdir()
    (tmp_path / "series.toml").write_text("")
    (tmp_path / "episodes" / "01.fountain").write_text("INT. OFFICE - DAY\n\nMEI\nGo.\n\nVICTOR\nNo.\n")
    person(tmp_path / "cast" / "mei")
    plan = prepare(open_series(tmp_path)).plans[0]
    with closing(Store(tmp_path / "store")) as store:
        poster = next(step for step in episode_steps(plan) if step.address.endswith("poster"))
        made = poster.plan({}, store)
        assert len(made.inputs) == 3
        body = (tmp_path / "cast" / "mei" / "body.png").read_bytes()
        assert body in [store.read(digest) for digest in made.inputs.values()]
    assert str(tmp_path).encode() not in bytes(made.settings)
    assert bytes(made.settings).count(b'"body"') == 1


def test_what_the_page_says_is_so(tmp_path: Path) -> None:
    """The example of docs/casting.md is read without a warning, and every picture is named there."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "casting.md").read_text(encoding="utf-8")
    section = page.split("## People in pictures of your own")[1].split("\n## ")[0]
    person(tmp_path / "cast" / "mei")
    (tmp_path / "cast" / "mei" / "person.toml").write_text(section.split("```toml\n")[1].split("```")[0])
    own = filed(tmp_path)[0].person(("mei",))
    assert own is not None
    assert own.eyes is not None
    assert own.feet is not None
    assert own.faces == "left"
    assert all(f"`{name}.png`" in section for name in PARTS)
