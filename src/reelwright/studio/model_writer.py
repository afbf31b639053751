"""A logline and a model's server → a series folder, pass by pass; and any part of it once more."""

from __future__ import annotations

import fcntl
import time
import tomllib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import tomlkit

from reelwright.build import Spent, Store
from reelwright.build.store import write_error
from reelwright.casting.pinning import character_file
from reelwright.clients.chat import ChatServer
from reelwright.errors import BadInput, ReelwrightError
from reelwright.production.prices import Tariff, dollars, micro_usd
from reelwright.studio.costs import WRITE
from reelwright.studio.prose import keep_prose, read_prose, synopsis_of, unread_prose
from reelwright.studio.series import SERIES_FILE, Series, open_unwritten, slug_of
from reelwright.studio.story import must_be_free
from reelwright.writing.answer_folder import AnswerFolder, write_whole
from reelwright.writing.bible_file import BIBLE_FILE, BIBLE_PAGE, bible_page, bible_text
from reelwright.writing.logline import read_logline
from reelwright.writing.manuscript import IS_DUE, WRITING_FOLDER, Manuscript, Order, State
from reelwright.writing.model_answers import BadAnswer
from reelwright.writing.model_bible import characters_of, whole_bible
from reelwright.writing.model_documents import BiblePlan
from reelwright.writing.model_passes import PASSES, Step
from reelwright.writing.model_prompts import Prompts, tokens_of
from reelwright.writing.model_reader import ModelReader, parts_of, room_of
from reelwright.writing.model_writer import ModelWriter
from reelwright.writing.options import WriterOptions
from reelwright.writing.paid_answers import Limit, Listener, TokenBudget, limit_of_tokens
from reelwright.writing.storyteller import MOST_EPISODES
from reelwright.writing.tokens import NO_TOKENS, Tokens

ENGINE = "writer"
"""What the model is called in the books and in ``[prices.engines]``."""
MOST_VERSIONS = 20
_LEAST_CONTEXT = 2048
_LOOKED_AT = 2000
_TITLE_WORDS = 5


@dataclass(frozen=True)
class Writing:
    """A series that a model writes, opened."""

    series: Series
    options: WriterOptions
    manuscript: Manuscript
    answers: AnswerFolder

    @property
    def folder(self) -> Path:
        return self.series.folder

    def cost_micro_usd(self, tokens: Tokens) -> int:
        """What so many tokens cost by the series' prices."""
        return self.series.facts.prices.of(_billed(tokens))

    def in_words(self, tokens: Tokens) -> str:
        cost = self.cost_micro_usd(tokens)
        return f"{tokens.total:,} tokens" + (f" ({dollars(cost)})" if cost else "")

    def spent(self) -> Tokens:
        """What all answers took so far."""
        return sum((kept.taken for kept in self.answers.all()), NO_TOKENS)


@dataclass(frozen=True)
class WritingEstimate:
    """What is left to be asked for: requests, tokens of questions and answers, money; and what was spent."""

    requests: int
    tokens: Tokens
    cost_micro_usd: int
    spent: Tokens
    spent_micro_usd: int


@dataclass(frozen=True)
class Limits:
    """What the series may take in all: US dollars, and tokens of the model; 0 is no limit."""

    budget_usd: float = 0.0
    tokens: int = 0


@dataclass(frozen=True)
class Written:
    """How many answers a run wrote, how many episodes there are now, and what all answers took so far."""

    written: int
    episodes: int
    spent: Tokens
    spent_micro_usd: int


def begin_series(
    logline: str,
    options: WriterOptions,
    *,
    language: str = "",
    seed: int = 1,
    tariff: Tariff | None = None,
    out: Path | None = None,
    prose: str = "",
) -> Path:
    """The new folder with ``series.toml`` and, where it is made from ``prose``, the text of that. Raises
    ``BadInput``, ``CannotWrite``."""
    if not logline.strip():
        raise BadInput("The logline is empty", next_step="Say in one sentence who finds out what.")
    _check(options, "--server, --model, --episodes and --context")
    language = language or read_logline(prose[:_LOOKED_AT] or logline).language
    words = logline.split()[:_TITLE_WORDS] if language != "zh" else [logline[:12]]
    folder = out if out is not None else Path(slug_of(" ".join(words)))
    must_be_free(folder)
    rows = {"title": "", "language": language, "logline": logline.strip(), "tagline": "", "seed": seed}
    table = {"episodes": options.episodes} | _told(options, WriterOptions())
    text = _toml(rows | {"end_card": True}) + "\n[writer]\n" + _toml(table)
    if prices := _told(tariff or Tariff(), Tariff()):
        text += f"\n[prices.engines.{ENGINE}]\n" + _toml(prices)
    if prose:
        keep_prose(folder, prose)
    write_whole(folder / SERIES_FILE, text.encode())
    return folder


