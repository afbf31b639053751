"""What the stage does to a picture beyond people and places: films, focus, whips, accents, names."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.casting.documents import Look, Outfit
from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import rgb_of
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.film import FILMS
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Accent, Beat, NameCard, Shot, Subject

WIDTH, HEIGHT, FRAMES = 144, 256, 60
ANNA = Actor(key="anna", name="Anna", look=Look(sex="female", age_years=26), outfit=Outfit(kind="shirt"))
LEON = Actor(key="leon", name="Leon", look=Look(sex="male", age_years=31), outfit=Outfit(kind="suit"))
Rgb = NDArray[np.uint8]


def shot(framing: str = "medium-close-up", **changes: object) -> Shot:
    subjects = (Subject(character="anna", side="left", facing="right", role="speaker"),)
    if framing == "two-shot":
        subjects += (Subject(character="leon", side="right", facing="left", role="listener"),)
    told: dict[str, object] = {
        "framing": framing,
        "beats": (Beat(kind="pause", seconds=1.0), Beat(kind="pause", seconds=1.5)),
        "subjects": subjects,
        "move": "hold",
        "place": "OFFICE",
    }
    return Shot(id="a.line", line_id="a", scene_id="a", **(told | changes))  # type: ignore[arg-type]


def filmed(what: Shot, sprites: SpriteCache, *frames: int) -> list[Rgb]:
    brief = ShotBrief(
        shot=what, frame_count=FRAMES, beat_frames=(0, 24), actors=(ANNA, LEON), speeches=(), seed=3,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    take, compositor, seen = perform(brief, sprites), Compositor(WIDTH, HEIGHT), []
    for frame in frames:
        picture = new_frame(WIDTH, HEIGHT)
        compositor.compose(take.layers(frame), picture)
        seen.append(rgb_of(picture))
    return seen


def colours(picture: Rgb) -> float:
    """How far the colours of a picture are apart, whatever tint lies over all of it."""
    red, green, blue = (picture[..., n].astype(float) for n in range(3))
    return float((red - blue).std() + (red - green).std())


def sharpness(picture: Rgb, columns: slice) -> float:
    part = picture[round(HEIGHT * 0.2) : round(HEIGHT * 0.6), columns].astype(float).mean(-1)
    return float(np.abs(np.diff(part, axis=0)).mean() + np.abs(np.diff(part, axis=1)).mean())


def difference(first: Rgb, second: Rgb) -> float:
    return float(np.abs(first.astype(int) - second).mean())


def test_three_films_and_memory_look_different_from_each_other(sprites: SpriteCache) -> None:
    """Each changes the whole picture; thrillers and memories lose colour, memories are lighter."""
    pictures = {name: filmed(shot(film=name), sprites, 4)[0] for name in ("", *FILMS) if name != "memory"}
    pictures["memory"] = filmed(shot(is_memory=True), sprites, 4)[0]
    names = list(pictures)
    assert all(difference(pictures[a], pictures[b]) > 2.5 for n, a in enumerate(names) for b in names[:n])
    plain = colours(pictures[""])
    assert colours(pictures["cold thriller"]) < plain * 0.85
    assert colours(pictures["memory"]) < plain * 0.75
    assert pictures["memory"].mean() > pictures[""].mean()
    warm = pictures["warm drama"].reshape(-1, 3).mean(0) - pictures[""].reshape(-1, 3).mean(0)
    assert warm[0] > warm[2] + 1


def test_an_unknown_film_is_no_film(sprites: SpriteCache) -> None:
    assert difference(*(filmed(shot(film=film), sprites, 4)[0] for film in ("", "kazoo"))) == 0


def test_the_focus_goes_from_who_speaks_to_who_hears(sprites: SpriteCache) -> None:
    """First she is sharp and he is not; at the end it is the other way round."""
    first, last = filmed(shot("two-shot", move="rack-focus"), sprites, 2, FRAMES - 1)
    left, right = slice(10, WIDTH // 2 - 4), slice(WIDTH // 2 + 4, WIDTH - 8)
    assert sharpness(first, left) > sharpness(last, left) * 1.25
    assert sharpness(last, right) > sharpness(first, right) * 1.25


def test_a_whip_begins_in_streaks_and_arrives_at_the_picture(sprites: SpriteCache) -> None:
    """Sideways nothing is sharp while it flies; after a quarter of a second the shot is as it would be."""
    flying, arrived = filmed(shot(move="whip"), sprites, 1, 8)
    across = [float(np.abs(np.diff(p.astype(float).mean(-1), axis=1)).mean()) for p in (flying, arrived)]
    assert across[0] < across[1] * 0.45


def test_the_shot_before_a_whip_leaves_in_streaks(sprites: SpriteCache) -> None:
    still, leaving = filmed(shot(transition_out="whip"), sprites, 40, FRAMES - 1)
    assert difference(still, leaving) > 10


@pytest.mark.parametrize("kind", ["shock", "impact", "speed", "dread"])
def test_an_accent_begins_with_its_beat_and_leaves_the_face(sprites: SpriteCache, kind: str) -> None:
    """Nothing before its beat; then the edges change much more than the face does."""
    plain = filmed(shot(), sprites, 20, 30, 50)
    marked = filmed(shot(accents=(Accent(kind=kind, beat=1),)), sprites, 20, 30, 50)  # type: ignore[arg-type]
    if kind != "impact":
        assert difference(plain[0], marked[0]) == 0
    at = 2 if kind == "dread" else 1
    change = np.abs(plain[at].astype(int) - marked[at]).mean(-1)
    face = change[round(HEIGHT * 0.3) : round(HEIGHT * 0.46), round(WIDTH * 0.35) : round(WIDTH * 0.6)]
    assert change.mean() > 0.4
    if kind != "impact":
        assert face.mean() < max(1.0, change.mean())


def test_a_new_face_freezes_and_is_named(sprites: SpriteCache) -> None:
    """From its beat on nothing moves but the card, and the card's letters are there."""
    card = NameCard(character="anna", name="Anna", role="The heiress", beat=1)
    before, frozen, later, last = filmed(shot(move="drift", name_card=card), sprites, 12, 26, 50, 59)
    assert difference(before, frozen) > 3
    words = slice(round(HEIGHT * 0.65), round(HEIGHT * 0.76))
    assert (later[words].min(-1) > 225).sum() > 60, "white letters"
    head = slice(0, round(HEIGHT * 0.6))
    assert difference(later[head], last[head]) < 0.6
