"""What the guides say is where the picture shows it."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.casting.documents import Look, Outfit
from reelwright.drawing.affine import multiply, scaling, translation
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.guides import ShotGuides, depth_map, guides_of, key_frames
from reelwright.stage.light import Light
from reelwright.stage.people.expressions import NEUTRAL, VISEMES, with_viseme
from reelwright.stage.people.landmarks import Landmark
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.perform import perform
from reelwright.storyboard.documents import Beat, Shot, Subject
from reelwright.studio.look.darkroom import Darkroom

WIDTH, HEIGHT = 360, 480
CAMERA = multiply(translation(6, -4), scaling(1.05, 180, 200))
CACHE = SpriteCache(None, 256 << 20)
DARKROOM = Darkroom()
PLAIN = Light(rims=())


def rig_of(sex: str = "female", iris: str = "#7a4a2b", **more: object) -> Rig:
    framing: dict[str, object] = {"x": 180.0, "y": 190.0, "scale": 1.1, **more}
    look = Look(sex=sex, hair="bun" if sex == "female" else "crop", iris_colour=iris)  # type: ignore[arg-type]
    return Rig(
        look, Outfit(kind="suit"), light=PLAIN, frame_width=WIDTH, frame_height=HEIGHT, cache=CACHE,
        **framing,  # type: ignore[arg-type]
    )  # fmt: skip


def picture(rig: Rig, pose: FigurePose) -> NDArray[np.int16]:
    return DARKROOM.develop(rig.layers(pose, CAMERA), WIDTH, HEIGHT).astype(np.int16)


def middles_of_change(first: NDArray[np.int16], second: NDArray[np.int16]) -> list[tuple[float, float]]:
    """The centres of the two largest areas that differ, from left to right."""
    changed = (np.abs(first - second).max(-1) > 24).astype(np.uint8)
    _, _, stats, centres = cv2.connectedComponentsWithStats(changed)
    largest = sorted(range(1, len(stats)), key=lambda n: -stats[n][cv2.CC_STAT_AREA])[:2]
    return sorted((float(centres[n][0]), float(centres[n][1])) for n in largest)


def near(mark: Landmark, x: float, y: float) -> float:
    return float(np.hypot(mark.x - x, mark.y - y))


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize(
    "pose", [FigurePose(), FigurePose(-20, 4, 3), FigurePose(18, -4, -4, dx=8, dy=-6)], ids=str
)
def test_irises_are_where_the_guides_say(sex: str, pose: FigurePose) -> None:
    """Only the irises change with their colour; the middle of what changed is the landmark's."""
    one, other = (picture(rig_of(sex, iris), pose) for iris in ("#20c060", "#6a50ff"))
    marks = rig_of(sex).landmarks(pose, CAMERA)
    right, left = middles_of_change(one, other)
    # What shows of an iris lies a little below its middle: the lid covers the top.
    assert near(marks["right_iris"], *right) < 5 and near(marks["left_iris"], *left) < 5
    assert marks["right_iris"].x < marks["left_iris"].x, "their right is on the left of the picture"
    for side in ("right", "left"):
        lids = [marks[f"{side}_eye_{name}"] for name in ("inner", "outer", "upper", "lower")]
        assert min(lid.x for lid in lids) < marks[f"{side}_iris"].x < max(lid.x for lid in lids)
        assert marks[f"{side}_brow_middle"].y < lids[2].y < lids[3].y


def test_the_mouth_opens_between_the_points_of_its_lips() -> None:
    """What is drawn anew when a mouth opens lies around the landmarks; shut lips meet."""
    wide, shut = (with_viseme(NEUTRAL, VISEMES[name]) for name in ("A", "M"))
    rig = rig_of()
    marks, closed = (rig.landmarks(FigurePose(8, face=face), CAMERA) for face in (wide, shut))
    assert marks["mouth_lower_inner"].y - marks["mouth_upper_inner"].y > 8
    assert abs(closed["mouth_lower_inner"].y - closed["mouth_upper_inner"].y) < 1
    seen = picture(rig, FigurePose(8, face=wide))
    x = round(marks["mouth_upper_inner"].x)
    y = round((marks["mouth_upper_inner"].y + marks["mouth_lower_inner"].y) / 2)
    above = round(marks["mouth_upper_outer"].y) - 8
    assert seen[y, x].mean() < seen[above, x].mean() * 0.7, "dark inside, skin above"
    assert marks["jaw_4"].y > closed["jaw_4"].y, "the jaw sinks"
    assert marks["mouth_right"].x < x < marks["mouth_left"].x


