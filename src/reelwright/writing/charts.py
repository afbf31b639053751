"""A bible → drawings in SVG: who is tied to whom, and how tense each episode is."""

from __future__ import annotations

import math
from html import escape

from reelwright.writing.bible_file import leads_of
from reelwright.writing.documents import Bible, Member

_SIDE = 900
_FONT = "font-family='Noto Sans, Noto Sans CJK SC, sans-serif'"
_INK, _PAPER, _LINE, _ACCENT = "#2a2430", "#faf6f0", "#b9a79a", "#b3283a"


def relationship_chart(bible: Bible) -> str:
    """Everybody who is seen on a ring, the lead in the middle, a line with words for each tie."""
    people = leads_of(bible)
    lead = next((member for member in people if member.part == "lead"), people[0] if people else None)
    places = _places(people, lead)
    drawn = []
    for tie in bible.ties:
        if tie.one in places and tie.other in places:
            (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
            drawn.append(
                f"<line x1='{x1:.0f}' y1='{y1:.0f}' x2='{x2:.0f}' y2='{y2:.0f}' stroke='{_LINE}' "
                "stroke-width='2'/>"
            )
    for tie in bible.ties:
        if tie.one in places and tie.other in places:
            (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
            drawn.append(
                _words((x1 * 0.45 + x2 * 0.55), (y1 * 0.45 + y2 * 0.55), tie.bond, 13, _ACCENT, halo=True)
            )
    for member in people:
        x, y = places[member.key]
        fill = _ACCENT if member is lead else _INK
        drawn.append(f"<circle cx='{x:.0f}' cy='{y:.0f}' r='44' fill='{fill}'/>")
        drawn.append(_words(x, y + 6, member.name.split()[0], 17, "#ffffff"))
        drawn.append(_words(x, y + 66, member.part, 13, _INK, halo=True))
    return _drawing(_SIDE, _SIDE, drawn, bible.title)


def _places(people: tuple[Member, ...], lead: Member | None) -> dict[str, tuple[float, float]]:
    ring = [member for member in people if member is not lead]
    places = {lead.key: (_SIDE / 2, _SIDE / 2)} if lead else {}
    for number, member in enumerate(ring):
        angle = 2 * math.pi * number / max(1, len(ring)) - math.pi / 2
        places[member.key] = (_SIDE / 2 + 340 * math.cos(angle), _SIDE / 2 + 340 * math.sin(angle))
    return places


def tension_curve(bible: Bible) -> str:
    """The tension of each episode, 0 below to 1 above, with the number and the title of its peak."""
    rows = bible.season
    width, height, left, low = 1000, 420, 60, 340
    step = (width - 2 * left) / max(1, len(rows) - 1)
    points = [(left + step * index, low - 270 * row.tension) for index, row in enumerate(rows)]
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    drawn = [f"<line x1='{left}' y1='{low}' x2='{width - left}' y2='{low}' stroke='{_LINE}'/>"]
    drawn.append(f"<polyline points='{path}' fill='none' stroke='{_ACCENT}' stroke-width='3'/>")
    every = max(1, len(rows) // 20)
    for index, ((x, y), row) in enumerate(zip(points, rows, strict=True)):
        drawn.append(f"<circle cx='{x:.0f}' cy='{y:.0f}' r='4' fill='{_ACCENT}'/>")
        if index % every == 0:
            drawn.append(_words(x, low + 24, str(row.number), 13, _INK))
    if rows:
        x, y, row = max(
            ((x, y, row) for (x, y), row in zip(points, rows, strict=True)), key=lambda each: -each[1]
        )
        at = min(max(x, 140), width - 140)
        drawn.append(_words(at, y - 14, f"{row.number} {row.title}", 15, _INK, halo=True))
    return _drawing(width, height, drawn, bible.title)


def _words(x: float, y: float, text: str, size: int, colour: str, *, halo: bool = False) -> str:
    behind = f" stroke='{_PAPER}' stroke-width='4' paint-order='stroke'" if halo else ""
    where = f"x='{x:.0f}' y='{y:.0f}' text-anchor='middle' font-size='{size}'"
    return f"<text {where} fill='{colour}'{behind} {_FONT}>{escape(text)}</text>"


def _drawing(width: int, height: int, drawn: list[str], title: str) -> str:
    body = "\n".join(drawn)
    size = f"width='{width}' height='{height}'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' {size}>\n"
        f"<title>{escape(title)}</title>\n<rect {size} fill='{_PAPER}'/>\n{body}\n</svg>\n"
    )
