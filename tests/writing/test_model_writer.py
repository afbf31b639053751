"""The model writer against a real server of its protocol: passes, what goes wrong, money, kills, edits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.build import Store
from reelwright.clients import ServerRefused, ServerUnreachable
from reelwright.errors import BadInput, BudgetReached
from reelwright.production.prices import Tariff
from reelwright.studio.model_translation import localise_by_model
from reelwright.studio.model_writer import (
    Limits,
    Writing,
    Written,
    begin_series,
    estimate,
    open_writing,
    steps_named,
    want_anew,
    write_on,
)
from reelwright.studio.series import open_series
from reelwright.studio.story import read_text
from reelwright.writing.continuity import contradictions
from reelwright.writing.manuscript import State
from reelwright.writing.model_passes import Step
from reelwright.writing.model_prompts import tokens_of
from reelwright.writing.model_writer import AnswerUnusable
from reelwright.writing.options import WriterOptions

LOGLINES = {"en": "A waitress finds the key to the house that burned", "zh": "女服务员找到了老宅的钥匙"}


class ChatServer:
    """The process, and what it was asked."""

    def __init__(self, folder: Path, *, latency_s: float = 0.0) -> None:
        self.log = folder / "chat.jsonl"
        program = Path(__file__).with_name("chat_server.py")
        words = [sys.executable, str(program), str(self.log), "0", str(latency_s)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}/v1"

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def notes(self, event: str, model: str) -> list[dict[str, Any]]:
        found = map(json.loads, self.log.read_text().splitlines() if self.log.exists() else ())
        return [note for note in found if note["event"] == event and note["model"] == model]

    def keys(self, model: str) -> list[str]:
        return [note["key"] for note in self.notes("asked", model)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    running = ChatServer(tmp_path_factory.mktemp("chat"))
    yield running
    running.end()


def begin(folder: Path, url: str, model: str, *, language: str = "en", **settings: Any) -> Writing:
    tariff = Tariff(
        thousand_tokens=settings.pop("price", 0.0), thousand_answer_tokens=settings.pop("said", None)
    )
    options = WriterOptions(url=url, model=model, **{"episodes": 1, **settings})
    made = begin_series(LOGLINES[language], options, language=language, tariff=tariff, out=folder / "series")
    return open_writing(made)


def write(writing: Writing, **limits: Any) -> Written:
    """Go on, without waiting where a server says to wait."""
    return write_on(open_writing(writing.folder), limits=Limits(**limits), sleep=lambda seconds: None)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_series_is_written_as_the_storyteller_leaves_one(
    language: str, server: ChatServer, tmp_path: Path
) -> None:
    """Bible, cast and episodes are read by the checker, which finds no contradiction; the books have it."""
    writing = begin(tmp_path, server.url, "good", language=language, episodes=3, price=0.002)
    before = estimate(writing)
    done = write(writing)
    text = read_text(writing.folder)
    assert [episode.number for episode in text.episodes] == [1, 2, 3]
    assert text.language == language and text.bible is not None
    assert len(text.characters) == len(text.bible.cast) == 3 and len(text.bible.season) == 3
    assert contradictions(text) == []
    assert {line.speaker.casefold() for _, line in text.lines()} <= {
        member.name.casefold() for member in text.bible.cast
    }
    series = open_writing(writing.folder).series
    assert series.facts.title == text.bible.title
    rows = Store(series.store_folder).spending(series.scope)
    assert len(rows) == before.requests == done.written == 2 + 3 * 4
    assert sum(series.facts.prices.of(row) for row in rows) == done.spent_micro_usd == 14 * 300 * 2
    assert before.cost_micro_usd > done.spent_micro_usd
    assert write(writing).written == 0


@pytest.mark.parametrize(
    "fault", ["prose", "half", "refusal", "nothing", "chinese", "other-form", "fenced", "slips"]
)
def test_a_malformed_answer_is_mended_or_asked_for_again(
    fault: str, server: ChatServer, tmp_path: Path
) -> None:
    """Once is forgiven: what can be mended costs nothing, the rest is asked again with the reason."""
    model = f"{fault}-once"
    write(begin(tmp_path, server.url, model))
    asked = server.notes("asked", model)
    again = [note for note in asked if note["messages"] > 2]
    # The passes lines and polish have one form, so that their first time is one.
    assert len(again) == (0 if fault in ("fenced", "slips") else 5)
    assert (tmp_path / "series/episodes/01.fountain").is_file()


@pytest.mark.parametrize("fault", ["prose", "refusal", "nothing", "half"])
def test_a_model_that_never_answers_is_named_with_its_pass(
    fault: str, server: ChatServer, tmp_path: Path
) -> None:
    """Three times is enough; the next run asks anew instead of reading the old answers."""
    writing = begin(tmp_path, server.url, fault)
    for times in (3, 6):
        with pytest.raises(AnswerUnusable, match=r"pass bible.*Run reelwright write"):
            write(writing)
        assert len(server.keys(fault)) == len(set(server.keys(fault))) == times


def test_what_was_written_before_a_bad_answer_is_kept(server: ChatServer, tmp_path: Path) -> None:
    """Bible, season and beats stand; another model goes on from there."""
    writing = begin(tmp_path, server.url, "good", episodes=2)
    settings = writing.folder / "series.toml"
    for kind in ("bible", "season", "beats"):
        write_on(open_writing(writing.folder), wanted=steps_named(writing, kind, 0))
    settings.write_text(settings.read_text().replace('"good"', '"other-form"'))
    broken = open_writing(writing.folder)
    with pytest.raises(AnswerUnusable, match=r"episode \d, pass scenes"):
        write_on(broken, wanted=steps_named(writing, "scenes", 0))
    settings.write_text(settings.read_text().replace('"other-form"', '"good"'))
    states = open_writing(writing.folder).manuscript.states()
    assert {step.kind for step, state in states.items() if state is State.CURRENT} == {
        "bible",
        "season",
        "beats",
    }
    assert write(writing).episodes == 2


def test_of_several_versions_the_judge_keeps_one_and_says_why(server: ChatServer, tmp_path: Path) -> None:
    """All are paid and kept, the page compares them, the next pass follows from the best; a version that
    cannot be used is named, and nothing is asked for a second time."""
    writing = begin(tmp_path, server.url, "varied", best_of=3, price=0.002)
    expected, chosen = estimate(writing), []
    done = write_on(
        writing, listen=lambda event: chosen.append(event.reason) if event.kind == "chosen" else None
    )
    folder = writing.folder / "writing"
    asked = server.keys("varied")
    assert expected.requests == 2 + 2 + 3 + 1 and done.written == 6 and done.episodes == 1
    # The version without a script was asked for three times.
    assert len(asked) == len(set(asked)) == expected.requests + 2
    assert done.spent.total == 300 * len(asked)
    kept, other = ((folder / f"versions/01.{number}.fountain").read_text() for number in (2, 1))
    assert (folder / "lines/01.fountain").read_text() == kept != other
    assert "Sleep well" in other and not (folder / "versions/01.3.fountain").exists()
    page = (folder / "versions/01.md").read_text()
    assert "The judge (built-in) kept version 2, for:" in page and "| score (of 100) |" in page
    assert "- cliffhanger: " in page and "- not usable: version 3: " in page
    assert [reason.partition(" (")[0] for reason in chosen] == ["version 2 is kept"]
    (folder / "lines/01.fountain").unlink()
    write(writing)
    assert server.keys("varied") == asked and (folder / "lines/01.fountain").read_text() == kept


def test_versions_count_against_the_budget(server: ChatServer, tmp_path: Path) -> None:
    """The second version would pass the limit: it is not asked, and the first is not lost."""
    writing = begin(tmp_path, server.url, "versions", best_of=4, in_flight=1)
    with pytest.raises(BudgetReached, match="pass lines"):
        write(writing, tokens=4 * 300 + 3000)
    paid = len(server.keys("versions"))
    assert 4 < paid < 8
    write(writing)
    assert len(server.keys("versions")) == 4 + 4 + 1 == len(set(server.keys("versions")))


def test_a_busy_server_is_asked_again_when_it_says(server: ChatServer, tmp_path: Path) -> None:
    """429 with Retry-After waits so long; nothing is lost."""
    waited: list[float] = []
    write_on(begin(tmp_path, server.url, "busy"), sleep=waited.append)
    assert waited == [7.0] * 6


@pytest.mark.parametrize("model", ["shaky", "plain", "newer", "thinking", "dies", "uncounted"])
def test_servers_differ(model: str, server: ChatServer, tmp_path: Path) -> None:
    """503 now and then, no response_format, another name for the limit, no temperature, a stream that breaks,
    no usage."""
    done = write(begin(tmp_path, server.url, model))
    assert done.episodes == 1 and done.spent.total > 0
    if model == "thinking":
        # Two refusals in all: what a model does not take is not told it again.
        assert len(server.notes("asked", model)) == 2 + 6
    if model == "plain":
        forms = [note["form"] for note in server.notes("asked", model)]
        assert forms[:3] == ["json_schema", "json_object", ""] and set(forms[3:]) == {""}


def test_a_server_that_is_down_or_not_there_is_said(server: ChatServer, tmp_path: Path) -> None:
    """Four tries, then one sentence."""
    with pytest.raises(ServerRefused, match="503: overloaded"):
        write(begin(tmp_path, server.url, "down"))
    assert len(server.keys("down")) == 4
    with pytest.raises(ServerUnreachable, match="does not answer"):
        write(begin(tmp_path / "other", "http://127.0.0.1:9/v1", "good"))


def test_a_wrong_key_is_one_sentence(
    server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the variable; with the right key the same command goes on, and the key is written nowhere."""
    writing = begin(tmp_path, server.url, "locked", key="A_KEY")
    monkeypatch.setenv("A_KEY", "a-wrong-one")
    with pytest.raises(ServerRefused, match=r"401: wrong key.*Set the environment variable A_KEY"):
        write(writing)
    monkeypatch.setenv("A_KEY", "a-secret")
    assert write(writing).episodes == 1
    files = [path for path in writing.folder.rglob("*") if path.is_file() and path.suffix != ".db"]
    assert not [path for path in files if b"a-secret" in path.read_bytes()]