def open_writing(folder: Path, *, best_of: int = 0) -> Writing:
    """The series in ``folder`` as its writer sees it; ``best_of`` versions of each episode's lines, 0: as
    ``series.toml`` says. Raises ``BadInput`` for one that no model writes."""
    series = open_unwritten(folder)
    tree = tomllib.loads((folder / SERIES_FILE).read_text(encoding="utf-8-sig"))
    if "writer" not in tree:
        raise BadInput(
            "No model writes this series: there is no [writer]",
            where=str(folder / SERIES_FILE),
            next_step="docs/model_writer.md says how a series is begun with --writer model.",
        )
    try:
        options = msgspec.convert(tree["writer"], WriterOptions)
    except msgspec.ValidationError as problem:
        raise BadInput(f"A setting of [writer] is not right: {problem}", where=SERIES_FILE) from None
    if best_of:
        options = msgspec.structs.replace(options, best_of=best_of)
    _check(options, f"[writer] in {folder / SERIES_FILE}")
    facts = series.facts
    order = Order(facts.logline, facts.language or "en", facts.seed, options, synopsis_of(folder))
    answers = AnswerFolder(folder / WRITING_FOLDER / "answers")
    return Writing(series, options, Manuscript(folder, order), answers)


def estimate(writing: Writing, wanted: Collection[Step] | None = None) -> WritingEstimate:
    """What is left to be asked for, by what the questions and answers of each pass mostly take. A question
    that can be put already is counted as it is."""
    manuscript = writing.manuscript
    due = [
        step
        for step, state in manuscript.states().items()
        if state in IS_DUE and (wanted is None or step in wanted)
    ]
    tokens = NO_TOKENS
    for step in due:
        question = manuscript.question(step)
        asked = "\n".join(message.content for message in question.messages) if question else ""
        tokens += manuscript.passes.expected_tokens(step, tokens_of(asked)) * manuscript.versions(step)
    unread = unread_prose(writing.folder)
    parts = parts_of(unread, room_of(writing.options)[0])
    tokens += Tokens(tokens_of(unread), len(parts) * writing.options.context_tokens // 8)
    spent = writing.spent()
    return WritingEstimate(
        requests=sum(map(manuscript.versions, due)) + len(parts),
        tokens=tokens,
        cost_micro_usd=writing.cost_micro_usd(tokens),
        spent=spent,
        spent_micro_usd=writing.cost_micro_usd(spent),
    )


def steps_named(writing: Writing, kind: str, episode: int) -> list[Step]:
    """The steps of a pass, of one episode where it is not 0. Raises ``BadInput``."""
    if kind not in PASSES:
        raise BadInput(f"There is no pass {kind!r}", where="--pass", next_step=f"Known: {', '.join(PASSES)}.")
    passes = writing.manuscript.passes
    if not 0 <= episode <= passes.episodes:
        raise BadInput(
            f"There is no episode {episode}",
            where="--episode",
            next_step=f"There are 1 to {passes.episodes}.",
        )
    if episode and kind == "season":
        return [passes.part_of(episode)]
    return [
        step for step in passes.steps() if step.kind == kind and (not episode or step.number in (0, episode))
    ]


def want_anew(writing: Writing, steps: Collection[Step], *, may_replace: bool) -> None:
    """Have ``steps`` written once more, also where nothing has changed. Raises ``BadInput`` for one that
    somebody edited, unless ``may_replace``."""
    states = writing.manuscript.states()
    edited = [step for step in steps if states[step] in (State.EDITED, State.KEPT)]
    if edited and not may_replace:
        raise BadInput(
            "This was edited, and would be lost",
            where=str(writing.manuscript.path(edited[0])),
            next_step="Add --replace to have it written anew all the same.",
        )
    for step in steps:
        if step in edited:
            writing.manuscript.path(step).unlink()
        if states[step] not in IS_DUE:
            writing.manuscript.ask_anew(step)


def write_on(
    writing: Writing,
    *,
    wanted: Collection[Step] | None = None,
    limits: Limits | None = None,
    in_flight: int = 0,
    listen: Listener = lambda event: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Written:
    """Write what is due, many answers in flight, within ``limits``. What was answered is kept and booked
    whatever happens. Raises what ``ModelWriter.write`` does."""
    with alone(writing.folder / WRITING_FOLDER):
        return _write_on(writing, wanted, limits or Limits(), in_flight, listen, sleep, clock)


def _write_on(
    writing: Writing,
    wanted: Collection[Step] | None,
    limits: Limits,
    in_flight: int,
    listen: Listener,
    sleep: Callable[[float], None],
    clock: Callable[[], float],
) -> Written:
    options = writing.options
    store = Store(writing.series.store_folder)
    book_answers(writing, store)
    budget = budget_of(writing, limits, store)
    server = server_of(writing, sleep=sleep)
    try:
        writing = _read_through(writing, server, budget, listen, clock)
    finally:
        book_answers(writing, store)
    writer = ModelWriter(
        writing.manuscript,
        server,
        writing.answers,
        in_flight=in_flight or options.in_flight,
        budget=budget,
        listen=listen,
        clock=clock,
    )
    try:
        count = writer.write(wanted)
    except BaseException:
        book_answers(writing, store)
        with suppress(ReelwrightError):
            _derive(writing)
        raise
    book_answers(writing, store)
    _derive(writing)
    manuscript = writing.manuscript
    ready = sum(
        step.kind == "polish" and manuscript.path(step).is_file() for step in manuscript.passes.steps()
    )
    return Written(count, ready, budget.spent, writing.cost_micro_usd(budget.spent))


def _read_through(
    writing: Writing, server: ChatServer, budget: TokenBudget, listen: Listener, clock: Callable[[], float]
) -> Writing:
    """The writing with the synopsis of its prose, which is a file to be edited like the others."""
    if not unread_prose(writing.folder):
        return writing
    order = writing.manuscript.order
    reader = ModelReader(
        server,
        writing.answers,
        Prompts(writing.folder),
        writing.options,
        language=order.language,
        budget=budget,
        listen=listen,
        clock=clock,
    )
    story = read_prose(writing.folder, reader)
    return replace(writing, manuscript=Manuscript(writing.folder, replace(order, story=story)))


def server_of(writing: Writing, *, sleep: Callable[[float], None] = time.sleep) -> ChatServer:
    """Who is asked."""
    options = writing.options
    return ChatServer(options.url, key_name=options.key, timeout_s=options.timeout_s, sleep=sleep)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two runs at once would pay for the same answers. Raises ``BadInput`` while another one writes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("w")
    except OSError as problem:
        raise write_error(problem, folder) from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput("Another run is writing this series", where=str(folder.parent)) from None
        yield


# -- the books --------------------------------------------------------------------------------------


def book_answers(writing: Writing, store: Store) -> None:
    """Every kept answer stands in the books once, also where a run was killed before it could say so."""
    scope = writing.series.scope
    known = {row.key for row in store.spending(scope) if row.kind == WRITE}
    rows = []
    for kept in writing.answers.all():
        if kept.key in known:
            continue
        kind, _, number = kept.step.partition("/")
        rows.append(
            Spent(
                key=kept.key,
                kind=WRITE,
                scope=scope,
                address=f"{number or 'series'}/{WRITE}/{kind}",
                stage="writing",
                engine=ENGINE,
                wall_s=kept.wall_s,
                billed_tokens=kept.tokens,
                billed_answer_tokens=kept.taken.said,
            )
        )
    store.book(*rows)


def budget_of(writing: Writing, limits: Limits, store: Store) -> TokenBudget:
    """What may still be asked for: within so many tokens, and within so much money, of which what the series
    cost otherwise is taken. Raises ``BadInput`` where money is limited and no token has a price."""
    prices = writing.series.facts.prices
    kept: list[Limit] = []
    if tokens := limits.tokens or writing.options.tokens:
        kept.append(limit_of_tokens(tokens))
    budget_usd = limits.budget_usd or prices.budget
    tariff = prices.engines.get(ENGINE, prices)
    if budget_usd and (tariff.thousand_tokens or tariff.answer_price):
        others = sum(prices.of(row) for row in store.spending(writing.series.scope) if row.kind != WRITE)
        kept.append(Limit(max(0, micro_usd(budget_usd) - others), writing.cost_micro_usd, dollars))
    elif limits.budget_usd:
        raise BadInput(
            "What a token costs is not known, so no budget can be kept",
            where="--budget",
            next_step=f"Write thousand_tokens under [prices.engines.{ENGINE}] in {SERIES_FILE}, "
            "or limit --tokens.",
        )
    return TokenBudget(kept, writing.spent())


def _billed(tokens: Tokens) -> Spent:
    return Spent(
        key="", kind=WRITE, engine=ENGINE, billed_tokens=tokens.total, billed_answer_tokens=tokens.said
    )


# -- what follows from the answers ------------------------------------------------------------------


def _derive(writing: Writing) -> None:
    """The bible, the cast and the title, as far as they are written; what somebody edited stays."""
    manuscript = writing.manuscript
    if not manuscript.path(Step("bible")).is_file():
        return
    plan = manuscript.bible()
    for character in characters_of(plan, manuscript.order.language):
        path = writing.folder / "cast" / f"{character.key}.toml"
        manuscript.write_derived(path, character_file(character))
    _entitle(writing.folder / SERIES_FILE, plan)
    parts = [step for step in manuscript.passes.steps() if step.kind == "season"]
    if not all(manuscript.path(part).is_file() for part in parts):
        return
    rows = [manuscript.row(number) for number in range(1, manuscript.passes.episodes + 1)]
    order = manuscript.order
    try:
        bible = whole_bible(plan, rows, language=order.language, logline=order.logline, seed=order.seed)
    except BadAnswer as problem:
        raise BadInput(
            f"The season and the bible do not fit together: {problem}",
            where=str(manuscript.path(Step("bible"))),
            next_step="Mend the name in one of the files in the folder writing.",
        ) from None
    manuscript.write_derived(writing.folder / BIBLE_FILE, bible_text(bible))
    manuscript.write_derived(writing.folder / BIBLE_PAGE, bible_page(bible))


def _entitle(path: Path, plan: BiblePlan) -> None:
    """Title and tagline go where the author left them empty."""
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    missing = {
        key: value
        for key, value in (("title", plan.title), ("tagline", plan.tagline))
        if not document.get(key)
    }
    if missing:
        document.update(missing)
        write_whole(path, tomlkit.dumps(document).encode())


def _check(options: WriterOptions, where: str) -> None:
    if not options.url or not options.model:
        raise BadInput("The writer needs a server and a model", where=where)
    if not 1 <= options.episodes <= MOST_EPISODES:
        raise BadInput(f"A series has 1 to {MOST_EPISODES} episodes, not {options.episodes}", where=where)
    if options.context_tokens < _LEAST_CONTEXT:
        raise BadInput(
            f"A context of {options.context_tokens} tokens is too small",
            where=where,
            next_step=f"{_LEAST_CONTEXT} is the least; 8192 is better.",
        )
    for name, value, low, high in (
        ("in_flight", options.in_flight, 1, 256),
        ("best_of", options.best_of, 1, MOST_VERSIONS),
        ("temperature", options.temperature, 0, 2),
        ("tokens", options.tokens, 0, 10**12),
        ("timeout_s", options.timeout_s, 1, 86_400),
    ):
        if not low <= value <= high:
            raise BadInput(f"{name} is {value}; it must lie in {low}..{high}", where=where)


def _told(document: msgspec.Struct, plain: msgspec.Struct) -> dict[str, object]:
    """The fields of ``document`` that are not what they are anyway."""
    usual = msgspec.to_builtins(plain)
    return {key: value for key, value in msgspec.to_builtins(document).items() if value != usual[key]}


def _toml(rows: dict[str, object]) -> str:
    return "".join(f"{key} = {msgspec.json.encode(value).decode()}\n" for key, value in rows.items())
