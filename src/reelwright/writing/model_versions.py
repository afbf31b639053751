"""Several answers to one pass → the script that the judge likes best, and a page that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from reelwright.clients.chat import Question
from reelwright.writing.judge import Judge, Verdict, verdict_on
from reelwright.writing.manuscript import WRITING_FOLDER, Manuscript
from reelwright.writing.model_passes import Step
from reelwright.writing.series_text import script_text

VERSIONS_FOLDER = "versions"
_SEEDS_A_VERSION = 10
"""More than an answer is asked for again, so that no two versions share a seed."""


@dataclass(frozen=True)
class Version:
    """One usable answer; ``number`` counts from 1 in the order of asking."""

    number: int
    document: msgspec.Struct


@dataclass(frozen=True)
class Chosen:
    """The version that is kept, and the judge's verdict on all of them in one line."""

    version: Version
    in_words: str


def asked_for(question: Question, version: int) -> Question:
    """The question of version ``version``, counted from 1; the first one is the question itself."""
    return msgspec.structs.replace(question, seed=question.seed + _SEEDS_A_VERSION * (version - 1))


def best_version(
    manuscript: Manuscript, step: Step, versions: Sequence[Version], failures: Sequence[str], judge: Judge
) -> Chosen:
    """The version that ``judge`` likes best. All of them are written beside each other in
    ``writing/versions``, with a page that compares them; ``failures`` says of others what was wrong."""
    versions = sorted(versions, key=lambda version: version.number)
    scripts = [manuscript.text(step, version.document) for version in versions]
    names = [f"version {version.number}" for version in versions]
    seed = manuscript.order.seed
    verdict = verdict_on([script_text(step.number, script, seed=seed) for script in scripts], judge)
    folder = manuscript.folder / WRITING_FOLDER / VERSIONS_FOLDER
    stem = manuscript.path(step).stem
    for version, script in zip(versions, scripts, strict=True):
        manuscript.write_derived(folder / f"{stem}.{version.number}.fountain", script)
    page = versions_page(step.number, names, verdict, failures, judge.name)
    manuscript.write_derived(folder / f"{stem}.md", page)
    return Chosen(versions[verdict.best], _in_words(names, verdict))


def versions_page(
    episode: int, names: Sequence[str], verdict: Verdict, failures: Sequence[str], judge: str
) -> str:
    """Markdown: a row for each feature, a column for each version, and what put the winner ahead."""
    rows = [f"| feature (weight) | {' | '.join(names)} |", f"| --- |{' --: |' * len(names)}"]
    for features in zip(*(judgement.features for judgement in verdict.judgements), strict=True):
        values = " | ".join(f"{feature.value:.2f}" for feature in features)
        rows.append(f"| {features[0].name} ({features[0].weight:.2f}) | {values} |")
    scores = " | ".join(f"**{judgement.score:.1f}**" for judgement in verdict.judgements)
    rows.append(f"| score (of 100) | {scores} |")
    kept = f"The judge ({judge}) kept {names[verdict.best]}"
    reasons = [kept + (", for:" if verdict.why else "; nothing sets them apart."), ""]
    reasons += [f"- {reason}" for reason in verdict.why]
    lost = [f"- not usable: {failure}" for failure in failures]
    return "\n".join([f"# Episode {episode}", "", *rows, "", *reasons, *lost]).rstrip() + "\n"


def _in_words(names: Sequence[str], verdict: Verdict) -> str:
    scores = ", ".join(
        f"{name.rpartition(' ')[2]}: {judgement.score:.1f}"
        for name, judgement in zip(names, verdict.judgements, strict=True)
    )
    reason = verdict.why[0] if verdict.why else "nothing sets them apart"
    return f"{names[verdict.best]} is kept ({scores}); {reason}"
