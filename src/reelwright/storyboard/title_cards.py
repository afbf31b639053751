"""Words and a place → the card that shows them."""

from __future__ import annotations

from reelwright.storyboard.documents import Beat, Shot

CARD_S = 1.6
"""How long a card stands."""


def title_card(
    shot_id: str, title: str, subtitle: str, *, after: Shot, seen: Shot, seconds: float = CARD_S
) -> Shot:
    """A card with its words over the place of ``seen``; it follows ``after`` and keeps its mood."""
    return Shot(
        id=shot_id,
        line_id=after.line_id,
        scene_id=after.scene_id,
        framing="card",
        beats=(Beat(kind="pause", seconds=seconds),),
        move="push-in",
        place=seen.place,
        setting=seen.setting,
        time_of_day=seen.time_of_day,
        weather=seen.weather,
        title=title,
        subtitle=subtitle,
        mood=after.mood,
        mood_intensity=after.mood_intensity,
    )
