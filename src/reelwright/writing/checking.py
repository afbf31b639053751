"""A series of anybody's → everything its checker finds: contradictions first, then matters of pace."""

from __future__ import annotations

from reelwright.writing.continuity import contradictions
from reelwright.writing.documents import Finding
from reelwright.writing.pace import pace_findings
from reelwright.writing.series_text import SeriesText


def check(series: SeriesText) -> list[Finding]:
    """All findings, by episode; contradictions of an episode before its pace."""
    found = [*contradictions(series), *pace_findings(series)]
    return sorted(found, key=lambda finding: (finding.episode, not finding.is_contradiction))
