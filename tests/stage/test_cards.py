"""Words that the picture itself carries are really in it: title cards, the poster, the AI mark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import msgspec
import pytest
from tests.journeys.conftest import write_series
from tests.stage.reading import Rgb, find_word, share_changed

from reelwright.build import Store
from reelwright.build.action import Action, Inputs, Outputs, action
from reelwright.build.running import run_action
from reelwright.camera.built_in import BuiltInCamera
from reelwright.delivery.encode import new_frame
from reelwright.delivery.stills import read_png, rgb_of
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.drawing.text import TextStyle
from reelwright.production.makers.picture import film_shot
from reelwright.production.makers.settings import EncoderSettings, PosterSettings, ShotSettings
from reelwright.stage.brief import ShotBrief
from reelwright.storyboard.documents import Beat, Shot
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series

WIDTH, HEIGHT = 216, 384
K = WIDTH / 1080
LAST = 23
TITLE_BAND = slice(round(HEIGHT * 0.34), round(HEIGHT * 0.60))


def gold(size_px: float) -> TextStyle:
    """How titles are set, as the specification of the card says it; the colour does not matter here."""
    return TextStyle(
        size_px=size_px,
        weight=700,
        family="serif",
        outline_px=size_px * 0.06,
        outline_colour="#120a18",
        outline_alpha=0.75,
        shadow_px=size_px * 0.16,
    )


SUBTITLE = TextStyle(size_px=40 * K, weight=700, shadow_px=8 * K, tracking_px=7 * K, outline_px=3 * K)
TAGLINE = TextStyle(size_px=38 * K, weight=700, outline_px=4 * K, shadow_px=8 * K)
MARK = TextStyle(size_px=42 * K, weight=700, outline_px=7 * K, shadow_px=6 * K)


def card(title: str, subtitle: str = "") -> Shot:
    return Shot(
        id="k3f9.title",
        line_id="k3f9",
        scene_id="k3f9",
        framing="card",
        beats=(Beat(kind="pause", seconds=1.0),),
        move="hold",
        place="OFFICE",
        time_of_day="night",
        title=title,
        subtitle=subtitle,
    )


def brief_of(shot: Shot) -> ShotBrief:
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


def filmed(shot: Shot, sprites: SpriteCache, frame: int = LAST) -> Rgb:
    picture = new_frame(WIDTH, HEIGHT)
    take = BuiltInCamera().film(brief_of(shot), sprites)
    Compositor(WIDTH, HEIGHT).compose(take.layers(frame), picture)
    return rgb_of(picture)


@pytest.mark.parametrize(
    ("title", "others"),
    [("Small", ("Smell", "Alone", "Great")), ("亡夫来信", ("夫人来信", "亡夫家书", "我的丈夫"))],
    ids=["Latin", "Chinese"],
)
def test_a_title_card_shows_its_title_and_no_other(
    sprites: SpriteCache, title: str, others: tuple[str, ...]
) -> None:
    """The words can be read in the picture, in the middle above the rule; like words fit worse."""
    picture = filmed(card(title), sprites)
    found = find_word(picture, title, gold(140 * K))
    assert found.likeness > 0.8
    assert abs(found.x - WIDTH / 2) < 4 and TITLE_BAND.start < found.y < TITLE_BAND.stop
    for other in others:
        assert find_word(picture, other, gold(140 * K)).likeness < found.likeness - 0.07


def test_a_card_differs_from_its_blank_only_where_its_words_stand(sprites: SpriteCache) -> None:
    """Title and subtitle are there and nowhere else; a blank card has neither."""
    titled, blank = filmed(card("Small", "Episode 1"), sprites), filmed(card(""), sprites)
    assert share_changed(titled[TITLE_BAND], blank[TITLE_BAND]) > 0.05
    assert share_changed(titled[: TITLE_BAND.start], blank[: TITLE_BAND.start]) == 0
    assert share_changed(titled[TITLE_BAND.stop :], blank[TITLE_BAND.stop :]) == 0
    assert find_word(blank, "Small", gold(140 * K)).likeness < 0.5


def test_the_number_of_the_episode_stands_below_the_title(sprites: SpriteCache) -> None:
    """In capitals, under the rule; a 1 is no 7."""
    picture = filmed(card("Small", "Episode 1"), sprites)
    found = find_word(picture, "EPISODE 1", SUBTITLE)
    assert found.likeness > 0.85 > find_word(picture, "CHAPTER 1", SUBTITLE).likeness
    assert found.likeness > find_word(picture, "EPISODE 7", SUBTITLE).likeness
    assert found.y > find_word(picture, "Small", gold(140 * K)).y + 20


def test_a_title_is_gold_and_rises_in(sprites: SpriteCache) -> None:
    """Its letters are brighter in red than in blue; it starts lower than it ends."""
    titled, blank = filmed(card("Small"), sprites), filmed(card(""), sprites)
    letters = titled[titled.astype(int).sum(-1) - blank.astype(int).sum(-1) > 240]
    assert len(letters) > 200
    red, _, blue = letters.mean(0)
    assert red > blue + 60
    first, last = (find_word(filmed(card("Small"), sprites, f), "Small", gold(140 * K)) for f in (1, LAST))
    assert first.y > last.y + 2


def test_a_note_in_the_script_becomes_a_card_with_its_words(tmp_path: Path, sprites: SpriteCache) -> None:
    """``[[title: Three years later]]`` is filmed as those words, on two lines."""
    scene = "INT. OFFICE - NIGHT\n\nMARA\nGo.\n\n[[title: Three years later]]\n\nVICTOR\nI went.\n"
    board = prepare(open_series(write_series(tmp_path / "small", scene))).plans[0].storyboard
    shot = next(s for s in board.shots if s.framing == "card" and s.title == "Three years later")
    picture = filmed(shot, sprites)
    first, second = (find_word(picture, words, gold(140 * K)) for words in ("Three", "years later"))
    assert min(first.likeness, second.likeness) > 0.8
    assert second.y > first.y + 20
    assert find_word(picture, "Those", gold(140 * K)).likeness < first.likeness - 0.1


def test_the_maker_films_the_card_and_the_ai_mark_over_its_first_frames(store: Store) -> None:
    """In the encoded shot the title is read, and the mark stands for ``mark_frames`` and no longer."""
    # Under the open sky: nothing else there looks like letters.
    shot = msgspec.structs.replace(card("Small", "Episode 1"), place="VILLAGE", setting="exterior")
    settings = ShotSettings(
        engine="built-in",
        engine_version="1",
        brief=brief_of(shot),
        speeches=(),
        mark_frames=8,
        language="en",
        encoder=EncoderSettings(crf=20, preset="ultrafast"),
    )
    with store.scratch_folder() as scratch:
        outputs = Outputs(store, scratch)
        film_shot(settings, Inputs({}, store), outputs)
        with av.open(str(store.path(outputs.digests["clean.mp4"]))) as container:
            frames = [rgb_of(frame) for frame in container.decode(video=0)]
        still = read_png(store.read(outputs.digests["still.png"]))
    assert len(frames) == 24
    assert find_word(frames[LAST], "Small", gold(140 * K)).likeness > 0.8
    corner = slice(0, round(HEIGHT * 0.14))
    marks = [find_word(frames[n][corner], "AI-generated", MARK).likeness for n in (0, 7, 8, LAST)]
    assert min(marks[:2]) > 0.7
    assert max(marks[2:]) < 0.4
    larger = gold(140 * K * still.shape[1] / WIDTH)
    assert find_word(still, "Small", larger).likeness > 0.75, "the contact sheet shows what was filmed"


@dataclass(frozen=True)
class Posters:
    """The posters of one story under two names; the second has no line below its title, the third
    is the first without its people."""

    small: Rgb
    alone: Rgb
    deserted: Rgb


@pytest.fixture(scope="module")
def posters(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Posters:
    series = write_series(tmp_path_factory.mktemp("posters") / "small")
    facts = (series / "series.toml").read_text()
    asked: list[Action] = []
    for title, tagline in (("Small", "Nobody lied."), ("Alone", "")):
        named = facts.replace('title = "Small"', f'title = "{title}"\ntagline = "{tagline}"')
        (series / "series.toml").write_text(named)
        build = prepare(open_series(series, out=store.folder.parent)).build
        asked.append(build.steps["1/poster"].plan({}, store))
    settings = msgspec.json.decode(asked[0].settings, type=PosterSettings)
    assert len(settings.brief.actors) == 2
    brief = msgspec.structs.replace(settings.brief, actors=())
    deserted = msgspec.structs.replace(settings, brief=brief)
    asked.append(action(asked[0].kind, asked[0].version, asked[0].maker, deserted))
    made = [run_action(one, str(store.folder)) for one in asked]
    return Posters(*(read_png(store.read(record.outputs["poster.png"])) for record in made))


def test_the_poster_has_the_title_drawn_on_it(posters: Posters) -> None:
    """Each poster says its own title, in the lower third, and not the other's."""
    own, other = (find_word(posters.small, word, gold(128 * K)) for word in ("Small", "Alone"))
    assert own.likeness > 0.85 and other.likeness < 0.7
    assert abs(own.x - WIDTH / 2) < 4 and abs(own.y - HEIGHT * 0.74) < 12
    own, other = (find_word(posters.alone, word, gold(128 * K)) for word in ("Alone", "Small"))
    assert own.likeness > 0.85 and other.likeness < 0.7


