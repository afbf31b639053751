"""Fountain text → elements and scenes, English and Chinese, and back to the byte."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.formats import read_fountain, write_fountain
from reelwright.screenplay import Action, Direction, Element, Line, Screenplay, TitleField, Transition
from reelwright.screenplay.scenes import screenplay_of

SCRIPT = """Title: **The Ring**
Author:
    Someone
    Else

FADE IN:

# Act One

= They meet.

INT. PENTHOUSE - LIVING ROOM - NIGHT #1A#

Rain on the glass. *Thunder*. [[sfx: thunder]]
MEI stands by the window.

[[shot: close-up MEI, push in]]

MEI (V.O.) (CONT'D)
(cold, under her breath)
You should **not** have [[hold 2s]]
come back.
  
Ever.

LUKE ^
~I was singing in the rain

/* a boneyard

over lines */

> THE END <

===

.FORCED PLACE

!MEI
walks.

@McCoy
Yes.

> BACK TO BLACK

CUT TO:

EXT. STREET - DAWN

Nobody.
"""

CHINESE = """标题：雨夜
编剧：某人

内景 咖啡馆 - 夜

苏晚坐在窗边。雨声。

苏晚（冷冷地）
你来干什么？
我不想
见你。

陆沉：
（低声）对不起。

@A先生
走。

苏晚（画外音）
他走了。

外景。天台。黄昏

风很大，
她没有回头。

内/外 车 日

切至：

第3场 医院走廊 夜 内

苏晚
在。
"""


def kinds(text: str) -> list[str]:
    return [element.kind for element in read_fountain(text).elements if element.kind != "blank"]


def texts(text: str, kind: str) -> list[str]:
    return [element.text for element in read_fountain(text).elements if element.kind == kind]


def test_every_element_of_the_standard_is_found() -> None:
    assert kinds(SCRIPT) == [
        "transition",
        "section",
        "synopsis",
        "scene-heading",
        "action",
        "note",
        "character",
        "parenthetical",
        "dialogue",
        "character",
        "lyric",
        "boneyard",
        "centered",
        "page-break",
        "scene-heading",
        "action",
        "character",
        "dialogue",
        "transition",
        "transition",
        "scene-heading",
        "action",
    ]


def test_the_title_page_has_its_fields() -> None:
    screenplay = read_fountain(SCRIPT)
    assert screenplay.title_field("title") == "The Ring"
    assert screenplay.title_page[1] == TitleField(key="Author", values=("Someone", "Else"))
    assert read_fountain(CHINESE).title_field("编剧") == "某人"


@pytest.mark.parametrize(
    "text", ["FADE IN:\n\nMEI\nHi.\n", "MEI: Hello\n", "苏晚：你好\n", "Title:\n\nMEI\nHi.\n"]
)
def test_what_only_looks_like_a_title_page_stays_in_the_body(text: str) -> None:
    screenplay = read_fountain(text)
    assert screenplay.title_page == ()
    assert write_fountain(screenplay) == text


def test_scenes_are_derived_with_lines_actions_transitions_and_directions() -> None:
    first, forced, street = read_fountain(SCRIPT).scenes
    assert (first.heading.setting, first.heading.place, first.heading.time_of_day) == (
        "interior",
        "PENTHOUSE - LIVING ROOM",
        "night",
    )
    assert (first.heading.scene_number, first.section) == ("1A", "Act One")
    assert [type(item) for item in first.items] == [Transition, Action, Direction, Line, Line, Action]
    mei, luke = first.lines
    assert mei.speaker == "MEI" and mei.text == "You should not have come back. Ever."
    assert mei.extensions == ("V.O.", "CONT'D") and mei.is_heard_only
    assert mei.parentheticals == ("cold, under her breath",)
    assert [(d.kind, d.value) for d in mei.directions] == [("hold", "2s")]
    assert luke.is_dual and luke.is_lyric and luke.text == "I was singing in the rain"
    action = first.items[1]
    assert (
        isinstance(action, Action) and action.text == "Rain on the glass. Thunder. MEI stands by the window."
    )
    assert [d.kind for d in action.directions] == ["sfx"]
    assert isinstance(first.items[2], Direction) and first.items[2].value == "close-up MEI, push in"
    assert forced.heading.place == "FORCED PLACE" and forced.lines[0].speaker == "McCoy"
    assert (street.heading.setting, street.heading.time_of_day) == ("exterior", "dawn")


def test_chinese_scripts_read_like_english_ones() -> None:
    screenplay = read_fountain(CHINESE)
    assert screenplay.language == "zh"
    headings = [scene.heading for scene in screenplay.scenes]
    assert [(h.setting, h.place, h.time_of_day) for h in headings] == [
        ("interior", "咖啡馆", "night"),
        ("exterior", "天台", "dusk"),
        ("both", "车", "day"),
        ("interior", "医院走廊", "night"),
    ]
    said = [(line.speaker, line.text, line.parentheticals, line.extensions) for line in screenplay.lines]
    assert said == [
        ("苏晚", "你来干什么？我不想见你。", ("冷冷地",), ()),
        ("陆沉", "对不起。", ("低声",), ()),
        ("A先生", "走。", (), ()),
        ("苏晚", "他走了。", (), ("画外音",)),
        ("苏晚", "在。", (), ()),
    ]
    assert write_fountain(screenplay) == CHINESE


@pytest.mark.parametrize(
    ("heading", "setting", "place", "time_of_day"),
    [
        ("INT. BAR", "interior", "BAR", ""),
        ("int. bar - day", "interior", "bar", "day"),
        ("INT./EXT. CAR - MOVING - NIGHT", "both", "CAR - MOVING", "night"),
        ("I/E HOUSE - SUNSET", "both", "HOUSE", "dusk"),
        ("EXT. ROOF - LATER", "exterior", "ROOF", ""),
        ("INT.", "interior", "", ""),
        ("EST. CITY - MORNING", "exterior", "CITY", "day"),
        ("内景", "interior", "", ""),
        ("内景·客厅·清晨", "interior", "客厅", "dawn"),
        ("室外 码头 凌晨", "exterior", "码头", "night"),
        ("1-2 夜内 病房", "interior", "病房", "night"),
        ("內景 茶樓 日", "interior", "茶樓", "day"),
    ],
)
def test_headings_are_taken_apart(heading: str, setting: str, place: str, time_of_day: str) -> None:
    scene = read_fountain(f"{heading}\n\nMEI\nHi.\n").scenes[0]
    found = scene.heading
    assert (found.setting, found.place, found.time_of_day) == (setting, place, time_of_day)


@pytest.mark.parametrize(
    "line", ["INTO THE WOODS they go.", "外面下着雨。", "内心很乱。", "...and then", "EXTRA salt.", "1. eggs"]
)
def test_a_line_that_only_begins_like_a_heading_is_action(line: str) -> None:
    assert kinds(f"{line}\n") == ["action"]


@pytest.mark.parametrize(
    "cue",
    [
        "MEI",
        "MEI 2",
        "DR. O'HARA-LI",
        "苏晚",
        "王小明",
        "MEI (on the phone)",
        "مريم",
        "דוד",
        "소희",
        "李雷、韩梅梅",
    ],
)
def test_cues_of_many_scripts_speak(cue: str) -> None:
    screenplay = read_fountain(f"Somebody waits.\n\n{cue}\nYes 🙂 ok.\n")
    assert [line.text for line in screenplay.lines] == ["Yes 🙂 ok."]


@pytest.mark.parametrize(
    "first", ["Mei", "三年后", "她没有回头，", "23", "与此同时", "这是一句很长很长的描写没有标点"]
)
def test_a_paragraph_of_two_lines_is_action(first: str) -> None:
    assert kinds(f"Before.\n\n{first}\nsomething happens.\n") == ["action", "action"]


def test_a_cue_with_nothing_said_below_is_action_and_a_bare_bracket_is_seen() -> None:
    assert kinds("BANG\n\n") == ["action"]
    assert kinds("BANG\n[[sfx: bang]]\n") == ["action", "note"]
    items = read_fountain("MEI\n(nods)\n\nLU\nYes.\n").scenes[0].items
    assert isinstance(items[0], Action) and items[0].text == "MEI (nods)"


def test_notes_belong_to_what_they_stand_in() -> None:
    text = "He runs [[sfx:\nsteps]] fast.\n[[music: tense]]\n\n"
    text += "[[a: b]]\n\nMEI\nGo.\n[[shot: wide]]\n\n[[ask Joe]]\n"
    action, own, line, remark = read_fountain(text).scenes[0].items
    assert isinstance(action, Action) and action.text == "He runs fast."
    assert [(d.kind, d.value) for d in action.directions] == [("sfx", "steps"), ("music", "tense")]
    assert isinstance(own, Direction) and own.kind == "a"
    assert isinstance(line, Line) and line.directions[0].kind == "shot"
    assert isinstance(remark, Direction) and (remark.kind, remark.value) == ("note", "ask Joe")


def test_chinese_notes_have_the_same_kinds() -> None:
    line = read_fountain("苏晚\n走。[[音乐：紧张]][[停顿 2秒]]\n").lines[0]
    assert [(d.kind, d.value) for d in line.directions] == [("music", "紧张"), ("hold", "2秒")]


def test_unclosed_marks_and_notes_over_an_empty_line_are_text() -> None:
    assert texts("A [[ b\n", "action") == ["A [[ b"]
    assert texts("A /* b\n", "action") == ["A /* b"]
    assert kinds("A [[b\n\nc]] d\n") == ["action", "action"]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("*a* **b** ***c*** _d_", "a b c d"),
        ("**bold *and* more**", "bold and more"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        (r"\*not\* it", "*not* it"),
        ("snake_case_name", "snake_case_name"),
        ("他_真的_来了", "他真的来了"),
        ("*open", "*open"),
    ],
)
def test_emphasis_is_not_heard(written: str, heard: str) -> None:
    assert read_fountain(f"MEI\n{written}\n").lines[0].text == heard


def test_a_script_without_headings_is_one_scene() -> None:
    screenplay = read_fountain("Night falls.\n\nMEI\nHi.\n\nLU\nHo.\n")
    assert len(screenplay.scenes) == 1 and screenplay.scenes[0].heading.place == ""
    assert screenplay.scenes[0].id == "scene-1" and len(screenplay.lines) == 2


def test_source_lines_count_every_kind_of_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["Title: A", "", "INT. BAR - DAY", "", "[[a", "b]]", "", "MEI", "Hi.", ""])
        line = read_fountain(text).lines[0]
        assert line.source_line == 8


def test_five_megabytes_are_read_in_seconds_and_hostile_text_in_linear_time() -> None:
    body = SCRIPT[SCRIPT.index("FADE") :] + CHINESE[CHINESE.index("内景") :]
    text = body * (1_000_000 // len(body.encode()))
    start = time.process_time()
    screenplay = read_fountain(text)
    assert write_fountain(screenplay) == text
    # A fifth of the 5 MB; generous, since only a wrong order of growth should fail here.
    assert time.process_time() - start < 6
    for piece in ("[[", "/*", "*a", "_ ", "(", "A ", "[[\n\n]]", "a:\n", " ", "(苏", "**a"):
        hostile = "MEI\n" + piece * (100_000 // len(piece))
        start = time.process_time()
        assert write_fountain(read_fountain(hostile)) == hostile
        assert time.process_time() - start < 3, piece


PIECES = st.sampled_from(
    [
        "MEI",
        "苏晚",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "  ",
        "\t",
        "(",
        ")",
        "（",
        "）",
        "[[",
        "]]",
        "/*",
        "*/",
        "*",
        "**",
        "_",
        "#1#",
        "INT. A - DAY",
        "内景 家 夜",
        "：",
        ":",
        "~",
        ">",
        "<",
        "=",
        "===",
        "@",
        "!",
        ".",
        "^",
        "\ufeff",
        "TO:",
        "a",
        "Title: x",
        "\u2028",
        "\x0b",
        "\u3000",
        "🙂",
        "\u202e",
        "\\",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_to_the_byte(text: str) -> None:
    screenplay = read_fountain(text)
    assert write_fountain(screenplay) == text
    assert read_fountain(write_fountain(screenplay)) == screenplay
    assert screenplay.title_page_raw + "".join(element.raw for element in screenplay.elements) == text


WORDS = st.lists(
    st.sampled_from(["go", "Mei", "now", "5*3", "snake_x", "\\", "他走了", "！", "don't", "a*", "_b"]),
    min_size=1,
    max_size=5,
).map(" ".join)


def _speech(name: str, bracket: str, said: str, is_dual: bool) -> list[Element]:
    cue = Element(kind="character", text=name, raw="", source_line=0, is_dual=is_dual)
    between = [Element(kind="parenthetical", text=bracket, raw="", source_line=0)] if bracket else []
    return [cue, *between, Element(kind="dialogue", text=said, raw="", source_line=0)]


NEW = st.one_of(
    st.builds(
        _speech,
        st.sampled_from(["MEI", "Mac", "苏晚", "INT. X"]),
        st.sampled_from(["", "cold", "冷"]),
        WORDS,
        st.booleans(),
    ),
    st.builds(
        lambda k, t: [Element(kind=k, text=t, raw="", source_line=0)],
        st.sampled_from(
            ["action", "scene-heading", "transition", "centered", "section", "synopsis", "lyric"]
        ),
        WORDS.map(lambda w: "x" + w),
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NEW, max_size=6))
def test_elements_made_by_a_program_read_back_the_same(groups: list[list[Element]]) -> None:
    made = [element for group in groups for element in group]
    text = write_fountain(screenplay_of(made))
    found = [element for element in read_fountain(text).elements if element.kind != "blank"]
    assert [(e.kind, e.text, e.is_dual) for e in found] == [(e.kind, e.text, e.is_dual) for e in made]


def test_an_edit_changes_only_its_own_element() -> None:
    screenplay = read_fountain(SCRIPT)
    elements = [
        msgspec.structs.replace(element, text="Go away.", raw="") if element.text == "Yes." else element
        for element in screenplay.elements
    ]
    edited: Screenplay = msgspec.structs.replace(screenplay, elements=tuple(elements))
    assert write_fountain(edited) == SCRIPT.replace("Yes.", "Go away.")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("You will *never* see **my son** again.", ("never", "my", "son")),
        ("I *don't\ncare*, a_b_c and 2 * 3 * 4.", ()),
        ("***Out!*** _Now_, \\*not\\* later.", ("Out", "Now")),
    ],
)
def test_words_between_marks_of_emphasis_are_leant_on(said: str, words: tuple[str, ...]) -> None:
    (scene,) = read_fountain(f"INT. BAR - DAY\n\nMEI\n{said}\n").scenes
    assert scene.lines[0].leant_on == words and "**" not in scene.lines[0].text
