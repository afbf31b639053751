"""A voice is pinned without touching anything else of a character's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.casting.defaults import default_character
from reelwright.casting.files import read_character
from reelwright.casting.pinning import character_file, with_voice
from reelwright.errors import BadInput

FILE = """# The lead.
name = "Mei"   # as in the script

[voice]  # who speaks
name = 'en-grace'   # warm
# name = "en-ruby" was too bright

[[wardrobe]]
kind = "gown"
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FILE, FILE.replace("'en-grace'", '"en-faye"')),
        ('name = "Mei"\n', 'name = "Mei"\n\n[voice]\nname = "en-faye"\n'),
        (
            'name = "Mei"\n[voice]\nengine = "built-in"\n[look]\n',
            'name = "Mei"\n[voice]\nname = "en-faye"\nengine = "built-in"\n[look]\n',
        ),
        ('name = "Mei"\r\n[voice]\r\n', 'name = "Mei"\r\n[voice]\r\nname = "en-faye"\r\n'),
    ],
)
def test_only_the_voice_changes(before: str, after: str) -> None:
    assert with_voice(before, "en-faye") == after
    assert with_voice(after, "en-faye") == after


def test_a_file_that_cannot_be_edited_by_lines_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        with_voice('name = "Mei"\nvoice = { name = "en-grace" }\n', "en-faye")


def test_who_has_no_file_gets_one_with_the_same_face(tmp_path: Path) -> None:
    someone = default_character("ZHAO LEI", ["ZHAO LEI, 52, a doctor, runs."])
    path = tmp_path / f"{someone.key}.toml"
    path.write_text(with_voice(character_file(someone), "zh-lei"), encoding="utf-8")
    read, notices = read_character(path)
    assert notices == [] and (read.look, read.wardrobe) == (someone.look, someone.wardrobe)
    assert read.voice.name == "zh-lei"


def test_nobody_is_cloned_without_consent(tmp_path: Path) -> None:
    path = tmp_path / "mei.toml"
    text = 'name = "Mei"\n[voice]\nsample = "mei.wav"\n'
    path.write_text(text)
    with pytest.raises(BadInput, match=r"without a note of consent .*mei\.toml:3"):
        read_character(path)
    path.write_text(text + 'consent = "Lin Mei, in writing, 2026-03-01"\n')
    with pytest.raises(BadInput, match=r"is not there: mei\.wav"):
        read_character(path)
    (tmp_path / "mei.wav").touch()
    assert read_character(path)[0].voice.consent.startswith("Lin Mei")