@pytest.mark.parametrize(
    ("view", "stance"),
    [
        ("front", "stand"),
        ("front", "hips"),
        ("front", "wave"),
        ("front", "walk"),
        ("back", "stand"),
        ("back", "walk"),
    ],
)
def test_joints_lie_in_the_figure(view: str, stance: str) -> None:
    """Every joint of a whole figure is on what is drawn of it, and in the right order."""
    rig = rig_of(
        "male", x=180.0, y=60.0, scale=0.2, view=view, stance=stance, full_figure=True, body_yaw_deg=8.0
    )
    pose = FigurePose(6)
    joints = rig.joints(pose, CAMERA)
    drawn = DARKROOM.develop(rig.layers(pose, CAMERA), WIDTH, HEIGHT).max(-1) > 18
    covered = cv2.dilate(drawn.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    for name, (x, y) in joints.items():
        assert covered[round(y), round(x)], (name, x, y)
    assert joints["neck"][1] < joints["right_hip"][1] < joints["right_knee"][1] < joints["right_ankle"][1]
    side = 1 if view == "front" else -1
    assert (joints["left_shoulder"][0] - joints["right_shoulder"][0]) * side > 20
    if stance == "wave":
        assert min(joints["left_wrist"][1], joints["right_wrist"][1]) < joints["left_shoulder"][1]
    assert bool(rig.landmarks(pose, CAMERA)) is (view == "front")


def brief_of(people: int = 1, framing: str = "medium") -> ShotBrief:
    actors = tuple(
        Actor(key=key, name=key, look=Look(sex=sex), outfit=Outfit(kind="suit"))  # type: ignore[arg-type]
        for key, sex in (("mei", "female"), ("victor", "male"))[:people]
    )
    subjects = tuple(
        Subject(character=actor.key, side=side, role=role, expression="happy")  # type: ignore[arg-type]
        for actor, side, role in zip(actors, ("right", "left"), ("speaker", "foreground"), strict=False)
    )
    shot = Shot(
        id="k3f9.line", line_id="k3f9", scene_id="k3f9", framing=framing, subjects=subjects,  # type: ignore[arg-type]
        beats=(Beat(kind="pause", seconds=0.5), Beat(kind="action", seconds=0.5)), place="OFFICE",
    )  # fmt: skip
    return ShotBrief(
        shot=shot, frame_count=24, beat_frames=(0, 12), actors=actors, speeches=(), seed=1, width=216,
        height=384,
    )  # fmt: skip


def test_the_guides_of_a_shot_are_whole_and_survive_the_way_through_json() -> None:
    """Every frame, everybody, inside the frame where a face is seen; key frames are ends and beats."""
    brief = brief_of()
    guides = guides_of(perform(brief, CACHE), brief)
    assert msgspec.json.decode(msgspec.json.encode(guides), type=ShotGuides) == guides
    assert guides.keyframes == key_frames(brief) == (0, 6, 18, 23)
    assert [frame.frame for frame in guides.frames] == list(range(24))
    for frame in guides.frames:
        (person,) = frame.people
        assert person.character == "mei" and person.view == "front"
        assert len(person.joints) == 14
        assert all(0 < mark.x < 216 and 0 < mark.y < 384 for mark in person.face.values())
    eyes = {frame.people[0].face["left_iris"] for frame in guides.frames}
    assert len(eyes) > 6, "she is alive"


def test_depth_puts_the_near_before_the_far() -> None:
    """The back in the foreground, then the person spoken to, then the wall; 16 bits at a quarter size."""
    brief = brief_of(2, "over-the-shoulder")
    take = perform(brief, CACHE)
    depth = depth_map(take, 12, brief.width, brief.height)
    assert depth.dtype == np.uint16 and depth.shape == (96, 54)
    people = {person.view: person for person in take.people(12)}

    def at(name: str, view: str) -> int:
        x, y = people[view].joints[name]
        return int(depth[min(95, max(0, round(y / 4))), min(53, max(0, round(x / 4)))])

    front, back = at("head", "front"), at("head", "back")
    assert back > front > depth[2].min() + 10000
    assert front == pytest.approx(people["front"].nearness * 65535, rel=0.05)
    assert depth[2].max() < front
