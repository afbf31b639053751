"""A series and the numbers of its episodes → films, sheets, captions and a release on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright import __version__
from reelwright.build import Build, BuildEvent, Executor, LocalExecutor, Made, StepStatus, Store
from reelwright.build.action import Action
from reelwright.build.store import write_error
from reelwright.errors import ArtefactLost, BadInput, Notice, ReelwrightError
from reelwright.production.episode import episode_steps, laid_out_names, package_names
from reelwright.production.prices import micro_usd
from reelwright.production.script import EpisodePlan, ReadSeries
from reelwright.production.sprites import tidy_sprites
from reelwright.release import EpisodeManifest, SeriesEntry, assemble
from reelwright.screenplay.line_ids import save_register
from reelwright.studio.chronicle import Chronicle
from reelwright.studio.costs import Budget, Meter, Rates, expected_of
from reelwright.studio.outputs import RECORDS, lay_out, laying_out, write_if_changed
from reelwright.studio.reading import read_scripts
from reelwright.studio.report import (
    EpisodeDone,
    Finished,
    Foreseen,
    LineCost,
    StageCost,
    line_costs,
    stage_costs,
)
from reelwright.studio.reporting import write_report
from reelwright.studio.rights import rights_of
from reelwright.studio.series import Series
from reelwright.studio.unchanged import LastMake

EPISODE_MANIFEST = "episode.json"


@dataclass(frozen=True)
class Prepared:
    """A series read, and planned where something may be to do: nothing has been made yet.

    ``settled`` are the episodes that nobody touched since they were finished; they are not planned.
    """

    series: Series
    read: ReadSeries
    plans: tuple[EpisodePlan, ...]
    build: Build
    notices: tuple[Notice, ...]
    settled: tuple[EpisodeDone, ...] = ()


def prepare(
    series: Series, numbers: Iterable[int] | None = None, *, last: LastMake | None = None
) -> Prepared:
    """Read every script, keep the permanent line ids, and plan the episodes ``numbers`` (all by
    default) but those that ``last`` knows to be finished. Writes ``lines.json`` only when an id is new.

    Raises ``BadInput`` for a script that cannot be made, ``CannotWrite`` for the folders.
    """
    wanted = sorted(set(numbers)) if numbers is not None else [e.number for e in series.episodes]
    for number in wanted:
        series.episode(number)
    read = read_scripts(series)
    settled = tuple(
        done for n in wanted if last is not None and (done := last.episode(n, read.digest(n))) is not None
    )
    if len(settled) == len(wanted):
        # Something differs all the same, if it were only the store: it is looked at whole.
        settled = ()
    known = {done.number for done in settled}
    plans = tuple(read.plan(number) for number in wanted if number not in known)
    # Only now is anything written: a script that is refused leaves no trace.
    store = Store(series.store_folder)
    damage = store.check()
    save_register(series.lines_path, read.register)
    steps = [step for plan in plans for step in episode_steps(plan)]
    notices = series.notices + damage + read.notices + tuple(n for plan in plans for n in plan.notices)
    build = Build(steps, store, scope=series.scope)
    return Prepared(series, read, plans, build, tuple(dict.fromkeys(notices)), settled)


def meter_of(prepared: Prepared, *, jobs: int, budget_usd: float | None = None) -> Meter:
    """What tells, while ``prepared`` is made, what it has cost and how long it will take."""
    build, facts = prepared.build, prepared.series.facts
    return Meter(
        build.steps.values(),
        build.store.spending(build.scope),
        facts.prices,
        pixels=facts.format.width * facts.format.height,
        jobs=jobs,
        limit_micro_usd=micro_usd(facts.prices.budget if budget_usd is None else budget_usd),
    )


def make(
    prepared: Prepared,
    *,
    executor: Executor,
    listen: Callable[[BuildEvent], None] = lambda event: None,
    budget_usd: float | None = None,
    when: str = "",
) -> Finished:
    """Make what is missing and lay everything out. ``budget_usd`` is what the series may cost in all, what it
    cost before included (by default what its settings say; 0 is no limit); ``when`` is for the report.
    Raises ``ReelwrightError``; finished actions are kept whatever happens."""
    made_now: set[str] = set()
    build, facts = prepared.build, prepared.series.facts
    prices = facts.prices
    history = build.store.spending(build.scope)
    pixels = facts.format.width * facts.format.height
    rates = Rates(history, pixels)
    # A cluster that has been left is not asked any more.
    jobs = executor.width
    limit_usd = prices.budget if budget_usd is None else budget_usd
    budget = Budget(micro_usd(limit_usd), history, prices, rates) if limit_usd else None
    chronicle = Chronicle()
    began_s = time.monotonic()

    def hear(event: BuildEvent) -> None:
        if event.kind == "made":
            made_now.add(event.step.address)
        if budget is not None:
            budget.hear(event)
        chronicle.hear(event)
        listen(event)

    admit = budget.admit if budget is not None else (lambda action: None)
    try:
        records = run(build, executor, hear, admit)
    except ReelwrightError:
        with laying_out(prepared.series.build_folder):
            _report(prepared, {a: span.made for a, span in chronicle.spans.items()}, chronicle, (), when)
        raise
    if made_now:
        tidy_sprites(prepared.build.store.folder, len(prepared.series.episodes))
    try:
        with laying_out(prepared.series.build_folder):
            release = _lay_out(prepared, records)
    except ArtefactLost:
        # What lay damaged in the store is read for the first time here: it is gone now, and made again.
        records = run(build, executor, hear, admit)
        with laying_out(prepared.series.build_folder):
            release = _lay_out(prepared, records)
    took_s = time.monotonic() - began_s
    films = {episode.number: _film_s(episode) for episode in _episode_manifests(prepared, records)}
    done = [*prepared.settled]
    for plan in prepared.plans:
        steps = [s for a, s in prepared.build.steps.items() if a.startswith(f"{plan.number}/")]
        of_episode = {step.address: records[step.address] for step in steps}
        made_notices = [notice for record in of_episode.values() for notice in record.notices]
        done.append(
            EpisodeDone(
                number=plan.number,
                film_s=films[plan.number],
                step_count=len(steps),
                costs=stage_costs(steps, of_episode, frozenset(made_now), prices),
                lines=line_costs(of_episode, prices),
                notices=tuple(dict.fromkeys([*plan.notices, *made_notices])),
                has_stand_ins=any(record.is_stand_in for record in of_episode.values()),
            )
        )
    done.sort(key=lambda episode: episode.number)
    notices = [*prepared.notices, *(notice for episode in done for notice in episode.notices)]
    steps = [build.steps[address] for address in sorted(made_now)]
    expected = expected_of(steps, rates, prices, jobs=jobs)
    finished = Finished(
        episode_folders={e.number: prepared.series.build_folder / f"{e.number:02d}" for e in done},
        release_folder=release,
        episodes=tuple(done),
        notices=tuple(dict.fromkeys([*notices, *getattr(executor, "notices", [])])),
        made_count=len(made_now),
        foreseen=Foreseen(
            cost_micro_usd=expected.cost_micro_usd,
            wall_s=expected.wall_s,
            spent_micro_usd=sum(prices.of(row) for row in build.store.spending(build.scope)[len(history) :]),
            took_s=took_s,
        )
        if made_now
        else None,
    )
    with laying_out(prepared.series.build_folder):
        _report(prepared, records, chronicle, finished.episodes, when)
        _write_costs(release / "private" / "costs.json", finished.costs)
        _write_costs(
            release / "private" / "line-costs.json", [line for episode in done for line in episode.lines]
        )
    return finished


def _report(
    prepared: Prepared,
    records: Mapping[str, Made],
    chronicle: Chronicle,
    done: Sequence[EpisodeDone],
    when: str,
) -> None:
    """A page for each planned episode in which anything was made or went wrong."""
    by_number = {episode.number: episode for episode in done}
    for plan in prepared.plans:
        of_episode = {a: made for a, made in records.items() if a.startswith(f"{plan.number}/")}
        there = prepared.series.build_folder / "report" / f"{plan.number:02d}.html"
        happened = {a.partition("/")[0] for a in (*chronicle.spans, *chronicle.failures)}
        if str(plan.number) in happened or not there.exists():
            write_report(
                prepared.series,
                prepared.build.store,
                plan,
                of_episode,
                chronicle,
                done=by_number.get(plan.number),
                when=when,
            )


def executor_named(name: str, store: Store, *, jobs: int, address: str = "") -> Executor:
    """``local``: ``jobs`` processes of this machine; ``ray``: the cluster at ``address``. Raises ``BadInput``
    for another name and for a cluster that cannot be used."""
    if name == "local":
        return LocalExecutor(store.folder, width=jobs)
    if name == "ray":
        from reelwright.build.ray_executor import RayExecutor

        return RayExecutor(store, address=address or "auto")
    raise BadInput(f"There is no executor {name!r}", where="--executor", next_step="Take local or ray.")


def run(
    build: Build,
    executor: Executor,
    listen: Callable[[BuildEvent], None],
    admit: Callable[[Action], None] = lambda action: None,
) -> dict[str, Made]:
    """Run a build and end the executor's processes, whatever happens."""
    try:
        records = build.run(executor, listen=listen, admit=admit)
    except BaseException:
        executor.stop()
        raise
    executor.close()
    return records


