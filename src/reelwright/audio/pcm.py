"""What samples are inside the house. Light: documents name it, and reading a series must not load NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48000
"""The one sample rate inside the house."""

Pcm: TypeAlias = "NDArray[np.float32]"
"""Samples in -1..1: shape (n,) when mono, (n, channels) otherwise."""
