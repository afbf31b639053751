"""Cards and words → what the pages of the player carry, and what its requests are answered with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from reelwright.theatre.player.cards import Card
from reelwright.theatre.web.language import label, translations
from reelwright.theatre.web.pages import static
from reelwright.theatre.web.player_words import player_words

AHEAD_BYTES = 6_000_000
"""So much of films that nobody has asked for may lie fetched and unwatched on a page."""
AHEAD_BYTES_EACH = 2_000_000
HLS_MODULE = "vendor/hls.min.mjs"
HLS_WORKER = "vendor/hls.worker.js"
LINKS = {
    "source": "/api/episodes/{episode}/source",
    "after": "/api/episodes/{episode}/after",
    "like": "/api/episodes/{episode}/like",
    "offers": "/api/episodes/{episode}/offers",
    "episodes": "/api/series/{series}/episodes",
    "feed": "/api/feed?shown={shown}",
    "progress": "/api/progress",
    "unlock": "/api/unlocks",
    "ad_begin": "/api/ads",
    "ad_finish": "/api/ads/finish",
}
"""The addresses that the player asks, by its own names for them."""


class CardShown(BaseModel):
    """One episode as a slide shows it. ``choice`` is the feed's, for the reports of what came of it."""

    model_config = ConfigDict(from_attributes=True)

    episode: str
    series: str
    series_title: str
    series_url: str
    number: int
    episode_count: int
    title: str
    logline: str
    poster: str
    cover: str
    url: str
    duration_s: float
    ai_label: str
    language: str
    choice: str | None = None


class CardsShown(BaseModel):
    """Episodes in the order in which they are shown; empty at the end."""

    cards: list[CardShown]


@dataclass(frozen=True)
class Stage:
    """What the template of the player's page is filled with. ``kind`` is ``feed`` or ``series``."""

    kind: str
    title: str
    cards: Sequence[Card]
    config_json: Markup


def shown(cards: Sequence[Card], language: str) -> list[CardShown]:
    """Cards as the player gets them: without the numbers that stay inside, the AI label in the viewer's
    language."""
    found = (CardShown.model_validate(card) for card in cards)
    return [one.model_copy(update={"ai_label": label(language, one.ai_label)}) for one in found]


def stage(request: Request, kind: str, title: str, cards: Sequence[Card]) -> Stage:
    """The stage of a page; its words are in the language of the request."""
    language = str(request.state.language)
    known = translations(language)
    words = player_words(known.gettext, known.ngettext)
    config = {
        "kind": kind,
        "cards": [card.model_dump() for card in shown(cards, language)],
        "words": words,
        "links": LINKS,
        "hls": static(HLS_MODULE),
        "hls_worker": static(HLS_WORKER),
        "ahead_bytes": AHEAD_BYTES,
        "ahead_bytes_each": AHEAD_BYTES_EACH,
        "worker": "/sw.js",
    }
    return Stage(kind, title, cards, as_data(config))


def as_data(value: object) -> Markup:
    """JSON that may stand inside a script element: nothing in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