def test_the_posters_line_stands_below_its_title_when_there_is_one(posters: Posters) -> None:
    """The words can be read under the title; a poster without them has none."""
    below = slice(round(HEIGHT * 0.79), round(HEIGHT * 0.92))
    assert find_word(posters.small[below], "Nobody lied.", TAGLINE).likeness > 0.8
    assert find_word(posters.alone[below], "Nobody lied.", TAGLINE).likeness < 0.5


def test_only_the_words_of_a_poster_change_with_its_title(posters: Posters) -> None:
    """The people and the place stay as they are, and both posters carry the mark in the corner."""
    above = slice(0, round(HEIGHT * 0.66))
    assert share_changed(posters.small[above], posters.alone[above]) == 0
    for poster in (posters.small, posters.alone):
        assert find_word(poster[: round(HEIGHT * 0.14)], "AI-generated", MARK).likeness > 0.7


def test_the_poster_shows_its_two_leads(posters: Posters) -> None:
    """Without its people the same poster has another picture on both sides of the middle."""
    rows = slice(round(HEIGHT * 0.22), round(HEIGHT * 0.60))
    half = slice(0, WIDTH // 2), slice(WIDTH // 2, WIDTH)
    for columns in half:
        assert share_changed(posters.small[rows, columns], posters.deserted[rows, columns]) > 0.3


def test_wide_and_upright_covers_are_composed_for_their_shapes(store: Store, tmp_path: Path) -> None:
    """Each shape has its title where there is room for it, its leads elsewhere, and the mark."""
    build = prepare(open_series(write_series(tmp_path / "small"), out=store.folder.parent)).build
    record = run_action(build.steps["1/poster"].plan({}, store), str(store.folder))
    wide, upright = (read_png(store.read(record.outputs[f"cover-{s}.png"])) for s in ("16x9", "3x4"))
    assert wide.shape == (WIDTH, WIDTH * 16 // 9, 3) and upright.shape == (HEIGHT * 3 // 4, WIDTH, 3)
    title = find_word(wide, "Small", gold(150 * K))
    assert title.likeness > 0.8 and title.x < wide.shape[1] * 0.45
    assert find_word(upright, "Small", gold(128 * K)).likeness > 0.8
    right, left = (wide[:, half].astype(int).std() for half in (slice(220, None), slice(0, 120)))
    assert right > left, "the leads stand on the right"
    for cover in (wide, upright):
        assert find_word(cover[: round(WIDTH * 0.2)], "AI-generated", MARK).likeness > 0.7
