"""Rows of labelled cells → one sheet. Cells are drawn one by one, so that progress can be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reelwright.delivery.stills import Rgb, lay_text, thumbnail
from reelwright.drawing.text import TextStyle

PAPER = (33, 31, 38)
_GAP_PX = 12
_LABEL_PX = 34
_ROW_TITLE_PX = 58
_TITLE_PX = 92
_LABEL = TextStyle(size_px=20, weight=700, colour="#d8d4e0")
_ROW_TITLE = TextStyle(size_px=30, weight=900, colour="#f3d79b")
_TITLE = TextStyle(size_px=48, weight=900, colour="#ffffff")

Listen = Callable[[int, int, str], None]
"""Hears how many cells are drawn, of how many, and which one is next."""


def in_silence(done: int, total: int, label: str) -> None:
    """A listener that says nothing."""


@dataclass(frozen=True)
class Cell:
    """One picture of a sheet, drawn when it is asked for."""

    label: str
    draw: Callable[[], Rgb]


@dataclass(frozen=True)
class Row:
    """Cells that belong together, ``columns`` beside each other (0: all of them); ``cell_width`` pixels
    wide, 0 for as drawn."""

    title: str
    cells: Sequence[Cell]
    columns: int = 0
    cell_width: int = 0


def drawn(title: str, rows: Sequence[Row], listen: Listen = in_silence) -> Rgb:
    """The whole sheet. Rows without cells are left out."""
    rows = [row for row in rows if row.cells]
    total, done = sum(len(row.cells) for row in rows), 0
    blocks: list[tuple[Row, list[Rgb]]] = []
    for row in rows:
        pictures = []
        for cell in row.cells:
            listen(done, total, cell.label)
            picture = cell.draw()
            pictures.append(thumbnail(picture, row.cell_width) if row.cell_width else picture)
            done += 1
        blocks.append((row, pictures))
    listen(total, total, "")
    return _laid_out(title, blocks)


def _laid_out(title: str, blocks: Sequence[tuple[Row, list[Rgb]]]) -> Rgb:
    width = max(_span(row, pictures)[0] for row, pictures in blocks)
    head = _TITLE_PX if title else _GAP_PX
    height = head + sum(_span(row, pictures)[1] for row, pictures in blocks)
    sheet: Rgb = np.empty((height, width, 3), np.uint8)
    sheet[:] = PAPER
    if title:
        lay_text(sheet, title, _TITLE, _GAP_PX, 18, width - 2 * _GAP_PX)
    top = head
    for row, pictures in blocks:
        at = top
        if row.title:
            lay_text(sheet, row.title, _ROW_TITLE, _GAP_PX, at + 14, width - 2 * _GAP_PX)
            at += _ROW_TITLE_PX
        cell_height, cell_width = pictures[0].shape[:2]
        for number, (cell, picture) in enumerate(zip(row.cells, pictures, strict=True)):
            columns = row.columns or len(pictures)
            x = _GAP_PX + number % columns * (cell_width + _GAP_PX)
            y = at + number // columns * (cell_height + _LABEL_PX + _GAP_PX)
            sheet[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
            lay_text(sheet, cell.label, _LABEL, x, y + cell_height + 5, cell_width)
        top += _span(row, pictures)[1]
    return sheet


def _span(row: Row, pictures: Sequence[Rgb]) -> tuple[int, int]:
    """Width and height that a row takes."""
    columns = row.columns or len(pictures)
    lines = -(-len(pictures) // columns)
    height, width = pictures[0].shape[:2]
    across = min(columns, len(pictures)) * (width + _GAP_PX) + _GAP_PX
    down = lines * (height + _LABEL_PX + _GAP_PX) + (_ROW_TITLE_PX if row.title else 0)
    return across, down
