"""What the studio did → words on a terminal, or JSON lines for programs."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from reelwright.build import Build, BuildEvent, State, StepStatus
from reelwright.errors import Notice, ReelwrightError
from reelwright.production.prices import dollars

if TYPE_CHECKING:
    from reelwright.production.script import EpisodePlan
    from reelwright.screenplay import Screenplay
    from reelwright.studio.audition import Audition
    from reelwright.studio.cards import Imported
    from reelwright.studio.costs import Estimate, Meter, Sum
    from reelwright.studio.doctor import Finding
    from reelwright.studio.keeping import Tidied
    from reelwright.studio.localise import Localisation
    from reelwright.studio.report import Finished
    from reelwright.studio.retakes import ListedTake

Listener = Callable[[BuildEvent], None]
_SHOWN_NOTICES = 12
_SHOWN_STEPS = 20


MOST_TEXTS = 20
"""Of each kind, on a terminal."""


class Speaker:
    """Says things to the user: results on standard output, progress and warnings on standard
    error; with ``as_json`` one JSON object a line on standard output and nothing else."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def fact(self, event: str, **facts: Any) -> None:
        """One JSON object on standard output."""
        self._json(event, **facts)

    # -- while it runs ---------------------------------------------------------------------------

    @contextmanager
    def progress(self, build: Build, meter: Meter | None = None) -> Iterator[Listener]:
        """A bar for each stage, fed by the listener that this yields; with a ``meter`` one for the whole, by
        work, with what it has cost so far."""
        if self.as_json:
            yield self._event
            return
        totals = Counter(step.stage for step in build.steps.values())
        with Progress(
            TextColumn("{task.description:>10}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("[dim]{task.fields[now]}"),
            console=self.err,
            transient=True,
        ) as bars:
            failed: list[ReelwrightError] = []
            tasks = {s: bars.add_task(s, total=n, now="", start=False) for s, n in totals.items()}
            whole = bars.add_task("in all", total=100, now="")
            bars.update(whole, visible=meter is not None)

            def listen(event: BuildEvent) -> None:
                if meter is not None:
                    meter.hear(event)
                    bars.update(whole, completed=meter.done_percent, now=_metered(meter))
                task = tasks[event.step.stage]
                if event.problem is not None:
                    # Twins, and what a full disk stops, fail of one cause: it is said once.
                    if str(event.problem) not in map(str, failed):
                        failed.append(event.problem)
                        self.error(event.problem)
                elif event.kind == "lost":
                    bars.update(task, advance=-1)
                    bars.console.print(f"[dim]{event.step.address} was damaged and is made again[/]")
                elif event.kind == "started":
                    bars.start_task(task)
                    bars.update(task, now=event.step.address)
                else:
                    bars.start_task(task)
                    bars.update(task, advance=1, now="" if event.kind == "made" else "kept")

            yield listen

    @contextmanager
    def drawing(self, work: str = "drawing") -> Iterator[Callable[[int, int, str], None]]:
        """One bar for a sheet, a preview or auditions, fed by the listener that this yields: how much is
        done, of how much, and what comes next."""
        if self.as_json:
            yield lambda done, total, label: self._json(work, done=done, total=total, label=label)
            return
        with Progress(
            TextColumn("{task.description:>10}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            TextColumn("[dim]{task.fields[now]}"),
            console=self.err,
            transient=True,
        ) as bars:
            task = bars.add_task(work, now="")
            yield lambda done, total, label: bars.update(task, completed=done, total=total, now=escape(label))

    def _event(self, event: BuildEvent) -> None:
        made = event.made
        extra: dict[str, Any] = {}
        if made is not None and event.kind == "made":
            extra = {"wall_s": round(made.wall_s, 3), "cpu_s": round(made.cpu_s, 3), "outputs": made.outputs}
        if event.problem is not None:
            problem = event.problem
            extra = {"message": problem.what, "where": problem.where, "next_step": problem.next_step}
        self._json(
            event.kind,
            address=event.step.address,
            stage=event.step.stage,
            done=event.done_count,
            total=event.total_count,
            **extra,
        )

    # -- results ---------------------------------------------------------------------------------

    def finished(self, done: Finished) -> None:
        """Where everything lies, how long each stage took and what it cost."""
        self.notices(done.notices)
        if self.as_json:
            self._json(
                "finished",
                episodes={
                    number: {"folder": str(folder), "film_s": round(done.film_s[number], 3)}
                    for number, folder in done.episode_folders.items()
                },
                release=str(done.release_folder),
                made=done.made_count,
                steps=done.step_count,
                costs=msgspec.to_builtins(done.costs),
                foreseen=msgspec.to_builtins(done.foreseen),
            )
            return
        for number, folder in done.episode_folders.items():
            self.out.print(f"[bold]Episode {number}[/] · {done.film_s[number]:.1f} s of film")
            for label, name in (
                ("film", "film.mp4"),
                ("contact sheet", "contact-sheet.png"),
                ("poster", "poster.png"),
                ("captions", "captions.srt"),
                ("timeline", "timeline.otio"),
            ):
                self.out.print(f"  {label:<14}{escape(_short(folder / name))}")
        self.out.print(f"  {'release':<14}{escape(_short(done.release_folder))}")
        self.out.print(f"  {'reports':<14}{escape(_short(done.release_folder.parent / 'report'))}")
        self._bill(done)

    def _bill(self, done: Finished) -> None:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("stage", "actions", "made now", "CPU s", "cost"):
            table.add_column(name, justify="left" if name == "stage" else "right")
        for cost in done.costs:
            table.add_row(
                cost.stage,
                str(cost.action_count),
                str(cost.made_now),
                f"{cost.cpu_s:.1f}",
                f"${cost.cost_micro_usd / 1e6:.5f}",
            )
        total_usd = sum(cost.cost_micro_usd for cost in done.costs) / 1e6
        minutes = sum(done.film_s.values()) / 60
        self.out.print(table)
        kept = done.step_count - done.made_count
        self.out.print(
            f"{done.made_count} made, {kept} kept · ${total_usd:.4f} in all, "
            f"${total_usd / minutes if minutes else 0:.4f} a finished minute"
        )
        if (seen := done.foreseen) is not None and done.made_count:
            off = f"{seen.took_s / seen.wall_s - 1:+.0%}" if seen.wall_s else "?"
            self.out.print(
                f"[dim]Estimated {dollars(seen.cost_micro_usd)} and {_duration(seen.wall_s)}, "
                f"spent {dollars(seen.spent_micro_usd)} and {_duration(seen.took_s)}: {off} of the time[/]"
            )

    def status(
        self,
        states: Sequence[StepStatus],
        notices: Sequence[Notice],
        told: Callable[[StepStatus], str],
        *,
        in_detail: bool,
    ) -> None:
        """A line for each step that is to be made (each step when ``in_detail``) with the reason in the words
        of ``told``, and the sums by stage and in all."""
        self.notices(notices)
        counts = Counter(s.state.value for s in states)
        if self.as_json:
            for s in states:
                self._json(
                    "step",
                    address=s.step.address,
                    stage=s.step.stage,
                    state=s.state.value,
                    why=s.why,
                    told=told(s),
                    root=s.root,
                )
            self._json("status", **{state.value: counts.get(state.value, 0) for state in State})
            return
        due = [s for s in states if in_detail or s.state in (State.STALE, State.MISSING)]
        for s in due if in_detail else due[:_SHOWN_STEPS]:
            self.out.print(f"{s.state.value:<8} {escape(s.step.address)}  [dim]{escape(told(s))}[/]")
        if not in_detail and len(due) > _SHOWN_STEPS:
            by_stage = Counter(s.step.stage for s in due)
            self.out.print(
                f"[dim]… and {len(due) - _SHOWN_STEPS} more; in all "
                + ", ".join(f"{count} {escape(stage)}" for stage, count in by_stage.items())
                + "[/]"
            )
        self.out.print(" · ".join(f"{counts.get(state.value, 0)} {state.value}" for state in State))

    def screenplay(self, screenplay: Screenplay, notices: Sequence[Notice]) -> None:
        """The elements of a script: type, text, line id."""
        elements = [
            {
                "type": element.kind,
                "text": element.text,
                "line_id": element.line_id or None,
                "source_line": element.source_line,
            }
            for element in screenplay.elements
            if element.kind != "blank"
        ]
        if self.as_json:
            sys.stdout.write(msgspec.json.format(msgspec.json.encode(elements), indent=1).decode() + "\n")
            return
        self.notices(notices)
        for element in elements:
            line_id = f"[cyan]{element['line_id'] or '':<6}[/]"
            self.out.print(f"{line_id} [dim]{element['type']:<14}[/] {escape(str(element['text']))}")

    def storyboards(self, plans: Sequence[EpisodePlan]) -> None:
        """Every shot with its framing, move and people."""
        for plan in plans:
            for shot in plan.storyboard.shots:
                people = ", ".join(subject.character for subject in shot.subjects)
                if self.as_json:
                    self._json("shot", episode=plan.number, **msgspec.to_builtins(shot))
                else:
                    address = f"{plan.number}/{escape(shot.id):<22}"
                    what = escape(people or shot.insert or shot.title)
                    self.out.print(f"{address} {shot.framing:<17} {shot.move:<10} {what}")

    def sheets(self, sheets: dict[int, Path]) -> None:
        for number, path in sheets.items():
            if self.as_json:
                self._json("contact-sheet", episode=number, path=str(path))
            else:
                self.out.print(f"contact sheet of episode {number}: {escape(_short(path))}")

    def looked(self, kind: str, paths: Sequence[Path], **facts: Any) -> None:
        """Where the pictures lie that were asked for."""
        if self.as_json:
            self._json("look", kind=kind, paths=[str(path) for path in paths], **facts)
            return
        for path in paths:
            self.out.print(f"{kind}: {escape(_short(path))}")

    def auditions(self, character: str, heard: Sequence[Audition]) -> None:
        """Every voice that was heard in the part, in a table, and how to pin one."""
        self.notices(tuple(dict.fromkeys(notice for one in heard for notice in one.notices)))
        if self.as_json:
            for one in heard:
                self._json("audition", character=character, **_facts(one))
            return
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("voice", "who", "pitch", "words a minute", "also plays"):
            table.add_column(name, justify="right" if name in ("pitch", "words a minute") else "left")
        for one in heard:
            table.add_row(
                f"[bold]{escape(one.voice)} ◂[/]" if one.is_cast else escape(one.voice),
                escape(one.who),
                f"{one.pitch_hz:.0f} Hz",
                f"{one.words_per_minute:.0f}",
                escape(one.taken_by),
            )
        self.out.print(table)
        self.out.print(f"◂ plays {escape(character)} now. Pin another with --pin VOICE.")
        for folder in {one.path.parent: None for one in heard}:
            self.out.print(f"To hear: {escape(_short(folder))}/VOICE.wav")

    def pinned(self, character: str, voice: str, path: Path) -> None:
        if self.as_json:
            self._json("pinned", character=character, voice=voice, path=str(path))
        else:
            self.out.print(f"{escape(character)} is played by {escape(voice)}: {escape(_short(path))}")

    def card_in(self, card: Imported) -> None:
        who = card.character
        if self.as_json:
            self._json(
                "cast", character=who.name, key=who.key, voice=who.voice.name, taken=list(card.taken),
                path=str(card.path), card=str(card.kept),
            )  # fmt: skip
            return
        self.out.print(f"{escape(who.name)} is cast: {escape(_short(card.path))}")
        if card.taken:
            self.out.print(f"From the card's words: {escape('; '.join(card.taken))}.")
        self.out.print(f"The card is kept: {escape(_short(card.kept))}")

    def localised(self, state: Localisation, *, is_written: bool) -> None:
        kinds = {"missing": state.missing, "stale": state.stale, "extra": state.extra}
        if self.as_json:
            for kind, entries in kinds.items():
                for entry in entries:
                    self._json("text", state=kind, id=entry.context, source=entry.source, text=entry.text)
            counts = {kind: len(entries) for kind, entries in kinds.items()}
            self._json(
                "localised", language=state.language, folder=str(state.folder), translated=state.translated,
                **counts,
            )  # fmt: skip
            return
        for kind, entries in kinds.items():
            for entry in entries[:MOST_TEXTS]:
                self.out.print(f"{kind:8} {escape(entry.context)}  {escape(entry.source)}", soft_wrap=True)
            if len(entries) > MOST_TEXTS:
                self.out.print(f"{kind:8} … and {len(entries) - MOST_TEXTS} more")
        told = ", ".join(f"{len(entries)} {kind}" for kind, entries in kinds.items())
        self.out.print(f"{state.language}: {state.translated} translated, {told}.")
        if is_written:
            self.out.print(f"To translate: {escape(_short(state.catalogue))}")
            self.out.print(f"To make: reelwright make {escape(_short(state.folder))}")

    def findings(self, findings: Sequence[Finding]) -> None:
        """What is there and what is missing, with the way to get it."""
        width = max((len(finding.name) for finding in findings), default=0)
        for finding in findings:
            if self.as_json:
                self._json("finding", **msgspec.to_builtins(finding))
                continue
            mark = (
                "[green]✓[/]"
                if finding.is_present
                else ("[red]✗[/]" if finding.is_needed else "[yellow]–[/]")
            )
            advice = "" if finding.is_present else f" → {finding.remedy}"
            self.out.print(
                f"{mark} {escape(finding.name):<{width}}  {escape(finding.detail)}{escape(advice)}"
            )

    def written(self, path: Path) -> None:
        if self.as_json:
            self._json("written", path=str(path))
        else:
            self.out.print(f"Wrote {escape(_short(path))}")

    def cleaned(self, folder: Path, was_there: bool) -> None:
        if self.as_json:
            self._json("cleaned", folder=str(folder), removed=was_there)
        else:
            self.out.print(
                f"Removed {_short(folder)}" if was_there else f"Nothing to remove at {_short(folder)}"
            )

    def watching(self, url: str) -> None:
        """Where the preview is shown, at once: a program may be waiting for the line."""
        if self.as_json:
            self._json("watching", url=url)
            sys.stdout.flush()
        else:
            self.out.print(f"The preview is at [bold]{url}[/]; it follows every save. Ctrl-C ends it.")

    def takes(self, takes: Sequence[ListedTake]) -> None:
        """A line a take, the chosen one marked."""
        if not takes and not self.as_json:
            self.out.print(
                "Every shot is as it is written: reelwright retake EPISODE/LINE films one once more"
            )
        for row in takes:
            take = row.take
            if self.as_json:
                self._json(
                    "take",
                    shot=row.shot,
                    chosen=row.is_chosen,
                    made=row.made is not None,
                    film_s=round(row.seconds, 3),
                    cpu_s=round(row.made.cpu_s, 3) if row.made is not None else None,
                    **msgspec.to_builtins(take),
                )
                continue
            facts = [f"seed {take.seed}" if take.seed else "as written", take.engine, take.asked]
            facts.append(f"{row.seconds:.1f} s, {row.made.cpu_s:.1f} CPU s" if row.made else "not filmed yet")
            mark = "[green]●[/]" if row.is_chosen else " "
            told = escape(" · ".join(fact for fact in facts if fact))
            self.out.print(
                f"{mark} {escape(row.shot)} take {take.number}  [dim]{told}[/] {escape(take.note)}"
            )

    def costs(self, by: str, sums: Sequence[Sum], minutes: float) -> None:
        """A row a group, what was spent in vain apart, and what a finished minute cost."""
        total = sum(row.cost_micro_usd for row in sums)
        a_minute = round(total / minutes) if minutes else None
        if self.as_json:
            for row in sums:
                self._json("cost", by=by, **msgspec.to_builtins(row))
            self._json("costs", cost_micro_usd=total, film_minutes=minutes, minute_micro_usd=a_minute)
            return
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in (by, "goes", "CPU s", "GPU s", "billed", "cost", "in vain", "replaced"):
            table.add_column(name, justify="left" if name == by else "right")
        for row in sums:
            billed = {
                "chars": row.billed_characters,
                "tokens": row.billed_tokens,
                "pictures": row.billed_images,
                "s": round(row.billed_s),
            }
            table.add_row(
                escape(row.name),
                str(row.go_count),
                f"{row.cpu_s:.1f}",
                f"{row.gpu_s:.1f}" if row.gpu_s else "",
                " ".join(f"{count} {unit}" for unit, count in billed.items() if count),
                dollars(row.cost_micro_usd),
                dollars(row.wasted_micro_usd) if row.wasted_micro_usd else "",
                dollars(row.replaced_micro_usd) if row.replaced_micro_usd else "",
            )
        self.out.print(table)
        of_film = (
            f" · {minutes:.1f} finished minutes, {dollars(a_minute)} each" if a_minute is not None else ""
        )
        self.out.print(f"{dollars(total)} in all{of_film}")

    def estimate(self, expected: Estimate) -> None:
        if self.as_json:
            self._json("estimate", **dataclasses.asdict(expected))
        else:
            self.out.print(
                f"About {dollars(expected.cost_micro_usd)} and {_duration(expected.wall_s)} for "
                f"{expected.action_count} actions ({expected.cpu_s:.0f} CPU s)"
            )

    def tidied(
        self, folder: Path, done: Tidied, pins: dict[str, int], budget_bytes: int, *, is_dry: bool
    ) -> None:
        """How much room a collection made, what is left, and why it may not be less."""
        after = done.content.after_bytes + done.sprites_after_bytes
        if self.as_json:
            self._json(
                "collected",
                folder=str(folder),
                is_dry=is_dry,
                freed_bytes=done.freed_bytes,
                left_bytes=after,
                needed_bytes=done.content.needed_bytes,
                sprite_bytes=done.sprites_after_bytes,
                actions=done.content.action_count,
                files=done.content.file_count,
                pins=pins,
            )
            return
        verb = "Would free" if is_dry else "Freed"
        self.out.print(
            f"{verb} {_size(done.freed_bytes)} of {escape(_short(folder))}; {_size(after)} are left:"
        )
        self.out.print(f"  {_size(done.content.needed_bytes)} that a series or a pin needs")
        self.out.print(f"  {_size(done.sprites_after_bytes)} of drawings, made again when they are missing")
        for name, count in pins.items():
            self.out.print(f"  pinned: {escape(name)}, {count} actions")
        if budget_bytes and after > budget_bytes:
            self.out.print(
                f"More than {_size(budget_bytes)}, for all of it is needed. Unpin, or clean a series."
            )

    def kept(self, name: str, count: int) -> None:
        if self.as_json:
            self._json("pinned", name=name, actions=count)
        else:
            self.out.print(f"Kept as {escape(name)}: {count} actions and what they made")

    def let_go(self, name: str, count: int) -> None:
        if self.as_json:
            self._json("unpinned", name=name, actions=count)
        else:
            self.out.print(f"{escape(name)} no longer keeps its {count} actions; reelwright gc removes them")

    def faults(self, folder: Path, faults: Sequence[str]) -> None:
        if self.as_json:
            self._json("validated", folder=str(folder), faults=list(faults))
            return
        for fault in faults:
            self.out.print(f"[red]✗[/] {escape(fault)}")
        if not faults:
            self.out.print(f"[green]✓[/] {escape(_short(folder))} is a sound release")

    # -- trouble ---------------------------------------------------------------------------------

    def notices(self, notices: Sequence[Notice]) -> None:
        """Warnings: the film is made all the same."""
        if self.as_json:
            for notice in notices:
                self._json("warning", **msgspec.to_builtins(notice))
            return
        for notice in notices[:_SHOWN_NOTICES]:
            where = f" ({notice.where})" if notice.where else ""
            text = f"{notice.message.rstrip('.')}{where}. {notice.next_step}".rstrip()
            self.err.print(f"[yellow]warning[/] {escape(text)}")
        if len(notices) > _SHOWN_NOTICES:
            self.err.print(f"[yellow]warning[/] … and {len(notices) - _SHOWN_NOTICES} more: see --json")

    def error(self, problem: ReelwrightError) -> None:
        if self.as_json:
            self._json(
                "error",
                message=problem.what,
                where=problem.where,
                next_step=problem.next_step,
                exit_code=problem.exit_code,
            )
        else:
            self.err.print(f"[red]error[/] {escape(str(problem))}")

    def stopped(self) -> None:
        if self.as_json:
            self._json("stopped", exit_code=130)
        else:
            self.err.print("Stopped. What was finished is kept: the same command goes on from there.")

    def _json(self, event: str, **fields: Any) -> None:
        line = msgspec.json.encode({"event": event, "at": round(time.time(), 3), **fields})
        sys.stdout.write(line.decode() + "\n")
        sys.stdout.flush()


def _facts(one: Audition) -> dict[str, Any]:
    return {
        "voice": one.voice,
        "who": one.who,
        "path": str(one.path),
        "pitch_hz": round(one.pitch_hz, 1),
        "words_per_minute": round(one.words_per_minute, 1),
        "seconds": round(one.seconds, 3),
        "is_cast": one.is_cast,
        "taken_by": one.taken_by,
    }


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _metered(meter: Meter) -> str:
    """``about 2 min 5 s left, $0.0123 of $2.00 so far``."""
    budget = f" of {dollars(meter.limit_micro_usd)}" if meter.limit_micro_usd else ""
    return f"about {_duration(meter.left_s)} left, {dollars(meter.spent_micro_usd)}{budget} so far"


def _duration(seconds: float) -> str:
    """``42 s``, ``6 min 30 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _size(count: int) -> str:
    """Bytes as a person reads them."""
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
