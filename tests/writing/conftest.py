"""Two drafts, English and Chinese, written once."""

from __future__ import annotations

import pytest

from reelwright.writing import BuiltInWriter, Draft

LOGLINES = {
    "en": "A waitress finds out on her wedding day that the groom's mother caused her father's bankruptcy",
    "zh": "婚礼当天，女服务员发现新郎的母亲害得她父亲破产",
}


@pytest.fixture(scope="session")
def drafts() -> dict[str, Draft]:
    return {language: BuiltInWriter().write(text, episodes=12, seed=1) for language, text in LOGLINES.items()}