def test_a_budget_stops_before_the_next_question(server: ChatServer, tmp_path: Path) -> None:
    """Money and tokens; what was paid is kept, and no question is ever put twice."""
    writing = begin(tmp_path, server.url, "thrifty", episodes=4, price=0.01)
    with pytest.raises(BudgetReached, match=r"\$0\.05.*would be passed"):
        write(writing, budget_usd=0.05)
    spent = estimate(open_writing(writing.folder))
    assert 0 < spent.spent_micro_usd <= 50_000
    with pytest.raises(BudgetReached, match="tokens"):
        write(writing, tokens=spent.spent.total + 100)
    assert write(writing).episodes == 4
    assert len(server.keys("thrifty")) == len(set(server.keys("thrifty"))) == 1 + 1 + 4 * 4


def test_what_a_model_says_may_cost_otherwise(server: ChatServer, tmp_path: Path) -> None:
    """Of each answer 100 tokens are asked and 200 said: estimate, budget and books count both prices."""
    writing = begin(tmp_path, server.url, "dear", episodes=2, price=0.001, said=0.01)
    expected = estimate(writing)
    assert expected.cost_micro_usd == expected.tokens.asked * 1 + expected.tokens.said * 10
    with pytest.raises(BudgetReached, match=r"\$0\.0300 would be passed"):
        write(writing, budget_usd=0.03)
    assert 0 < estimate(open_writing(writing.folder)).spent_micro_usd <= 30_000
    done = write(writing)
    answers = done.spent.total // 300
    assert done.spent_micro_usd == answers * (100 * 1 + 200 * 10)
    series = open_writing(writing.folder).series
    rows = Store(series.store_folder).spending(series.scope)
    assert sum(series.facts.prices.of(row) for row in rows) == done.spent_micro_usd


