"""A series that is being written → a preview that follows every save, the edited shot first."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from reelwright.build import Build, BuildEvent, LocalExecutor, Made, State, StepStatus
from reelwright.build.action import Action
from reelwright.errors import ReelwrightError
from reelwright.production.makers.settings import ShotSettings
from reelwright.production.script import EpisodePlan
from reelwright.production.settings import Format
from reelwright.studio.make import Prepared, prepare
from reelwright.studio.series import Series, open_series

PREVIEW_WIDTH = 360
_FPS = 12
_DEBOUNCE_MS = 120
_STEP_MS = 20
_OURS = ("lines.json",)


class Superseded(ReelwrightError):
    """The text was saved again while this was made."""


class Clip(msgspec.Struct, frozen=True, kw_only=True):
    """A shot of the preview. ``clip`` and ``still`` are content digests, empty until it is made; ``sounds``
    are digests and when each begins, in seconds."""

    id: str
    text: str
    state: str = "waiting"
    clip: str = ""
    still: str = ""
    seconds: float = 0.0
    sounds: tuple[tuple[str, float], ...] = ()


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows. ``latest`` is the shot that was made last because of an edit; ``problem`` is what
    is wrong with the text, while the last good pictures stay; ``film`` is a digest."""

    version: int = 0
    title: str = ""
    episode: int = 0
    shape: tuple[int, int] = (9, 16)
    shots: tuple[Clip, ...] = ()
    latest: str = ""
    film: str = ""
    is_busy: bool = False
    problem: str = ""
    warnings: tuple[str, ...] = ()


