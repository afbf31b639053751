"""A pass opens one episode for one viewer for a while, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import BadInput
from reelwright.theatre.entitlement import Forged, Keyring, Pass, PassOver

OLD, NEW = b"o" * 32, b"n" * 32
GRANTED = Pass(viewer="0v1ew3r", episode="0ep1s0de", until_us=1_000)


def test_a_pass_is_read_back_until_its_time_is_over() -> None:
    keys = Keyring([NEW])
    text = keys.sign(GRANTED)
    assert keys.verify(text, episode="0ep1s0de", now_us=999) == GRANTED
    with pytest.raises(PassOver):
        keys.verify(text, episode="0ep1s0de", now_us=1_000)
    with pytest.raises(Forged, match="another episode"):
        keys.verify(text, episode="0ther", now_us=1)


def test_an_old_secret_verifies_until_it_is_taken_out() -> None:
    text = Keyring([OLD]).sign(GRANTED)
    assert Keyring([NEW, OLD]).verify(text, episode="0ep1s0de", now_us=1) == GRANTED
    assert Keyring([NEW, OLD]).sign(GRANTED) == Keyring([NEW]).sign(GRANTED)
    with pytest.raises(Forged, match="not a pass of this theatre"):
        Keyring([NEW]).verify(text, episode="0ep1s0de", now_us=1)


@given(st.data())
def test_a_pass_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    keys = Keyring([NEW])
    text = keys.sign(GRANTED)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8", exclude_characters=text[at]))
    with pytest.raises(Forged):
        keys.verify(text[:at] + other + text[at + 1 :], episode="0ep1s0de", now_us=1)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Forged):
        Keyring([NEW]).verify(text, episode="0ep1s0de", now_us=1)


def test_what_cannot_be_signed_is_said() -> None:
    with pytest.raises(BadInput, match="shorter than 32 bytes"):
        Keyring([b"short"])
    with pytest.raises(BadInput, match="cannot stand in a pass"):
        Keyring([NEW]).sign(Pass("a.b", "e", 1))