def test_a_budget_without_a_price_is_refused(server: ChatServer, tmp_path: Path) -> None:
    """It would keep nothing."""
    with pytest.raises(BadInput, match="What a token costs is not known"):
        write(begin(tmp_path, server.url, "good"), budget_usd=1.0)


def test_a_killed_run_goes_on_and_pays_nothing_twice(tmp_path: Path) -> None:
    """kill -9 in the middle: only what was in flight is asked again."""
    running = ChatServer(tmp_path, latency_s=0.15)
    try:
        writing = begin(tmp_path, running.url, "good", episodes=6)
        code = (
            "import sys; from pathlib import Path; from reelwright.studio.model_writer import *;"
            "write_on(open_writing(Path(sys.argv[1])))"
        )
        process = subprocess.Popen([sys.executable, "-c", code, str(writing.folder)], env=dict(os.environ))
        until = time.monotonic() + 30
        while len(running.notes("answered", "good")) < 6 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = {answer.key for answer in writing.answers.all()}
        assert kept
        done = write(writing)
        assert done.episodes == 6
        twice = {key for key, count in Counter(running.keys("good")).items() if count > 1}
        assert not twice & kept and len(twice) <= writing.options.in_flight
        # All that was kept is booked, also what the killed run had no time for.
        series = open_writing(writing.folder).series
        rows = Store(series.store_folder).spending(series.scope)
        assert {row.key for row in rows} == set(running.keys("good")) and len(rows) == 26
    finally:
        running.end()


