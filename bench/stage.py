"""How fast the stage is: an episode's shots on two processes, cold, warm, and against the encoder alone.

``python -m bench stage`` measures episode 1 of the English example at 1080 × 1920;
``python -m bench.stage SHOTS WIDTH`` only its first shots, at another width.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from bench.program import fresh_series, peak_memory
from reelwright.build import LocalExecutor
from reelwright.build.running import prepare_worker
from reelwright.delivery.encode import ShotEncoder, new_frame
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.production.engines import camera_named
from reelwright.production.makers.picture import COMPOSITOR_MEMORY_BYTES, SPRITE_MEMORY_BYTES
from reelwright.production.makers.settings import ShotSettings
from reelwright.stage.cards import ai_mark
from reelwright.studio.look.shots import shot_settings
from reelwright.studio.make import prepare, run
from reelwright.studio.series import open_series

PROCESSES = 2
_CHUNK_FRAMES = 48


@dataclass(frozen=True)
class Spent:
    """What one shot took in one process: frames, and seconds of CPU on the stage and of wall encoding."""

    frames: int
    stage_cpu_s: float
    encode_s: float


def measure(shot_count: int | None = None, width: int = 1080) -> dict[str, float]:
    """``stage.*``. The figures of the stage count the clean picture and its encoding, as a shot's maker
    does them, without the half-size and the captioned copy; the maker's own speed with all three is
    printed beside them and gives memory and the size of the sprite store."""
    form = f"\n[format]\nwidth = {width}\nheight = {width * 16 // 9 // 2 * 2}\n"
    with fresh_series(form) as series, tempfile.TemporaryDirectory() as work:
        prepared = prepare(open_series(series), [1])
        store = prepared.build.store
        addresses = [f"1/shot/{shot.id}" for shot in prepared.plans[0].storyboard.shots[:shot_count]]
        shots = [shot_settings(prepared, address, jobs=PROCESSES) for address in addresses]
        frames = sum(shot.brief.frame_count for shot in shots)
        print(f"{len(shots)} shots, {frames} frames of {width} × {shots[0].brief.height}, 2 processes")

        sprites = Path(work) / "sprites"
        cold_s, _ = _on_two(_film_clean, shots, sprites)
        print(f"cold, the clean picture only: {frames / cold_s:.2f} frames a second")
        warm_s, warm = _on_two(_film_clean, shots, sprites)
        stage_cpu_s = sum(spent.stage_cpu_s for spent in warm)
        print(f"sprites warm: {frames / warm_s:.2f}, CPU {stage_cpu_s / frames * 1000:.1f} ms a frame")
        _, alone = _on_two(_encode_alone, shots, sprites)
        encode_s = sum(spent.encode_s for spent in alone) / PROCESSES
        print(f"encoding the same frames alone: {frames / encode_s:.2f} frames a second")

        build = prepared.build.only(addresses)
        started_s = time.perf_counter()
        with peak_memory() as peak:
            run(build, LocalExecutor(store.folder, width=PROCESSES), lambda event: None)
        maker_s = time.perf_counter() - started_s
        print(f"the maker, cold, with all three encodings: {frames / maker_s:.2f} frames a second")
        store_mb = sum(p.stat().st_size for p in (store.folder / "sprites").rglob("*") if p.is_file()) / 1e6
    return {
        "stage.fps_cold": frames / cold_s,
        "stage.fps_warm": frames / warm_s,
        "stage.ratio_warm": warm_s / encode_s,
        "stage.cpu_ms_per_frame": stage_cpu_s / frames * 1000,
        "stage.peak_rss_mib": peak.mib,
        "stage.store_mb": store_mb,
    }


def _on_two(
    work: Callable[[bytes, Path], Spent], shots: Sequence[ShotSettings], sprites: Path
) -> tuple[float, list[Spent]]:
    """Seconds of wall time, from starting two fresh processes to the last shot, the longest first."""
    longest_first = sorted(shots, key=lambda shot: -shot.brief.frame_count)
    asked = [msgspec.json.encode(shot) for shot in longest_first]
    started_s = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=prepare_worker) as pool:
        spent = list(pool.map(work, asked, [sprites] * len(asked)))
    return time.perf_counter() - started_s, spent


def _film_clean(asked: bytes, sprites: Path) -> Spent:
    """Film a shot as its maker does, the clean picture only."""
    settings = msgspec.json.decode(asked, type=ShotSettings)
    with tempfile.TemporaryDirectory() as folder:
        started_cpu_s, encode_cpu_s, encode_s = time.process_time(), 0.0, 0.0
        frames = _Frames(settings, sprites)
        with _encoder(settings, Path(folder)) as encoder:
            for number in range(settings.brief.frame_count):
                picture = frames.compose(number)
                before, before_s = time.process_time(), time.perf_counter()
                encoder.write(picture)
                encode_cpu_s += time.process_time() - before
                encode_s += time.perf_counter() - before_s
            stage_cpu_s = time.process_time() - started_cpu_s - encode_cpu_s
    return Spent(settings.brief.frame_count, stage_cpu_s, encode_s)


def _encode_alone(asked: bytes, sprites: Path) -> Spent:
    """Encode the very frames of a shot; composing them is not counted."""
    settings = msgspec.json.decode(asked, type=ShotSettings)
    frames, encode_s, count = _Frames(settings, sprites), 0.0, settings.brief.frame_count
    with tempfile.TemporaryDirectory() as folder:
        encoder = _encoder(settings, Path(folder))
        for first in range(0, count, _CHUNK_FRAMES):
            pictures = [frames.compose(n) for n in range(first, min(count, first + _CHUNK_FRAMES))]
            started_s = time.perf_counter()
            for picture in pictures:
                encoder.write(picture)
            encode_s += time.perf_counter() - started_s
        started_s = time.perf_counter()
        encoder.close()
        encode_s += time.perf_counter() - started_s
    return Spent(count, 0.0, encode_s)


class _Frames:
    """The clean frames of a shot."""

    def __init__(self, settings: ShotSettings, sprites: Path) -> None:
        self._settings = settings
        self._take = camera_named(settings.engine).film(settings.brief, _sprites(sprites))

    def compose(self, number: int) -> Any:
        brief = self._settings.brief
        size = (brief.width, brief.height)
        mark = number < self._settings.mark_frames
        picture = new_frame(*size)
        layers = [*self._take.layers(number), *(_mark(self._settings.language, *size) if mark else ())]
        _compositor(*size).compose(layers, picture)
        return picture


@cache
def _sprites(folder: Path) -> SpriteCache:
    return SpriteCache(folder, SPRITE_MEMORY_BYTES)


@cache
def _compositor(width: int, height: int) -> Compositor:
    return Compositor(width, height, memory_bytes=COMPOSITOR_MEMORY_BYTES)


@cache
def _mark(language: str, width: int, height: int) -> list[Any]:
    return ai_mark(language, width=width, height=height)


def _encoder(settings: ShotSettings, folder: Path) -> ShotEncoder:
    brief, encoder = settings.brief, settings.encoder
    return ShotEncoder(
        folder / "clean.mp4", brief.width, brief.height, brief.rate, crf=encoder.crf, preset=encoder.preset
    )


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]), int(sys.argv[2])).items():
        print(f"{name} = {value:.3f}")
