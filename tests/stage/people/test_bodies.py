"""Trunks bend without jumps, legs reach where a stance puts them, and the head stays on the neck."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import Look, Outfit
from reelwright.drawing.affine import IDENTITY, Affine, apply
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.light import Light
from reelwright.stage.people.arms import Arm
from reelwright.stage.people.body import BodyView
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.handshapes import HAND_SHAPES
from reelwright.stage.people.head import HeadPose
from reelwright.stage.people.posebook import STANCES
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.people.skirts import Skirt
from reelwright.stage.people.stances import LegPose, Stance
from reelwright.stage.people.stride import ground_y, lap_of, leg_of, sizes_of

SEATED = Stance(feet={s: LegPose((s * 20, 0, 400)) for s in (-1, 1)}, sink=390, lean_deg=4)
KNEELING = Stance(feet={s: LegPose((s * 16, -10, -420), None, 100) for s in (-1, 1)}, sink=400)
SHAPES = {"seated": SEATED, "kneeling": KNEELING, **STANCES}


def body_of(stance: Stance, *, is_female: bool = True, **more: float) -> BodyView:
    return BodyView(is_female=is_female, stance=stance, **more)  # type: ignore[arg-type]


def between(a: Stance, b: Stance, share: float) -> Stance:
    """The numbers of two stances, blended."""

    def mixed(x: float, y: float) -> float:
        return x + (y - x) * share

    feet = {}
    for side in (-1, 1):
        one, other = a.leg(side), b.leg(side)
        ankle = tuple(mixed(x, y) for x, y in zip(one.ankle, other.ankle, strict=True))
        knees = (one.knee or (side * 0.14, 0, 1), other.knee or (side * 0.14, 0, 1))
        knee = tuple(mixed(x, y) for x, y in zip(*knees, strict=True))
        feet[side] = LegPose(ankle, knee, mixed(one.heel_deg, other.heel_deg))  # type: ignore[arg-type]
    names = ("weight", "hip_deg", "sink", "lean_deg", "tilt_deg", "twist_deg")
    return Stance(feet=feet, **{n: mixed(getattr(a, n), getattr(b, n)) for n in names})


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("is_female", [True, False])
def test_bones_keep_their_length_and_hang_together(name: str, is_female: bool) -> None:
    """Whatever a stance asks for, a thigh is a thigh."""
    body = body_of(SHAPES[name], is_female=is_female, yaw_deg=12)
    sizes = sizes_of(body)
    for side in (-1, 1):
        leg = leg_of(body, SHAPES[name], side)
        assert np.linalg.norm(leg.knee - leg.hip) == pytest.approx(sizes.thigh, abs=1)
        assert np.linalg.norm(leg.ankle - leg.knee) == pytest.approx(sizes.shank, abs=1)


def test_an_ankle_gets_where_the_stance_puts_it() -> None:
    """A lifted foot is as high as asked for."""
    stance = Stance(feet={1: LegPose((0, -120, 60)), -1: LegPose()})
    legs = {side: leg_of(body_of(stance), stance, side) for side in (-1, 1)}
    assert legs[-1].ankle[1] - legs[1].ankle[1] == pytest.approx(120, abs=4)
    assert legs[1].ankle[2] - legs[-1].ankle[2] == pytest.approx(60, abs=4)


@pytest.mark.parametrize("is_female", [True, False])
def test_who_stands_stands_on_the_ground(is_female: bool) -> None:
    """Both soles of a standing body are on one level."""
    body = body_of(Stance(), is_female=is_female)
    sole = sizes_of(body).sole
    for side in (-1, 1):
        assert leg_of(body, Stance(), side).ankle[1] + sole == pytest.approx(ground_y(body), abs=3)


@pytest.mark.parametrize("end", ["seated", "kneeling", "walk", "hips"])
def test_legs_move_without_a_jump(end: str) -> None:
    """Between neighbours of a blend no joint goes further than the whole way shared out."""
    states = [between(Stance(), SHAPES[end], k / 40) for k in range(41)]
    legs = [[leg_of(body_of(s), s, side) for side in (-1, 1)] for s in states]
    joints = np.array([[(leg.hip, leg.knee, leg.ankle) for leg in pair] for pair in legs])
    assert float(np.abs(np.diff(joints, axis=0)).max()) < 60


@pytest.mark.parametrize(
    "bent", [{"lean_deg": 40.0}, {"tilt_deg": 18.0}, {"twist_deg": 30.0}, {"hip_deg": -5.0, "weight": 1.0}]
)
def test_a_trunk_bends_without_a_jump(bent: dict[str, float]) -> None:
    """The outline of neighbours differs by little, and the whole way by much."""
    outlines = [
        body_of(Stance(**{k: v * i / 30 for k, v in bent.items()})).torso()  # type: ignore[arg-type]
        for i in range(31)
    ]
    steps = [float(np.abs(b - a).max()) for a, b in pairwise(outlines)]
    assert max(steps) < 14
    assert float(np.abs(outlines[-1] - outlines[0]).max()) > 10


def rig() -> Rig:
    return Rig(
        Look(hair="bob"), Outfit(kind="dress", colour="#b3283a"), x=90.0, y=70.0, scale=0.14, light=Light(),
        frame_width=180, frame_height=320, cache=SpriteCache(None, 1 << 26), full_figure=True,
    )  # fmt: skip


def moved(place: Affine, point: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array(apply(place, *point.tolist()))


def test_the_drawn_neck_is_placed_where_the_head_sits() -> None:
    """Steps of the drawn trunk never show between head and shoulders."""
    sprites = rig().body
    for k in range(33):
        stance = Stance(lean_deg=k * 1.3, tilt_deg=k * 0.7, sink=k * 9.0)
        drawn = sprites._axis(sprites._body(sprites.held(stance)))[1]
        true = sprites._axis(sprites._body(stance))[1]
        placed = moved(sprites.upper(stance, FigurePose()), drawn)
        assert np.abs(placed - true).max() < 0.01
        seat = np.array([0.0, 150.0 - sprites.figure.lift]) * sprites.easel.scale
        if stance.lean_deg > 13:
            continue  # from here on the head bows with the trunk
        assert np.abs(moved(sprites.head(stance, FigurePose()), seat) - true).max() < 0.6


def test_a_bow_seen_straight_on_brings_the_head_down_and_nearer() -> None:
    """What is foreshortened shows by the head: lower than the shoulders allow for, larger, nodding."""
    person, upright, bowed = rig(), FigurePose(), FigurePose(body=STANCES["bow"])
    before, after = (person.face(pose, IDENTITY)[0] for pose in (upright, bowed))
    assert after.y > before.y + 0.3 * before.height
    assert after.width > 1.08 * before.width


def test_hands_on_a_lap_turn_with_the_legs() -> None:
    """Turned either way, a hand lies as far from its knee as seen straight on."""
    figure = Figure(Look(), Outfit(kind="office"))
    stance, ways = STANCES["sit"], []
    for yaw_deg in (-28.0, 0.0, 28.0):
        body = figure.body(yaw_deg, stance)
        for side in (-1, 1):
            arm = Arm(body, figure.skin, figure.outfit, stance.arm(side), side, (-0.6, -0.45, 0.62))
            leg = leg_of(body, stance, side)
            seat = body.spine.chest
            chest = np.array([seat.dx, seat.dy, seat.dz])
            ways.append(float(np.linalg.norm(arm.wrist + chest - leg.knee)))
    assert max(ways) - min(ways) < 45


def test_somebody_in_bed_has_a_pillow_behind_and_a_blanket_over_them() -> None:
    """The face is as free as upright; beside it and over the chest the picture is another."""
    person = rig()
    lying = FigurePose(body=STANCES["lie"])
    layers, upright = (person.layers(pose, IDENTITY) for pose in (lying, FigurePose()))
    assert len(layers) == len(upright) + 1  # a bed and a blanket, no legs
    first, last = layers[0][0], person.body.bed("cover")
    assert first is person.body.bed("behind") and any(sprite is last for sprite, _ in layers[-2:])
    at, stood = (person.face(pose, IDENTITY)[0] for pose in (lying, FigurePose()))
    assert abs(at.x - stood.x) < 4 and abs(at.y - stood.y) < 4


def test_sitting_down_lowers_the_face_and_keeps_the_feet() -> None:
    """The head sinks with the hips; shoes stay on their level."""
    figure = rig()
    standing, _ = figure.face(FigurePose(body=Stance()), IDENTITY)
    seated, _ = figure.face(FigurePose(body=SEATED), IDENTITY)
    assert seated.y - standing.y == pytest.approx(390 * 0.14, abs=8)
    body = body_of(SEATED)
    assert leg_of(body, SEATED, 1).ankle[1] == pytest.approx(
        leg_of(body_of(Stance()), Stance(), 1).ankle[1], abs=6
    )


def test_a_lap_is_a_seated_persons() -> None:
    """Hems slide up for thighs that lie level, not for kneeling or walking."""
    assert lap_of(body_of(SEATED), SEATED) > 0.9
    assert lap_of(body_of(KNEELING), KNEELING) < 0.1
    assert lap_of(body_of(STANCES["walk"]), STANCES["walk"]) < 0.1


@pytest.mark.parametrize("kind", ["knee", "long", "wide", "ball", "pencil"])
def test_a_skirt_covers_both_thighs_and_ends_above_the_ground(kind: str) -> None:
    """It follows the knees of somebody seated and lies on the ground under somebody kneeling."""
    for stance in (Stance(), SEATED, KNEELING):
        body = body_of(stance, yaw_deg=10)
        legs = {side: leg_of(body, stance, side) for side in (-1, 1)}
        outline = Skirt(body, kind, legs, 556.0).outline()
        assert outline[:, 1].max() < ground_y(body) + 160
        for leg in legs.values():
            x = float((leg.hip[0] + leg.knee[0]) / 2)
            assert outline[:, 0].min() < x < outline[:, 0].max()


def test_a_child_is_small_below_the_neck() -> None:
    """Feet end higher, shoulders are narrower."""
    child, woman = body_of(Stance(), age_years=7), body_of(Stance(), age_years=25)
    ends = [float(b.to_head(np.array([[0.0, ground_y(b)]]))[0, 1]) for b in (child, woman)]
    assert ends[0] < 0.75 * ends[1]
    widths = [float(np.ptp(b.to_head(b.torso())[:, 0])) for b in (child, woman)]
    assert widths[0] < 0.75 * widths[1]


def test_stances_ask_for_hands_that_exist() -> None:
    """A misspelt hand would hang."""
    named = {stance.arm(side).shape for stance in STANCES.values() for side in (-1, 1)}
    assert named <= {*HAND_SHAPES, "hidden"}


def painted(stance: Stance, *, back: bool = False, outfit: str = "dress") -> NDArray[np.uint8]:
    """A whole figure on green, 0.2 pixels a unit."""
    figure = Figure(Look(hair="bob", skin="fair"), Outfit(kind=outfit, colour="#2030a0"))
    surface = skia.Surface(200, 360)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorGREEN)
    canvas.translate(100, 20)
    canvas.scale(0.2, 0.2)
    body, light = figure.body(0.0, stance), (-0.6, -0.4, 0.6)
    figure.draw_legs(canvas, body, stance, light, seen_from_back=back)
    if back:
        figure.draw_back(canvas, body, light)
    else:
        figure.draw_torso(canvas, body, figure.head_view(HeadPose(0, 0)), light)
    for side in (-1, 1):
        figure.draw_arm(canvas, body, stance.arm(side), side, light, seen_from_back=back)
    rgba: NDArray[np.uint8] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return rgba[..., :3].astype(np.int16)  # type: ignore[return-value]


def skin(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels of fair skin."""
    red, green, blue = image[..., 0], image[..., 1], image[..., 2]
    return np.asarray((red > 190) & (green > 120) & (green < 240) & (blue > 100) & (red > blue + 8))


@pytest.mark.parametrize("back", [False, True])
def test_a_dress_leaves_calves_and_arms_bare(back: bool) -> None:
    """Skin shows beside the body and under the hem, cloth between."""
    found = skin(painted(Stance(), back=back))
    assert found[270:325].sum() > 300
    assert found[70:150, 60:82].sum() > 200
    assert found[180:230, 90:110].sum() < 20


def test_trousers_hide_the_legs_and_sleeves_the_arms() -> None:
    """Of somebody in a suit only hands and neck are skin."""
    found = skin(painted(Stance(), outfit="suit"))
    assert found[190:340].sum() < 25
    assert 40 < found[130:190].sum() < 900


def test_knees_stay_before_a_short_skirt() -> None:
    """Of a seated woman in a knee-long dress the knees are seen."""
    body = body_of(SEATED)
    knee = leg_of(body, SEATED, 1).knee
    y = int(20 + 0.2 * (knee[1] * 1.09 - 20))
    assert skin(painted(replace(SEATED, arms={})))[y : y + 14].sum() > 60
