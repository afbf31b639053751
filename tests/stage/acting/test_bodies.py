"""Bodies act: every action is seen, hands arrive with an overshoot, and two people really touch."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.casting.documents import Look, Outfit
from reelwright.performance import Word
from reelwright.stage.acting.actor import poses_of, silent_poses
from reelwright.stage.acting.bodies import travel
from reelwright.stage.acting.cues import cues_of, is_touching
from reelwright.stage.acting.scores import SCORES, score_named
from reelwright.stage.acting.troupe import Troupe
from reelwright.stage.acting.walks import PHASES, strides
from reelwright.stage.blocking import Placed, placed
from reelwright.stage.brief import Actor, ShotBrief, SpeechInShot
from reelwright.stage.people.arms import Arm
from reelwright.stage.people.blends import between, on_grid
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.posebook import RESTS, STANCES, stance_named
from reelwright.stage.people.poses import FigurePose
from reelwright.stage.people.stances import mirrored
from reelwright.storyboard.documents import Beat, Framing, Shot, Subject

ACTORS = {
    "mei": Actor(key="mei", name="Mei", look=Look(), outfit=Outfit(kind="dress")),
    "leo": Actor(key="leo", name="Leo", look=Look(sex="male"), outfit=Outfit(kind="suit")),
}
LENGTH = 96
THE_SIXTEEN = (
    "slap", "point", "grab", "phone", "give", "hug", "kneel", "mouth", "clink", "turn-away", "crossed",
    "sit", "push", "hold-face", "cry", "bow",
)  # fmt: skip


def brief(gesture: str, framing: Framing = "two-shot", kind: str = "action", **more: object) -> ShotBrief:
    subjects = (
        Subject(character="mei", side="left", facing="right", role="speaker", looks_at="leo"),
        Subject(character="leo", side="right", facing="left", role="listener", looks_at="mei"),
    )
    beat = Beat(kind=kind, seconds=4.0, character="mei", gesture=gesture, **more)  # type: ignore[arg-type]
    shot = Shot(id="a.x", line_id="a", scene_id="s", framing=framing, beats=(beat,), subjects=subjects)
    return ShotBrief(
        shot=shot, frame_count=LENGTH, beat_frames=(0,), actors=tuple(ACTORS.values()), speeches=(), seed=7
    )


def troupe_of(asked: ShotBrief) -> tuple[Troupe, dict[str, Placed]]:
    people = placed(asked.shot.framing, asked.shot.subjects, {}, is_touching=is_touching(asked))
    return Troupe(asked, people, ACTORS), {p.subject.character: p for p in people}


def acted(asked: ShotBrief, key: str) -> list[FigurePose]:
    return troupe_of(asked)[0].poses(key, [FigurePose()] * asked.frame_count)


@pytest.mark.parametrize("action", THE_SIXTEEN)
def test_every_action_moves_body_or_place_for_its_time(action: str) -> None:
    """From its moment on the body is held otherwise than at rest, and the same brief gives the same."""
    poses = acted(brief(action), "mei")
    rest = poses[0]
    moved = [p for p in poses if p.body != rest.body or abs(p.step_y - rest.step_y) > 20 or p.is_back]
    assert len(moved) >= min(28, SCORES[action].lasts - 10)
    assert poses == acted(brief(action), "mei")


@pytest.mark.parametrize("name", list(SCORES))
def test_scores_name_only_what_is_drawn(name: str) -> None:
    """Stances and partners exist; an action lasts beyond its last move."""
    score = SCORES[name]
    assert all(not move.to or stance_named(move.to) == move.to for move in score.moves)
    assert not score.partner or score.partner in SCORES
    assert all(move.at <= score.lasts for move in score.moves)


def test_a_slap_leaves_a_streak_for_two_frames_and_then_lies_on_the_cheek() -> None:
    """Too fast to be seen before the hit, sharp at it."""
    poses = acted(brief("slap"), "mei")
    smeared = [n for n, pose in enumerate(poses) if pose.body and pose.body.arm(1).smear]
    assert len(smeared) == 2 and smeared[1] == smeared[0] + 1
    assert troupe_of(brief("slap"))[0].hits[0] == smeared[1] + 1


@pytest.mark.parametrize(("action", "prop"), [("give", "paper"), ("phone", "phone"), ("clink", "glass")])
def test_what_is_shown_is_fetched_from_behind(action: str, prop: str) -> None:
    """A hand never fills in the air: it goes behind the back empty and comes out with the thing."""
    held = [pose.body.arm(side) for pose in acted(brief(action), "mei") for side in (-1, 1) if pose.body]
    first = next(arm for arm in held if arm.prop == prop)
    assert first.layer == "behind" and first.target is not None and first.target[2] < 0


def test_hands_anticipate_overshoot_and_settle() -> None:
    """The way of a hand goes a little back, beyond, and ends exactly there."""
    way = [travel(t / 4, 8) for t in range(100)]
    assert min(way) < -0.05 and 1.04 < max(way) < 1.1 and way[-1] == pytest.approx(1)
    assert max(np.diff([travel(t, 8) for t in range(20)])) < 0.5, "nothing jumps"
    drawn = {on_grid(share) for share in way}
    assert len(drawn) <= 12


def test_a_wrist_travels_in_an_arc_beyond_its_goal() -> None:
    """It leaves the straight line, passes the end, and comes back to it."""
    start, end = STANCES["stand"], STANCES["point"]
    path = np.array([between(start, end, share).arm(1).target for share in (0, 0.25, 0.5, 0.75, 1, 1.0625)])
    straight = path[0] + (path[4] - path[0]) * 0.5
    assert np.linalg.norm(path[2] - straight) > 25
    assert (path[5] - path[4]) @ (path[4] - path[0]) > 0


@pytest.mark.parametrize("framing", ["two-shot", "wide"])
@pytest.mark.parametrize(
    ("action", "answer", "within"), [("grab", "grabbed", 150), ("clink", "clinked", 110)]
)
def test_two_hands_meet(framing: Framing, action: str, answer: str, within: float) -> None:
    """Drawn by inverse kinematics where the score says: the wrists are a hand's width apart, in units."""
    asked = brief(action, framing, partner="leo")
    _, people = troupe_of(asked)
    places = {}
    for key, side in (("mei", 1), ("leo", -1)):
        # Long after the moment, before the next move.
        pose = acted(asked, key)[(44 if framing == "wide" else 30)]
        figure = Figure(ACTORS[key].look, ACTORS[key].outfit)
        assert pose.body is not None
        view = figure.body(people[key].body_yaw_deg, pose.body)
        arm = Arm(view, figure.skin, figure.outfit, pose.body.arm(side), side, (-0.6, -0.5, 0.6))
        x, y = wrist_of(arm, view, people[key], pose)
        places[key] = np.array([x, y])
    apart = np.linalg.norm(places["mei"] - places["leo"]) / people["mei"].scale
    assert apart < within, apart


