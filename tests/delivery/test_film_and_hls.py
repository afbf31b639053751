"""Shots become films and HLS without losing a frame, in step with the sound, the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.delivery.encode import ShotEncoder, downscale, new_frame, plane_of
from reelwright.delivery.hls import Ladder, package_hls
from reelwright.delivery.join import join_film
from reelwright.delivery.sound import decode_sound, encode_aac
from reelwright.delivery.stills import contact_sheet, png_bytes, read_png, rgb_of
from reelwright.errors import BuildFailed
from reelwright.timebase import FILM, samples_of

LENGTHS = (30, 17, 55)
CLICK_SAMPLE = 24_000


def shoot(path: Path, frame_count: int, seed: int, width: int = 180, height: int = 320) -> Path:
    """A shot of moving noise."""
    texture = np.random.default_rng(seed).integers(16, 235, (height // 8, width // 4), dtype=np.uint8)
    with ShotEncoder(path, width, height, FILM, preset="ultrafast") as encoder:
        for number in range(frame_count):
            frame = new_frame(width, height)
            plane_of(frame, 0)[:] = np.kron(np.roll(texture, number, 1), np.ones((8, 4), np.uint8))
            plane_of(frame, 1)[:] = 128
            plane_of(frame, 2)[:] = 90 + seed
            encoder.write(frame)
    return path


def frames_of(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("shots")
    return [shoot(folder / f"{n}.mp4", length, n) for n, length in enumerate(LENGTHS)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As long as the film, silent but for one click."""
    pcm = np.zeros((samples_of(sum(LENGTHS), FILM, 48000), 2), np.float32)
    pcm[CLICK_SAMPLE : CLICK_SAMPLE + 100] = 0.5
    path = tmp_path_factory.mktemp("sound") / "mix.m4a"
    path.write_bytes(encode_aac(pcm))
    return path


def test_a_shot_is_tagged_and_repeatable(shots: list[Path], tmp_path: Path) -> None:
    """H.264 in BT.709, limited range, one IDR first; shots share their parameter sets; same bytes twice."""
    with av.open(str(shots[0])) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (
            1,
            1,
            1,
            1,
        )
        assert context.format.name == "yuv420p"
        keys = [packet.is_keyframe for packet in container.demux(video=0) if packet.dts is not None]
    assert keys[0] and sum(keys) == 1
    extradata = set()
    for path in shots:
        with av.open(str(path)) as container:
            extradata.add(container.streams.video[0].codec_context.extradata)
    assert len(extradata) == 1
    assert shoot(tmp_path / "again.mp4", LENGTHS[0], 0).read_bytes() == shots[0].read_bytes()


def test_full_size_frames_give_the_same_bytes_every_time(tmp_path: Path) -> None:
    """At 1080 × 1920 too, where an encoder's fastest code is not always its steadiest."""
    texture = np.random.default_rng(5).integers(16, 235, (60, 54), dtype=np.uint8)

    def encode(path: Path) -> bytes:
        with ShotEncoder(path, 1080, 1920, FILM) as encoder:
            for number in range(14):
                frame = new_frame(1080, 1920)
                moved = np.roll(texture, number, 1)
                plane_of(frame, 0)[:] = np.kron(moved, np.ones((32, 20), np.uint8))
                plane_of(frame, 1)[:] = 120
                plane_of(frame, 2)[:] = 140
                encoder.write(frame)
        return path.read_bytes()

    assert len({encode(tmp_path / f"{number}.mp4") for number in range(4)}) == 1


