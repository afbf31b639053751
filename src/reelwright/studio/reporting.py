"""A make → a report of each episode that it planned: ``build/report/NN.html``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from reelwright.build import Made, Store
from reelwright.production.makers.settings import ShotSettings
from reelwright.production.script import EpisodePlan
from reelwright.studio.chronicle import Chronicle
from reelwright.studio.outputs import write_if_changed
from reelwright.studio.report import EpisodeDone
from reelwright.studio.report_page import EpisodeReport, ShownShot, page_of
from reelwright.studio.series import Series

_PICTURE_WIDTH = 200


def write_report(
    series: Series,
    store: Store,
    plan: EpisodePlan,
    records: Mapping[str, Made],
    chronicle: Chronicle,
    *,
    done: EpisodeDone | None,
    when: str,
) -> None:
    """The page of one episode. ``done`` is None when it could not be finished: then it tells what was made
    and what went wrong. ``when`` is a date and time in words."""
    prefix = f"{plan.number}/"
    ran = Chronicle(clock=lambda: 0.0)
    ran.spans = {a: span for a, span in chronicle.spans.items() if a.startswith(prefix)}
    ran.failures = {a: problem for a, problem in chronicle.failures.items() if a.startswith(prefix)}
    ran.lost = [a for a in chronicle.lost if a.startswith(prefix)]
    folder = series.build_folder / "report"
    report = EpisodeReport(
        title=f"{plan.series_title} · episode {plan.number}",
        when=when,
        film_s=done.film_s if done is not None else 0.0,
        took_s=max((span.end_s for span in ran.spans.values()), default=0.0),
        kept_count=len(records) - len(ran.spans),
        costs=done.costs if done is not None else (),
        shots=_shots(store, plan, records, ran, folder / f"{plan.number:02d}"),
        notices=done.notices if done is not None else plan.notices,
        chronicle=ran,
        prices=series.facts.prices,
    )
    page = page_of(report).encode()
    write_if_changed(folder / f"{plan.number:02d}.html", page)


def _shots(
    store: Store, plan: EpisodePlan, records: Mapping[str, Made], ran: Chronicle, pictures_folder: Path
) -> tuple[ShownShot, ...]:
    lines = {line.id: line.text for line in plan.screenplay.lines}
    known = {
        address: records[address]
        for address in (f"{plan.number}/shot/{shot.id}" for shot in plan.storyboard.shots)
        if address in records
    }
    pictures = _pictures(store, known, pictures_folder)
    shown = []
    for shot in plan.storyboard.shots:
        address = f"{plan.number}/shot/{shot.id}"
        if (made := known.get(address)) is None:
            continue
        action = store.action(made.key)
        seconds = 0.0
        if action is not None:
            brief = msgspec.json.decode(action.settings, type=ShotSettings).brief
            seconds = brief.frame_count * brief.rate.denominator / brief.rate.numerator
        shown.append(
            ShownShot(
                address=f"{plan.number}/{shot.id}",
                text=" ".join(_said(lines, [beat.line_id for beat in shot.beats])),
                picture=pictures[address],
                seconds=seconds,
                made=made,
                is_new=address in ran.spans,
            )
        )
    return tuple(shown)


def _pictures(store: Store, shots: Mapping[str, Made], folder: Path) -> dict[str, bytes]:
    """A small JPEG of each shot. They are kept in ``folder`` by what they show, as long as it is shown: the
    next report makes only those of new shots."""
    from reelwright.delivery.stills import jpeg_bytes, read_png, thumbnail

    def pictured(digest: str) -> bytes:
        kept = folder / f"{digest}.jpg"
        if kept.is_file():
            return kept.read_bytes()
        data = jpeg_bytes(thumbnail(read_png(store.read(digest)), _PICTURE_WIDTH))
        write_if_changed(kept, data)
        return data

    stills = {address: made.outputs["still.png"] for address, made in shots.items()}
    shown = sorted(set(stills.values()))
    # Nothing else is done meanwhile, and decoding lets go of the interpreter.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        by_digest = dict(zip(shown, pool.map(pictured, shown), strict=True))
    for kept in folder.glob("*.jpg"):
        if kept.stem not in by_digest:
            kept.unlink(missing_ok=True)
    return {address: by_digest[digest] for address, digest in stills.items()}


def _said(lines: Mapping[str, str], ids: Sequence[str]) -> list[str]:
    return [lines[line_id] for line_id in dict.fromkeys(ids) if line_id in lines]
