"""``reelwright`` and its commands. Exit codes: 0 made (also with warnings), 1 a build failed,
2 input or set-up refused, 130 stopped by Ctrl-C."""

from __future__ import annotations

import datetime
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from reelwright import __version__
from reelwright.build.running import missing_library
from reelwright.cli.backup import safe
from reelwright.cli.cast import cast
from reelwright.cli.cost import bill
from reelwright.cli.keep import keep
from reelwright.cli.ledger import ledger
from reelwright.cli.localise import languages
from reelwright.cli.look import look
from reelwright.cli.publish import shelf
from reelwright.cli.speak import Speaker
from reelwright.cli.story import story
from reelwright.cli.takes import direction
from reelwright.cli.theatre import house
from reelwright.cli.watch import preview
from reelwright.cli.write import pen
from reelwright.errors import BadInput, ReelwrightError

if TYPE_CHECKING:
    from reelwright.build import Executor
    from reelwright.studio.make import Prepared
    from reelwright.studio.series import Series
    from reelwright.studio.unchanged import LastMake

EXIT_STOPPED = 130

app = typer.Typer(
    name="reelwright",
    help="From a story to a short-drama series that earns its keep.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

app.add_typer(look)
app.add_typer(cast)
app.add_typer(keep)
app.add_typer(story)
app.add_typer(languages)
app.add_typer(pen)
app.add_typer(bill)
app.add_typer(direction)
app.add_typer(preview)
app.add_typer(house)
app.add_typer(ledger, name="ledger")
app.add_typer(shelf)
app.add_typer(safe)

SeriesPath = Annotated[Path, typer.Argument(help="A series folder or a script file.", show_default="here")]
EpisodeNumbers = Annotated[str, typer.Option("--episodes", "-e", help="Which: 1, 1,3, 2-4 or all.")]
OutFolder = Annotated[Path | None, typer.Option("--out", "-o", help="Where to build, instead of build/.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, max=256, help="Processes at work; 0: one a core.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]


@app.command()
def make(
    path: SeriesPath = Path(),
    episodes: EpisodeNumbers = "all",
    out: OutFolder = None,
    jobs: Jobs = 0,
    executor: Annotated[str, typer.Option(help="Where the work is done: local or ray.")] = "local",
    address: Annotated[
        str, typer.Option(help="The Ray cluster, HOST:PORT; without it, the one at hand.")
    ] = "",
    budget: Annotated[
        float | None, typer.Option(min=0, help="What the series may cost in all, in USD.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the films of a series: only what is not made already."""
    from reelwright.studio.series import open_series
    from reelwright.studio.unchanged import LastMake

    speaker = Speaker(as_json=as_json)
    series = open_series(path, out=out)
    numbers = _numbers(episodes, [e.number for e in series.episodes])
    last = LastMake(series, numbers, ())
    if (outcome := last.outcome()) is not None:
        speaker.finished(outcome)
        return
    prepared, workers = _prepared(series, numbers, last, executor, jobs or os.cpu_count() or 1, address)
    from reelwright.studio.make import make as make_series
    from reelwright.studio.make import meter_of

    meter = meter_of(prepared, jobs=workers.width, budget_usd=budget)
    with speaker.progress(prepared.build, meter) as listen:
        finished = make_series(
            prepared,
            executor=workers,
            listen=listen,
            budget_usd=budget,
            when=datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        )
    last.remember(finished)
    speaker.finished(finished)


def _prepared(
    series: Series, numbers: list[int], last: LastMake, executor: str, jobs: int, address: str
) -> tuple[Prepared, Executor]:
    """The rooms that plan and make are loaded only where there is something to plan, in this process and in
    the workers at the same time."""
    if executor == "local":
        from reelwright.studio.workers import waking

        with waking(series.store_folder, jobs=jobs) as workers:
            from reelwright.studio.make import prepare

            return prepare(series, numbers, last=last), workers
    from reelwright.studio.make import executor_named, prepare

    prepared = prepare(series, numbers, last=last)
    return prepared, executor_named(executor, prepared.build.store, jobs=jobs, address=address)


@app.command()
def status(
    path: SeriesPath = Path(),
    episodes: EpisodeNumbers = "all",
    out: OutFolder = None,
    why: Annotated[
        str, typer.Option(help="Only what is made for a line, e.g. 2/k3f9, or whose address has this in it.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what is current, stale or missing, and why."""
    from reelwright.studio.make import prepare
    from reelwright.studio.make import status as status_of
    from reelwright.studio.series import open_series
    from reelwright.studio.why import asked_about, told

    series = open_series(path, out=out)
    prepared = prepare(series, _numbers(episodes, [e.number for e in series.episodes]))
    states = [s for s in status_of(prepared) if not why or asked_about(s.step.address, why)]
    if why and not states:
        raise BadInput(
            f"Nothing is made for {why!r}", where=str(path), next_step="Write EPISODE/LINE, e.g. 2/k3f9."
        )
    Speaker(as_json=as_json).status(states, prepared.notices, told, in_detail=bool(why))


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A Fountain script.")],
    as_json: AsJson = False,
) -> None:
    """Read a script and show its elements with their line ids. Writes nothing."""
    from reelwright.production.script import read_with_ids
    from reelwright.studio.series import open_series

    series = open_series(file)
    screenplay, notices = read_with_ids(series.episodes[0].path, series.lines_path, series.facts.seed)
    Speaker(as_json=as_json).screenplay(screenplay, notices)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="A script of any kind, or a series folder.")],
    to: Annotated[
        Path, typer.Argument(help="The new file; its suffix says the form: .fountain .fdx .docx .pdf .txt")
    ],
    as_json: AsJson = False,
) -> None:
    """Write a script in another form; no word changes. Overwrites nothing."""
    from reelwright.studio.importing import convert as convert_script

    speaker = Speaker(as_json=as_json)
    speaker.notices(convert_script(source, to))
    speaker.written(to)


@app.command()
def shots(
    path: SeriesPath = Path(),
    episodes: EpisodeNumbers = "1",
    out: OutFolder = None,
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Show the storyboard as a list and draw the contact sheet, one frame a shot."""
    from reelwright.studio.make import prepare
    from reelwright.studio.series import open_series
    from reelwright.studio.sheet import contact_sheets

    speaker = Speaker(as_json=as_json)
    series = open_series(path, out=out)
    prepared = prepare(series, _numbers(episodes, [e.number for e in series.episodes]))
    speaker.storyboards(prepared.plans)
    with speaker.progress(prepared.build) as listen:
        sheets = contact_sheets(prepared, jobs=jobs or os.cpu_count() or 1, listen=listen)
    speaker.sheets(sheets)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, which engines are usable, and what each missing one needs."""
    from reelwright.studio.doctor import examine

    findings = examine()
    Speaker(as_json=as_json).findings(findings)
    if any(finding.is_needed and not finding.is_present for finding in findings):
        raise typer.Exit(2)


@app.command()
def clean(path: SeriesPath = Path(), out: OutFolder = None, as_json: AsJson = False) -> None:
    """Remove what was built. Scripts, cast, ids and choices are never touched."""
    from reelwright.studio.make import remove_build
    from reelwright.studio.series import open_series

    series = open_series(path, out=out)
    Speaker(as_json=as_json).cleaned(series.build_folder, remove_build(series))


@app.command()
def validate(
    folder: Annotated[Path, typer.Argument(help="A release folder, the one with manifest.json.")],
    as_json: AsJson = False,
) -> None:
    """Check a release against its manifest: schema, hashes, labels, line index."""
    from reelwright.release import validate as faults_of

    faults = faults_of(folder)
    Speaker(as_json=as_json).faults(folder, faults)
    if faults:
        raise typer.Exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reelwright {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """From a story to a short-drama series that earns its keep."""


_NUMBER_DIGITS = 6


def _numbers(wanted: str, there: list[int]) -> list[int]:
    """``1,3-5`` or ``all`` → episode numbers, each once. Raises ``BadInput``."""
    if wanted.strip().lower() == "all":
        return there
    numbers: list[int] = []
    for part in wanted.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        ends = (first, last if dash else first)
        if not all(end.isascii() and end.isdecimal() and len(end) <= _NUMBER_DIGITS for end in ends):
            raise BadInput(
                f"{_shortened(wanted)} does not name episodes",
                where="--episodes",
                next_step="Write 1 or 1,3 or 2-4 or all.",
            )
        # A span stops at the last episode, but one that lies beyond it is a mistake.
        named = range(int(ends[0]), min(int(ends[1]), max(there)) + 1)
        if not named:
            raise BadInput(
                f"{_shortened(part.strip())} names no episode of this series",
                where="--episodes",
                next_step=f"It has {', '.join(map(str, there))}.",
            )
        numbers += named
    return list(dict.fromkeys(numbers))


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")


def main() -> NoReturn:
    """Run the command line and exit."""
    as_json = "--json" in sys.argv[1:]
    # Whoever ends us politely gets the same clean stop as Ctrl-C, also where a shell had us ignore that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda number, frame: signal.raise_signal(signal.SIGINT))
    try:
        code = app(standalone_mode=False)
        if code == EXIT_STOPPED:
            # Typer turns Ctrl-C into this code by itself.
            raise KeyboardInterrupt
        sys.exit(code if isinstance(code, int) else 0)
    except ReelwrightError as problem:
        Speaker(as_json=as_json).error(problem)
        sys.exit(problem.exit_code)
    except ImportError as problem:
        # The core was installed without the studio, or a shared library is not there.
        missing = missing_library(problem)
        Speaker(as_json=as_json).error(missing)
        sys.exit(missing.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        Speaker(as_json=as_json).stopped()
        sys.exit(EXIT_STOPPED)
    except BrokenPipeError:
        # The reader (`| head`) went away; there is nobody left to tell.
        sys.stdout = None
        sys.exit(0)
    except Exception as problem:
        # Click's own usage errors know how to show themselves.
        if not (hasattr(problem, "show") and hasattr(problem, "exit_code")):
            raise
        problem.show()
        sys.exit(problem.exit_code)
