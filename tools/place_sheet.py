"""Draws every place at every hour, as a shot sees it, and every thing → two PNG sheets to look at.

Run: ``python tools/place_sheet.py FOLDER [place …]``. Prints the CPU seconds of each place.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import av
import cv2
import numpy as np

from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import ShotBrief
from reelwright.stage.inserts import Insert
from reelwright.stage.places import PLACES, scenery
from reelwright.stage.things import THINGS
from reelwright.storyboard.documents import Shot

WIDTH, HEIGHT = 1080, 1920
THUMB = (324, 576)
HOURS = ("day", "dusk", "night")
WEATHER = {"street": "rain", "village": "snow", "rooftop": "storm", "corridor": "fog"}


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    cache = SpriteCache(None, 500 << 20)
    compositor = Compositor(WIDTH, HEIGHT)
    for place in sys.argv[2:] or PLACES:
        rows = [_place(place, hour, cache, compositor) for hour in HOURS]
        cv2.imwrite(str(folder / f"place_{place}.png"), np.hstack([np.hstack(row) for row in rows]))
    if not sys.argv[2:]:
        cv2.imwrite(str(folder / "things.png"), _things(cache, compositor))


def _place(place: str, hour: str, cache: SpriteCache, compositor: Compositor) -> list[np.ndarray]:
    pictures = []
    for framing in ("wide", "close-up"):
        start = time.process_time()
        weather = WEATHER.get(place, "") if hour == "night" else ""
        shown = scenery(
            place, time_of_day=hour, weather=weather, framing=framing, side="centre", seed=3,
            width=WIDTH, height=HEIGHT, cache=cache,
        )  # fmt: skip
        print(f"{place} {hour} {framing}: {time.process_time() - start:.2f} CPU s")
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        compositor.compose(shown.behind(24, IDENTITY) + shown.front(24, IDENTITY), frame)
        pictures.append(cv2.resize(frame.to_ndarray(format="bgr24"), THUMB, interpolation=cv2.INTER_AREA))
    return pictures


def _things(cache: SpriteCache, compositor: Compositor) -> np.ndarray:
    pictures = []
    for number, name in enumerate(THINGS):
        place, hour = (("office", "day"), ("banquet", "night"), ("bedroom", "dusk"))[number % 3]
        shown = scenery(
            place, time_of_day=hour, weather="", framing="insert", side="centre", seed=3,
            width=WIDTH, height=HEIGHT, cache=cache,
        )  # fmt: skip
        shot = Shot(
            id="x", line_id="x", scene_id="x", framing="insert", beats=(), time_of_day=hour, insert=name
        )
        brief = ShotBrief(shot=shot, frame_count=48, beat_frames=(), actors=(), speeches=(), seed=1)
        insert = Insert(name, shown, brief, cache)
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        layers = shown.behind(24, IDENTITY) + insert.layers(24, IDENTITY) + shown.front(24, IDENTITY)
        compositor.compose(layers, frame)
        pictures.append(cv2.resize(frame.to_ndarray(format="bgr24"), THUMB, interpolation=cv2.INTER_AREA))
    pictures += [np.zeros_like(pictures[0])] * (-len(pictures) % 6)
    return np.vstack([np.hstack(pictures[i : i + 6]) for i in range(0, len(pictures), 6)])


if __name__ == "__main__":
    main()
