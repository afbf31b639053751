"""Who is in the picture of a shot: where they stand, whom they look at, what their faces say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reelwright.screenplay import Delivery
from reelwright.storyboard import words
from reelwright.storyboard.documents import Framing, Subject
from reelwright.storyboard.room import Room

MOST_IN_WIDE = 5
Role = Literal["speaker", "listener", "foreground", "present"]


class Subjects:
    """The people of one scene as its shots show them. ``feelings`` (by character) is what each last felt,
    ``worn`` what a note has dressed them in, ``lying`` who is in bed."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.feelings: dict[str, Delivery] = {}
        self.worn: dict[str, str] = {}
        self.lying: set[str] = set()

    def of_line(
        self,
        framing: Framing,
        shown: str,
        speaker: str,
        hearer: str,
        delivery: Delivery,
        number: int,
        *,
        is_seen: bool,
    ) -> tuple[Subject, ...]:
        if not is_seen:
            # Somebody who is only heard: we look at who hears it.
            there = [key for key in self.room.present(number) if key != speaker]
            if not there:
                return ()
            hears = next(key for key in (shown, hearer, *there) if key in there)
            return (self.one(hears, "", "listener", self.feelings.get(hears), looks_at="away"),)
        if shown != speaker:
            return (self.one(shown, speaker, "listener", self.feelings.get(shown), looks_at=speaker),)
        if framing == "wide":
            return tuple(
                self.of_group(self.room.present(number)[:MOST_IN_WIDE], "wide", speaker, hearer, delivery)
            )
        if framing in ("two-shot", "over-the-shoulder") and hearer:
            people = [speaker, hearer]
            return tuple(self.of_group(people, framing, speaker, hearer, delivery))
        return (self.one(speaker, hearer, "speaker", delivery, looks_at=hearer or "camera"),)

    def of_group(
        self,
        people: Sequence[str],
        framing: Framing,
        speaker: str,
        hearer: str,
        delivery: Delivery | None = None,
    ) -> list[Subject]:
        found = []
        for key in sorted(people, key=lambda k: ("left", "centre", "right").index(self.room.side_of(k))):
            other = hearer if key == speaker else speaker
            other = other or next((p for p in people if p != key), "")
            feeling = delivery if key == speaker else self._listening(key, delivery)
            role: Role = "present"
            if key == speaker:
                role = "speaker"
            elif key == hearer:
                role = "foreground" if framing == "over-the-shoulder" else "listener"
            found.append(self.one(key, other, role, feeling, looks_at=other or "away"))
        return found

    def _listening(self, key: str, delivery: Delivery | None) -> Delivery | None:
        if delivery is None or delivery.intensity < 0.5:
            return self.feelings.get(key)
        expression = words.REACTION_TO.get(delivery.expression, "neutral")
        return Delivery(expression=expression, intensity=delivery.intensity * 0.8)

    def one(
        self,
        key: str,
        other: str,
        role: Role,
        feeling: Delivery | None,
        *,
        looks_at: str,
    ) -> Subject:
        feeling = feeling or Delivery()
        return Subject(
            character=key,
            side=self.room.side_of(key),
            facing="away" if role == "foreground" else self.facing(key, other),
            role=role,
            expression=feeling.expression,
            intensity=feeling.intensity,
            looks_at=looks_at,
            gesture=feeling.gesture if role == "speaker" else "",
            outfit=self.worn.get(key, ""),
            is_lying=key in self.lying,
        )

    def facing(self, key: str, other: str) -> Literal["left", "right", "camera"]:
        side, towards = self.room.side_of(key), self.room.side_of(other) if other else "centre"
        if not other:
            return "camera"
        order = ("left", "centre", "right")
        if order.index(side) < order.index(towards):
            return "right"
        return "left" if order.index(side) > order.index(towards) else "camera"
