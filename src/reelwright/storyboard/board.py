"""One episode's screenplay and cast → its shots, by the grammar of film.

The episode opens on its hook and ends on its cliffhanger; ``scene_board`` lays the scenes in between.
``docs/storyboard.md`` tells it to authors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from reelwright.casting.documents import Character
from reelwright.errors import Notice
from reelwright.screenplay import Screenplay
from reelwright.storyboard.accents import leads_of, with_accents, with_introductions, with_whips
from reelwright.storyboard.calls import Calls
from reelwright.storyboard.documents import Beat, EffectCue, Framing, Shot, Storyboard
from reelwright.storyboard.scene_board import SceneBoard
from reelwright.storyboard.title_cards import title_card

LAST_LOOK_S = 1.3


def storyboard(
    screenplay: Screenplay,
    cast: Mapping[str, Character],
    *,
    episode: int,
    series_title: str,
    language: str,
) -> tuple[Storyboard, tuple[Notice, ...]]:
    """The shots of one episode, and warnings for notes of direction that could not be followed."""
    notices: list[Notice] = []
    shots: list[Shot] = []
    scenes = [scene for scene in screenplay.scenes if scene.items]
    noted: dict[str, tuple[str, str]] = {}
    calls = Calls(scenes, cast)
    for number, scene in enumerate(scenes):
        builder = SceneBoard(scene, cast, is_first=number == 0, calls=calls)
        shots += builder.shots()
        notices += builder.notices
        noted |= builder.named
    shots = with_introductions(
        _with_unique_ids(shots), cast, leads=leads_of(screenplay, cast) if episode == 1 else (), noted=noted
    )
    shots = _with_title_card(shots, series_title, episode, language)
    shots = with_whips(with_accents(_with_cliffhanger(shots)))
    return Storyboard(episode=episode, shots=tuple(shots)), tuple(notices)


def _with_unique_ids(shots: Sequence[Shot]) -> list[Shot]:
    seen: Counter[str] = Counter()
    unique = []
    for shot in shots:
        seen[shot.id] += 1
        again = seen[shot.id]
        unique.append(shot if again == 1 else msgspec.structs.replace(shot, id=f"{shot.id}-{again}"))
    return unique


def _with_title_card(shots: Sequence[Shot], series_title: str, episode: int, language: str) -> list[Shot]:
    """The card comes after the hook: the first line, or the first shot when nobody speaks."""
    if not shots:
        return []
    after = next((n for n, shot in enumerate(shots) if shot.is_hook), 0)
    # A hook that is spoken over several shots is left whole.
    hook_line = shots[after].line_id
    while after + 1 < len(shots) and shots[after + 1].line_id == hook_line:
        after += 1
    hook = shots[after]
    subtitle = f"第{episode}集" if language == "zh" else f"Episode {episode}"
    card = msgspec.structs.replace(
        title_card(f"{hook.line_id}.title", series_title, subtitle, after=hook, seen=hook),
        effects=(EffectCue(name="whoosh"),),
    )
    return [*shots[: after + 1], card, *shots[after + 1 :]]


def _with_cliffhanger(shots: Sequence[Shot]) -> list[Shot]:
    """The last shot closes in, holds, and is cut to black."""
    if not shots:
        return []
    last = shots[-1]
    is_single = last.framing in ("two-shot", "over-the-shoulder", "medium", "medium-close-up")
    speakers = [s for s in last.subjects if s.role == "speaker"] or list(last.subjects[:1])
    framing: Framing = "close-up" if is_single and speakers else last.framing
    subjects = tuple(speakers) if framing == "close-up" else last.subjects
    ending = msgspec.structs.replace(
        last,
        framing=framing,
        subjects=subjects,
        move="push-in",
        beats=(*last.beats, Beat(kind="pause", seconds=LAST_LOOK_S)),
        transition_out="cut-to-black",
        mood_intensity=max(0.8, last.mood_intensity),
        is_cliffhanger=True,
    )
    return [*shots[:-1], ending]