class Board:
    """The preview as it is now; whoever waits for the next one is woken."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._preview = Preview()
        self._is_over = False

    @property
    def preview(self) -> Preview:
        return self._preview

    @property
    def is_over(self) -> bool:
        return self._is_over

    def show(self, **changes: object) -> None:
        with self._condition:
            version = self._preview.version + 1
            self._preview = msgspec.structs.replace(self._preview, version=version, **changes)
            self._condition.notify_all()

    def following(self, version: int, timeout_s: float) -> Preview | None:
        """The preview after ``version``, as soon as there is one; None when none came, or all is over."""
        with self._condition:
            self._condition.wait_for(lambda: self._preview.version > version or self._is_over, timeout_s)
            return self._preview if self._preview.version > version and not self._is_over else None

    def close(self) -> None:
        with self._condition:
            self._is_over = True
            self._condition.notify_all()


class Watch:
    """Follows a series: ``run`` makes the preview, and again after every save, until ``stop``."""

    def __init__(self, path: Path, board: Board, *, episode: int, jobs: int, out: Path | None = None) -> None:
        self._path, self._out, self._board = path, out, board
        self._episode = episode
        self._series = open_series(path, out=out)
        self._series.episode(episode)
        self.store_folder = self._series.store_folder
        self._jobs = jobs
        self._executor: LocalExecutor | None = None
        self._is_over = threading.Event()
        self._saved = threading.Event()
        self._changes: list[Path] = []
        self._lock = threading.Lock()

    def run(self, saves: Iterator[set[Path]] | None = None) -> None:
        """Blocks. ``saves`` are sets of changed files (by default those that the system tells of)."""
        builder = threading.Thread(target=self._build_on)
        builder.start()
        self._saved.set()
        try:
            for changed in saves if saves is not None else self._seen():
                with self._lock:
                    self._changes += changed
                self._saved.set()
        finally:
            self.stop()
            builder.join()
            if self._executor is not None:
                self._executor.stop()
            self._board.close()

    def stop(self) -> None:
        self._is_over.set()
        self._saved.set()

    # -- hearing -----------------------------------------------------------------------------------

    def _seen(self) -> Iterator[set[Path]]:
        from watchfiles import watch

        build = self._series.build_folder.resolve()
        folder = self._series.folder.resolve()

        def is_ours(change: object, path: str) -> bool:
            place = Path(path)
            return not place.is_relative_to(build) and place.name not in _OURS

        for changes in watch(
            folder,
            watch_filter=is_ours,
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=self._is_over,
            raise_interrupt=False,
        ):
            yield {Path(path) for _, path in changes}

    # -- making ------------------------------------------------------------------------------------

    def _build_on(self) -> None:
        while not self._is_over.is_set():
            self._saved.wait()
            self._saved.clear()
            if self._is_over.is_set():
                return
            with self._lock:
                changed, self._changes = self._changes, []
            try:
                self._follow(changed)
            except Superseded:
                continue
            except ReelwrightError as problem:
                self._board.show(problem=str(problem), is_busy=False)

    def _follow(self, changed: Sequence[Path]) -> None:
        """Make the preview of what is written now."""
        self._series = open_series(self._path, out=self._out)
        for episode in self._series.episodes:
            if episode.path.resolve() in {path.resolve() for path in changed}:
                self._episode = episode.number
        prepared = prepare(_in_small(self._series), [self._episode])
        (plan,) = prepared.plans
        build = Build(prepared.build.steps.values(), prepared.build.store, scope=self._series.preview_scope)
        states = {status.step.address: status for status in build.status()}
        self._board.show(
            title=prepared.read.title,
            episode=plan.number,
            shape=(plan.facts.format.width, plan.facts.format.height),
            shots=_clips(plan, states, prepared),
            is_busy=True,
            problem="",
            warnings=tuple(notice.message for notice in prepared.notices),
        )
        shots = [f"{plan.number}/shot/{shot.id}" for shot in plan.storyboard.shots]
        due = [address for address in shots if states[address].state is not State.CURRENT]
        first = _edited(due, states)
        if first:
            self._make(build.only([first]), prepared, plan, latest=first)
        self._make(build.only(shots), prepared, plan)
        film = f"{plan.number}/film"
        made = self._make(build.only([film]), prepared, plan)
        self._board.show(film=made[film].outputs["film.mp4"], is_busy=False)

    def _make(
        self, build: Build, prepared: Prepared, plan: EpisodePlan, *, latest: str = ""
    ) -> dict[str, Made]:
        made: dict[str, Made] = {}

        def hear(event: BuildEvent) -> None:
            if event.made is None:
                return
            made[event.step.address] = event.made
            if event.kind == "made" and "/shot/" in event.step.address:
                shots = tuple(
                    _made_clip(clip, event.made, {**voices, **made}, prepared, plan)
                    if clip.id == event.step.address.partition("/shot/")[2]
                    else clip
                    for clip in self._board.preview.shots
                )
                newest = {"latest": event.step.address.partition("/shot/")[2]} if latest else {}
                self._board.show(shots=shots, **newest)

        voices: dict[str, Made] = {}
        if self._executor is None:
            self._executor = LocalExecutor(build.store.folder, width=self._jobs)
        return build.run(self._executor, listen=hear, admit=self._admit)

    def _admit(self, action: Action) -> None:
        if self._saved.is_set():
            raise Superseded("The text was saved again")


def _in_small(series: Series) -> Series:
    """The same series in the size of a preview."""
    form = series.facts.format
    small = Format(
        width=PREVIEW_WIDTH,
        height=max(2, round(PREVIEW_WIDTH * form.height / form.width / 2) * 2),
        fps=_FPS,
        crf=30,
        preset="ultrafast",
    )
    return replace(series, facts=msgspec.structs.replace(series.facts, format=small))


def _edited(due: Sequence[str], states: dict[str, StepStatus]) -> str:
    """Which of the shots that are due was edited: one whose own words or settings changed, before those that
    never were; nothing when none is due."""

    def rank(address: str) -> tuple[int, int]:
        needs = [states[need].state for need in states[address].step.needs if need in states]
        is_own = states[address].state is State.STALE or State.STALE in needs
        is_new = State.MISSING in needs and len(due) < len(states) // 4
        return (0 if is_own or is_new else 1, 0 if address.endswith(".line") else 1)

    return min(due, key=rank, default="")


def _clips(plan: EpisodePlan, states: dict[str, StepStatus], prepared: Prepared) -> tuple[Clip, ...]:
    lines = {line.id: line for line in plan.screenplay.lines}
    made = {address: status.made for address, status in states.items() if status.made is not None}
    clips = []
    for shot in plan.storyboard.shots:
        said = [lines[beat.line_id].text for beat in shot.beats if beat.line_id in lines]
        clip = Clip(id=shot.id, text=" ".join(said) or shot.framing)
        record = made.get(f"{plan.number}/shot/{shot.id}")
        clips.append(clip if record is None else _made_clip(clip, record, made, prepared, plan))
    return tuple(clips)


def _made_clip(
    clip: Clip, record: Made, made: dict[str, Made], prepared: Prepared, plan: EpisodePlan
) -> Clip:
    action = prepared.build.store.action(record.key)
    assert action is not None
    settings = msgspec.json.decode(action.settings, type=ShotSettings)
    rate = settings.brief.rate
    sounds = tuple(
        (voice.outputs["speech.wav"], speech.start_frame * rate.denominator / rate.numerator)
        for speech in settings.speeches
        if (voice := made.get(f"{plan.number}/voice/{speech.line_id}")) is not None
    )
    return msgspec.structs.replace(
        clip,
        state="made",
        clip=record.outputs["captioned.mp4"],
        still=record.outputs["still.png"],
        seconds=settings.brief.frame_count * rate.denominator / rate.numerator,
        sounds=sounds,
    )