def test_an_edit_makes_stale_what_stands_on_it_and_is_never_overwritten(
    server: ChatServer, tmp_path: Path
) -> None:
    """One row of the season: its episode and its neighbours are written anew, the edit stays."""
    writing = begin(tmp_path, server.url, "good", episodes=4)
    write(writing)
    path = writing.manuscript.path(Step("season", 1))
    path.write_text(path.read_text().replace('title = "Key 1"', 'title = "The Fire"'))
    states = open_writing(writing.folder).manuscript.states()
    stale = {step.address for step, state in states.items() if state is State.STALE}
    assert states[Step("season", 1)] is State.EDITED
    chain = ("beats", "scenes", "lines", "polish")
    assert stale == {f"{kind}/{number}" for kind in chain for number in (1, 2)}
    with pytest.raises(BadInput, match="was edited"):
        want_anew(open_writing(writing.folder), steps_named(writing, "season", 1), may_replace=False)
    write(writing)
    assert "The Fire" in path.read_text()
    assert "Episode title: The Fire" in (writing.folder / "episodes/01.fountain").read_text()
    assert set(open_writing(writing.folder).manuscript.states().values()) == {State.CURRENT, State.EDITED}


def test_an_edited_episode_and_cast_file_stay(server: ChatServer, tmp_path: Path) -> None:
    """Whatever is written anew around them; only --replace gives them up."""
    writing = begin(tmp_path, server.url, "good", episodes=2)
    write(writing)
    script, person = writing.folder / "episodes/01.fountain", writing.folder / "cast/ivy-marsh.toml"
    for path in (script, person):
        path.write_text(path.read_text() + "\n")
    edited = script.read_text(), person.read_text()
    bible = writing.manuscript.path(Step("bible"))
    bible.write_text(bible.read_text().replace("who set the fire", "who locked the gate"))
    write(writing)
    states = open_writing(writing.folder).manuscript.states()
    assert states[Step("polish", 1)] is State.KEPT and states[Step("polish", 2)] is State.CURRENT
    assert (script.read_text(), person.read_text()) == edited
    again = open_writing(writing.folder)
    want_anew(again, [Step("polish", 1)], may_replace=True)
    write(writing)
    assert script.read_text() != edited[0]


def test_a_pass_is_written_once_more_alone(server: ChatServer, tmp_path: Path) -> None:
    """One question more; what it replaces is still among the paid answers."""
    writing = begin(tmp_path, server.url, "once-more", episodes=2)
    write(writing)
    wanted = steps_named(writing, "beats", 2)
    want_anew(open_writing(writing.folder), wanted, may_replace=False)
    write_on(open_writing(writing.folder), wanted=wanted)
    assert len(server.keys("once-more")) == len(set(server.keys("once-more"))) == 11
    assert len(writing.answers.all()) == 11


@pytest.mark.parametrize("context_tokens", [2048, 4096])
def test_no_request_is_larger_than_the_model_holds(
    context_tokens: int, server: ChatServer, tmp_path: Path
) -> None:
    """Question and answer together, for every step of a season."""
    writing = begin(tmp_path, server.url, "good", episodes=12, context_tokens=context_tokens)
    write(writing)
    manuscript = open_writing(writing.folder).manuscript
    for step in manuscript.passes.steps():
        question = manuscript.question(step)
        assert question is not None
        asked = tokens_of("".join(message.content for message in question.messages))
        assert asked + question.answer_tokens_max <= context_tokens, step


