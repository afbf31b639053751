"""A split screen shows two people in two places, neither over the other's half."""

from __future__ import annotations

import numpy as np
from tests.stage.test_effects import ANNA, FRAMES, HEIGHT, LEON, WIDTH

from reelwright.camera.built_in import BuiltInCamera
from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import rgb_of
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import ShotBrief
from reelwright.storyboard.documents import Beat, Elsewhere, Shot, Subject


def brief(*people: str, place: str = "OFFICE", elsewhere: str = "STREET") -> ShotBrief:
    shot = Shot(
        id="a.line",
        line_id="a",
        scene_id="a",
        framing="split-screen",
        beats=(Beat(kind="pause", seconds=2.0),),
        subjects=tuple(Subject(character=key) for key in people),
        move="hold",
        place=place,
        elsewhere=Elsewhere(place=elsewhere, time_of_day="night"),
    )
    return ShotBrief(
        shot=shot, frame_count=FRAMES, beat_frames=(0,), actors=(ANNA, LEON), speeches=(), seed=3,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def filmed(what: ShotBrief, sprites: SpriteCache, frame: int) -> np.ndarray:  # type: ignore[type-arg]
    picture = new_frame(WIDTH, HEIGHT)
    Compositor(WIDTH, HEIGHT).compose(BuiltInCamera().film(what, sprites).layers(frame), picture)
    return rgb_of(picture).astype(int)


def test_each_half_has_its_own_place(sprites: SpriteCache) -> None:
    """Another place below leaves the upper half as it is, and the other way round."""
    first = filmed(brief("anna", "leon"), sprites, 40)
    other_below = filmed(brief("anna", "leon", elsewhere="BEDROOM"), sprites, 40)
    upper, lower = slice(0, round(HEIGHT * 0.44)), slice(round(HEIGHT * 0.56), HEIGHT)
    assert np.abs(first - other_below)[upper].mean() < 1
    assert np.abs(first - other_below)[lower].mean() > 8


def test_the_second_face_is_below_the_line_and_the_first_above(sprites: SpriteCache) -> None:
    faces = {f.character: f.face for f in BuiltInCamera().film(brief("anna", "leon"), sprites).faces(40)}
    assert faces["anna"].y + faces["anna"].height < HEIGHT * 0.46
    assert faces["leon"].y > HEIGHT * 0.54
    assert faces["leon"].y + faces["leon"].height < HEIGHT


def test_the_second_half_slides_in(sprites: SpriteCache) -> None:
    first, later = (filmed(brief("anna", "leon"), sprites, frame) for frame in (0, 40))
    assert np.abs(first - later)[round(HEIGHT * 0.6) :].mean() > 10


def test_one_alone_on_a_split_screen_is_a_single(sprites: SpriteCache) -> None:
    take = BuiltInCamera().film(brief("anna"), sprites)
    assert len(take.faces(10)) == 1 and filmed(brief("anna"), sprites, 10).std() > 10