def status(prepared: Prepared) -> list[StepStatus]:
    """Every step of the planned episodes with its state and the reason."""
    return prepared.build.status()


def _record_path(prepared: Prepared, name: str) -> Path:
    return prepared.series.build_folder / RECORDS / f"{name}.json"


def _lay_out(prepared: Prepared, records: dict[str, Made]) -> Path:
    """Lay out the planned episodes and the release; where the release lies."""
    for plan in prepared.plans:
        folder = prepared.series.build_folder / f"{plan.number:02d}"
        record = _record_path(prepared, f"episode-{plan.number:02d}")
        lay_out(prepared.build.store, laid_out_names(plan, records), folder, record_path=record)
    return _lay_out_release(prepared, records)


def _lay_out_release(prepared: Prepared, records: dict[str, Made]) -> Path:
    """The release with the episodes made now; others that lie there from before stay."""
    store, release = prepared.build.store, prepared.series.build_folder / "release"
    for plan in prepared.plans:
        record = _record_path(prepared, f"release-{plan.number:02d}")
        folder = release / f"episodes/{plan.number:02d}"
        lay_out(store, package_names(plan, records), folder, record_path=record)
    manifests = {e.number: e for e in _episode_manifests(prepared, records)}
    known = {episode.number for episode in prepared.series.episodes}
    for path in sorted((release / "private" / "episodes").glob("*.json")):
        manifest = msgspec.json.decode(path.read_bytes(), type=EpisodeManifest)
        if manifest.number in known:
            manifests.setdefault(manifest.number, manifest)
    for manifest in manifests.values():
        encoded = msgspec.json.encode(manifest, order="deterministic")
        write_if_changed(release / "private" / "episodes" / f"{manifest.number:02d}.json", encoded)
    series = prepared.series
    entry = SeriesEntry(
        slug=series.slug,
        title=prepared.read.title,
        language=prepared.read.language,
        logline=series.facts.logline,
    )
    data = assemble(
        entry,
        tuple(manifests.values()),
        generator=f"reelwright {__version__}",
        rights=rights_of(series.facts, prepared.read.language),
    )
    write_if_changed(release / "manifest.json", data)
    return release


