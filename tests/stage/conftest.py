"""One store for the stage's filmed tests, so that their place is painted once."""

from __future__ import annotations

import pytest

from reelwright.build import Store
from reelwright.drawing.spritecache import SpriteCache
from reelwright.production.sprites import sprite_folder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("stage") / "store")


@pytest.fixture(scope="session")
def sprites(store: Store) -> SpriteCache:
    """Where the makers keep them too."""
    return SpriteCache(sprite_folder(store.folder), 64 << 20)
