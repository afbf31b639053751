"""The scenes of an episode → both ends of a telephone, where a voice from elsewhere is first heard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reelwright.casting.documents import Character
from reelwright.screenplay import Action, Line, Scene
from reelwright.screenplay.delivery import delivery_of
from reelwright.storyboard.documents import Elsewhere

_PHONE = re.compile(
    r"\b(?:phone|cell|mobile|calls?|calling|dials?|rings|ringing)\b|电话|手机|来电|听筒", re.IGNORECASE
)


class Calls:
    """Who calls whom in an episode, scene by scene. A call is shown once for each voice in a scene."""

    def __init__(self, scenes: Sequence[Scene], cast: Mapping[str, Character]) -> None:
        self._scenes, self._cast = scenes, cast
        self._shown: set[tuple[str, str]] = set()

    def other_end(self, scene: Scene, line: Line) -> Elsewhere | None:
        """Where the voice of ``line`` is while it is heard in ``scene``, the first time that it calls.
        ``None`` for all others: a narrator, a voice behind the door, somebody of whom no place is known."""
        key = self._cast[line.speaker].key
        if not line.is_heard_only or (scene.id, key) in self._shown or not self._is_call(scene, line):
            return None
        place = self._whereabouts(key, scene)
        if place is None:
            return None
        self._shown.add((scene.id, key))
        there = place.heading
        return Elsewhere(
            place=there.place,
            setting=there.setting,
            time_of_day=scene.heading.time_of_day or there.time_of_day or "day",
        )

    def _is_call(self, scene: Scene, line: Line) -> bool:
        if delivery_of(line).style == "phone":
            return True
        lines = [item for item in scene.items if isinstance(item, Line)]
        said = any(delivery_of(other).style == "phone" for other in lines)
        return said or any(isinstance(i, Action) and _PHONE.search(i.text) for i in scene.items)

    def _whereabouts(self, key: str, scene: Scene) -> Scene | None:
        """The nearest scene in another place in which they are seen to speak: before this one, else after."""
        number = next((n for n, other in enumerate(self._scenes) if other is scene), 0)
        for other in (*self._scenes[:number][::-1], *self._scenes[number + 1 :]):
            if other.heading.place.casefold() != scene.heading.place.casefold() and any(
                self._cast[line.speaker].key == key and not line.is_heard_only for line in other.lines
            ):
                return other
        return None
