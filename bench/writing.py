"""The built-in storyteller: how fast, how much two series of one logline share, how often a line repeats, and
what the checker finds in a hundred series: the worst over every form and both languages.

``python -m bench.writing`` prints both shares form by form; with names of forms behind it, of those only.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.writing import BuiltInWriter, Draft
from reelwright.writing.continuity import contradictions
from reelwright.writing.judge import names_of
from reelwright.writing.sameness import repeated, shared
from reelwright.writing.secrets import FORMS
from reelwright.writing.series_text import SeriesText, text_of

LOGLINES = {
    "wedding": (
        "A waitress finds out on her wedding day that the groom's mother caused her father's bankruptcy",
        "婚礼当天，女服务员发现新郎的母亲害得她父亲破产",
    ),
    "contract": (
        "A florist signs a contract marriage with a man who must marry by spring",
        "女花匠和必须在春天前结婚的男人签下契约婚姻",
    ),
    "heir": (
        "A cleaner falls in love with her boss, and he is not who he says",
        "女清洁工爱上了总裁，可他隐藏身份",
    ),
    "rebirth": (
        "She dies in a car crash and wakes up three years earlier, knowing who drove",
        "她死于车祸，重生回到三年前，知道是谁开的车",
    ),
    "second-chance": (
        "A nurse meets her ex-husband again and learns what became of her letters",
        "女护士再遇前夫，才知道当年的信去了哪里",
    ),
    "lost-child": (
        "They told her that her baby was stillborn; five years later a boy asks her the way",
        "他们说她的孩子没了，五年后她才知道孩子没死",
    ),
    "slap-back": (
        "An intern is humiliated for a design that a colleague stole from her father",
        "实习生被同事羞辱，而那份设计是从她父亲那里偷走的",
    ),
    "palace": (
        "A maid in the imperial palace finds that the Dowager condemned her father",
        "罪臣之女入宫为婢，发现太后害了她父亲",
    ),
    "swapped": (
        "A seamstress learns that she was switched at birth with the heir of a great house",
        "女裁缝得知自己才是豪门被调包的真千金",
    ),
}
"""One of each form, English and Chinese."""
LANGUAGES = ("en", "zh")
TENS, SEEDS = 2, 10
"""So many tens of neighbouring seeds are compared, each series with the nine others of its ten."""
EPISODES = 12
LONG_SEASON = 60
CHECKED = 108
"""So many series are checked, forms and languages in turn."""


@dataclass(frozen=True)
class Sameness:
    """The worst of one form in one language, each a share 0..1."""

    form: str
    language: str
    shared_max: float
    repeated_max: float


def measure() -> dict[str, float]:
    """Figures over all forms and both languages; the worst of them where one is published."""
    rows = [sameness(form, language) for form, language in itertools.product(FORMS, LANGUAGES)]
    kinds = itertools.islice(
        ((seed, *kind) for seed in itertools.count(1) for kind in itertools.product(FORMS, LANGUAGES)),
        CHECKED,
    )
    found = sum(
        len(contradictions(text_of(_draft(form, language, seed, EPISODES)))) for seed, form, language in kinds
    )
    return {
        "storyteller.episodes60_s": max(_seconds(language) for language in LANGUAGES),
        "storyteller.shared_lines_max": max(row.shared_max for row in rows),
        "storyteller.repeated_lines_max": max(row.repeated_max for row in rows),
        "storyteller.contradictions_per_100": round(found * 100 / CHECKED, 2),
    }


def sameness(form: str, language: str) -> Sameness:
    """How much any two series of a ten share, and how much comes again within one or within a long season."""
    shares, repeats = [], []
    for ten in range(TENS):
        seeds = range(ten * SEEDS + 1, (ten + 1) * SEEDS + 1)
        series = [text_of(_draft(form, language, seed, EPISODES)) for seed in seeds]
        shares.append(max(_shared(one, other) for one, other in itertools.combinations(series, 2)))
        long = text_of(_draft(form, language, seeds[0], LONG_SEASON))
        repeats += [repeated(_lines(each), names_of(each)) for each in (*series, long)]
    return Sameness(form, language, max(shares), max(repeats))


def _draft(form: str, language: str, seed: int, episodes: int) -> Draft:
    logline = LOGLINES[form][LANGUAGES.index(language)]
    return BuiltInWriter().write(logline, episodes=episodes, seed=seed)


def _seconds(language: str) -> float:
    started = time.process_time()
    _draft("wedding", language, 1, LONG_SEASON)
    return time.process_time() - started


def _lines(series: SeriesText) -> list[str]:
    return [line.text for _, line in series.lines()]


def _shared(one: SeriesText, other: SeriesText) -> float:
    return shared(_lines(one), _lines(other), [*names_of(one), *names_of(other)])


def main(forms: Sequence[str]) -> None:
    """Prints the table of sameness of ``forms``, or of all."""
    print(f"{'form':<14} {'language':<8} {'shared':>7} {'repeated':>9}")
    for form, language in itertools.product(forms or FORMS, LANGUAGES):
        row = sameness(form, language)
        print(f"{form:<14} {language:<8} {row.shared_max:>7.1%} {row.repeated_max:>9.1%}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
