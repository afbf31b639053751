"""Places draw, cover the frame, move with the camera and are the same each time."""

from __future__ import annotations

import av
import cv2
import numpy as np
import pytest

from reelwright.drawing.affine import IDENTITY, multiply, scaling, translation
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.places import PLACES, Scenery, painted_place, scenery
from reelwright.stage.places.hours import hour_named
from reelwright.stage.places.life import KINDS, Stir
from reelwright.stage.places.painting import Life, Painting
from reelwright.stage.places.sets import SETS
from reelwright.stage.places.weather import TILE_HEIGHT_PX, Weather

WIDTH, HEIGHT = 270, 480


@pytest.fixture(scope="module")
def cache() -> SpriteCache:
    return SpriteCache(None, 400 << 20)


def _scenery(cache: SpriteCache, place: str = "office", **changes: object) -> Scenery:
    asked: dict[str, object] = {
        "time_of_day": "day", "weather": "", "framing": "medium", "side": "centre", "seed": 3,
        "width": WIDTH, "height": HEIGHT, "cache": cache,
    }  # fmt: skip
    return scenery(place, **{**asked, **changes})  # type: ignore[arg-type]


def _rgb(layers: list) -> np.ndarray:  # type: ignore[type-arg]
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    Compositor(WIDTH, HEIGHT).compose(layers, frame)
    return np.asarray(frame.to_ndarray(format="rgb24"))


@pytest.mark.parametrize("place", PLACES)
def test_a_place_looks_different_by_day_and_by_night(place: str) -> None:
    """Each place is drawn at both hours, neither black nor flat, and night is darker than day."""
    means = []
    for hour in ("day", "night"):
        painting = Painting(hour_named(hour), 3)
        SETS[place].paint(painting)
        room, beyond = painting.sheet("room")[::16, ::16], painting.beyond()[::16, ::16]
        light = cv2.resize(painting._light_grid(), room.shape[1::-1])
        shine = painting.sheet("shine")[::16, ::16, :3]
        seen = beyond * (1 - room[..., 3:]) + np.minimum(room[..., :3] * light, 1)
        seen = seen + shine - seen * shine
        assert seen.std() > 0.06
        assert 0.05 < seen.mean() < 0.93
        means.append(seen.mean())
    assert means[1] < means[0] * 0.9


def test_a_finished_painting_has_four_depths(cache: SpriteCache) -> None:
    """Sky, city, room and furniture are layers of their own; the room has holes for the windows, and
    what is seen through them is painted, the rest of it is not."""
    painted = painted_place("office", "day", cache)
    assert painted["sky"].shape == (2150, 1210, 3)
    for name, least, most in (("outside", 0.1, 0.6), ("room", 0.4, 0.9), ("things", 0.05, 0.7)):
        layer = painted[name]
        assert least < (layer[..., 3] > 128).mean() < most, name
        assert (layer[..., :3] <= layer[..., 3:].astype(int) + 2).all()


def test_straight_metal_stays_straight(cache: SpriteCache) -> None:
    """The brush does not make window bars wander: the left edge of one lies within a pixel."""
    room = painted_place("office", "day", cache)["room"][700:1100, :, 3]
    middle = room[:, 560:640] > 128
    edges = middle.argmax(1)
    assert np.ptp(edges[middle.any(1)]) <= 2


@pytest.mark.parametrize("framing", ["wide", "medium", "close-up"])
@pytest.mark.parametrize(
    ("dx", "dy", "zoom"), [(0.08, 0.08, 1.0), (-0.08, -0.08, 1.0), (0, 0, 0.92), (0, 0, 1.15)]
)
def test_the_place_covers_the_frame_wherever_the_camera_goes(
    cache: SpriteCache, framing: str, dx: float, dy: float, zoom: float
) -> None:
    """No move of eight per cent shows the end of the background."""
    camera = multiply(translation(dx * WIDTH, dy * HEIGHT), scaling(zoom, WIDTH / 2, HEIGHT / 2))
    seen = _rgb(_scenery(cache, framing=framing).behind(0, camera)).astype(int).sum(2)
    for edge in (seen[0], seen[-1], seen[:, 0], seen[:, -1]):
        assert (edge > 24).mean() > 0.98


def test_near_layers_move_further_than_far_ones(cache: SpriteCache) -> None:
    """Parallax: the camera takes the furniture further along than the window."""
    shown = _scenery(cache)
    painted = {id(sprite) for _, layers in shown.planes(IDENTITY) for sprite, _ in layers}
    seen = [
        placement[2] for sprite, placement in shown.behind(0, translation(20, 0)) if id(sprite) in painted
    ]
    assert len(seen) >= 3
    assert 0 < seen[0] < seen[-2] < seen[-1] < 20.001


def test_a_layer_is_kept_where_something_is_and_at_the_size_its_blur_leaves(cache: SpriteCache) -> None:
    """Out of focus a place takes a fraction of the bytes that it takes sharp."""

    def held(framing: str) -> int:
        planes = _scenery(cache, framing=framing).planes(IDENTITY)
        return sum(sprite.byte_count for _, layers in planes for sprite, _ in layers)

    assert held("close-up") < held("wide") * 0.8


def test_clouds_drift_before_the_sky(cache: SpriteCache) -> None:
    """A held shot of an open place changes: the clouds have moved after a second."""
    shown = _scenery(cache, "rooftop", framing="wide")
    first, later = (shown.behind(frame, IDENTITY)[1][1] for frame in (0, 24))
    assert 0.1 < later[2] - first[2] < 10


