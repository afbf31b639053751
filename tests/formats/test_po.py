"""gettext catalogues go out and come in; what is none is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import BadInput
from reelwright.formats.po import LARGEST_PO_BYTES, PoEntry, po_entries, read_po, write_po

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=12)
entries = st.builds(
    PoEntry,
    context=st.from_regex(r"[a-z0-9./]{1,8}", fullmatch=True),
    source=texts.filter(bool),
    text=texts,
    previous=texts.filter(lambda text: "\n" not in text and "\u2028" not in text),
    note=st.from_regex(r"[A-Za-z(),]{0,8}", fullmatch=True),
    is_fuzzy=st.booleans(),
)


@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.context))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read(catalogue: list[PoEntry]) -> None:
    data = write_po(catalogue, language="zh", title="Small")
    assert po_entries(data, where="x") == tuple(catalogue)
    assert write_po(po_entries(data, where="x"), language="zh", title="Small") == data


def test_an_entry_is_written_as_translators_know_it() -> None:
    entry = PoEntry(
        "k3f9", 'You "lied".', "你骗人。", previous="You lied.", note="Mara (cold), episode 1",
        place="episodes/01.fountain:7", is_fuzzy=True,
    )  # fmt: skip
    gone = PoEntry("gone", "Bye.", "再见。", is_obsolete=True)
    text = write_po([entry, gone], language="zh", title="Small").decode()
    assert text.split("\n\n", 1)[1] == (
        '#. Mara (cold), episode 1\n#: episodes/01.fountain:7\n#, fuzzy\n#| msgid "You lied."\n'
        'msgctxt "k3f9"\nmsgid "You \\"lied\\"."\nmsgstr "你骗人。"\n\n'
        '#~ msgctxt "gone"\n#~ msgid "Bye."\n#~ msgstr "再见。"\n'
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'msgid "a"\nmsgstr "b"\nMARA\n', "not valid"),
        (b"\xff\xfe", "not UTF-8"),
        (b"MARA\nYou lied.\n", "not valid"),
        (b'msgid "x"\nmsgstr "1"\n', "'x' has no context"),
        (b'msgctxt "a"\nmsgid "x"\nmsgstr "1"\n\nmsgctxt "a"\nmsgid "y"\nmsgstr "2"\n', "'a' twice"),
    ],
)
def test_what_is_no_catalogue_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        po_entries(data, where="a.po")


def test_a_catalogue_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_po(tmp_path / "a.po")
    with (tmp_path / "b.po").open("wb") as file:
        file.truncate(LARGEST_PO_BYTES + (1 << 20))
    with pytest.raises(BadInput, match="17 MiB"):
        read_po(tmp_path / "b.po")
