"""The rig draws what a pose says, in the right place, the same every time."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reelwright.casting.documents import HAIRSTYLES, OUTFITS, SKINS, Look, Outfit
from reelwright.drawing.affine import IDENTITY, scaling, translation
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.screenplay.documents import EXPRESSIONS as EXPRESSION_NAMES
from reelwright.stage.brief import Box
from reelwright.stage.light import Light, Rim
from reelwright.stage.people.expressions import EXPRESSIONS, NEUTRAL, VISEMES, with_viseme
from reelwright.stage.people.posebook import STANCES, stance_named
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.people.stances import Stance

WIDTH, HEIGHT = 180, 320
LIGHT = Light(rims=(Rim("#ffffff", 0.6, (-8, -4)),))
HER = Look(hair="bob")
HIM = Look(sex="male", hair="slick", hair_colour="#302830")
SUIT = Outfit(kind="suit", colour="#262c44", second="#7a1f2e")

Luma = NDArray[np.int16]


def rig_of(look: Look = HER, outfit: Outfit = SUIT, cache: SpriteCache | None = None, **more: object) -> Rig:
    framing: dict[str, object] = {"x": 90.0, "y": 120.0, "scale": 0.62}
    framing.update(more)
    return Rig(
        look,
        outfit,
        light=LIGHT,
        frame_width=WIDTH,
        frame_height=HEIGHT,
        cache=cache or SpriteCache(None, 1 << 27),
        **framing,  # type: ignore[arg-type]
    )


def picture(rig: Rig, pose: FigurePose = FigurePose(), camera=IDENTITY) -> Luma:  # type: ignore[no-untyped-def]  # noqa: B008
    """The luma plane of the person on black."""
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    Compositor(WIDTH, HEIGHT, memory_bytes=1 << 26).compose(rig.layers(pose, camera), frame)
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[:HEIGHT, :WIDTH].astype(np.int16)


def inside(image: Luma, box: Box) -> Luma:
    x, y = int(box.x), int(box.y)
    return image[y : y + int(box.height) + 1, x : x + int(box.width) + 1]


@pytest.fixture(scope="module")
def her() -> Rig:
    return rig_of()


@pytest.fixture(scope="module")
def faces(her: Rig) -> dict[str, Luma]:
    """The face at every expression."""
    box, _ = her.face(FigurePose(), IDENTITY)
    return {name: inside(picture(her, FigurePose(face=face)), box) for name, face in EXPRESSIONS.items()}


def test_there_is_a_face_for_every_expression_a_script_can_ask_for() -> None:
    """A line may ask for any of the screenplay's expressions."""
    assert set(EXPRESSIONS) == set(EXPRESSION_NAMES)


@pytest.mark.parametrize("first", EXPRESSION_NAMES)
def test_no_two_expressions_are_twins(faces: dict[str, Luma], first: str) -> None:
    """Any two faces differ visibly in a good part of their pixels."""
    for second in EXPRESSION_NAMES:
        if second > first:
            changed = np.abs(faces[first] - faces[second]) > 12
            assert changed.sum() > 100, (first, second)


