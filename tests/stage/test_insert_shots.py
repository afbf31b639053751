"""What a close-up is to show is really in the filmed picture, whatever thing it is."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from tests.journeys.conftest import write_series
from tests.stage.reading import Rgb, share_changed

from reelwright.camera.built_in import BuiltInCamera
from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import rgb_of
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.spritecache import SpriteCache
from reelwright.errors import Notice
from reelwright.stage.brief import ShotBrief
from reelwright.stage.things import THINGS
from reelwright.storyboard.documents import Beat, Shot
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

WIDTH, HEIGHT = 216, 384
FRAME = 12
MIDDLE = (slice(round(HEIGHT * 0.2), round(HEIGHT * 0.8)), slice(round(WIDTH * 0.05), round(WIDTH * 0.95)))
EDGES = (slice(0, round(HEIGHT * 0.15)), slice(round(HEIGHT * 0.88), HEIGHT))
FILLS_THE_FRAME = frozenset({"door"})


def insert_of(thing: str, text: str = "It lies there.") -> ShotBrief:
    shot = Shot(
        id="k3f9.insert",
        line_id="k3f9",
        scene_id="k3f9",
        framing="insert",
        beats=(Beat(kind="action", seconds=1.0, text=text),),
        move="hold",
        place="OFFICE",
        time_of_day="night",
        insert=thing,
    )
    return ShotBrief(
        shot=shot,
        frame_count=24,
        beat_frames=(0,),
        actors=(),
        speeches=(),
        seed=5,
        width=WIDTH,
        height=HEIGHT,
    )


def developed(layers: list[Layer]) -> Rgb:
    picture = new_frame(WIDTH, HEIGHT)
    Compositor(WIDTH, HEIGHT).compose(layers, picture)
    return rgb_of(picture)


def film(brief: ShotBrief, sprites: SpriteCache) -> tuple[Rgb, tuple[Notice, ...]]:
    take = BuiltInCamera().film(brief, sprites)
    return developed(take.layers(FRAME)), take.notices


@pytest.fixture(scope="module")
def things(sprites: SpriteCache) -> dict[str, Rgb]:
    """Every thing that can be drawn, filmed in close-up in one place."""
    return {thing: film(insert_of(thing), sprites)[0] for thing in THINGS}


@pytest.fixture(scope="module")
def surface(things: dict[str, Rgb]) -> Rgb:
    """The table with nothing on it: what most of the pictures agree on, pixel by pixel, put together
    from things so small that no pixel is covered by more than half of them."""
    small = [things[name] for name in ("key", "knife", "necklace", "watch", "jade pendant", "glass", "pills")]
    return np.asarray(np.median(np.stack(small), 0), np.uint8)


@pytest.mark.parametrize("thing", THINGS)
def test_a_filmed_close_up_shows_its_thing_on_the_table(
    things: dict[str, Rgb], surface: Rgb, thing: str
) -> None:
    """A good part of the middle is not table; the edges of the frame are the place and nothing else,
    but for a door, which is seen from so near that it fills the frame."""
    picture = things[thing]
    assert share_changed(picture[MIDDLE], surface[MIDDLE], by=24) > 0.07
    if thing in FILLS_THE_FRAME:
        assert share_changed(picture, surface) > 0.7
        return
    for rows in EDGES:
        assert share_changed(picture[rows], surface[rows], by=24) < 0.005


def test_no_two_things_are_filmed_alike(things: dict[str, Rgb]) -> None:
    """Whoever sees the picture can tell a ring from a key: every pair differs in the middle."""
    for first, second in itertools.combinations(things, 2):
        changed = share_changed(things[first][MIDDLE], things[second][MIDDLE], by=24)
        assert changed > 0.12, (first, second)


def test_a_thing_that_nobody_can_draw_is_filmed_as_a_box_with_a_notice(
    things: dict[str, Rgb], sprites: SpriteCache
) -> None:
    """The film goes on with the gift box, and the take says so at its line."""
    picture, notices = film(insert_of("xyzzy"), sprites)
    assert share_changed(picture, things["box"]) == 0
    assert [(notice.code, notice.where) for notice in notices] == [("unknown-thing", "k3f9")]


def test_a_filmed_phone_shows_the_message_that_the_action_quotes(
    things: dict[str, Rgb], sprites: SpriteCache
) -> None:
    """Another message changes the screen of the phone, and no pixel outside it."""
    said = "The phone lights up: “He never died. Look behind the mirror.”"
    quoted, _ = film(insert_of("phone", said), sprites)
    rows, columns = np.nonzero(np.abs(quoted.astype(int) - things["phone"]).max(-1) > 12)
    assert len(rows) > 150
    assert columns.min() > WIDTH * 0.2 and columns.max() < WIDTH * 0.8
    assert rows.min() > HEIGHT * 0.2 and rows.max() < HEIGHT * 0.75


def test_a_filmed_contract_is_in_the_language_of_its_script(
    things: dict[str, Rgb], sprites: SpriteCache
) -> None:
    """The same sheet of paper with other words on it: nothing else of the picture changes."""
    chinese, _ = film(insert_of("contract", "桌上有一份协议。"), sprites)
    rows, _ = np.nonzero(np.abs(chinese.astype(int) - things["contract"]).max(-1) > 24)
    assert len(rows) > 60
    assert np.percentile(rows, 1) > HEIGHT * 0.2 and np.percentile(rows, 99) < HEIGHT * 0.8


@pytest.mark.parametrize(
    "thing",
    THINGS,
)
def test_a_script_can_ask_for_every_thing_by_name(tmp_path: Path, thing: str) -> None:
    """``[[shot: insert ring]]`` plans a close-up of the ring, under the name that the notice
    ``unknown-thing`` tells authors to use."""
    script = (
        "INT. OFFICE - DAY\n\nMARA\nLook.\n\nShe points.\n\n"
        f"[[shot: insert {thing}]]\n\nThere it is.\n\nVICTOR\nI see.\n"
    )
    board = prepare(open_series(write_series(tmp_path / "small", script))).plans[0].storyboard
    assert [shot.insert for shot in board.shots if shot.framing == "insert"] == [thing]
