"""An episode's board and its neighbours' → the same with a recap before it and a card after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from reelwright.storyboard.documents import Beat, Shot, Storyboard
from reelwright.storyboard.title_cards import title_card

END_CARD_S = 2.4
RECAP_SHOT_S = 1.7
MOST_RECAPPED = 4
_LONGEST_HOOK = {"en": 90, "zh": 34}


def with_end_card(
    board: Storyboard,
    following: Storyboard | None,
    spoken: Mapping[str, str],
    *,
    language: str,
    otherwise: str,
) -> Storyboard:
    """A card after the cliffhanger: the first words of the next episode, before its first place. ``spoken``
    is what each of its lines says; ``otherwise`` stands there when there is no next episode."""
    if not board.shots:
        return board
    last = board.shots[-1]
    hook = next((shot for shot in following.shots if shot.is_hook), None) if following else None
    if hook is not None and following is not None:
        said = next((spoken.get(beat.line_id, "") for beat in hook.beats if beat.kind == "line"), "")
        title = _quoted(said, language)
        subtitle = (
            f"下集 · 第{following.episode}集" if language == "zh" else f"Next · Episode {following.episode}"
        )
        seen = hook
    else:
        title, subtitle, seen = otherwise, "未完待续" if language == "zh" else "To be continued", last
    words = (title or subtitle, subtitle if title else "")
    card = msgspec.structs.replace(
        title_card(f"{last.line_id}.next", *words, after=last, seen=seen, seconds=END_CARD_S),
        transition_in="fade",
        transition_out="fade",
        film=seen.film,
    )
    return msgspec.structs.replace(board, shots=(*board.shots, card))


def with_recap(board: Storyboard, before: Storyboard | None, *, language: str) -> Storyboard:
    """The best moments of the episode before, silent, under a label: its cliffhanger, reveals, blows and
    things, in their order, six to seven seconds of them."""
    if before is None or not board.shots:
        return board
    best = sorted(before.shots, key=_worth, reverse=True)[:MOST_RECAPPED]
    chosen = [shot for shot in before.shots if shot in best and _worth(shot) > 0]
    label = "前情提要" if language == "zh" else "Previously"
    recap = tuple(_silent(shot, number, label) for number, shot in enumerate(chosen))
    return msgspec.structs.replace(board, shots=(*recap, *board.shots))


def _worth(shot: Shot) -> float:
    """How much of the story is in a shot, for somebody who has forgotten it."""
    if shot.framing == "card" or not (shot.subjects or shot.insert):
        return 0.0
    worth = shot.mood_intensity + 2.0 * shot.is_cliffhanger + 1.5 * shot.is_reveal + 0.8 * shot.is_hook
    worth += 0.7 * bool(shot.accents) + 0.5 * bool(shot.insert)
    return worth + (0.3 if shot.framing in ("close-up", "two-shot") else 0.0)


def _silent(shot: Shot, number: int, label: str) -> Shot:
    speaker = next((s for s in shot.subjects if s.role == "speaker"), None)
    expression = speaker.expression if speaker else ""
    beat = Beat(
        kind="pause", seconds=RECAP_SHOT_S, expression=expression, text=" ".join(b.text for b in shot.beats)
    )
    return msgspec.structs.replace(
        shot,
        id=f"recap.{number + 1}",
        line_id="recap",
        scene_id="recap",
        beats=(beat,),
        move=shot.move if shot.move in ("push-in", "drift", "track-left", "track-right") else "push-in",
        effects=(),
        accents=(),
        messages=(),
        name_card=None,
        label=label,
        is_hook=False,
        is_reveal=False,
        is_cliffhanger=False,
        is_memory=True,
        transition_in="cut",
        transition_out="cut",
        mood="calm",
        mood_intensity=0.5,
    )


def _quoted(text: str, language: str) -> str:
    """The words in quotation marks, cut at a word's end when they are long."""
    most = _LONGEST_HOOK.get(language, _LONGEST_HOOK["en"])
    if not text:
        return ""
    if len(text) > most:
        cut = text[:most]
        text = (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:，；：、") + "…"
    return f"“{text}”"


__all__: Sequence[str] = ("with_end_card", "with_recap")
