"""``reelwright write`` and what ``new`` does with a model: passes, what is stale, what it will cost."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from reelwright.cli.speak import Speaker

if TYPE_CHECKING:
    from reelwright.studio.model_writer import Limits, Writing, WritingEstimate
    from reelwright.writing.model_passes import Step
    from reelwright.writing.paid_answers import Listener, WritingEvent

pen = typer.Typer()


@pen.command()
def write(
    path: Annotated[Path, typer.Argument(help="A series folder.", show_default="here")] = Path(),
    only: Annotated[
        str,
        typer.Option("--pass", help="Once more: bible, season, beats, scenes, lines or polish."),
    ] = "",
    episode: Annotated[int, typer.Option("--episode", "-e", min=0, help="Of that pass; 0: all.")] = 0,
    replace: Annotated[bool, typer.Option("--replace", help="Also what you edited.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only say what is current and stale.")] = False,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Only say what is left, and will cost.")
    ] = False,
    budget: Annotated[
        float, typer.Option(min=0, help="What the series may cost in all, in USD; 0: by series.toml.")
    ] = 0.0,
    tokens: Annotated[int, typer.Option(min=0, help="How many the model may take in all.")] = 0,
    in_flight: Annotated[int, typer.Option(min=0, max=256, help="Asked at once; 0: by series.toml.")] = 0,
    best_of: Annotated[
        int, typer.Option(min=0, max=20, help="Versions of an episode's lines; 0: by series.toml.")
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before money is spent.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Go on writing a series with its model: what is missing or stale, or one pass once more."""
    from reelwright.studio.model_writer import Limits, open_writing, steps_named, want_anew

    speaker, writing = Speaker(as_json=as_json), open_writing(path, best_of=best_of)
    if status:
        _tell_status(speaker, writing)
        return
    wanted = steps_named(writing, only, episode) if only or episode else None
    if wanted is not None and not estimate:
        want_anew(writing, wanted, may_replace=replace)
    limits = Limits(budget_usd=budget, tokens=tokens)
    run_writer(speaker, writing, wanted, limits, in_flight=in_flight, is_asked=not yes, is_only_told=estimate)


def run_writer(
    speaker: Speaker,
    writing: Writing,
    wanted: list[Step] | None,
    limits: Limits,
    *,
    in_flight: int,
    is_asked: bool,
    is_only_told: bool,
) -> None:
    """Say what it will take, ask before money is spent, write, say what it took."""
    from reelwright.studio.model_writer import estimate, write_on

    expected = estimate(writing, wanted)
    _tell_estimate(speaker, writing, expected)
    if is_only_told or not expected.requests:
        return
    is_talking = sys.stdin.isatty() and not speaker.as_json
    if is_asked and is_talking and expected.cost_micro_usd and not limits.budget_usd:
        typer.confirm("Go on?", abort=True, err=True)
    with _progress(speaker, expected.requests) as listen:
        done = write_on(writing, wanted=wanted, limits=limits, in_flight=in_flight, listen=listen)
    if speaker.as_json:
        speaker.fact(
            "written",
            folder=str(writing.folder),
            steps=done.written,
            episodes=done.episodes,
            spent_tokens=done.spent.total,
            spent_micro_usd=done.spent_micro_usd,
        )
        return
    speaker.out.print(
        f"{done.written} answers written, {done.episodes} of {writing.options.episodes} episodes stand in "
        f"{escape(str(writing.folder))}; {writing.in_words(done.spent)} spent in all"
    )
    if done.episodes:
        speaker.out.print(f"Next: reelwright check {escape(str(writing.folder))}, reelwright make …")


@contextmanager
def _progress(speaker: Speaker, total: int) -> Iterator[Listener]:
    if speaker.as_json:

        def say(event: WritingEvent) -> None:
            if event.kind != "piece":
                speaker.fact(event.kind, step=event.step.address, count=event.count, reason=event.reason)

        yield say
        return
    with Progress(
        TextColumn("{task.description:>10}"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TextColumn("[dim]{task.fields[now]}"),
        console=speaker.err,
        transient=True,
    ) as bars:
        task = bars.add_task("writing", total=total, now="")
        coming: dict[Step, int] = {}

        def listen(event: WritingEvent) -> None:
            if event.kind in ("asked", "piece"):
                coming[event.step] = event.count
            elif event.kind == "answered":
                coming.pop(event.step, None)
            elif event.kind == "chosen":
                bars.console.print(f"[dim]{event.step.in_words}: {escape(event.reason)}[/]")
            elif event.kind == "again":
                bars.console.print(f"[dim]{event.step.in_words} is asked again: {escape(event.reason)}[/]")
            else:
                bars.update(task, advance=1)
            bars.update(task, now=f"{len(coming)} in flight, {sum(coming.values()):,} characters")

        yield listen


def _tell_estimate(speaker: Speaker, writing: Writing, expected: WritingEstimate) -> None:
    if speaker.as_json:
        speaker.fact(
            "estimate",
            requests=expected.requests,
            tokens=expected.tokens.total,
            answer_tokens=expected.tokens.said,
            cost_micro_usd=expected.cost_micro_usd,
            spent_tokens=expected.spent.total,
            spent_micro_usd=expected.spent_micro_usd,
        )
        return
    spent = f"; {writing.in_words(expected.spent)} spent so far" if expected.spent.total else ""
    speaker.out.print(
        f"{expected.requests} answers to ask for, about {writing.in_words(expected.tokens)}{spent}"
    )


def _tell_status(speaker: Speaker, writing: Writing) -> None:
    states = writing.manuscript.states()
    if speaker.as_json:
        for step, state in states.items():
            path = writing.manuscript.path(step).relative_to(writing.folder)
            speaker.fact("step", step=step.address, state=str(state), path=str(path))
        return
    counts = Counter((step.kind, state) for step, state in states.items())
    for (kind, state), count in counts.items():
        named = [str(step.number) for step in states if step.kind == kind and states[step] == state]
        which = "" if kind == "bible" else f" {', '.join(named[:12])}{' …' if len(named) > 12 else ''}"
        speaker.out.print(f"{kind:>8} {_STATE_WORDS[state.value]} {count}{which}")


_STATE_WORDS = {
    "current": "[green]current[/]",
    "edited": "[cyan]edited by you[/]",
    "kept": "[cyan]edited by you, and what it was made of has changed[/]",
    "stale": "[yellow]stale[/]",
    "missing": "[yellow]missing[/]",
}
