"""A shot of a series → more takes of it, one of them chosen, all of them kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from reelwright.build import Build, BuildEvent, LocalExecutor, Made, State
from reelwright.errors import BadInput
from reelwright.production.episode import episode_steps
from reelwright.production.makers.settings import ShotSettings
from reelwright.production.script import EpisodePlan
from reelwright.production.takes import AS_WRITTEN, TAKES_FILE, Take, TakesOfShot, read_takes
from reelwright.studio.make import Prepared, run
from reelwright.studio.outputs import write_if_changed
from reelwright.studio.take_page import ShownTake, page_of_takes
from reelwright.studio.takes_file import with_chosen, with_take

_CLIP = "captioned.mp4"


@dataclass(frozen=True)
class ListedTake:
    """A take with what it took, where it was made already."""

    shot: str
    take: Take
    is_chosen: bool
    made: Made | None
    seconds: float = 0.0


def shots_meant(prepared: Prepared, address: str) -> list[str]:
    """``2/k3f9`` → the shot in which that line is spoken, or all that begin on it when it is not;
    ``2/k3f9.insert`` → that one. Raises ``BadInput``."""
    known = [f"{plan.number}/{shot.id}" for plan in prepared.plans for shot in plan.storyboard.shots]
    found = [shot for shot in known if shot in (address, f"{address}.line")]
    found = found or [shot for shot in known if shot.partition(".")[0] == address]
    if not found:
        raise BadInput(
            f"No shot begins on {address!r}",
            where="takes",
            next_step="Write EPISODE/LINE, e.g. 2/k3f9; reelwright shots lists all of them.",
        )
    return found


def takes_path(prepared: Prepared) -> Path:
    return prepared.series.lines_path.with_name(TAKES_FILE)


def retake(
    prepared: Prepared,
    shot: str,
    *,
    seed: int = 0,
    engine: str = "",
    note: str = "",
    asked: str,
    jobs: int,
    listen: Callable[[BuildEvent], None] = lambda event: None,
) -> ListedTake:
    """Film another take of ``shot`` and choose it. Without ``seed`` it follows from the take's number: asked
    in the same order, takes are the same. Only what was filmed is written down. ``asked`` is a date.

    Raises ``BadInput`` for a seed and an engine that a take has, ``ReelwrightError`` when filming fails.
    """
    path = takes_path(prepared)
    of_shot = read_takes(path).get(shot, TakesOfShot())
    number = of_shot.next_number
    take = Take(number=number, seed=seed or _new_seed(of_shot, number), engine=engine, asked=asked, note=note)
    for other in of_shot.take:
        if (other.seed, other.engine) == (take.seed, take.engine):
            raise BadInput(
                f"Take {other.number} has this seed and engine already",
                where=shot,
                next_step=f"Choose it: reelwright takes {shot} --choose {other.number}.",
            )
    made = _film(prepared, shot, take, jobs=jobs, listen=listen)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    write_if_changed(path, with_take(text, shot, take).encode())
    return ListedTake(shot, take, True, made, _seconds(prepared, made))


def choose(prepared: Prepared, shot: str, number: int) -> Take:
    """Choose another take; the film shows it from the next make on. Raises ``BadInput``."""
    path = takes_path(prepared)
    of_shot = read_takes(path).get(shot, TakesOfShot())
    take = of_shot.numbered(number)
    if of_shot.take:
        write_if_changed(path, with_chosen(path.read_text(encoding="utf-8"), shot, number).encode())
    return take


def listed(prepared: Prepared, shots: list[str]) -> list[ListedTake]:
    """Every take of ``shots``, take 1 first; what was not made since the last edit has no record."""
    known = read_takes(takes_path(prepared))
    rows = []
    for shot in shots:
        of_shot = known.get(shot, TakesOfShot())
        for take in (Take(number=AS_WRITTEN), *of_shot.take):
            build, address = _with(prepared, shot, take)
            states = {status.step.address: status for status in build.status()}
            made = states[address].made if states[address].state is State.CURRENT else None
            rows.append(ListedTake(shot, take, take.number == of_shot.chosen, made, _seconds(prepared, made)))
    return rows


def show(
    prepared: Prepared, shot: str, *, jobs: int, listen: Callable[[BuildEvent], None] = lambda event: None
) -> Path:
    """Lay out all takes of ``shot`` side by side: the page, its clips and its sound. Films what was not."""
    of_shot = read_takes(takes_path(prepared)).get(shot, TakesOfShot())
    store, folder = prepared.build.store, prepared.series.build_folder / "takes" / shot.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for take in (Take(number=AS_WRITTEN), *of_shot.take):
        made = _film(prepared, shot, take, jobs=jobs, listen=listen)
        name = f"take-{take.number}.mp4"
        shutil.copyfile(store.checked_path(made.outputs[_CLIP]), folder / name)
        shown.append(ShownTake(take, name, take.number == of_shot.chosen, _seconds(prepared, made)))
    sounds = []
    for number, (digest, start_s) in enumerate(_speeches(prepared, shot)):
        shutil.copyfile(store.checked_path(digest), folder / f"line-{number}.wav")
        sounds.append((f"line-{number}.wav", start_s))
    page = folder / "index.html"
    form = prepared.series.facts.format
    html = page_of_takes(shot, shown, sounds, title=prepared.read.title, shape=(form.width, form.height))
    write_if_changed(page, html.encode())
    return page


# -- inside ----------------------------------------------------------------------------------------


def _new_seed(of_shot: TakesOfShot, number: int) -> int:
    used = {take.seed for take in of_shot.take}
    return next(seed for seed in range(1000 + number, 1_000_000) if seed not in used)


def _with(prepared: Prepared, shot: str, take: Take) -> tuple[Build, str]:
    """The build of just one shot, filmed as in ``take``, and the address of its step."""
    number, _, shot_id = shot.partition("/")
    plan = next(plan for plan in prepared.plans if plan.number == int(number))
    takes = {**plan.takes, shot_id: take}
    if take.number == AS_WRITTEN:
        del takes[shot_id]
    address = f"{number}/shot/{shot_id}"
    steps = episode_steps(replace(plan, takes=takes))
    build = Build(steps, prepared.build.store, scope=prepared.build.scope).only([address])
    return build, address


def _film(
    prepared: Prepared, shot: str, take: Take, *, jobs: int, listen: Callable[[BuildEvent], None]
) -> Made:
    """The record of a take, made now where it is missing. A collection leaves it alone from now on."""
    build, address = _with(prepared, shot, take)
    before = build.store.remembered(build.scope).get(address)
    made = run(build, LocalExecutor(build.store.folder, width=jobs), listen)[address]
    if before is not None and before != made.key:
        # A take that is only looked at is not what the film shows.
        build.store.remember(build.scope, {address: before})
    # The one that the film has shown until now is a take as well.
    build.store.pin(_pin_of(prepared, shot), {made.key, before or made.key})
    return made


def _pin_of(prepared: Prepared, shot: str) -> str:
    return f"takes of {prepared.build.scope}/{shot}"


def _seconds(prepared: Prepared, made: Made | None) -> float:
    """How long the shot of a record lasts."""
    action = prepared.build.store.action(made.key) if made is not None else None
    if action is None:
        return 0.0
    brief = msgspec.json.decode(action.settings, type=ShotSettings).brief
    return brief.frame_count * brief.rate.denominator / brief.rate.numerator


def _speeches(prepared: Prepared, shot: str) -> list[tuple[str, float]]:
    """The lines heard in a shot: the digest of the sound, and when it begins, in seconds."""
    plan = _plan_of(prepared, shot)
    build, address = _with(prepared, shot, Take(number=AS_WRITTEN))
    status = {one.step.address: one for one in build.status()}
    made = status[address].made
    action = build.store.action(made.key) if made is not None else None
    if action is None:
        return []
    settings = msgspec.json.decode(action.settings, type=ShotSettings)
    rate = settings.brief.rate
    found = []
    for speech in settings.speeches:
        voice = status[f"{plan.number}/voice/{speech.line_id}"].made
        if voice is not None:
            start_s = speech.start_frame * rate.denominator / rate.numerator
            found.append((voice.outputs["speech.wav"], start_s))
    return found


def _plan_of(prepared: Prepared, shot: str) -> EpisodePlan:
    return next(plan for plan in prepared.plans if plan.number == int(shot.partition("/")[0]))
