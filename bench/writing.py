"""The built-in storyteller: how fast, how much two series of one logline share, how often a line repeats, and
what the checker finds in a hundred series."""

from __future__ import annotations

import itertools
import time

from reelwright.writing import BuiltInWriter, Draft
from reelwright.writing.continuity import contradictions
from reelwright.writing.judge import names_of
from reelwright.writing.sameness import repeated, shared
from reelwright.writing.series_text import SeriesText, text_of

LOGLINES = {
    "en": "A waitress finds out on her wedding day that the groom's mother caused her father's bankruptcy",
    "zh": "婚礼当天，女服务员发现新郎的母亲害得她父亲破产",
}
TENS, SEEDS = 4, 10
"""So many tens of neighbouring seeds are compared, each series with the nine others of its ten."""
EPISODES = 12
LONG_SEASON = 60
CHECKED = 100


def measure() -> dict[str, float]:
    """Figures over both languages; the worse of the two where one is published."""
    shares, repeats = [], []
    for language, ten in itertools.product(LOGLINES, range(TENS)):
        seeds = range(ten * SEEDS + 1, (ten + 1) * SEEDS + 1)
        series = [text_of(_draft(language, seed, EPISODES)) for seed in seeds]
        shares.append(max(_shared(one, other) for one, other in itertools.combinations(series, 2)))
        long = text_of(_draft(language, seeds[0], LONG_SEASON))
        repeats += [repeated(_lines(each), names_of(each)) for each in (*series, long)]
    seconds = max(_seconds(language) for language in LOGLINES)
    found = sum(
        len(contradictions(text_of(_draft(language, seed, EPISODES))))
        for language in LOGLINES
        for seed in range(1, CHECKED // 2 + 1)
    )
    return {
        "storyteller.episodes60_s": seconds,
        "storyteller.shared_lines_max": max(shares),
        "storyteller.repeated_lines_max": max(repeats),
        "storyteller.contradictions_per_100": float(found),
    }


def _draft(language: str, seed: int, episodes: int) -> Draft:
    return BuiltInWriter().write(LOGLINES[language], episodes=episodes, seed=seed)


def _seconds(language: str) -> float:
    started = time.process_time()
    _draft(language, 1, LONG_SEASON)
    return time.process_time() - started


def _lines(series: SeriesText) -> list[str]:
    return [line.text for _, line in series.lines()]


def _shared(one: SeriesText, other: SeriesText) -> float:
    return shared(_lines(one), _lines(other), [*names_of(one), *names_of(other)])
