"""A cold episode: how long, against encoding alone, how much memory; and MoviePy 2 side by side."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av
import cv2
import numpy as np

from bench.program import film_s, fresh_series, make
from reelwright.build import Store
from reelwright.delivery.encode import ShotEncoder, new_frame
from reelwright.drawing.canvas import Rgba
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.sprite import bake_sprite
from reelwright.timebase import FILM

WIDTH, HEIGHT = 1080, 1920
SETTINGS = (
    "x264 preset veryfast with b-adapt=0, weightp=0, rc-lookahead=5, crf 21, one thread a process, two "
    "processes; the copies (captioned, 540p) with me=dia, subme=1"
)
_MOVIEPY_FRAMES = 72


def measure() -> dict[str, float]:
    """``episode.s_per_film_s``, ``episode.ratio_to_encode``, ``episode.peak_rss_mib``: episode 1 of
    the English example in a fresh folder, every artefact, caches cold."""
    print(f"{SETTINGS}; caches cold")
    with fresh_series() as series:
        watched = make(series, "--episodes", "1", "--jobs", "2")
        seconds = film_s(watched)
        store = Store(series / "build" / "store")
        shots = [
            store.path(record.outputs["captioned.mp4"]) for record in store.records() if record.kind == "shot"
        ]
        started_s = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            encode_s = sum(pool.map(_encode_again, shots)) / 2
        print(f"film {seconds:.1f} s, built in {watched.wall_s:.1f} s wall")
        print(
            f"encoding the same frames alone: {encode_s:.1f} s on two processes "
            f"({time.perf_counter() - started_s:.1f} s with decoding them)"
        )
    return {
        "episode.s_per_film_s": watched.wall_s / seconds,
        "episode.ratio_to_encode": watched.wall_s / encode_s,
        "episode.peak_rss_mib": watched.peak_rss_mib,
    }


def _encode_again(path: Path) -> float:
    """Seconds to encode a shot's finished frames; decoding them is not counted."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.perf_counter()
        with ShotEncoder(
            Path(folder) / "again.mp4", frames[0].width, frames[0].height, FILM, is_copy=True
        ) as encoder:
            for frame in frames:
                encoder.write(frame)
        return time.perf_counter() - started_s


def measure_moviepy() -> dict[str, float]:
    """``episode.moviepy_speedup``: the same seven RGBA layers with the same moves, composed and
    encoded with the same x264 settings, each the way it uses two cores: we make two shots at once, a
    process each (baking included); MoviePy composes in one process and encodes in ffmpeg's."""
    try:
        import moviepy  # noqa: F401
    except ImportError:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "moviepy>=2,<3"], check=True)
    pictures = _layers()
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            paths = [Path(folder) / f"ours{number}.mp4" for number in range(2)]
            list(pool.map(_compose_ours, paths, [pictures] * 2))
        ours_s = (time.perf_counter() - started_s) / 2
        theirs_s = _compose_moviepy(pictures, Path(folder) / "theirs.mp4")
    print(
        f"{_MOVIEPY_FRAMES} frames of {len(pictures)} layers: ours {_MOVIEPY_FRAMES / ours_s:.1f} fps, ",
        end="",
    )
    print(f"MoviePy {_MOVIEPY_FRAMES / theirs_s:.2f} fps")
    return {"episode.moviepy_speedup": theirs_s / ours_s}


def _layers() -> list[Rgba]:
    """A background and six parts with soft edges, of the sizes that a two-shot has."""
    random = np.random.default_rng(1)
    background = np.full((2100, 1180, 4), 255, np.uint8)
    coarse = random.integers(20, 230, (14, 8, 3), dtype=np.uint8)
    background[..., :3] = cv2.resize(coarse, (1180, 2100), interpolation=cv2.INTER_CUBIC)
    pictures = [background]
    for height, width in ((1400, 620), (760, 560), (420, 300), (1300, 600), (720, 540), (400, 300)):
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        alpha = np.clip((1 - np.hypot(x, y)) * 12, 0, 1)
        colour = random.integers(60, 220, 3)
        picture = np.concatenate([alpha[..., None] * colour, alpha[..., None] * 255], -1)
        pictures.append(picture.astype(np.uint8))
    return pictures


def _push(frame: int) -> float:
    """The camera pushes in, as it does on every line that matters."""
    return 1 + 0.06 * frame / _MOVIEPY_FRAMES


def _place(number: int, frame: int) -> tuple[float, float]:
    """Where layer ``number`` stands in ``frame``: a slow drift, another for each, and the push."""
    if number == 0:
        x, y = -50 + 20 * np.sin(frame / 30), -90 + 10 * np.cos(frame / 30)
    else:
        x = 60 + 70 * number + 6 * np.sin(frame / 9 + number)
        y = 200 + 90 * number + 5 * np.cos(frame / 7 + number)
    k = _push(frame)
    return WIDTH / 2 + (x - WIDTH / 2) * k, HEIGHT / 2 + (y - HEIGHT / 2) * k


def _compose_ours(path: Path, pictures: list[Rgba]) -> None:
    sprites = [bake_sprite(picture, opaque=number == 0) for number, picture in enumerate(pictures)]
    compositor = Compositor(WIDTH, HEIGHT)
    with ShotEncoder(path, WIDTH, HEIGHT, FILM) as encoder:
        for frame_number in range(_MOVIEPY_FRAMES):
            frame = new_frame(WIDTH, HEIGHT)
            layers: list[Layer] = []
            for number, sprite in enumerate(sprites):
                x, y = _place(number, frame_number)
                k = _push(frame_number)
                layers.append((sprite, (k, 0.0, x, 0.0, k, y)))
            compositor.compose(layers, frame)
            encoder.write(frame)


def _compose_moviepy(pictures: list[Rgba], path: Path) -> float:
    from moviepy import CompositeVideoClip, ImageClip, vfx

    started_s = time.perf_counter()
    seconds = _MOVIEPY_FRAMES / 24
    clips = []
    for number, picture in enumerate(pictures):
        straight = picture.astype(np.float32)
        straight[..., :3] *= 255 / np.maximum(straight[..., 3:], 1)
        clip = ImageClip(np.clip(straight, 0, 255).astype(np.uint8), transparent=number > 0, duration=seconds)
        clip = clip.with_effects([vfx.Resize(lambda t: _push(round(t * 24)))])
        clips.append(clip.with_position(lambda t, n=number: _place(n, round(t * 24))))
    film = CompositeVideoClip(clips, size=(WIDTH, HEIGHT))
    film.write_videofile(
        str(path), fps=24, codec="libx264", preset="veryfast", threads=1, logger=None,
        ffmpeg_params=["-crf", "21", "-pix_fmt", "yuv420p"],
    )  # fmt: skip
    return time.perf_counter() - started_s