def wrist_of(arm: Arm, view: object, person: Placed, pose: FigurePose) -> tuple[float, float]:
    """Where a drawn wrist is in the frame."""
    body_point = arm.wrist_in_body()
    head = view.to_head(np.array([body_point]))[0]  # type: ignore[attr-defined]
    return person.x + pose.step_x + head[0] * person.scale, person.y + pose.step_y + head[1] * person.scale


def test_a_slap_is_answered_and_shakes_the_camera() -> None:
    """The partner's head is thrown away from the blow, the hand goes to the cheek, the picture jolts."""
    asked = brief("slap", partner="leo")
    troupe, _ = troupe_of(asked)
    assert len(troupe.hits) == 1 and 8 < troupe.hits[0] < 30
    his = acted(asked, "leo")
    assert max(pose.yaw_deg for pose in his) > 30, "away from her, who stands on the left"
    assert his[70].body is not None and his[70].body.arm(-1).shape == "cupped"


def test_whoever_turns_away_is_seen_from_behind_and_gets_smaller() -> None:
    """The back from the turn on; walking, in drawn phases."""
    poses = acted(brief("turn-away", "wide"), "mei")
    assert not poses[0].is_back and poses[-1].is_back
    assert poses[-1].size < 0.95
    assert len({str(p.body.feet) for p in poses if p.body is not None and p.body.feet}) >= PHASES // 2
    assert len(set(map(str, strides()))) == PHASES


def test_an_action_nobody_drew_is_played_as_the_nearest_with_a_notice() -> None:
    """A script's verb never stops a film."""
    asked = brief("juggles")
    cues, notices = cues_of(asked, asked.shot.subjects)
    assert cues["mei"][0].action == "beat"
    assert [notice.where for notice in notices] == ["a"]
    assert score_named("Slapping") == ("slap", True)


def test_nobody_stands_like_another() -> None:
    """Two people at rest in one picture never hold themselves alike, and nobody like a doll."""
    asked = brief("", "two-shot")
    hers, his = acted(asked, "mei")[0].body, acted(asked, "leo")[0].body
    assert hers is not None and his is not None
    assert hers.arms != mirrored(his).arms and hers.arms != his.arms
    for name, stance in RESTS.items():
        if name not in ("crossed", "clasped", "behind"):
            assert stance.arm(-1).target != mirrored(stance).arm(-1).target, name


def test_hands_talk_on_stressed_words_and_hearers_keep_their_mouths_shut() -> None:
    """A medium shot of somebody who speaks is alive, at a price: few states; the hearer only nods."""
    words = tuple(Word(f"word{n}", n * 0.3, n * 0.3 + 0.25, n * 6, n * 6 + 5) for n in range(12))
    loudness = tuple(0.9 if (n // 30) % 4 == 2 else 0.4 for n in range(360))
    speech = SpeechInShot(
        line_id="a", character="mei", start_frame=0, words=words, phones=(), loudness=loudness
    )
    asked = brief("", kind="line", line_id="a", expression="angry", intensity=0.9)
    asked = ShotBrief(
        shot=asked.shot, frame_count=LENGTH, beat_frames=(0,), actors=asked.actors, speeches=(speech,), seed=7
    )
    poses = acted(asked, "mei")
    arms = {pose.body.arm(1) for pose in poses if pose.body is not None}
    assert 3 <= len(arms) <= 14
    heard = poses_of(asked.shot.subjects[1], asked, yaw_deg=0)
    assert silent_poses(troupe_of(asked)[0].poses("leo", heard))
    assert any(cue.action == "flinch" for cue in cues_of(asked, asked.shot.subjects)[0]["leo"])