def test_a_film_has_every_frame_and_is_in_step(shots: list[Path], sound: Path, tmp_path: Path) -> None:
    """Joining encodes nothing again; the click is where it was, to a millisecond."""
    film = tmp_path / "film.mp4"
    join_film(
        shots, sound, film, rate=FILM, frame_count=sum(LENGTHS), language="en",
        metadata={"title": "T", "comment": "AI-generated"},
    )  # fmt: skip
    assert frames_of(film) == [frame for shot in shots for frame in frames_of(shot)]
    heard = np.abs(decode_sound(film.read_bytes())[:, 0])
    assert abs(int(heard.argmax()) - CLICK_SAMPLE) < 150
    with av.open(str(film)) as container:
        assert container.metadata["comment"] == "AI-generated"
        assert container.streams.audio[0].metadata["language"] == "eng"
        assert float(container.streams.video[0].start_time or 0) == 0
    assert film.read_bytes().index(b"moov") < film.read_bytes().index(b"mdat")


def test_a_film_that_does_not_add_up_is_refused(shots: list[Path], sound: Path, tmp_path: Path) -> None:
    """A missing frame is an error, never a shorter film."""
    with pytest.raises(BuildFailed, match="102 frames instead of 103"):
        join_film(shots, sound, tmp_path / "film.mp4", rate=FILM, frame_count=103, language="en", metadata={})


def test_hls_plays_every_frame_in_step_in_both_sizes(shots: list[Path], sound: Path, tmp_path: Path) -> None:
    """Decoded through the playlists: bit-exact pictures, the click with its picture, the same cuts."""
    small = [shoot(tmp_path / f"small{n}.mp4", length, n, 96, 160) for n, length in enumerate(LENGTHS)]
    outs = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        ladders = [Ladder("180p", 180, 320, tuple(shots)), Ladder("90p", 96, 160, tuple(small))]
        names = package_hls(ladders, sound, folder, rate=FILM, language="en", session_data={"ai": "yes"})
        outs.append({name: (folder / name).read_bytes() for name in names})
    assert outs[0] == outs[1]
    folder = tmp_path / "one"
    for name, sources in (("180p", shots), ("90p", small)):
        assert frames_of(folder / name / "index.m3u8") == [f for s in sources for f in frames_of(s)]
    cuts = [
        [line for line in (folder / name / "index.m3u8").read_text().splitlines() if "EXTINF" in line]
        for name in ("180p", "90p")
    ]
    assert cuts[0] == cuts[1]
    with (
        av.open(str(folder / "180p/index.m3u8")) as picture,
        av.open(str(folder / "audio/index.m3u8")) as heard,
    ):
        first_s = next(f.time for f in picture.decode(video=0))
        pieces = [(f.time, np.abs(f.to_ndarray()[0])) for f in heard.decode(audio=0)]
    at_s = next(t + int(p.argmax()) / 48000 for t, p in pieces if p.max() > 0.2)
    assert abs((at_s - first_s) - CLICK_SAMPLE / 48000) < 0.004
    assert '#EXT-X-SESSION-DATA:DATA-ID="ai",VALUE="yes"' in outs[0]["master.m3u8"].decode()


def test_stills_keep_their_colours(shots: list[Path]) -> None:
    """Known luma and chroma come out as the colours that BT.709 gives them; PNG loses nothing."""
    frame = new_frame(64, 64)
    for number, value in enumerate((63, 102, 240)):  # pure red in limited range
        plane_of(frame, number)[:] = value
    rgb = rgb_of(frame)
    assert np.abs(rgb.reshape(-1, 3).mean(0) - (255, 0, 0)).max() < 3
    assert (read_png(png_bytes(rgb)) == rgb).all()
    sheet = contact_sheet([rgb] * 7, ["镜头 label"] * 7, title="亡夫来信", columns=3, tile_width=90)
    assert sheet.shape[1] == 3 * (90 + 14) + 14
    assert (sheet[14:50] > 128).any(), "the title is drawn"


def test_downscaling_averages(shots: list[Path]) -> None:
    """A checkerboard becomes its mean."""
    frame = new_frame(64, 64)
    plane_of(frame, 0)[:] = np.indices((64, 64)).sum(0) % 2 * 200 + 20
    plane_of(frame, 1)[:] = plane_of(frame, 2)[:] = 128
    assert np.abs(plane_of(downscale(frame, 32, 32), 0).astype(int) - 120).max() <= 1