def test_a_prompt_of_the_series_is_taken(server: ChatServer, tmp_path: Path) -> None:
    """It makes its pass stale, and a word that nobody fills is named."""
    writing = begin(tmp_path, server.url, "good")
    write(writing)
    own = writing.folder / "prompts/polish.md"
    own.parent.mkdir()
    own.write_text('Make it rhyme: $script with "moments".')
    again = open_writing(writing.folder)
    states = again.manuscript.states()
    assert [step.kind for step, state in states.items() if state is State.STALE] == ["polish"]
    question = again.manuscript.question(Step("polish", 1))
    assert question is not None and question.messages[1].content.startswith("Make it rhyme: Scene 1: INT.")
    own.write_text("$rhymes")
    with pytest.raises(BadInput, match=r"polish\.md.*It may use: \$bible"):
        open_writing(writing.folder).manuscript.question(Step("polish", 1))


def test_a_series_is_translated_and_paid_once(server: ChatServer, tmp_path: Path) -> None:
    """Every text, in the books of the writer; what was lost is read from the kept answers."""
    write(begin(tmp_path, server.url, "good", episodes=2))
    settings = tmp_path / "series/series.toml"
    settings.write_text(settings.read_text().replace('"good"', '"interpreter"'))
    series = open_series(tmp_path / "series")
    state = localise_by_model(series, "zh")
    assert state.translated > 16 and not state.missing and not state.stale
    assert "第1句，她在听。" in state.catalogue.read_text(encoding="utf-8")
    asked = server.keys("interpreter")
    assert len(asked) == len(set(asked)) > 1
    rows = Store(series.store_folder).spending(series.scope)
    assert set(asked) <= {row.key for row in rows}
    state.catalogue.unlink()
    assert localise_by_model(series, "zh").translated == state.translated
    assert server.keys("interpreter") == asked


def test_eight_questions_are_in_flight(tmp_path: Path) -> None:
    """Twelve episodes of four passes at 0.2 s each take about six rounds, not forty-eight."""
    running = ChatServer(tmp_path, latency_s=0.2)
    try:
        writing = begin(tmp_path, running.url, "good", episodes=12)
        started = time.monotonic()
        write(writing)
        assert time.monotonic() - started < 0.2 * 24
    finally:
        running.end()


def test_prose_is_read_part_by_part_and_becomes_the_story(server: ChatServer, tmp_path: Path) -> None:
    """Every paragraph is read once, in order; what was told of it is a file that decides the bible. A second
    run pays for none of it; an edit of the synopsis makes the bible stale."""
    paragraphs = [f"Chapter {n}. " + "The rain went on, and nobody asked. " * 30 for n in range(1, 13)]
    options = WriterOptions(url=server.url, model="reader", episodes=1, context_tokens=2048)
    made = begin_series("rain", options, out=tmp_path / "series", prose="\n\n".join(paragraphs))
    expected = estimate(open_writing(made))
    done = write(open_writing(made))
    assert done.episodes == 1
    synopsis = made / "writing/synopsis.txt"
    told = synopsis.read_text()
    assert 2 <= told.count("It begins:") < len(paragraphs) and told.startswith("It begins: Chapter 1.")
    questions = open_writing(made).manuscript.question(Step("bible", 0))
    assert questions is not None and "It begins: Chapter 1." in questions.messages[-1].content
    asked = server.keys("reader")
    assert len(asked) == len(set(asked)) == expected.requests
    synopsis.unlink()
    write(open_writing(made))
    assert server.keys("reader") == asked and synopsis.read_text() == told
    synopsis.write_text("A baker finds a letter in the flour.")
    states = open_writing(made).manuscript.states()
    assert states[Step("bible", 0)] is State.STALE


def test_parts_are_whole_paragraphs_and_nothing_is_lost() -> None:
    from reelwright.writing.model_reader import parts_of

    text = "One. Two! Three?\n\n" + "A long one. " * 200 + "\n\n他走了。她没有回头。\n\nEnd."
    for size in (20, 100, 5000):
        parts = parts_of(text, size)
        assert "".join("".join(parts).split()) == "".join(text.split())
        assert all(tokens_of(part) <= size + 2 for part in parts)
