"""The kernel composes what a slow, plain reference composes; skipping and eviction change nothing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.delivery.encode import new_frame, plane_of
from reelwright.drawing import kernel
from reelwright.drawing.affine import Affine, inverse, multiply, rotation, scaling, shear, translation
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.kernel import Kernel
from reelwright.drawing.reference import bake_slowly, compose_slowly
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of

WIDTH, HEIGHT = 128, 96


def blob(seed: int, *, width: int = 60, height: int = 44, mode: str = "over", opaque: bool = False) -> Sprite:
    """A smooth, soft-edged picture."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    waves = np.stack([np.sin(x * random.uniform(1, 3) + y * random.uniform(1, 3) + n) for n in range(3)], -1)
    alpha = np.ones_like(x) if opaque else np.clip(1.1 - np.hypot(x, y), 0, 1)
    rgba = np.concatenate([(waves * 0.4 + 0.5) * alpha[..., None], alpha[..., None]], -1)
    return bake_sprite((rgba * 255).astype(np.uint8), mode=mode, opaque=opaque)  # type: ignore[arg-type]


placements = st.builds(
    lambda k, flip, turn, lean, x, y: multiply(
        translation(x, y),
        multiply(rotation(turn, 30, 22), multiply(shear(lean, 20), scaling(k * flip, 30, 22, k))),
    ),
    st.one_of(st.floats(0.5, 1.6), st.floats(1.6, 9.0)),
    st.sampled_from([1.0, 1.0, -1.0]),
    st.one_of(st.just(0.0), st.floats(-3.5, 3.5), st.floats(-8.5, 8.5), st.floats(-180, 180)),
    st.one_of(st.just(0.0), st.floats(-0.1, 0.1)),
    st.floats(-70, 130),
    st.floats(-60, 100),
)


def planes(compositor: Compositor, layers: list[Layer]) -> list[np.ndarray]:  # type: ignore[type-arg]
    frame = new_frame(compositor.width, compositor.height)
    compositor.compose(layers, frame)
    return [plane_of(frame, number).copy() for number in range(3)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), placements), min_size=1, max_size=4))
