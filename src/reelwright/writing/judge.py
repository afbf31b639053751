"""A series → readable features and one score, for ranking candidates; and the best of several drafts."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from typing import Protocol

import msgspec

from reelwright.screenplay.delivery import deliveries_in
from reelwright.screenplay.documents import Line
from reelwright.writing.documents import Draft
from reelwright.writing.pace import ends_open, length_s, pulls
from reelwright.writing.sameness import repeated, shared
from reelwright.writing.series_text import SeriesText, text_of

_CONCRETE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|hundred|thousand|million|dozen)\b|"
    r"[一二三四五六七八九十百千万两]"
)
_WARM = frozenset({"tender", "happy", "laugh", "shy", "relieved", "playful"})
_HARD = frozenset(
    {"angry", "furious", "cold", "contempt", "disgust", "smirk", "sly", "jealous", "suspicious"}
)
_LOW = frozenset(
    {"sad", "crying", "sobbing", "scared", "worried", "guilty", "pleading", "dazed", "pained", "tired"}
)
_SHORT_WORDS = {"en": 9.0, "zh": 12.0}


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be seen in a script. ``value`` and ``weight`` lie in 0..1; ``says`` is the measure
    in words."""

    name: str
    value: float
    weight: float
    says: str


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a judge makes of a script. ``score`` lies in 0..100."""

    score: float
    features: tuple[Feature, ...]


class Judge(Protocol):
    """Ranks scripts. A higher score is a better one; the same script has the same score."""

    name: str

    def judge(self, series: SeriesText, *, catalogue: Sequence[SeriesText] = ()) -> Judgement:
        """``catalogue`` is what there is already: what is new is worth more."""
        ...


WEIGHTS = {
    "hook": 0.18, "cliffhanger": 0.18, "reversals": 0.16, "secrets": 0.12, "rhythm": 0.1, "novelty": 0.12,
    "ease": 0.08, "concreteness": 0.06,
}  # fmt: skip
"""What the built-in judge holds each feature to be worth; they sum to 1."""


class BuiltInJudge:
    """Counts what readers of short dramas look for (docs/writing.md says how)."""

    name = "built-in"

    def judge(self, series: SeriesText, *, catalogue: Sequence[SeriesText] = ()) -> Judgement:
        """See ``Judge``."""
        measured = {
            "hook": _hooks(series),
            "cliffhanger": _cliffhangers(series),
            "reversals": _reversals(series),
            "secrets": _secrets(series),
            "rhythm": _rhythm(series),
            "novelty": _novelty(series, catalogue),
            "ease": _ease(series),
            "concreteness": _concreteness(series),
        }
        features = tuple(
            Feature(name=name, value=round(value, 3), weight=WEIGHTS[name], says=says)
            for name, (value, says) in measured.items()
        )
        return Judgement(score=round(100 * sum(f.value * f.weight for f in features), 1), features=features)


def why_it_won(winner: Judgement, other: Judgement) -> list[str]:
    """The features that put ``winner`` ahead, the most telling first."""
    gains = [
        (mine.weight * (mine.value - theirs.value), mine, theirs)
        for mine, theirs in zip(winner.features, other.features, strict=True)
    ]
    return [
        f"{mine.name}: {mine.says}, against {theirs.says} (+{100 * gain:.1f})"
        for gain, mine, theirs in sorted(gains, key=lambda entry: -entry[0])
        if gain > 0.0005
    ]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Several candidates judged: ``best`` counts from 0 in ``judgements``, which are in the order of the
    candidates; ``why`` are the reasons against the next best, which is ``next_best``."""

    best: int
    next_best: int
    judgements: tuple[Judgement, ...]
    why: tuple[str, ...]


def verdict_on(texts: Sequence[SeriesText], judge: Judge) -> Verdict:
    """The candidate with the highest score (the first of equals), and why it won; no reasons for a single
    one."""
    judgements = tuple(judge.judge(text) for text in texts)
    best, *others = sorted(range(len(texts)), key=lambda at: -judgements[at].score)
    if not others:
        return Verdict(best=best, next_best=best, judgements=judgements, why=())
    why = tuple(why_it_won(judgements[best], judgements[others[0]]))
    return Verdict(best=best, next_best=others[0], judgements=judgements, why=why)


