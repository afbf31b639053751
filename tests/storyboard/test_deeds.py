"""Actions as written are done: by whom, to whom, in a framing that shows it."""

from __future__ import annotations

import pytest

from reelwright.casting import cast_for
from reelwright.formats import read_fountain
from reelwright.screenplay.line_ids import LineRegister, assign_ids
from reelwright.stage.acting.scores import SCORES, score_named
from reelwright.storyboard import storyboard
from reelwright.storyboard.deeds import TOUCHES, gesture_in
from reelwright.storyboard.documents import Shot

BEFORE = """INT. OFFICE - DAY

MEI
Where were you?

LUKE
With her.

"""
AFTER = """

MEI
I knew it.

LUKE
I am sorry.

MEI
Then go.
"""


def shots_of(action: str) -> list[Shot]:
    text = BEFORE + action + AFTER
    screenplay, _ = assign_ids(read_fountain(text, source_name="t"), LineRegister(), episode=1, seed=1)
    cast, _ = cast_for([screenplay], None)
    board, _ = storyboard(screenplay, cast, episode=1, series_title="T", language="en")
    return [shot for shot in board.shots if any(beat.gesture for beat in shot.beats)]


@pytest.mark.parametrize(
    ("words", "gesture"),
    [
        ("She slaps him.", "slap"), ("Luke points at the door.", "point"), ("He grabs her wrist.", "grab"),
        ("She answers the phone.", "phone"), ("He hands her the contract.", "give"),
        ("She hugs him tight.", "hug"), ("He drops to his knees.", "kneel"),
        ("Mei covers her mouth.", "mouth"), ("They clink glasses.", "clink"),
        ("Luke turns and walks away.", "turn-away"), ("She crosses her arms.", "crossed"),
        ("He sits down.", "sit"), ("She pushes him.", "push"), ("He cups her face.", "hold-face"),
        ("Mei buries her face in her hands.", "cry"), ("The waiter bows.", "bow"),
        ("她一巴掌扇了过去。", "slap"), ("他指着门口。", "point"), ("他抓住她的手腕。", "grab"),
        ("她接起电话。", "phone"), ("他把合同递给她。", "give"), ("她紧紧抱住他。", "hug"),
        ("他跪下。", "kneel"), ("她捂住嘴。", "mouth"), ("两人碰杯。", "clink"),
        ("他转身离开。", "turn-away"), ("她双臂抱胸。", "crossed"), ("他坐下。", "sit"),
        ("她猛推他。", "push"), ("他捧起她的脸。", "hold-face"), ("她掩面痛哭。", "cry"),
        ("他鞠躬。", "bow"), ("她深深鞠了一躬。", "bow"), ("母亲从暗处走出来。", "walk"),
        ("Iris cups Mara's face.", "hold-face"), ("Rain on the glass.", ""), ("The room is silent.", ""),
    ],
)  # fmt: skip
def test_every_action_is_read_in_english_and_chinese(words: str, gesture: str) -> None:
    """Words that leave no doubt name the deed; others none."""
    assert gesture_in(words)[0] == gesture
    assert not gesture or score_named(gesture) == (gesture, True)


def test_what_is_no_paper_is_held_out_in_the_hand() -> None:
    """A ring is not a contract."""
    beats = [b for shot in shots_of("Luke holds out his hand to her.") for b in shot.beats if b.gesture]
    assert [beat.gesture for beat in beats] == ["offer"]
    beats = [b for shot in shots_of("他把合同递给她。") for b in shot.beats if b.gesture]
    assert [beat.gesture for beat in beats][:1] == ["give"]


def test_every_deed_is_drawn() -> None:
    """What touches reaches for something; nothing is read that the stage does not know."""
    assert all(SCORES[name].contact for name in TOUCHES)


@pytest.mark.parametrize(
    ("action", "doer", "partner"),
    [
        ("Mei slaps Luke.", "mei", "luke"),
        ("Luke grabs Mei by the wrist.", "luke", "mei"),
        ("He hands her the contract.", "luke", "mei"),
        ("Luke is hugged. Mei pushes him.", "mei", "luke"),
    ],
)
def test_the_doer_and_the_partner_are_told_apart(action: str, doer: str, partner: str) -> None:
    """Who is named before the verb does it to whoever comes after; both are in the picture."""
    shot = next(s for s in shots_of(action) if any(b.kind == "action" and b.gesture for b in s.beats))
    beat = [b for b in shot.beats if b.gesture][-1]
    assert (beat.character, beat.partner) == (doer, partner)
    assert {subject.character for subject in shot.subjects} == {"mei", "luke"}
    assert shot.framing == "two-shot"


def test_what_needs_the_whole_body_is_seen_wide_and_long_enough() -> None:
    """Nobody kneels outside the frame, or walks away in a second."""
    for action in ("Luke drops to his knees.", "Luke turns and walks away."):
        shot = shots_of(action)[0]
        assert shot.framing == "wide"
        assert sum(beat.seconds for beat in shot.beats) >= 2.5


def test_nobody_takes_the_part_of_somebody_who_is_not_there() -> None:
    """She takes his hand: no woman who happens to stand by lends hers."""
    shots = shots_of("Mei hugs her tight.")
    assert not [beat for shot in shots for beat in shot.beats if beat.kind == "action" and beat.gesture]


@pytest.mark.parametrize(
    ("lies", "rises"),
    [
        ("Mei lies unconscious in the hospital bed.", "Mei sits up."),
        ("Mei is asleep in her bed.", "She gets out of bed."),
        ("Mei 昏迷，躺在病床上。", "Mei 坐起。"),
    ],
)
def test_who_lies_in_bed_lies_there_until_they_rise(lies: str, rises: str) -> None:
    """In every shot of the scene, asleep until they speak; nobody else lies down."""
    pleads, speaks = "LUKE\nWake up.\n\nLUKE\nPlease!", "MEI\nLuke?"
    text = "\n\n".join(["INT. WARD - NIGHT", lies, pleads, speaks, rises, "MEI\nGo.", ""])
    screenplay, _ = assign_ids(read_fountain(text, source_name="t"), LineRegister(), episode=1, seed=1)
    cast, _ = cast_for([screenplay], None)
    board, _ = storyboard(screenplay, cast, episode=1, series_title="T", language="en")
    seen = [s for shot in board.shots for s in shot.subjects if s.character == "mei"]
    assert [s.is_lying for s in seen] == sorted((s.is_lying for s in seen), reverse=True)
    assert seen[0].is_lying and seen[0].expression == "asleep" and not seen[-1].is_lying
    assert any(s.is_lying and s.expression != "asleep" for s in seen)
    assert not any(s.is_lying for shot in board.shots for s in shot.subjects if s.character != "mei")
    assert all(
        not s.is_lying for shot in board.shots if shot.framing == "over-the-shoulder" for s in shot.subjects
    )


def test_a_blow_is_given_in_anger() -> None:
    """Who slaps does not go on wearing the last line's face."""
    shot = next(s for s in shots_of("Mei slaps Luke.") if any(b.gesture == "slap" for b in s.beats))
    assert [(b.character, b.expression) for b in shot.beats if b.gesture] == [("mei", "angry")]
