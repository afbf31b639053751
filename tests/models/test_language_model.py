"""The chat client and the model writer against a real server with a real, if senseless, model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from reelwright.clients.chat import CUT_OFF, ChatServer, Message, Question
from reelwright.studio.model_writer import begin_series, estimate, open_writing, write_on
from reelwright.writing.model_writer import AnswerUnusable
from reelwright.writing.options import WriterOptions


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server's address."""
    model = tmp_path_factory.mktemp("model") / "tiny.gguf"
    program = Path(__file__).with_name("tiny_server.py")
    process = subprocess.Popen(
        [sys.executable, str(program), str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip() + "/v1"
    finally:
        process.kill()
        process.wait()


def question(tokens_max: int) -> Question:
    """One that a random model can answer: a choice and a number."""
    schema = {
        "type": "object",
        "properties": {"hour": {"enum": ["day", "night"]}, "number": {"type": "integer"}},
        "required": ["hour", "number"],
        "additionalProperties": False,
    }
    return Question(
        model="tiny",
        messages=(Message("user", "Which hour is it?"),),
        schema_name="hour",
        schema=schema,
        temperature=1.0,
        seed=1,
        answer_tokens_max=tokens_max,
    )


def test_an_answer_comes_in_pieces_and_fits_its_schema(url: str) -> None:
    """The server's grammar holds the model to it; the tokens are counted."""
    came: list[int] = []
    answer = ChatServer(url).ask(question(400), key="one", on_piece=came.append)
    said = msgspec.json.decode(answer.text)
    assert said["hour"] in ("day", "night") and isinstance(said["number"], int)
    assert len(came) > 3 and came == sorted(came) and came[-1] == len(answer.text)
    assert answer.ended == "stop" and answer.asked_tokens > 0 and answer.said_tokens > 0


def test_an_answer_that_is_cut_off_says_so(url: str) -> None:
    """What came is there; it counts as no whole answer."""
    answer = ChatServer(url).ask(question(3), key="two")
    assert answer.ended == CUT_OFF


def test_a_model_without_sense_ends_in_one_sentence(url: str, tmp_path: Path) -> None:
    """Three answers, kept; the next run asks for others."""
    options = WriterOptions(url=url, model="tiny", episodes=1, context_tokens=2048)
    folder = begin_series("A waitress finds the key", options, out=tmp_path / "series")
    for answers in (3, 6):
        with pytest.raises(AnswerUnusable, match="pass bible"):
            write_on(open_writing(folder))
        writing = open_writing(folder)
        assert len(writing.answers.all()) == answers
        assert estimate(writing).spent.total > 0
