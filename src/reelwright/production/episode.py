"""The graph of one episode: what depends on what, from lines to release, in one place.

    voice/<line> ──┬─▶ shot/<shot> ───┬──────────────▶ film, contact-sheet
                   ├─▶ music/<scene> ─┼─▶ mix ────────▶ film, package
                   ├─▶ ambience/<scene>                    ▲
                   └─▶ timeline ──────┘   poster ──────────┘
    effect/<name> ─────▶ mix

A step is planned when what it needs is made, so that a shot's brief is written from the real
length of its lines. Nothing that a shot's or a cue's settings hold is counted from the start of the
episode: what moves is not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from reelwright.build import Made, Step, Store
from reelwright.build.action import Action, action
from reelwright.casting import outfit_in
from reelwright.casting.documents import Character
from reelwright.errors import BuildFailed
from reelwright.finishing.conform import (
    ShotTiming,
    music_clip,
    part_starts,
    picture_clips,
    time_shot,
)
from reelwright.foley import AMBIENCE_VERSION, EFFECT_VERSION, ambience_for, effect_named, effects_in_action
from reelwright.performance import Performance
from reelwright.production import makers
from reelwright.production.script import EpisodePlan
from reelwright.screenplay import Line
from reelwright.screenplay.delivery import delivery_of
from reelwright.stage.brief import Actor, ShotBrief, SpeechInShot
from reelwright.storyboard.documents import Shot
from reelwright.timebase import seconds_of
from reelwright.timeline import AmbienceClip, EffectClip, MusicClip, SpeechClip, Timeline

MARK_S = 2.0
"""The visible AI mark stands over the first two seconds of an episode."""
_HEAD_SHOTS = 6
"""Shots that may begin within the first two seconds; the shortest shot has 14 frames."""


def episode_steps(plan: EpisodePlan) -> list[Step]:
    """Every step of an episode. Addresses begin with the episode's number."""
    return list(_Episode(plan).steps())


def laid_out_names(plan: EpisodePlan, made: Mapping[str, Made]) -> dict[str, str]:
    """Name in the episode's folder → digest, for what a person opens."""
    number = plan.number
    wanted = {
        "film.mp4": made[f"{number}/film"].outputs["film.mp4"],
        "contact-sheet.png": made[f"{number}/contact-sheet"].outputs["contact-sheet.png"],
        "poster.png": made[f"{number}/poster"].outputs["poster.png"],
    }
    for name in ("captions.srt", "captions.vtt", "timeline.json", "timeline.otio", "lines.json"):
        wanted[name] = made[f"{number}/timeline"].outputs[name]
    for stem in ("master", "dialogue", "music", "effects"):
        wanted[f"stems/{stem}.wav"] = made[f"{number}/mix"].outputs[f"{stem}.wav"]
    return wanted


def package_names(plan: EpisodePlan, made: Mapping[str, Made]) -> dict[str, str]:
    """Name in the release's folder of this episode → digest."""
    outputs = made[f"{plan.number}/package"].outputs
    return {name: digest for name, digest in outputs.items() if name != makers.EPISODE_MANIFEST}
