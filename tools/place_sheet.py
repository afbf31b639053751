"""Every place at every hour, empty and with people, and every thing in close-up → PNG sheets to look at.

Run: ``python -m tools.place_sheet FOLDER [place …]``. A place's sheet is that of ``look place``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec

from reelwright.delivery.stills import Rgb, png_bytes
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.perform import perform
from reelwright.stage.places import PLACES
from reelwright.stage.things import THINGS
from reelwright.studio.look.darkroom import Darkroom
from reelwright.studio.look.layout import Cell, Row, drawn
from reelwright.studio.look.places import place_brief, place_rows

WEATHER = {"street": "rain", "village": "snow", "rooftop": "storm", "corridor": "fog"}
GROUNDS = (("office", "day"), ("banquet", "night"), ("bedroom", "dusk"))
_FRAME = 24


def main() -> None:
    """Draw the places named on the command line, or all and the things."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    cache = SpriteCache(None, 500 << 20)
    for place in sys.argv[2:] or PLACES:
        start_s = time.process_time()
        rows = place_rows(place, hours=("day", "dusk"), cache=cache)
        rows += place_rows(place, hours=("night",), weather=WEATHER.get(place, ""), cache=cache)
        (folder / f"place_{place}.png").write_bytes(png_bytes(drawn(place, rows)))
        print(f"{place}: {time.process_time() - start_s:.1f} CPU s")
    if not sys.argv[2:]:
        (folder / "things.png").write_bytes(png_bytes(things(cache)))


def things(cache: SpriteCache) -> Rgb:
    """Every thing that an insert can show, on three grounds in turn."""
    darkroom, cells = Darkroom(), []
    for number, name in enumerate(THINGS):
        place, hour = GROUNDS[number % len(GROUNDS)]

        def draw(name: str = name, place: str = place, hour: str = hour) -> Rgb:
            brief = place_brief(place, hour=hour, weather="", setting="", framing="insert", people=())
            brief = msgspec.structs.replace(brief, shot=msgspec.structs.replace(brief.shot, insert=name))
            return darkroom.develop(perform(brief, cache).layers(_FRAME), brief.width, brief.height)

        cells.append(Cell(name, draw))
    return drawn("things", [Row("", cells, columns=6, cell_width=324)])


if __name__ == "__main__":
    main()
