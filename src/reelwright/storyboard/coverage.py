"""How strongly a line is said, where in its scene → the framing and the camera's move."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.screenplay import Delivery
from reelwright.storyboard.documents import Framing, Move

CHARGED = 0.7
"""From this intensity on a line is charged: closer framing, an answering face."""

_COVERAGE: tuple[Framing, ...] = (
    "two-shot",
    "over-the-shoulder",
    "medium-close-up",
    "over-the-shoulder",
    "medium",
    "medium-close-up",
)
_CLOSER: dict[Framing, Framing] = {
    "wide": "medium",
    "two-shot": "medium",
    "medium": "medium-close-up",
    "over-the-shoulder": "medium-close-up",
    "medium-close-up": "close-up",
}
_ALTERNATE: tuple[Framing, ...] = ("medium-close-up", "close-up", "over-the-shoulder", "medium")


def framing_of(
    delivery: Delivery, line_number: int, line_count: int, *, has_hearer: bool, is_hook: bool, is_reveal: bool
) -> Framing:
    """Closer as feeling rises and as the scene nears its end. ``line_number`` counts from 1."""
    if is_hook or (is_reveal and delivery.intensity >= 0.5):
        return "close-up"
    pattern: Sequence[Framing] = _COVERAGE if has_hearer else ("medium", "medium-close-up")
    framing = pattern[(line_number - 1) % len(pattern)]
    if line_count > 3 and line_number > line_count * 0.7:
        framing = _CLOSER.get(framing, framing) if framing in ("two-shot", "medium") else framing
    if delivery.intensity >= 0.85:
        return "close-up"
    if delivery.intensity >= CHARGED:
        return "medium-close-up" if framing != "medium-close-up" else "close-up"
    return framing


def alternate(first: Framing, part: int, *, has_hearer: bool) -> Framing:
    """The framing of part ``part`` (from 1) of a speech that began in ``first``."""
    options = [f for f in _ALTERNATE if f != first and (has_hearer or f != "over-the-shoulder")]
    return options[(part - 1) % len(options)]


def move_of(delivery: Delivery, framing: Framing, *, is_pushed: bool, is_question: bool = False) -> Move:
    """How the camera moves during a line: it feels with whoever speaks."""
    charged = delivery.intensity >= CHARGED
    if delivery.style == "shouting" and delivery.intensity >= 0.85:
        return "shake"
    if delivery.expression == "shocked" and delivery.intensity >= 0.9 and framing == "close-up":
        return "crash-zoom"
    if delivery.expression == "scared" and charged and framing in ("medium", "medium-close-up"):
        return "dutch"
    if is_pushed or charged:
        return "push-in"
    if framing == "two-shot" and is_question:
        # Who has asked waits; we look at who has to answer.
        return "rack-focus"
    return "hold" if framing == "over-the-shoulder" else "drift"