def best_draft(drafts: Sequence[Draft], judge: Judge) -> tuple[Draft, tuple[str, ...]]:
    """The draft that the judge likes best, and why it won; no reasons for a single one."""
    if len(drafts) == 1:
        return drafts[0], ()
    verdict = verdict_on([text_of(draft) for draft in drafts], judge)
    seeds = [draft.bible.seed for draft in drafts]
    scores = ", ".join(
        f"seed {seed}: {judgement.score:.1f}"
        for seed, judgement in zip(seeds, verdict.judgements, strict=True)
    )
    against = f"against seed {seeds[verdict.next_best]}, the next best:"
    return drafts[verdict.best], (f"seed {seeds[verdict.best]} is kept ({scores})", against, *verdict.why)


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _firsts(series: SeriesText) -> list[Line]:
    return [episode.screenplay.lines[0] for episode in series.episodes if episode.screenplay.lines]


def _hooks(series: SeriesText) -> tuple[float, str]:
    short = 1.4 * _SHORT_WORDS[series.language]
    value = _share([pulls(first.text) and _words(first.text) <= short for first in _firsts(series)])
    return value, f"{value:.0%} of the episodes open on a short line that leaves something open"


def _cliffhangers(series: SeriesText) -> tuple[float, str]:
    value = _share([ends_open(episode) for episode in series.episodes])
    return value, f"{value:.0%} of the episodes end open"


def _colour(expression: str) -> str:
    for name, faces in (("warm", _WARM), ("hard", _HARD), ("low", _LOW)):
        if expression in faces:
            return name
    return ""


def _reversals(series: SeriesText) -> tuple[float, str]:
    """How often somebody's feeling turns over within a scene; six a minute are full marks."""
    turns = 0
    for _, scene in series.scenes():
        played = deliveries_in(scene)
        last: dict[str, str] = {}
        for line in scene.lines:
            colour = _colour(played[line.id].expression) if line.id in played else ""
            if colour and last.get(line.speaker, colour) != colour:
                turns += 1
            last[line.speaker] = colour or last.get(line.speaker, "")
    minutes = sum(length_s(episode) for episode in series.episodes) / 60
    rate = turns / minutes if minutes else 0.0
    return min(1.0, rate / 6), f"feelings turn over {rate:.1f} times a minute"


def _secrets(series: SeriesText) -> tuple[float, str]:
    """One secret an episode or two is full marks: how many questions are open on the way."""
    count = len(series.bible.secrets) if series.bible else 0
    wanted = max(1.0, len(series.episodes) / 5)
    return min(1.0, count / wanted), f"{count} secrets in {len(series.episodes)} episodes"


def _rhythm(series: SeriesText) -> tuple[float, str]:
    """Long lines among short ones: a spread of half the mean is full marks."""
    lengths = [_words(line.text) for _, line in series.lines()]
    if len(lengths) < 2:
        return 0.0, "no rhythm in so few lines"
    spread = statistics.pstdev(lengths) / statistics.fmean(lengths)
    return max(0.0, 1 - abs(spread - 0.5) / 0.5), f"lines vary by {spread:.0%} of their length"


def _novelty(series: SeriesText, catalogue: Sequence[SeriesText]) -> tuple[float, str]:
    mine, names = [line.text for _, line in series.lines()], names_of(series)
    again = repeated(mine, names)
    known = max(
        (
            shared(mine, [line.text for _, line in other.lines()], [*names, *names_of(other)])
            for other in catalogue
        ),
        default=0.0,
    )
    return max(
        0.0, 1 - 4 * again - 2 * known
    ), f"{again:.1%} of the lines repeat, {known:.1%} are in the catalogue"


def names_of(series: SeriesText) -> list[str]:
    """Every name of a series, to be masked where lines are compared."""
    names = {
        part for c in series.characters for name in (c.name, *c.aliases) for part in (name, *name.split())
    }
    return sorted(names | {line.speaker for _, line in series.lines()}, key=len, reverse=True)


def _ease(series: SeriesText) -> tuple[float, str]:
    mean = statistics.fmean([_words(line.text) for _, line in series.lines()] or [0.0])
    short = _SHORT_WORDS[series.language]
    return max(0.0, min(1.0, 2 - mean / short)), f"{mean:.1f} words a line"


def _concreteness(series: SeriesText) -> tuple[float, str]:
    value = _share([_CONCRETE.search(line.text.casefold()) is not None for _, line in series.lines()])
    return min(1.0, value / 0.25), f"{value:.0%} of the lines hold a number"


def _words(text: str) -> int:
    chinese = len(re.findall(r"[\u3400-\u9fff]", text))
    return chinese + len(re.findall(r"[A-Za-z0-9']+", text))