def test_the_kernel_agrees_with_the_reference(asked: list[tuple[int, Affine]]) -> None:
    """Any placement, flip, size, mode, inside or out: within a few levels, where rows are shared between
    four pixels within what a slope of a smooth picture makes of that."""
    sprites = [blob(n, mode="add" if n == 4 else "over", opaque=n == 5) for n in range(6)]
    layers = [(sprites[n], placement) for n, placement in asked]
    for fast, slow in zip(
        planes(Compositor(WIDTH, HEIGHT), layers), compose_slowly(layers, WIDTH, HEIGHT), strict=True
    ):
        gap = np.abs(fast.astype(int) - slow)
        assert np.percentile(gap, 99) <= 3
        # At the hard edge of a picture that fills the frame a pixel may be in or out.
        assert (gap > 24).sum() <= 4


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1000), st.integers(1, 23), st.integers(1, 23),
    st.sampled_from(["over", "add"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_baking_agrees_with_the_reference(
    seed: int, half_width: int, half_height: int, mode: str, is_relit: bool, is_graded: bool
) -> None:
    """Any size, alpha, light and grade: within a level, of which up to one and a half are dither."""
    random = np.random.default_rng(seed)
    shape = (half_height * 2, half_width * 2)
    rgba = random.integers(0, 256, (*shape, 4), dtype=np.uint8)
    rgba[..., 3] = np.where(random.random(shape) < 0.3, random.choice([0, 255], shape), rgba[..., 3])
    rgba[..., :3] = np.minimum(rgba[..., :3], rgba[..., 3:])
    lights = [random.integers(0, 256, (*shape, 3), dtype=np.uint8) if is_relit else None for _ in range(2)]
    steep = np.repeat(np.clip(np.arange(256) * 1.2 - 20, 0, 255).astype(np.uint8)[:, None], 3, 1)
    grade = steep if is_graded else None
    sprite = bake_sprite(rgba, multiply=lights[0], add=lights[1], grade=grade, mode=mode)  # type: ignore[arg-type]
    luma, chroma = bake_slowly(rgba, multiply=lights[0], add=lights[1], grade=grade, additive=mode == "add")
    pad = sprite.pad
    inside = sprite.luma_alpha[pad : pad + shape[0], pad : pad + shape[1]].astype(int)
    assert np.abs(inside[..., 0] - luma[..., 0]).max() <= 2
    assert (inside[..., 1] == luma[..., 1]).mean() > 0.99
    half = sprite.chroma_alpha[pad // 2 : (pad + shape[0]) // 2, pad // 2 : (pad + shape[1]) // 2, :3]
    assert np.abs(half.astype(int) - chroma).max() <= 1
    assert sprite.luma_alpha.astype(int).sum() == inside.sum(), "nothing is laid into the padding"
    blocks = sprite.luma_alpha[..., 1].reshape(sprite.height // 16, 16, sprite.width // 16, 16)
    assert ((sprite.flags == 0) == (blocks.max((1, 3)) == 0)).all()
    assert mode == "add" or ((sprite.flags == 2) == (blocks.min((1, 3)) >= 254)).all()


def test_the_whole_of_a_wide_frame_is_composed() -> None:
    """Wider than what is composed at a time, not a multiple of a block: every path as in a small frame."""
    sprite, width, height = blob(5, width=2200, height=90, opaque=True), 2102, 38
    for turn in (0.0, 0.4, 4.0, 12.0):
        layers = [(sprite, multiply(translation(-40, -20), rotation(turn, 1000, 40)))]
        fast = planes(Compositor(width, height), layers)
        for one, other in zip(fast, compose_slowly(layers, width, height), strict=True):
            assert np.percentile(np.abs(one.astype(int) - other), 99) <= 3


def test_skipping_unchanged_tiles_changes_nothing() -> None:
    """A frame composed after another equals the same frame composed afresh; a held one costs nothing."""
    sprites = [blob(n) for n in range(4)]
    moving = [[(s, translation(20.0 * n + f, 15.0 * n)) for n, s in enumerate(sprites)] for f in range(4)]
    compositor = Compositor(WIDTH, HEIGHT)
    for layers in moving:
        for one, other in zip(
            planes(compositor, layers), planes(Compositor(WIDTH, HEIGHT), layers), strict=True
        ):
            assert (one == other).all()
    assert compositor.compose(moving[-1], new_frame(WIDTH, HEIGHT)) == 0


def test_laying_over_keeps_the_picture() -> None:
    """Captions go onto a copy: the next frame does not carry them, and both are what they should be."""
    compositor, below, above = Compositor(WIDTH, HEIGHT), blob(1, opaque=True), blob(2)
    clean = planes(compositor, [(below, translation(0, 0))])
    over = new_frame(WIDTH, HEIGHT)
    compositor.compose_over([(above, translation(30, 20))], over)
    together = planes(Compositor(WIDTH, HEIGHT), [(below, translation(0, 0)), (above, translation(30, 20))])
    for number in range(3):
        assert (plane_of(over, number) == together[number]).all()
        assert (planes(compositor, [(below, translation(0, 0))])[number] == clean[number]).all()


def test_little_memory_gives_the_same_picture() -> None:
    """Sprites that were thrown out are sent again; so are those that died and left their name behind."""
    sprites = [blob(n, width=200, height=160) for n in range(8)]
    small, large = Compositor(WIDTH, HEIGHT, memory_bytes=1 << 20), Compositor(WIDTH, HEIGHT)
    for round_number in range(3):
        for sprite in sprites:
            layers = [(sprite, translation(-20.0 - round_number, -10.0))]
            for one, other in zip(planes(small, layers), planes(large, layers), strict=True):
                assert (one == other).all()
    for seed in range(30):
        layers = [(blob(seed), translation(5, 5))]
        for one, other in zip(planes(small, layers), planes(Compositor(WIDTH, HEIGHT), layers), strict=True):
            assert (one == other).all()


def test_many_layers_and_hopeless_placements() -> None:
    """A hundred layers are composed; flattened, far and enormous ones add nothing and break nothing."""
    sprite = blob(3)
    layers: list[Layer] = [(sprite, translation(n % 12 * 9.0, n // 12 * 9.0)) for n in range(100)]
    assert planes(Compositor(WIDTH, HEIGHT), layers)[0].max() > 100
    odd: list[Layer] = [
        (sprite, (0.0, 0.0, 5.0, 0.0, 0.0, 5.0)), (sprite, translation(1e9, 0)), (sprite, scaling(1e-7)),
        (sprite, scaling(1e7)), (sprite, (float("nan"), 0, 0, 0, 1, 0)),
    ]  # fmt: skip
    planes(Compositor(WIDTH, HEIGHT), odd)


@given(placements)
def test_an_inverse_undoes(matrix: Affine) -> None:
    """A placement after its inverse is no placement."""
    assert np.allclose(multiply(matrix, inverse(matrix)), (1, 0, 0, 0, 1, 0), atol=1e-6)


def test_the_cache_keeps_mends_and_forgets(tmp_path: Path) -> None:
    """What was drawn is read back bit for bit; a broken file is drawn again; memory is bounded."""
    made: list[int] = []

    def draw(seed: int) -> Sprite:
        made.append(seed)
        return blob(seed)

    keys = [key_of("blob", n) for n in range(3)]
    first = [SpriteCache(tmp_path, 1 << 20).sprite(key, lambda n=n: draw(n)) for n, key in enumerate(keys)]  # type: ignore[misc]
    again = SpriteCache(tmp_path, 1)
    for n, key in enumerate(keys):
        found = again.sprite(key, lambda n=n: draw(n))  # type: ignore[misc]
        assert (found.luma_alpha == first[n].luma_alpha).all() and found.local == first[n].local
    assert made == [0, 1, 2]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50])
    assert SpriteCache(tmp_path, 1 << 20).sprite(keys[0], lambda: draw(0)).width == first[0].width
    assert made == [0, 1, 2, 0]
    assert key_of("pinned", 1, {"b": 2, "a": [1.5]})[:16] == PINNED_KEY


PINNED_KEY = hashlib.sha256(b'["pinned",1,{"a":[1.5],"b":2}]').hexdigest()[:16]


def test_the_committed_kernel_is_built_from_its_source(tmp_path: Path) -> None:
    """Rebuilt here, it is the same file, or (by another compiler) composes the same pictures."""
    assert any(map(shutil.which, ("clang-16", "clang-19"))), "set-up for development installs one of them"
    built = tmp_path / "compositor.wasm"
    folder = Path(kernel.__file__).parent
    subprocess.run(["sh", str(folder / "build.sh"), str(built)], check=True)
    if built.read_bytes() == kernel.WASM_PATH.read_bytes():
        return
    fresh, committed = Kernel(1 << 26, built), Kernel(1 << 26)
    rgba = np.random.default_rng(0).integers(0, 255, (40, 52, 4), dtype=np.uint8)
    rgba[..., :3] = np.minimum(rgba[..., :3], rgba[..., 3:])
    dither = np.zeros((64, 64), np.uint8)
    made = [
        k.bake(rgba, None, None, None, dither, mode=0, at=(14, 14), padded=(80, 80))
        for k in (fresh, committed)
    ]
    assert all((one == other).all() for one, other in zip(*made, strict=True))


@pytest.mark.parametrize("size", [(135, 96), (128, 97), (0, 0)])
def test_odd_frames_are_refused(size: tuple[int, int]) -> None:
    """Half-size planes need even sides."""
    with pytest.raises(ValueError, match="even sides"):
        Compositor(*size)
