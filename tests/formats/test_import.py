"""Scripts of every kind go in word for word and come out again; what is no script is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reelwright.errors import BadInput
from reelwright.formats import read_fountain
from reelwright.formats.coverage import coverage_of, words_of
from reelwright.formats.imported import Left, SourceLine
from reelwright.formats.recognition import read_foreign
from reelwright.formats.script_file import write_scripts
from reelwright.screenplay import Screenplay
from reelwright.studio.importing import ImportedSeries, convert, hooks_in, import_series

SCRIPTS = Path(__file__).with_name("scripts")


def imported(name: str, tmp_path: Path) -> tuple[ImportedSeries, list[Screenplay]]:
    made = import_series(SCRIPTS / name, out=tmp_path / "series")
    files = sorted((tmp_path / "series/episodes").glob("*.fountain"))
    return made, [read_fountain(file.read_text()) for file in files]


def said(screenplay: Screenplay) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in screenplay.lines]


@pytest.mark.parametrize(
    ("name", "layout", "episodes", "lines"),
    [
        ("duanju.txt", "duanju", 2, 14),
        ("duanju.md", "duanju", 2, 7),
        ("named.txt", "named-lines", 2, 11),
        ("typed.txt", "screenplay", 1, 6),
    ],
)
def test_every_line_is_in_the_series_or_listed(
    tmp_path: Path, name: str, layout: str, episodes: int, lines: int
) -> None:
    """The layout is recognised, breaks are kept, no word is lost, changed or added, and the order is kept."""
    made, scripts = imported(name, tmp_path)
    assert (made.layout, made.episode_count, made.line_count) == (layout, episodes, lines)
    assert made.coverage.share == 1 and not made.coverage.added and made.coverage.is_in_order
    assert sum(len(script.lines) for script in scripts) == lines
    report = (made.folder / "import.md").read_text()
    assert all(one.reason in report for one in made.left)


def test_the_chinese_layout_is_understood(tmp_path: Path) -> None:
    made, (first, second) = imported("duanju.txt", tmp_path)
    assert made.title == "替身新娘" and first.title_field("Author") == "张三"
    assert first.title_field("Episode title") == "婚礼上的录音"
    assert [(s.heading.setting, s.heading.place, s.heading.time_of_day) for s in first.scenes] == [
        ("interior", "酒店宴会厅", "day"),
        ("exterior", "酒店门口", "night"),
    ]
    assert said(first)[2] == ("林晚", "你说什么？")
    assert [line.parentheticals for line in first.lines][:3] == [("接起电话，低声",), (), ("愣住",)]
    assert [line.is_heard_only for line in first.lines] == [0, 1, 0, 0, 0, 1, 0, 0, 0]
    directions = [item for scene in first.scenes for item in scene.items if hasattr(item, "kind")]
    assert [(d.kind, d.value) for d in directions] == [("title", "三年前"), ("sfx", "雷声")]
    assert [scene.heading.place for scene in second.scenes] == ["顾家客厅", "顾家门口"]
    assert said(second)[-1] == ("林晚", "顾太太，好久不见。")
    assert {file.name for file in (made.folder / "cast").iterdir()} == {
        "lin-wan.toml",
        "gu-chen.toml",
        "gu-mu.toml",
    }
    assert "age_years = 58" in (made.folder / "cast/gu-mu.toml").read_text()


def test_named_lines_are_understood(tmp_path: Path) -> None:
    made, (first, second) = imported("named.txt", tmp_path)
    assert made.title == "THE LAST FLOAT" and second.title_field("Episode title") == "AIR"
    assert said(first)[1] == ("Victor", "Everybody knew about the pool.")
    assert first.lines[2].parentheticals == ("stepping closer",) and first.lines[5].is_heard_only
    assert [scene.heading.place for scene in first.scenes] == ["Hospital corridor, night", "CAR"]
    assert "A door slams somewhere below." in [e.text for e in first.elements if e.kind == "action"]


@pytest.mark.parametrize(
    ("name", "layout", "lines"),
    [("columns.docx", "screenplay", 5), ("named-lines.pdf", "named-lines", 5), ("duanju.pdf", "duanju", 3)],
)
def test_what_libreoffice_writes_is_read(tmp_path: Path, name: str, layout: str, lines: int) -> None:
    """Indents from ``w:start``, lines wrapped without space between paragraphs, boxes of Chinese punctuation:
    speeches end where they end, and action is not said aloud."""
    made, (script,) = imported(f"libreoffice/{name}", tmp_path)
    assert (made.layout, made.line_count, made.coverage.share) == (layout, lines, 1)
    actions = [element.text for element in script.elements if element.kind == "action"]
    if layout == "duanju":
        assert actions[0].startswith("林晚坐在窗边，窗外下着大雨，") and actions[1:] == ["陆沉转身离开。"]
        assert said(script)[0] == ("林晚", "你早就知道了，对吗？")
        assert said(script)[1][1].startswith("我那年才九岁，") and said(script)[1][1].endswith(
            "什么都不知道。"
        )
        assert [scene.heading.place for scene in script.scenes] == ["咖啡厅"]
        return
    assert len(actions) == 4 and actions[0].endswith("what happens when it does so.")
    assert actions[1:] == [
        "He steps into the light.",
        "Rain. VIOLA (58) waits under an umbrella.",
        "Silence.",
    ]
    assert [text for _, text in said(script)][1:3] == ["I was nine years old.", "Ask my mother."]


def test_columns_are_understood(tmp_path: Path) -> None:
    _, (script,) = imported("typed.txt", tmp_path)
    assert said(script)[2] == (
        "ROSA",
        "This is not my husband's hand, and you have known that since the spring.",
    )
    assert script.lines[3].parentheticals == ("beat; then, very quietly",)
    assert script.lines[1].is_heard_only and script.scenes[0].heading.scene_number == "1"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("duanju.txt", suffix) for suffix in (".fountain", ".fdx", ".docx", ".pdf", ".txt")]
    + [("typed.txt", suffix) for suffix in (".fountain", ".fdx", ".docx", ".pdf")],
)
def test_what_goes_out_comes_in_again(tmp_path: Path, name: str, suffix: str) -> None:
    """A series is written in every form and imported from it: the same speeches by the same people, the same
    headings and action, the same breaks. (The Chinese layout, ``.txt``, is for Chinese.)"""
    made, before = imported(name, tmp_path)
    convert(made.folder, tmp_path / f"out{suffix}")
    again = import_series(tmp_path / f"out{suffix}", out=tmp_path / "again")
    assert again.coverage.share == 1 and again.title == made.title
    files = sorted((tmp_path / "again/episodes").glob("*.fountain"))
    after = [read_fountain(file.read_text()) for file in files]

    def told(script: Screenplay) -> list[tuple[str, str, str]]:
        kinds = ("scene-heading", "action", "character", "parenthetical", "dialogue", "transition")
        return [(e.kind, e.text, e.extension) for e in script.elements if e.kind in kinds]

    assert [told(script) for script in after] == [told(script) for script in before]
    assert [s.title_field("Episode title") for s in after] == [s.title_field("Episode title") for s in before]


def test_the_same_script_gives_the_same_bytes(tmp_path: Path) -> None:
    made, scripts = imported("duanju.txt", tmp_path)
    for suffix in (".docx", ".pdf", ".fdx"):
        for name in ("a", "b"):
            write_scripts(scripts, tmp_path / f"{name}{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    assert made.layout == "duanju"


def test_a_long_pdf_is_put_together_over_its_pages(tmp_path: Path) -> None:
    """Speeches and action that a page parts are whole again; page numbers and (MORE) are listed."""
    from bench.importing import long_script

    script = long_script("en", 12)
    write_scripts([script], tmp_path / "long.pdf")
    made = import_series(tmp_path / "long.pdf", out=tmp_path / "series")
    files = sorted((tmp_path / "series/episodes").glob("*.fountain"))
    lines = [pair for file in files for pair in said(read_fountain(file.read_text()))]
    assert lines == said(script)
    assert made.is_split and made.coverage.share == 1
    reasons = {one.reason for one in made.left}
    assert {"is a page number", "says that a speech goes on over the page"} <= reasons


def test_long_scripts_are_broken_at_hooks() -> None:
    """Episodes of one to two minutes; of the possible ends in reach one that leaves something open."""
    from bench.importing import long_script

    script = long_script("en", 10)
    starts = hooks_in(script.elements)
    assert starts[0] == 0 and len(starts) > 3
    for start in starts[1:]:
        assert script.elements[start].kind in ("scene-heading", "character", "action")
    short = hooks_in(script.elements[:10])
    assert short == [0]


def test_a_changed_word_is_found_by_the_coverage() -> None:
    """The proof knows nothing of the readers: a lost, a changed and an added word show."""
    source = [
        SourceLine(number=1, text="MARA: You knew."),
        SourceLine(number=2, text="VICTOR: 她走了。"),
        SourceLine(number=3, text="page 3"),
    ]
    right = read_fountain("INT. X - DAY\n\nMARA\nYou knew.\n\nVICTOR\n她走了。\n")
    left = [Left(3, "page 3", "is a page number")]
    proof = coverage_of(source, left, [right])
    assert (proof.taken, proof.listed, proof.lost) == (2, 1, ())
    assert proof.added == ("INT", "X", "DAY")
    wrong = read_fountain("MARA\nYou know.\n\nVICTOR\n她走了。\n")
    assert [line.number for line in coverage_of(source, left, [wrong]).lost] == [1]
    assert [line.number for line in coverage_of(source, [], [right]).lost] == [3]
    assert words_of("It’s ⽇ＡＢ") == ["It’s", "日", "AB"]


def _docx(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


BOMB = _docx({"word/document.xml": b"\0" * 210_000_000})
ENTITIES = _docx({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\ntrailer<</Root 1 0 R>>"
)
REFUSED = [
    ("novel.txt", (SCRIPTS / "novel.txt").read_bytes(), "This is prose, not a script"),
    ("list.txt", b"eggs\nmilk\nbread\n\nand call the plumber\n", "no layout that is known"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "before 2007"),
    ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "protected by a password"),
    ("bomb.docx", BOMB, "unpacks to 210 MB"),
    ("entities.docx", ENTITIES, "DOCTYPE"),
    ("cut.docx", BOMB[:400], "no Word document"),
    ("text.docx", b"MARA: hello", "no Word document"),
    ("scan.pdf", SCAN, "its pages are pictures"),
    ("noise.pdf", bytes(range(256)), "no PDF that can be read"),
    ("empty.txt", b"", "empty"),
    ("blank.txt", b"\n \n", "empty"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_script_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput, match=said) as refused:
        import_series(path, out=tmp_path / "series")
    assert refused.value.next_step and not (tmp_path / "series").exists()


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    """Made here by encrypting nothing but the trailer: the reader asks for the password before any page."""
    encrypted = SCAN.replace(
        b"trailer<</Root 1 0 R>>",
        b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>",
    )
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypted)
    with pytest.raises(BadInput, match="password"):
        read_foreign(path)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes((SCRIPTS / "duanju.txt").read_text().encode(encoding))
    made = import_series(path, out=tmp_path / "series")
    assert made.coverage.share == 1 and made.line_count == 14


def test_a_layout_can_be_named_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("A room.\n\nAnother.\n\nAnd a third.\n\nMara: Yes.\n\nThe end comes.\n\nSlowly.\n")
    with pytest.raises(BadInput, match="no layout"):
        read_foreign(path)
    read, _ = read_foreign(path, layout="named-lines")
    assert [e.text for e in read.elements if e.kind == "dialogue"] == ["Yes."]
    with pytest.raises(BadInput, match="There is no layout 'haiku'"):
        read_foreign(path, layout="haiku")


def test_a_word_document_of_another_program_is_read(tmp_path: Path) -> None:
    """Paragraphs without styles, with tracked changes and a table: what is shown is read."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    for text in ("《夜班》", "第1集", "1-1 夜 内 医院走廊", "△ 灯闪了一下。"):
        document.add_paragraph(text)
    changed = document.add_paragraph("护士：")
    changed._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>谁在那里？</w:t></w:r></w:ins>"))
    changed._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>你好</w:delText></w:r></w:del>"))
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "病人：是我。"
    document.save(str(tmp_path / "night.docx"))
    made = import_series(tmp_path / "night.docx", out=tmp_path / "series")
    script = read_fountain((tmp_path / "series/episodes/01.fountain").read_text())
    assert said(script) == [("护士", "谁在那里？"), ("病人", "是我。")]
    assert made.coverage.share == 1 and made.title == "夜班"
