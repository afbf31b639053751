"""A series' people and an episode's cues → what the composer is asked for; the author's own motifs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from reelwright.casting.documents import Character
from reelwright.errors import BadInput, Notice
from reelwright.production.settings import Facts
from reelwright.production.sounds import seed_of
from reelwright.score.abc import from_abc
from reelwright.score.documents import OnScreen, OwnMotif, ScoreBrief, ScoreSection
from reelwright.score.ensembles import ENSEMBLES, ensemble_meant
from reelwright.screenplay import Screenplay
from reelwright.timebase import FrameRate, seconds_of
from reelwright.timeline import MusicClip

MOTIFS_FOLDER = "motifs"
SERIES_MOTIF = "series"
TITLE_THEME_S = 8.0
_LEAD_LINES_MIN = 4
"""Whoever says so many lines in the series is a main character, and has a motif. Counted one by one and
not as a share, so that an edited line changes nobody's."""
_BYTES_MAX = 64 << 10


def leads_of_series(screenplays: Sequence[Screenplay], cast: Mapping[str, Character]) -> tuple[str, ...]:
    """The keys of the main characters, those who say most first."""
    said = Counter(
        cast[line.speaker].key
        for screenplay in screenplays
        for line in screenplay.lines
        if line.speaker in cast
    )
    return tuple(key for key, count in said.most_common() if count >= _LEAD_LINES_MIN)


def read_motifs(
    folder: Path, cast: Mapping[str, Character]
) -> tuple[tuple[OwnMotif, ...], tuple[Notice, ...]]:
    """The author's own tunes beside a series' script: ``motifs/series.abc`` and ``motifs/NAME.abc``. What
    cannot be used is named in a notice and left out: the drawn motif is played then."""
    root = folder / MOTIFS_FOLDER
    people = {name.casefold(): c.key for c in cast.values() for name in (c.key, c.name, *c.aliases)}
    own: list[OwnMotif] = []
    notices: list[Notice] = []
    for path in sorted(root.glob("*.abc")) if root.is_dir() else ():
        stem = path.stem.casefold()
        key = "" if stem == SERIES_MOTIF else people.get(stem)
        where = f"{MOTIFS_FOLDER}/{path.name}"
        if key is None:
            notices.append(_unused(where, f"nobody in the cast is called {path.stem!r}"))
            continue
        try:
            text = path.read_text(encoding="utf-8-sig") if path.stat().st_size <= _BYTES_MAX else ""
            from_abc(text, where=where)
            own.append(OwnMotif(key, text))
        except (OSError, UnicodeDecodeError) as problem:
            notices.append(_unused(where, f"it cannot be read ({type(problem).__name__})"))
        except BadInput as problem:
            notices.append(_unused(where, problem.what.lower()))
    return tuple(own), tuple(notices)


def ensemble_notices(facts: Facts) -> tuple[Notice, ...]:
    """A warning when the words of ``ensemble`` say nothing to the composer."""
    if not facts.ensemble.strip() or ensemble_meant(facts.ensemble):
        return ()
    return (
        Notice(
            code="unknown-ensemble",
            message=f"No ensemble is meant by {facts.ensemble!r}: the series' seed chooses one",
            where="series.toml",
            next_step=f"Name one of {', '.join(ENSEMBLES)}, or say what the story is about.",
        ),
    )


def cue_brief(
    clip: MusicClip,
    facts: Facts,
    rate: FrameRate,
    *,
    slug: str,
    language: str,
    own_motifs: tuple[OwnMotif, ...] = (),
) -> ScoreBrief:
    """One cue, in seconds from its own start: where it lies in the episode does not matter. A tune of the
    author's is part of it only when its character is seen."""

    def seconds(frames: int) -> float:
        return float(seconds_of(frames, rate))

    seen = {"", *(person.character for person in clip.people)}
    return ScoreBrief(
        motif_seed=motif_seed_of(facts, slug),
        length_s=seconds(clip.frame_count),
        sections=tuple(
            ScoreSection(
                mood=section.mood,
                intensity=section.intensity,
                start_s=seconds(section.start_frame),
                length_s=seconds(section.frame_count),
            )
            for section in clip.sections
        ),
        cue_index=seed_of(clip.id) % 1000,
        hits_s=tuple(seconds(frame) for frame in clip.hit_frames),
        people=tuple(OnScreen(person.character, seconds(person.start_frame)) for person in clip.people),
        own_motifs=tuple(motif for motif in own_motifs if motif.character in seen),
        is_final=clip.is_final,
        follows=clip.follows,
        goes_on=clip.goes_on,
        language=language,
        ensemble=facts.ensemble,
    )


def title_brief(
    facts: Facts,
    *,
    slug: str,
    language: str,
    own_motifs: tuple[OwnMotif, ...] = (),
    leads: Sequence[str] = (),
) -> ScoreBrief:
    """The title theme of a series. Its ``people`` are the main characters: their motifs belong to its tune
    book."""
    return ScoreBrief(
        motif_seed=motif_seed_of(facts, slug),
        length_s=TITLE_THEME_S,
        sections=(ScoreSection(mood="triumph", intensity=0.55, start_s=0.0, length_s=TITLE_THEME_S),),
        people=tuple(OnScreen(key, TITLE_THEME_S) for key in leads),
        own_motifs=own_motifs,
        is_title=True,
        language=language,
        ensemble=facts.ensemble,
    )


def motif_seed_of(facts: Facts, slug: str) -> int:
    """The series' seed for its music."""
    return seed_of(slug, str(facts.seed), "motif")


def _unused(where: str, why: str) -> Notice:
    return Notice(
        code="own-motif-unused",
        message=f"The motif is not used: {why}",
        where=where,
        next_step="The composer's own is played. Give one tune in ABC notation, named after a character.",
    )