@pytest.mark.parametrize("kind", KINDS)
def test_what_stirs_changes_within_two_seconds(cache: SpriteCache, kind: str) -> None:
    """Every kind of life draws small layers, and they differ from one moment to another."""
    life = Life(kind, 600, 900, 6.0 if kind == "headlights" else 60.0, "#ffb060", "room")
    grade = _scenery(cache).grade
    stir = Stir(
        life, to_frame=scaling(0.25), blur_px=1.0, hour=hour_named("night"), grade=grade, seed=4, cache=cache
    )
    shown = {tuple((id(s), p) for s, p in stir.layers(f, IDENTITY)) for f in range(0, 48, 3)}
    assert len(shown) >= 2
    assert all(s.width * s.height < 700 * 700 for layers in shown for s, _ in stir.layers(0, IDENTITY))


def test_a_close_up_blurs_what_a_wide_shot_shows(cache: SpriteCache) -> None:
    """The background of a close-up is soft."""
    sharp, soft = (
        _rgb(_scenery(cache, framing=framing).behind(0, IDENTITY)) for framing in ("wide", "close-up")
    )
    detail = [np.abs(np.diff(picture.astype(float), axis=1)).mean() for picture in (sharp, soft)]
    assert detail[1] < detail[0] * 0.6


def test_light_and_grade_follow_the_hour(cache: SpriteCache) -> None:
    """People are lit otherwise at night; the grade is a table of 256 colours."""
    day, night = (_scenery(cache, time_of_day=hour) for hour in ("day", "night"))
    assert day.light != night.light
    assert day.grade.shape == (256, 3)
    assert day.grade.dtype == np.uint8
    assert (np.diff(day.grade.astype(int), axis=0) >= 0).all()


@pytest.mark.parametrize("kind", ["rain", "snow", "petals", "leaves", "fog", "storm"])
def test_weather_moves_and_wraps_without_a_seam(cache: SpriteCache, kind: str) -> None:
    """One frame on, it has moved; after a whole turn it is where it began."""
    weather = Weather(kind, seed=1, width=WIDTH, height=HEIGHT, cache=cache)
    assert weather.far(0) or weather.near(0)
    places = [[placement for _, placement in weather.far(f) + weather.near(f)] for f in (0, 1)]
    assert places[0] != places[1]
    if kind == "rain":
        first, again = (weather.far(f) for f in (0, TILE_HEIGHT_PX // 80))
        assert [p for _, p in first] == [p for _, p in again]


def test_rain_does_not_cross_a_face(cache: SpriteCache) -> None:
    """Near streaks fall all over the frame until a face is named: then its columns stay as they were."""
    weather = Weather("rain", seed=1, width=WIDTH, height=HEIGHT, cache=cache)
    empty = _rgb([]).astype(int)

    def touched() -> np.ndarray:
        changed = [np.abs(_rgb(weather.near(f)).astype(int) - empty).max(2) > 3 for f in range(0, 24, 2)]
        return np.any(changed, (0, 1))

    assert touched()[100:170].any()
    weather.keep_clear([(100, 170)])
    assert not touched()[100:170].any()
    assert touched()[:60].any()
    assert touched()[-60:].any()


def test_rain_splashes_only_where_there_is_ground(cache: SpriteCache) -> None:
    """A wide shot shows rings on the ground that are elsewhere a moment later; a close-up shows none."""
    weather = Weather("rain", seed=1, width=WIDTH, height=HEIGHT, cache=cache)
    streaks = len(weather.far(10))
    splashes = [weather.far(frame, ground=True)[streaks:] for frame in (10, 14)]
    assert all(splashes)
    seen = [_rgb(layers).astype(int) for layers in splashes]
    assert np.abs(seen[0] - seen[1]).max() > 20
    assert (seen[0][: HEIGHT // 2] == seen[0][0, 0]).all()


def test_rain_runs_down_the_window_of_a_room(cache: SpriteCache) -> None:
    """Indoors it rains behind the panes, not before the people."""
    dry, wet = (_scenery(cache, "car", weather=words) for words in ("", "heavy rain"))
    assert len(wet.behind(0, IDENTITY)) > len(dry.behind(0, IDENTITY)) + 1
    assert not wet.weather.near(0)


def test_lightning_lights_the_people_less_than_the_sky(cache: SpriteCache) -> None:
    """In the frame of a flash there is light behind and before the people."""
    storm = Weather("storm", seed=1, width=WIDTH, height=HEIGHT, cache=cache)
    calm = min(len(storm.near(f)) for f in range(160))
    flash = next(f for f in range(160) if len(storm.near(f)) > calm)
    before, behind = (_rgb(layers[-1:]).mean() for layers in (storm.near(flash), storm.far(flash)))
    assert _rgb([]).mean() < before < behind


def test_the_same_seed_gives_the_same_picture() -> None:
    """Nothing depends on what was drawn before, or on when."""
    pictures = []
    for _ in range(2):
        shown = _scenery(SpriteCache(None, 200 << 20), "street", weather="rain", time_of_day="night")
        pictures.append(_rgb(shown.behind(5, IDENTITY) + shown.front(5, IDENTITY)))
    assert np.array_equal(*pictures)


def test_glow_is_where_the_figures_are(cache: SpriteCache) -> None:
    """The glow lightens the surroundings of a silhouette and nothing far away."""
    covered = np.zeros((HEIGHT // 8, WIDTH // 8), np.float32)
    covered[40:, 10:24] = 1
    seen = _rgb([_scenery(cache).glow(covered)]).astype(int).sum(2)
    assert seen[400, 136] > seen[20, 20] + 10