def test_no_two_visemes_are_twins_and_only_the_mouth_moves(her: Rig) -> None:
    """Speech changes the lower face and leaves the eyes alone."""
    face, _ = her.face(FigurePose(), IDENTITY)
    images = {
        name: inside(picture(her, FigurePose(face=with_viseme(NEUTRAL, viseme))), face)
        for name, viseme in VISEMES.items()
    }
    rows = images["rest"].shape[0]
    for first, a in images.items():
        for second, b in images.items():
            if first < second:
                changed = np.abs(a - b) > 8
                assert changed[rows // 2 :].sum() > 12, (first, second)
                assert changed[: int(rows * 0.45)].sum() == 0, (first, second)


def test_a_blink_changes_the_eyes_and_not_the_mouth(her: Rig) -> None:
    """Eyes have a layer of their own."""
    face, mouth = her.face(FigurePose(), IDENTITY)
    opened = picture(her)
    shut = picture(her, FigurePose(face=replace(NEUTRAL, lid_open=0.0)))
    assert (np.abs(inside(opened, face) - inside(shut, face)) > 20).sum() > 60
    assert (np.abs(inside(opened, mouth) - inside(shut, mouth)) > 4).sum() == 0


@pytest.mark.parametrize("pose", [FigurePose(), FigurePose(22.0, 6.0, -8.0, dx=12.0, dy=-9.0)])
def test_the_boxes_hold_the_drawn_features(her: Rig, pose: FigurePose) -> None:
    """What changes when eyes shut or the lips curl lies in the boxes, whatever the camera does."""
    camera = scaling(1.08, 90, 100)
    face, mouth = her.face(pose, camera)
    rest = picture(her, pose, camera)
    smiling = replace(pose, face=replace(NEUTRAL, smile=-1.0, mouth_width=1.3))
    shut = replace(pose, face=replace(NEUTRAL, lid_open=0.0))
    _, wide_mouth = her.face(smiling, camera)
    moved = np.abs(picture(her, smiling, camera) - rest) > 25
    blinked = np.abs(picture(her, shut, camera) - rest) > 40
    assert moved.sum() > 20
    assert blinked.sum() > 20
    assert inside(moved, wide_mouth).sum() >= 0.7 * moved.sum()
    assert inside(blinked, face).sum() == blinked.sum()
    assert face.x <= mouth.x and mouth.x + mouth.width <= face.x + face.width
    assert face.y <= mouth.y and mouth.y + mouth.height <= face.y + face.height + 1


def test_the_same_person_comes_out_the_same_to_the_byte() -> None:
    """Two rigs of equal look give equal sprites without sharing a cache."""
    pose = FigurePose(7.5, face=EXPRESSIONS["sad"])
    for (a, place_a), (b, place_b) in zip(
        rig_of(HIM).layers(pose, IDENTITY), rig_of(HIM).layers(pose, IDENTITY), strict=True
    ):
        assert place_a == place_b
        assert a.luma_alpha.tobytes() == b.luma_alpha.tobytes()
        assert a.chroma_alpha.tobytes() == b.chroma_alpha.tobytes()


def test_people_who_stand_elsewhere_share_their_sprites() -> None:
    """A framing's sprites do not depend on the exact place in the frame."""
    cache = SpriteCache(None, 1 << 27)
    first = rig_of(cache=cache, x=88.0).layers(FigurePose(), IDENTITY)
    second = rig_of(cache=cache, x=92.0).layers(FigurePose(), IDENTITY)
    assert all(a is b for (a, _), (b, _) in zip(first, second, strict=True))
    assert first[0][1] != second[0][1]


@pytest.mark.parametrize(
    "other",
    (
            {"hair": "long"}, {"hair_colour": "#b08a5a"}, {"skin": "deep"}, {"iris_colour": "#3060c0"},
            {"age_years": 72}, {"jaw": 1.1}, {"has_glasses": True}, {"has_beard": True},
            {"necklace": "pearl"}, {"earrings": "drop"}, {"sex": "male"}, {"lip_colour": "#600020"},
            {"build": 1.15}, {"cheek": 1.1}, {"chin": 6.0},
    ),
    ids=str,
)  # fmt: skip
def test_every_field_of_a_look_is_seen(other: dict[str, object]) -> None:
    """Nothing that a cast file says is ignored."""
    plain: dict[str, object] = {"hair": "bob"}
    dress = Outfit(kind="dress", colour="#b3283a")
    changed = rig_of(Look(**{**plain, **other}), dress, scale=0.8)  # type: ignore[arg-type]
    before = rig_of(Look(**plain), dress, scale=0.8)  # type: ignore[arg-type]
    a, b = before.layers(FigurePose(), IDENTITY), changed.layers(FigurePose(), IDENTITY)
    assert any(
        x.luma_alpha.tobytes() != y.luma_alpha.tobytes()
        or x.chroma_alpha.tobytes() != y.chroma_alpha.tobytes()
        for (x, _), (y, _) in zip(a, b, strict=False)
    )


@pytest.mark.parametrize(
    ("look", "outfit", "where"),
    [
        ({"has_ring": True}, {}, "the ring finger of the left hand"),
        ({}, {"has_pin": True}, "the tie"),
        ({"sex": "female"}, {"has_pin": True, "kind": "blazer"}, "the lapel"),
    ],
    ids=lambda value: str(value),
)
def test_small_jewels_are_gold_where_they_are_worn(
    look: dict[str, object], outfit: dict[str, object], where: str
) -> None:
    """A ring, a tie bar and a brooch change a few pixels, and only of one part."""
    man, suit = {"sex": "male", **look}, {"kind": "suit", "colour": "#262c44", **outfit}
    worn = rig_of(Look(**man), Outfit(**suit), scale=0.5, stance="cheek")  # type: ignore[arg-type]
    plain = Look(**{**man, "has_ring": False}), Outfit(**{**suit, "has_pin": False})  # type: ignore[arg-type]
    without = rig_of(*plain, scale=0.5, stance="cheek")
    pairs = zip(worn.layers(FigurePose(), IDENTITY), without.layers(FigurePose(), IDENTITY), strict=True)
    changed = [
        a.luma_alpha != b.luma_alpha for (a, _), (b, _) in pairs if a.luma_alpha.shape == b.luma_alpha.shape
    ]
    assert [bool(part.any()) for part in changed].count(True) == 1, where
    assert all(part.mean() < 0.05 for part in changed)


def test_every_outfit_looks_different() -> None:
    """As many pictures of torso and legs as there are kinds."""
    seen = {
        b"".join(
            sprite.luma_alpha.tobytes()
            for sprite, _ in rig_of(outfit=Outfit(kind=kind, colour="#884455"), scale=0.4).layers(
                FigurePose(), IDENTITY
            )[1:3]
        )
        for kind in OUTFITS
    }
    assert len(seen) == len(OUTFITS)


def test_a_turn_moves_the_nose_smoothly(her: Rig) -> None:
    """The middle of the mouth goes right with the yaw, without a jump at the vector keys."""
    centres = []
    for yaw in np.arange(-20, 20.1, 1.25):
        _, mouth = her.face(FigurePose(float(yaw)), IDENTITY)
        centres.append(mouth.x + mouth.width / 2)
    steps = np.diff(centres)
    assert steps.min() > 0
    assert steps.max() < 4 * np.median(steps)


def test_the_head_turns_and_the_body_breathes() -> None:
    """A pose that only breathes leaves the sprites alone; a turn brings new ones."""
    rig = rig_of()
    rest = rig.layers(FigurePose(), IDENTITY)
    breath = rig.layers(FigurePose(breath=1.0, sway_back=0.05, dx=3), IDENTITY)
    turned = rig.layers(FigurePose(20.0), IDENTITY)
    assert all(a is b for (a, _), (b, _) in zip(rest, breath, strict=True))
    assert any(a[1] != b[1] for a, b in zip(rest, breath, strict=True))
    drawn_anew = sum(all(a is not b for b, _ in rest) for a, _ in turned)
    assert drawn_anew >= 4, "head, mouth, eyes, hair"


def test_the_silhouette_lies_where_the_person_is_drawn(her: Rig) -> None:
    """Glow and shadow come from it."""
    outline = her.silhouette()
    assert outline.shape == (HEIGHT // 8, WIDTH // 8)
    assert outline.dtype == np.float32
    seen = picture(her) > 20
    small = seen[: HEIGHT // 8 * 8, : WIDTH // 8 * 8].reshape(HEIGHT // 8, 8, WIDTH // 8, 8).mean((1, 3))
    assert np.abs(outline - small).mean() < 0.08


def test_the_camera_moves_everything(her: Rig) -> None:
    """Placements are handed through the camera."""
    moved = her.layers(FigurePose(), translation(10, 20))
    rest = her.layers(FigurePose(), IDENTITY)
    for (_, a), (_, b) in zip(rest, moved, strict=True):
        assert b[2] - a[2] == pytest.approx(10)
        assert b[5] - a[5] == pytest.approx(20)


def test_arms_are_there_and_stances_differ() -> None:
    """In a medium shot nobody is an armless card, and a gesture is seen."""
    images = {
        name: picture(rig_of(HIM, stance=name, scale=0.3, y=70.0)) for name in ("stand", "crossed", "point")
    }
    assert images["stand"][180:230, 20:45].max() > 20
    for first, second in (("stand", "crossed"), ("stand", "point"), ("crossed", "point")):
        assert (np.abs(images[first] - images[second]) > 15).sum() > 400


def test_an_arm_that_moves_leaves_everything_else_in_the_cache() -> None:
    """Torso, legs and arms are drawn apart: one arm's new state is one new sprite."""
    rig = rig_of(HIM, scale=0.3, y=70.0)
    hanging, raised = Stance(), Stance({1: STANCES["mouth"].arm(1)})
    before = [s for s, _ in rig.layers(FigurePose(body=hanging), IDENTITY)]
    after = [s for s, _ in rig.layers(FigurePose(body=raised), IDENTITY)]
    assert len([s for s in after if not any(s is b for b in before)]) == 1
    assert (
        np.abs(picture(rig, FigurePose(body=hanging)) - picture(rig, FigurePose(body=raised))) > 15
    ).sum() > 300


def test_leaning_a_little_turning_aside_and_stepping_are_placements() -> None:
    """They bring no new sprite, and they move the head with the trunk."""
    rig = rig_of(HIM, scale=0.3, y=70.0)
    rest = rig.layers(FigurePose(body=Stance()), IDENTITY)
    for pose in (
        FigurePose(body=Stance(tilt_deg=6)),
        FigurePose(body=Stance(lean_deg=7)),
        FigurePose(body=Stance(), step_x=30, size=0.9),
        FigurePose(body=Stance(), hips_x=12),
        FigurePose(body=Stance(), arm_deg=2),
    ):
        moved = rig.layers(pose, IDENTITY)
        assert all(a is b for (a, _), (b, _) in zip(rest, moved, strict=True))
        assert any(a[1] != b[1] for a, b in zip(rest, moved, strict=True)), pose
    at_rest, _ = rig.face(FigurePose(body=Stance()), IDENTITY)
    aside, _ = rig.face(FigurePose(body=Stance(tilt_deg=6)), IDENTITY)
    assert aside.x > at_rest.x + 5


def test_an_unknown_gesture_is_the_nearest_stance() -> None:
    """A script's verb never stops a film."""
    assert stance_named("Crosses arms") in STANCES
    assert stance_named("phone-call") == "phone"
    assert stance_named("juggles three cats") == "stand"


def test_legs_and_shoes_only_when_asked() -> None:
    """A wide shot shows the floor."""
    wide = picture(rig_of(HIM, scale=0.155, y=30.0, full_figure=True))
    assert (wide[285:315, 60:120] > 18).sum() > 30


def test_from_behind_there_is_no_face() -> None:
    """An over-the-shoulder foreground has no features."""
    back = rig_of(view="back")
    rest, loud = FigurePose(), FigurePose(face=EXPRESSIONS["laugh"])
    assert (picture(back, rest) == picture(back, loud)).all()
    assert (np.abs(picture(back) - picture(rig_of())) > 20).sum() > 500


LOOKS = st.builds(
    Look,
    sex=st.sampled_from(["female", "male"]),
    age_years=st.integers(6, 92),
    skin=st.sampled_from([*SKINS, "plaid"]),
    hair=st.sampled_from([*HAIRSTYLES, "mohawk"]),
    hair_colour=st.sampled_from(["#000000", "#ffffff", "#a8683a"]),
    jaw=st.floats(0.9, 1.1),
    chin=st.floats(-6, 6),
    build=st.floats(0.9, 1.15),
    has_glasses=st.booleans(),
    has_beard=st.booleans(),
    necklace=st.sampled_from(["", "diamond", "pearl"]),
    earrings=st.sampled_from(["", "drop", "stud"]),
)
POSES = st.builds(
    FigurePose,
    yaw_deg=st.floats(-90, 90),
    pitch_deg=st.floats(-20, 20),
    roll_deg=st.floats(-20, 20),
    face=st.sampled_from(list(EXPRESSIONS.values())),
    breath=st.floats(-1, 1),
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
@given(
    look=LOOKS,
    kind=st.sampled_from([*OUTFITS, "armour"]),
    pose=POSES,
    stance=st.sampled_from([*STANCES, "levitate"]),
    view=st.sampled_from(["front", "front", "back"]),
    full=st.booleans(),
)
def test_anybody_can_be_drawn(
    look: Look, kind: str, pose: FigurePose, stance: str, view: str, full: bool
) -> None:
    """No look, outfit, pose or stance raises, and something is seen."""
    rig = rig_of(look, Outfit(kind=kind), stance=stance, view=view, full_figure=full, scale=0.3)
    assert (picture(rig, pose) > 20).sum() > 500
