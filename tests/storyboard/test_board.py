"""Scenes become shots by the grammar of film, and every word is in one of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.casting import cast_for
from reelwright.errors import Notice
from reelwright.formats import read_fountain
from reelwright.screenplay import Screenplay
from reelwright.screenplay.line_ids import LineRegister, assign_ids
from reelwright.storyboard import storyboard
from reelwright.storyboard.documents import Shot
from reelwright.storyboard.words import estimated_speech_s

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/episodes/*.fountain"))
OPENING = "INT. OFFICE - NIGHT\n\n"


def board_of(text: str) -> tuple[Screenplay, tuple[Shot, ...], tuple[Notice, ...]]:
    screenplay, _ = assign_ids(read_fountain(text, source_name="t"), LineRegister(), episode=1, seed=1)
    cast, _ = cast_for([screenplay], None)
    board, notices = storyboard(screenplay, cast, episode=1, series_title="T", language="en")
    return screenplay, board.shots, notices


def speech(name: str, text: str, manner: str = "") -> str:
    return f"{name}\n({manner})\n{text}\n\n" if manner else f"{name}\n{text}\n\n"


def check_grammar(screenplay: Screenplay, shots: tuple[Shot, ...]) -> None:
    """What holds of every storyboard."""
    heard = [b for shot in shots for b in shot.beats if b.kind == "line"]
    order = [line.id for line in screenplay.lines]
    assert list(dict.fromkeys(b.line_id for b in heard)) == order, "every line, once, in order"
    for line_id in order:
        parts = [b for b in heard if b.line_id == line_id]
        assert parts[0].first_word == 0 and parts[-1].end_word == -1
        assert all(a.end_word == b.first_word for a, b in pairwise(parts)), "every word, once"
    assert len({shot.id for shot in shots}) == len(shots)
    sides: dict[tuple[str, str], set[str]] = {}
    for shot in shots:
        assert len(shot.subjects) <= 5
        for subject in shot.subjects:
            sides.setdefault((shot.scene_id, subject.character), set()).add(subject.side)
    assert all(len(found) == 1 for found in sides.values()), "nobody changes sides within a scene"
    assert shots[-1].is_cliffhanger and shots[-1].transition_out == "cut-to-black"
    hook = next(n for n, shot in enumerate(shots) if shot.is_hook)
    assert sum(b.seconds for shot in shots[:hook] for b in shot.beats) < 3, "a hook in three seconds"
    assert shots[hook].framing in ("close-up", "medium-close-up", "insert", "wide")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def test_the_examples_follow_the_grammar(path: Path) -> None:
    """The first things that anyone sees are told as they should be."""
    screenplay, shots, notices = board_of(path.read_text())
    check_grammar(screenplay, shots)
    assert not notices
    assert any(shot.framing == "card" for shot in shots)


names = st.sampled_from(["MARA", "VICTOR", "IRIS", "JULIAN"])
manners = st.sampled_from(["", "cold", "crying", "shouting", "whispering", "tender", "shocked", "V.O."])
texts = st.sampled_from(
    ["Go.", "You lied to me.", "I buried her myself!", "What? No. Tell me, now.", "It is late"]
)
lines = st.lists(st.tuples(names, manners, texts), min_size=1, max_size=12)
actions = st.sampled_from(["", "Mara walks in.\n\n", "The ring lies on the table.\n\n", "Rain.\n\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(actions, lines), min_size=1, max_size=3))
def test_any_screenplay_follows_the_grammar(scenes: list[tuple[str, list[tuple[str, str, str]]]]) -> None:
    """Whoever speaks, in whatever order, in whatever mood."""
    text = ""
    for action, spoken in scenes:
        text += OPENING + action + "".join(speech(n, t, m) for n, m, t in spoken)
    screenplay, shots, _ = board_of(text)
    check_grammar(screenplay, shots)


@pytest.mark.parametrize("words", ["none", "silence", "no music", "无音乐"])
def test_music_is_silent_from_a_note_to_the_next(words: str) -> None:
    """What is said, how charged it is or who is seen does not bring it back; the next note does."""
    text = OPENING + speech("MARA", "You came.") + f"[[music: {words}]]\n\n"
    text += speech("VICTOR", "I said I would!", "shouting") + "[[music: sad]]\n\n" + speech("MARA", "Go.")
    _, shots, notices = board_of(text)
    moods = {b.line_id: shot.mood for shot in shots for b in shot.beats if b.kind == "line"}
    assert list(moods.values()) == ["calm", "none", "sorrow"] and not notices


def test_an_edit_changes_only_the_shots_of_its_line() -> None:
    """Another word in one line leaves every other shot, to the letter, and all addresses."""
    lines = [
        speech("MARA", "You came back."),
        speech("VICTOR", "I said that I would."),
        speech("MARA", "Why?"),
    ]
    before = board_of(OPENING + "".join(lines))[1]
    old = board_of(OPENING + "".join(lines))[0]
    register = LineRegister()
    _, register = assign_ids(
        read_fountain(OPENING + "".join(lines), source_name="t"), register, episode=1, seed=1
    )
    lines[1] = speech("VICTOR", "I told you that I would come.")
    edited, _ = assign_ids(
        read_fountain(OPENING + "".join(lines), source_name="t"), register, episode=1, seed=1
    )
    cast, _ = cast_for([edited], None)
    after = storyboard(edited, cast, episode=1, series_title="T", language="en")[0].shots
    assert [s.id for s in before] == [s.id for s in after]
    changed = {s.line_id for s, t in zip(before, after, strict=True) if s != t}
    assert changed <= {old.lines[1].id}


def test_who_is_only_heard_is_not_seen_speaking() -> None:
    """A voice on the phone is listened to."""
    _, shots, _ = board_of(OPENING + speech("MARA", "Hello?") + "LEON (V.O.)\nGet out of there.\n\n")
    spoken = next(s for s in shots if any(b.character == "leon" for b in s.beats))
    assert [subject.character for subject in spoken.subjects] == ["mara"]
    assert spoken.subjects[0].role == "listener"


def test_somebody_comes_in_when_an_action_says_so() -> None:
    """Nobody is in the picture before they enter."""
    text = OPENING + speech("MARA", "He is late.") + speech("IRIS", "He always is.")
    text += "Victor walks in.\n\n" + speech("VICTOR", "Am I late?")
    screenplay, shots, _ = board_of(text)
    entrance = next(n for n, s in enumerate(shots) if s.line_id == screenplay.lines[2].id)
    assert not any(subject.character == "victor" for shot in shots[:entrance] for subject in shot.subjects)
    assert any(subject.character == "victor" for shot in shots[entrance:] for subject in shot.subjects)


def test_notes_are_followed_and_strange_ones_warned_of() -> None:
    """Framing, move, thing, hold, sound, title, clothes; and a note that says nothing."""
    text = OPENING + speech("MARA", "One.") + speech("VICTOR", "Two.")
    text += "[[shot: wide, pan left]]\n\n" + speech("MARA", "Three.")
    text += "[[hold 2s]]\n[[sfx: thunder]]\n\n" + speech("VICTOR", "Four.")
    text += "[[title: Later]]\n\n[[wardrobe: MARA gown]]\n\n[[shot: close-up ring]]\n\n" + speech(
        "MARA", "Five."
    )
    text += "[[shot: sideways]]\n\n" + speech("VICTOR", "Six.")
    screenplay, shots, notices = board_of(text)
    ids = [line.id for line in screenplay.lines]

    def saying(number: int) -> Shot:
        return next(s for s in shots if any(b.line_id == ids[number] for b in s.beats))

    assert (saying(2).framing, saying(2).move) == ("wide", "pan-left")
    assert saying(3).beats[0].kind == "pause" and saying(3).beats[0].seconds >= 2
    assert [cue.name for cue in saying(3).effects] == ["thunder"]
    assert any(s.framing == "card" and s.title == "Later" for s in shots)
    assert (saying(4).framing, saying(4).insert) == ("insert", "ring")
    assert [n.code for n in notices] == ["unknown-shot"]


def test_a_long_speech_is_told_in_several_framings() -> None:
    """No shot of it is much longer than a breath or two."""
    long = " ".join(f"This is sentence number {n} of a long one." for n in range(20))
    screenplay, shots, _ = board_of(OPENING + speech("MARA", long) + speech("VICTOR", "I see."))
    parts = [s for s in shots if any(b.line_id == screenplay.lines[0].id for b in s.beats)]
    assert len(parts) >= 5 and len({s.framing for s in parts}) >= 2
    assert estimated_speech_s(long) / len(parts) < 12


def test_dual_dialogue_talks_over_the_line_before() -> None:
    """The second of two who speak at once begins before the first has ended."""
    _, shots, _ = board_of(OPENING + speech("MEI", "Get out!") + speech("LUKE ^", "Let me explain!"))
    first, second = [b for shot in shots for b in shot.beats if b.kind == "line"]
    assert first.seconds == 0 and second.seconds > 0.5
