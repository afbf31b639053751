"""Line ids through random histories of edits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import BadInput, CannotWrite
from reelwright.formats import read_fountain
from reelwright.screenplay import LineRegister, Screenplay, assign_ids, load_register, save_register
from reelwright.screenplay.line_ids import ALPHABET

Speech = tuple[str, str]

ENGLISH = (
    "You never told me he was alive.",
    "I signed the contract for my father.",
    "Where is the ring?",
    "Ask your sister; she hid it in the piano.",
    "No.",
    "The wedding is on Friday.",
    "No.",
    "Every window in this house looks at the sea.",
    "Then burn the letters tonight.",
    "Doctors lie when money speaks.",
    "My driver will take you to the airport.",
    "Tell grandmother I tried.",
)
CHINESE = (
    "你为什么从来没有告诉我他还活着？",
    "合同是我替父亲签的。",
    "戒指在哪里？",
    "不。",
    "婚礼定在星期五。",
    "不。",
    "这栋房子的每扇窗都朝着大海。",
    "今晚就把那些信烧掉。",
    "只要有钱，医生也会说谎。",
    "司机会送你去机场。",
)


def script(speeches: list[Speech]) -> Screenplay:
    return read_fountain("INT. HOUSE - DAY\n\n" + "".join(f"@{who}\n{said}\n\n" for who, said in speeches))


def read(speeches: list[Speech], register: LineRegister, episode: int = 1) -> tuple[list[str], LineRegister]:
    screenplay, register = assign_ids(script(speeches), register, episode=episode, seed=7)
    return [line.id for line in screenplay.lines], register


def scene_of(texts: tuple[str, ...]) -> list[Speech]:
    return [(("MEI", "LUKE", "苏晚")[index % 3], text) for index, text in enumerate(texts)]


def test_ids_stand_on_lines_elements_and_scenes() -> None:
    text = "INT. A - DAY\n\nRain.\n\nMEI\n(cold)\nGo. [[hold 1s]]\n[[shot: wide]]\n\n[[own]]\n\nLU\nNo.\n\n"
    text += "INT. B - DAY\n\nNobody.\n"
    screenplay, _ = assign_ids(read_fountain(text), LineRegister(), episode=1, seed=7)
    mei, lu = (line.id for line in screenplay.lines)
    assert [scene.id for scene in screenplay.scenes] == [mei, "scene-2"]
    marked = [(e.kind, e.line_id) for e in screenplay.elements if e.line_id]
    assert marked == [
        ("character", mei),
        ("parenthetical", mei),
        ("dialogue", mei),
        ("note", mei),
        ("character", lu),
        ("dialogue", lu),
    ]
    for line_id in (mei, lu):
        assert len(line_id) >= 4 and set(line_id) <= set(ALPHABET) and line_id[0].isalpha()


def test_the_same_history_gives_the_same_ids_and_nothing_changes_without_an_edit() -> None:
    ids, register = read(scene_of(ENGLISH), LineRegister())
    assert read(scene_of(ENGLISH), LineRegister()) == (ids, register)
    assert read(scene_of(ENGLISH), register) == (ids, register)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE])
@pytest.mark.parametrize("index", range(10))
def test_single_edits_keep_ids(texts: tuple[str, ...], index: int) -> None:
    speeches = scene_of(texts)
    ids, register = read(speeches, LineRegister())
    who, said = speeches[index]

    edited = [
        *speeches[:index],
        (who, said[:-1] + (" really." if said.isascii() else "真的。")),
        *speeches[index + 1 :],
    ]
    assert read(edited, register)[0] == ids
    renamed = [*speeches[:index], ("NORA", said), *speeches[index + 1 :]]
    assert read(renamed, register)[0] == ids
    deleted = speeches[:index] + speeches[index + 1 :]
    assert read(deleted, register)[0] == ids[:index] + ids[index + 1 :]
    inserted = [*speeches[:index], ("LUKE", "Something wholly new 全新的台词"), *speeches[index:]]
    with_new, _ = read(inserted, register)
    assert with_new[:index] + with_new[index + 1 :] == ids and with_new[index] not in ids
    reordered = speeches[index:] + speeches[:index]
    assert sorted(read(reordered, register)[0]) == sorted(ids)
    if said not in ("No.", "不。"):
        assert read(reordered, register)[0] == ids[index:] + ids[:index]
        moved = speeches[:index] + speeches[index + 1 :]
        moved.insert(3, speeches[index])
        at = dict(zip((s for s in moved), read(moved, register)[0], strict=True))
        assert at[speeches[index]] == ids[index]


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE])
def test_a_split_line_keeps_its_id_once_and_a_merged_one_keeps_one(texts: tuple[str, ...]) -> None:
    speeches = scene_of(texts)
    ids, register = read(speeches, LineRegister())
    for index, (who, said) in enumerate(speeches):
        if len(said) < 8:
            continue
        half = len(said) * 3 // 5
        split = [*speeches[:index], (who, said[:half]), (who, said[half:]), *speeches[index + 1 :]]
        parts = read(split, register)[0]
        assert sum(part == ids[index] for part in parts[index : index + 2]) == 1
        assert parts[:index] + parts[index + 2 :] == ids[:index] + ids[index + 1 :]
        if index + 1 < len(speeches):
            merged = [*speeches[:index], (who, f"{said} {speeches[index + 1][1]}"), *speeches[index + 2 :]]
            found = read(merged, register)[0]
            assert found[index] in ids[index : index + 2]
            assert found[:index] + found[index + 1 :] == ids[:index] + ids[index + 2 :]


def test_repeated_lines_keep_their_order_and_their_neighbours() -> None:
    speeches = [("A", "First."), ("B", "No."), ("A", "Second."), ("B", "No."), ("A", "Third."), ("B", "No.")]
    ids, register = read(speeches, LineRegister())
    assert len(set(ids)) == 6
    assert read([*speeches[:1], *speeches[2:]], register)[0] == [ids[0], *ids[2:]]
    assert read([*speeches[:3], *speeches[4:]], register)[0] == [*ids[:3], *ids[4:]]


def test_a_deleted_id_never_returns_even_for_the_same_words() -> None:
    speeches = scene_of(ENGLISH)
    ids, register = read(speeches, LineRegister())
    _, register = read(speeches[1:], register)
    assert ids[0] in register.retired
    again, register = read(speeches, register)
    assert again[0] != ids[0] and again[1:] == ids[1:]
    assert ids[0] in register.retired


def test_ids_are_unique_over_the_series() -> None:
    first, register = read(scene_of(ENGLISH), LineRegister(), episode=1)
    second, register = read(scene_of(ENGLISH), register, episode=2)
    assert not set(first) & set(second)
    assert read(scene_of(ENGLISH), register, episode=1)[0] == first


LINES = st.tuples(st.sampled_from(["MEI", "LUKE", "苏晚"]), st.sampled_from(ENGLISH + CHINESE))
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "edit", "move", "split", "merge"]),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        LINES,
    ),
    max_size=6,
)


def _edit(speeches: list[Speech], edit: tuple[str, int, int, Speech]) -> list[Speech]:
    kind, first, second, new = edit
    result = list(speeches)
    at = first % max(1, len(result))
    if kind == "insert" or not result:
        result.insert(at, new)
    elif kind == "delete":
        del result[at]
    elif kind == "edit":
        result[at] = (result[at][0], result[at][1] + " " + new[1][:6])
    elif kind == "move":
        line = result.pop(at)
        result.insert(second % (len(result) + 1), line)
    elif kind == "split" and len(result[at][1]) > 4:
        who, said = result[at]
        cut = 1 + second % (len(said) - 2)
        result[at : at + 1] = [(who, said[:cut]), (who, said[cut:])]
    elif kind == "merge" and at + 1 < len(result):
        result[at : at + 2] = [(result[at][0], result[at][1] + " " + result[at + 1][1])]
    return [(who, said.strip() or "Ah.") for who, said in result]


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12), st.lists(EDITS, max_size=5))
def test_random_histories_hold_the_promises(
    start: list[Speech], versions: list[list[tuple[str, int, int, Speech]]]
) -> None:
    speeches, register = start, LineRegister()
    ids, register = read(speeches, register)
    ever = set(ids)
    for edits in versions:
        before = set(ids)
        for edit in edits:
            speeches = _edit(speeches, edit)
        ids, register = read(speeches, register)
        assert len(set(ids)) == len(ids) == len(speeches)
        fresh = set(ids) - before
        assert not fresh & ever  # nothing that was ever used comes back
        ever |= fresh
        assert register.used_ids == ever
        assert [line.id for line in register.lines_of(1)] == ids
        assert LineRegister.from_json(register.to_json(), source_name="lines.json") == register
        assert read(speeches, register)[0] == ids


UNIQUE = st.lists(st.integers(0, 10**9), min_size=2, max_size=15, unique=True)


@settings(max_examples=150, deadline=None)
@given(UNIQUE, st.randoms(use_true_random=False), st.data())
def test_every_line_left_alone_keeps_its_id_wherever_it_went(
    numbers: list[int], random: object, data: st.DataObject
) -> None:
    speeches = [("MEI", f"number {number} speaks for itself") for number in numbers]
    ids, register = read(speeches, LineRegister())
    id_of = dict(zip(speeches, ids, strict=True))
    kept = data.draw(st.lists(st.sampled_from(speeches), unique=True))
    version = data.draw(st.permutations(kept + [("LUKE", f"wholly other {n}") for n in range(3)]))
    found = dict(zip(version, read(list(version), register)[0], strict=True))
    assert all(found[speech] == id_of[speech] for speech in kept)


def test_two_thousand_lines_align_at_once() -> None:
    speeches = [
        ("MEI" if n % 2 else "LUKE", f"Line {n * 7919 % 2003} of {n} about {n % 13} rings.")
        for n in range(2000)
    ]
    ids, register = read(speeches, LineRegister())
    version = [*speeches[1000:], *[(who, said + " Really.") for who, said in speeches[:1000]]]
    start = time.process_time()
    screenplay, _ = assign_ids(script(version), register, episode=1, seed=7)
    assert time.process_time() - start < 3.0
    assert [line.id for line in screenplay.lines] == ids[1000:] + ids[:1000]


def test_the_register_is_text_made_for_git(tmp_path: Path) -> None:
    _, register = read(scene_of(CHINESE), LineRegister())
    path = tmp_path / "series" / "lines.json"
    assert load_register(path) == LineRegister()
    assert save_register(path, register) and not save_register(path, register)
    assert load_register(path) == register
    before = path.read_text(encoding="utf-8").splitlines()
    assert sum("戒指在哪里？" in row for row in before) == 1
    speeches = scene_of(CHINESE)
    speeches[2] = (speeches[2][0], "戒指在哪里呢？")
    _, register = read(speeches, register)
    save_register(path, register)
    after = path.read_text(encoding="utf-8").splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    assert [p.name for p in path.parent.iterdir()] == ["lines.json"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 9, "episodes": {}, "retired": []}',
        b'{"version":1,"episodes":{"1":[{"id":"k3f9","speaker":"A","text":"a"},{"id":"k3f9","speaker":"A","text":"b"}]},"retired":[]}',
    ],
)
def test_a_broken_register_is_refused_not_guessed(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"lines\.json"):
        LineRegister.from_json(data, source_name="lines.json")


def test_a_register_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        save_register(tmp_path / "file" / "lines.json", LineRegister())
