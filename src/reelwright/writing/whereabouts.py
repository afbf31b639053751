"""A kind of scene → where and when it plays: a heading that the stage can draw."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from reelwright.writing.story import PALACE, Story

_PLACES = {
    "open.wedding": ("banquet",),
    "open.contract": ("cafe", "penthouse"),
    "open.work": ("banquet", "cafe"),
    "open.rebirth": ("bedroom",),
    "open.divorce": ("office", "penthouse"),
    "open.office": ("office",),
    "open.child": ("livingroom", "bedroom"),
    "open.swapped": ("banquet", "livingroom"),
    "find": ("livingroom", "bedroom", "office"),
    "recall": ("livingroom", "bedroom", "office"),
    "forestall": ("cafe", "livingroom", "corridor"),
    "steal": ("office", "bedroom"),
    "confront": ("office", "penthouse", "livingroom"),
    "confess": ("office", "livingroom", "penthouse"),
    "confess.own": ("kitchen", "bedroom", "rooftop"),
    "threaten": ("car", "corridor", "cafe"),
    "bargain": ("cafe", "office", "penthouse"),
    "jeer": ("banquet", "penthouse", "livingroom"),
    "tell": ("kitchen", "rooftop", "car", "street"),
    "tender": ("rooftop", "kitchen", "street", "car"),
    "break": ("bedroom", "street"),
    "mend": ("street",),
    "plot": ("office", "penthouse", "bedroom"),
    "overhear": ("corridor",),
    "overhear.rival": ("corridor",),
    "burn": ("livingroom", "penthouse"),
    "frame": ("livingroom", "bedroom", "banquet"),
    "witness": ("kitchen", "cafe", "station"),
    "expose": ("banquet",),
    "bedside": ("hospital",),
    "ultimatum": ("office", "penthouse"),
    "betray": ("kitchen",),
    "vow": ("kitchen", "rooftop", "street"),
    "catty": ("cafe", "livingroom", "banquet"),
    "duel": ("rooftop", "car", "cafe"),
    "homecoming": ("livingroom", "banquet"),
    "indoors": ("kitchen", "livingroom", "corridor"),
    "recover": ("office", "penthouse"),
    "end": ("kitchen",),
    "cliff": ("corridor", "street", "car", "rooftop"),
}
"""Where the stage can play each kind of scene."""
_HOURS = {
    "tender": ("dusk", "night"),
    "find": ("night",),
    "recall": ("night",),
    "steal": ("night",),
    "mend": ("night", "dawn"),
    "break": ("night",),
    "burn": ("night",),
    "vow": ("night",),
    "overhear": ("night",),
    "bedside": ("day", "dusk"),
    "witness": ("day",),
    "expose": ("night",),
    "jeer": ("night",),
    "catty": ("day",),
    "bargain": ("day",),
    "recover": ("night",),
    "search": ("night",),
    "lantern": ("night",),
    "sutra": ("night",),
    "end": ("dusk",),
}
_INSIDE_ONLY_BY_LAMP = {"courtroom": ("day",), "cafe": ("day", "dusk")}
_PLACES_AT_COURT = {
    "open.palace": ("court",),
    "jeer": ("court",),
    "expose": ("court",),
    "cup": ("court",),
    "raise": ("court",),
    "kneel": ("court", "garden"),
    "chess": ("garden",),
    "lantern": ("garden",),
    "search": ("yard",),
    "sutra": ("yard", "court"),
    "plot": ("court", "garden"),
    "recover": ("garden", "court"),
    "ultimatum": ("court", "garden"),
    "bedside": ("cottage",),
    "end": ("cottage",),
    "witness": ("cottage", "yard"),
    "vow": ("yard", "cottage"),
    "tell": ("yard", "garden"),
    "tender": ("yard", "garden"),
    "betray": ("yard",),
    "burn": ("yard", "court"),
}
_ANYWHERE_AT_COURT = ("garden", "yard", "court")
_WITHOUT_DOOR = frozenset({"street", "rooftop", "station", "car"})
_RAIN = ("break", "mend")


@dataclass
class Whereabouts:
    """Where and when the last scene played, so that the next one goes on from there."""

    story: Story
    chance: random.Random
    place: str = ""
    hour: str = "day"
    heading: str = ""
    recent: list[str] = field(default_factory=list)

    @property
    def has_door(self) -> bool:
        return self.place not in _WITHOUT_DOOR

    def move(self, kind: str, *, is_first: bool = False) -> list[str]:
        """The heading of a scene of ``kind``, not where the last one was, and its weather."""
        at_court = self.story.world == PALACE
        fitting = _PLACES_AT_COURT.get(kind, _ANYWHERE_AT_COURT) if at_court else _PLACES[kind]
        places = [place for place in fitting if place != self.place] or list(fitting)
        self.place = min(places, key=lambda name: (self.recent[-8:].count(name), self.chance.random()))
        self.recent.append(self.place)
        hours = _INSIDE_ONLY_BY_LAMP.get(self.place) or _HOURS.get(kind, ("day", "dusk", "night"))
        if is_first:
            self.hour = "day"
        elif kind not in ("cliff", "indoors"):
            self.hour = self.chance.choice(hours)
        words = self.chance.choice(self.story.material["places"][self.place])
        dash = " - " if self.story.language == "en" else " "
        self.heading = f"{words}{dash}{self.story.material['times'][self.hour]}"
        return [self.heading, *self._weather(kind, at_court=at_court)]

    def _weather(self, kind: str, *, at_court: bool) -> list[str]:
        if kind in _RAIN and (at_court or self.place == "street"):
            return ["[[weather: rain]]"]
        return ["[[weather: snow]]"] if kind == "kneel" else []
