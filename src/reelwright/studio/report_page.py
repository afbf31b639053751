"""A make of an episode → a page: what ran when, the chain that decided the time, every shot and its cost.

The page holds everything that it shows; it needs no network and no other file.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources

from reelwright.build import Made
from reelwright.errors import Notice
from reelwright.production.prices import Prices, dollars
from reelwright.studio.chronicle import Chronicle, Span, critical_path, lanes
from reelwright.studio.report import StageCost

_COLOURS = ("#ffc857", "#6fb7ff", "#ff8a70", "#8fe388", "#c79bff", "#5fd6cf", "#ff9fce", "#d9d2c0")
_GREY = "#888"
_DECISIVE = ' class="decisive"'
_ROW_PX, _WIDTH_PX = 22, 1000
_SLOWEST = 8


@dataclass(frozen=True)
class ShownShot:
    """A shot of the report: its address, what is said in it, its picture as JPEG, what it took."""

    address: str
    text: str
    picture: bytes
    seconds: float
    made: Made
    is_new: bool


@dataclass(frozen=True)
class EpisodeReport:
    """All that the page tells. ``took_s`` is wall time, ``when`` a date and time in words."""

    title: str
    when: str
    film_s: float
    took_s: float
    kept_count: int
    costs: tuple[StageCost, ...]
    shots: tuple[ShownShot, ...]
    notices: tuple[Notice, ...]
    chronicle: Chronicle
    prices: Prices


def page_of(report: EpisodeReport) -> str:
    """The page as HTML."""
    stages = list(dict.fromkeys(cost.stage for cost in report.costs))
    colours = {stage: _COLOURS[n % len(_COLOURS)] for n, stage in enumerate(stages)}
    style = resources.files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    parts = [
        _header(report),
        _failures(report.chronicle),
        _timeline(report.chronicle.spans, colours),
        _path(report.chronicle.spans, colours),
        _shots(report),
        _stages(report.costs, colours),
        _slowest(report.chronicle.spans, report.prices),
        _notices(report.notices),
    ]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{style}</style>{''.join(parts)}</html>\n"
    )


def _header(report: EpisodeReport) -> str:
    total = sum(cost.cost_micro_usd for cost in report.costs)
    minutes = report.film_s / 60
    facts = {
        "of film": _time(report.film_s),
        "to make": _time(report.took_s),
        "CPU in all": _time(sum(cost.cpu_s for cost in report.costs)),
        "cost": dollars(total),
        "a minute": dollars(round(total / minutes)) if minutes else "",
        "made now": str(len(report.chronicle.spans)),
        "kept": str(report.kept_count),
    }
    told = "".join(
        f"<div><b>{escape(value)}</b><span>{name}</span></div>" for name, value in facts.items() if value
    )
    return (
        f"<header><h1>{escape(report.title)}</h1><time>{escape(report.when)}</time></header><dl>{told}</dl>"
    )


def _failures(chronicle: Chronicle) -> str:
    rows = "".join(
        f"<li><code>{escape(address)}</code> {escape(str(problem))}</li>"
        for address, problem in chronicle.failures.items()
    )
    rows += "".join(f"<li><code>{escape(a)}</code> was damaged and made again</li>" for a in chronicle.lost)
    return f'<section class="bad"><h2>What went wrong</h2><ul>{rows}</ul></section>' if rows else ""


def _timeline(spans: Mapping[str, Span], colours: Mapping[str, str]) -> str:
    """Bars in rows; those of the critical path are outlined."""
    if not spans:
        return "<section><h2>When</h2><p>Nothing was to be made.</p></section>"
    end_s = max(span.end_s for span in spans.values())
    scale = _WIDTH_PX / max(end_s, 1e-6)
    decisive = {span.step.address for span in critical_path(spans)}
    rows = lanes(spans)
    bars = [
        f'<rect x="{span.start_s * scale:.1f}" y="{row * _ROW_PX + 3}" rx="3" height="{_ROW_PX - 6}" '
        f'width="{max(1.5, (span.end_s - span.start_s) * scale - 1):.1f}" '
        f'fill="{colours.get(span.step.stage, _GREY)}"{_DECISIVE if span.step.address in decisive else ""}>'
        f"<title>{escape(span.step.address)}: {_time(span.made.wall_s)}</title></rect>"
        for row, in_row in enumerate(rows)
        for span in in_row
    ]
    height = len(rows) * _ROW_PX + 18
    ticks = "".join(
        f'<text x="{_WIDTH_PX * part:.0f}" y="{height - 3}" text-anchor="{anchor}">'
        f"{_time(end_s * part)}</text>"
        for part, anchor in ((0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1, "end"))
    )
    legend = "".join(
        f'<li><i style="background:{colour}"></i>{escape(stage)}</li>'
        for stage, colour in colours.items()
        if any(span.step.stage == stage for span in spans.values())
    )
    return (
        f'<section><h2>When</h2><div class="scroll"><svg viewBox="0 0 {_WIDTH_PX} {height}" role="img" '
        f'aria-label="What ran when">{"".join(bars)}{ticks}</svg></div>'
        f'<ul class="legend">{legend}<li><i class="decisive"></i>decided the time</li></ul></section>'
    )


def _path(spans: Mapping[str, Span], colours: Mapping[str, str]) -> str:
    path = critical_path(spans)
    if not path:
        return ""
    rows = "".join(
        f'<li style="border-color:{colours.get(span.step.stage, _GREY)}">'
        f"<code>{escape(span.step.address)}</code>"
        f"<b>{_time(span.made.wall_s)}</b><span>{_time(span.start_s)} to {_time(span.end_s)}</span></li>"
        for span in path
    )
    return f'<section><h2>What decided the time</h2><ol class="path">{rows}</ol></section>'


def _shots(report: EpisodeReport) -> str:
    figures = "".join(
        f"<figure{' class=new' if shot.is_new else ''}>"
        f'<img alt="" loading="lazy" src="data:image/jpeg;base64,{base64.b64encode(shot.picture).decode()}">'
        f"<figcaption><code>{escape(shot.address)}</code><q>{escape(shot.text)}</q>"
        f"<small>{shot.seconds:.1f} s · {_time(shot.made.cpu_s)} CPU · {dollars(report.prices.of(shot.made))}"
        f"{'' if shot.is_new else ' · kept'}</small></figcaption></figure>"
        for shot in report.shots
    )
    return f'<section><h2>{len(report.shots)} shots</h2><div class="shots">{figures}</div></section>'


def _stages(costs: Sequence[StageCost], colours: Mapping[str, str]) -> str:
    most = max((cost.cpu_s for cost in costs), default=0.0) or 1.0
    rows = "".join(
        f"<tr><th>{escape(cost.stage)}</th><td>{cost.action_count}</td><td>{cost.made_now}</td>"
        f"<td>{_time(cost.cpu_s)}</td><td>{dollars(cost.cost_micro_usd)}</td>"
        f'<td class="bar"><i style="width:{cost.cpu_s / most:.1%};background:{colours[cost.stage]}"></i>'
        "</td></tr>"
        for cost in costs
    )
    head = "<tr><th></th><td>actions</td><td>made now</td><td>CPU</td><td>cost</td><td></td></tr>"
    return f"<section><h2>Stages</h2><table>{head}{rows}</table></section>"


def _slowest(spans: Mapping[str, Span], prices: Prices) -> str:
    slow = sorted(spans.values(), key=lambda span: (-span.made.wall_s, span.step.address))[:_SLOWEST]
    if not slow:
        return ""
    rows = "".join(
        f"<tr><th><code>{escape(span.step.address)}</code></th><td>{_time(span.made.wall_s)}</td>"
        f"<td>{span.made.peak_rss_mib:.0f} MiB</td><td>{dollars(prices.of(span.made))}</td></tr>"
        for span in slow
    )
    return f"<section><h2>The slowest of this make</h2><table>{rows}</table></section>"


def _notices(notices: Sequence[Notice]) -> str:
    rows = "".join(
        f"<li>{escape(notice.message)} <small>{escape(notice.where)} {escape(notice.next_step)}</small></li>"
        for notice in notices
    )
    return f"<section><h2>Warnings</h2><ul>{rows}</ul></section>" if rows else ""


def _time(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