def _episode_manifests(prepared: Prepared, records: dict[str, Made]) -> list[EpisodeManifest]:
    store = prepared.build.store
    return [
        msgspec.json.decode(
            store.read(records[f"{plan.number}/package"].outputs[EPISODE_MANIFEST]), type=EpisodeManifest
        )
        for plan in prepared.plans
    ]


def finished_minutes(series: Series) -> float:
    """Minutes of film in the release as it lies there."""
    folder = series.build_folder / "release" / "private" / "episodes"
    manifests = (
        msgspec.json.decode(path.read_bytes(), type=EpisodeManifest) for path in folder.glob("*.json")
    )
    return sum(_film_s(manifest) for manifest in manifests) / 60


def _film_s(episode: EpisodeManifest) -> float:
    numerator, denominator = episode.frames_per_second
    return episode.frame_count * denominator / numerator


def _write_costs(path: Path, costs: Sequence[StageCost | LineCost]) -> None:
    write_if_changed(path, msgspec.json.format(msgspec.json.encode(costs), indent=2) + b"\n")


def remove_build(series: Series) -> bool:
    """Remove the series' build folder; ``False`` when there was none. A shared store keeps what it holds, and
    a collection may have it. Raises ``CannotWrite``, also
    for a folder that does not look like a build of ours."""
    import shutil

    folder = series.build_folder
    if not folder.exists():
        return False
    if not ((folder / "store" / "objects").is_dir() or (folder / RECORDS).is_dir()):
        raise write_error(OSError(None, "it is not a build folder of ours, and is left alone"), folder)
    try:
        shutil.rmtree(folder)
    except OSError as problem:
        raise write_error(problem, folder) from problem
    if series.shared_store is not None:
        store = Store(series.store_folder)
        for scope in (series.scope, series.preview_scope):
            store.remember(scope, {}, gone=store.remembered(scope))
    return True


__all__ = [
    "Executor",
    "Finished",
    "Prepared",
    "executor_named",
    "finished_minutes",
    "make",
    "prepare",
    "remove_build",
    "run",
    "status",
]
