"""``--episodes`` says which: what names no episode is refused in one sentence before anything is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.conftest import SCRIPT, Ran, Run, write_series


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A series that was never built and has the episodes 1 and 3."""
    series = write_series(tmp_path / "small")
    (series / "episodes" / "03.fountain").write_text(SCRIPT)
    return series


def _messages(ran: Ran) -> list[str]:
    assert "Traceback" not in ran.err + ran.out
    assert ran.out == ""
    return [line for line in ran.err.splitlines() if line]


REFUSED: list[tuple[str, str, str, str]] = [
    ("make", "0", "There is no episode 0", "The series has: 1, 3."),
    ("status", "2", "There is no episode 2", "The series has: 1, 3."),
    ("shots", "1-3", "There is no episode 2", "The series has: 1, 3."),
    ("make", "7-3", "'7-3' names no episode of this series", "--episodes"),
    ("shots", "99", "'99' names no episode of this series", "--episodes"),
    ("make", "abc", "'abc' does not name episodes", "Write 1 or 1,3 or 2-4 or all."),
    ("status", "", "'' does not name episodes", "Write 1 or 1,3 or 2-4 or all."),
    ("status", "1,", "'1,' does not name episodes", "Write 1 or 1,3 or 2-4 or all."),
]


@pytest.mark.parametrize(
    ("verb", "value", "what", "advice"), REFUSED, ids=[f"{r[0]} {r[1]!r}" for r in REFUSED]
)
def test_what_names_no_episode_is_refused(
    two: Path, run: Run, verb: str, value: str, what: str, advice: str
) -> None:
    """Exit 2, one line that says what and what to write instead, no traceback, nothing written."""
    before = sorted(two.rglob("*"))
    ran = run(verb, two, f"--episodes={value}")
    assert ran.code == 2
    (message,) = _messages(ran)
    assert message.startswith("error ") and what in message and advice in message
    assert sorted(two.rglob("*")) == before


def test_a_program_is_told_the_same(two: Path, run: Run) -> None:
    """With ``--json`` one event on standard output and nothing on standard error."""
    ran = run("make", two, "--episodes", "abc", "--json")
    assert ran.code == 2 and ran.err == ""
    (event,) = ran.events
    assert (event["event"], event["exit_code"]) == ("error", 2)
    assert "'abc'" in event["message"] and "2-4" in event["next_step"]


def test_an_episode_named_twice_is_planned_once(two: Path, run: Run) -> None:
    """`` 1 , 1 `` is 1: every step once, and none of episode 3; spaces do not matter."""
    ran = run("status", two, "--episodes", " 1 , 1 ", "--json")
    addresses = [event["address"] for event in ran.events if event["event"] == "step"]
    assert ran.code == 0 and len(addresses) > 20
    assert len(addresses) == len(set(addresses))
    assert {address.split("/")[0] for address in addresses} == {"1"}


def test_a_part_that_names_no_episode_is_refused_with_the_rest(two: Path, run: Run) -> None:
    """Whoever asks for 1 and 99 is not given 1 alone in silence."""
    assert run("status", two, "--episodes", "1,99").code == 2


def test_a_number_of_five_thousand_digits_is_refused(two: Path, run: Run) -> None:
    """No traceback, however long the number is."""
    ran = run("status", two, "--episodes", "9" * 5000)
    assert ran.code == 2 and "Traceback" not in ran.err
