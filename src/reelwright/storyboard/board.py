"""One episode's screenplay and cast → its shots, by the grammar of film.

A scene opens wide, then covers who speaks to whom; framing closes in as feeling rises; charged lines
are answered by the hearer's face; things that are named are shown; the episode opens on its hook and
ends on its cliffhanger. ``docs/storyboard.md`` tells it to authors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from reelwright.casting.documents import OUTFITS, Character
from reelwright.errors import Notice
from reelwright.screenplay import Action, Delivery, Direction, Line, Scene, Screenplay
from reelwright.screenplay.delivery import delivery_of
from reelwright.storyboard import words
from reelwright.storyboard.documents import Beat, EffectCue, Framing, Move, Shot, Storyboard, Subject
from reelwright.storyboard.room import Room

CARD_S = 1.6
ESTABLISH_S = 1.5
REACTION_S = 0.75
INSERT_S = 1.15
REVEAL_HOLD_S = 0.45
LAST_LOOK_S = 1.3
CHARGED = 0.7
"""From this intensity on a line is charged: closer framing, an answering face."""
MOST_IN_WIDE = 5

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
    for number, scene in enumerate(scenes):
        builder = _SceneBoard(scene, cast, is_first=number == 0)
        shots += builder.shots()
        notices += builder.notices
    shots = _with_title_card(_with_unique_ids(shots), series_title, episode, language)
    shots = _with_cliffhanger(shots)
    return Storyboard(episode=episode, shots=tuple(shots)), tuple(notices)


@dataclass
class _Override:
    """What a ``[[shot: …]]`` note asks for the next line or action."""

    framing: Framing | None = None
    move: Move | None = None
    subject: str = ""
    insert: str = ""


@dataclass
class _Waiting:
    """Notes that have been read and wait for the shot they belong to."""

    override: _Override | None = None
    hold_s: float = 0.0
    effects: list[str] = field(default_factory=list)
    mood: str = ""


class _SceneBoard:
    """Walks through one scene and lays shot after shot."""

    def __init__(self, scene: Scene, cast: Mapping[str, Character], *, is_first: bool) -> None:
        self.scene = scene
        self.room = Room(scene, cast)
        self.cast = cast
        self.is_first = is_first
        self.notices: list[Notice] = []
        self._shots: list[Shot] = []
        self._waiting = _Waiting()
        self._mood = ""
        self._is_noted = False
        self._weather = next(
            (d.value for d in scene.items if isinstance(d, Direction) and d.kind == "weather"), ""
        )
        self._place = ""
        self._worn: dict[str, str] = {}
        self._feelings: dict[str, Delivery] = {}
        self._lines_since_reaction = 9
        self._line_number = 0
        self._line_count = len(scene.lines)
        self._has_established = is_first and bool(scene.lines)

    def shots(self) -> list[Shot]:
        items = self.scene.items
        for number, item in enumerate(items):
            if isinstance(item, Direction):
                self._note(item)
            elif isinstance(item, Action):
                for direction in item.directions:
                    self._note(direction)
                self._lay_action(item, number)
            elif isinstance(item, Line):
                holds = [d for d in item.directions if d.kind == "hold"]
                for direction in item.directions:
                    if direction.kind != "hold":
                        self._note(direction)
                self._lay_line(item, number, hold_after_s=sum(_seconds(d.value) for d in holds))
        self._spend_rest()
        return self._shots

    # -- notes -----------------------------------------------------------------------------------

    def _note(self, note: Direction) -> None:
        if note.kind == "shot":
            self._waiting.override = self._read_override(note)
        elif note.kind == "hold":
            self._waiting.hold_s += _seconds(note.value)
        elif note.kind == "sfx":
            self._waiting.effects.append(note.value)
        elif note.kind == "place":
            self._place = note.value
        elif note.kind == "weather":
            self._weather = note.value
        elif note.kind == "wardrobe":
            self._dress(note)
        elif note.kind == "title":
            self._add_card(note)
        elif note.kind == "music":
            mood = words.mood_named(note.value)
            if mood is None:
                self._warn("unknown-music", f"No mood is called {note.value!r}", note)
            else:
                self._waiting.mood = mood

    def _read_override(self, note: Direction) -> _Override:
        text = note.value
        override = _Override(framing=words.framing_named(text), move=words.move_named(text))
        for cue, character in self.cast.items():
            if cue.casefold() in text.casefold() or character.name.casefold() in text.casefold():
                override.subject = character.key
        if override.framing == "insert" or not override.subject:
            override.insert = words.insert_named(text)
            if override.insert and override.framing in (None, "close-up"):
                override.framing = "insert"
        if override.framing is None and override.move is None and not override.insert:
            self._warn("unknown-shot", f"Nothing in {text!r} names a framing or a move", note)
        return override

    def _dress(self, note: Direction) -> None:
        """``[[wardrobe: MEI gown]]``: somebody wears something else from here on in this scene."""
        for cue, character in self.cast.items():
            for name in (cue, character.name, *character.aliases):
                if name and note.value.casefold().startswith(name.casefold()):
                    wanted = note.value[len(name) :].strip(" :：,，").casefold()
                    kind = next((outfit for outfit in OUTFITS if outfit in wanted), "")
                    if kind:
                        self._worn[character.key] = kind
                        return
        self._warn("unknown-wardrobe", f"Nobody can be dressed by {note.value!r}", note)

    def _add_card(self, note: Direction) -> None:
        """``[[title: Three years later]]``: words on a card of their own."""
        number = next((n for n, item in enumerate(self.scene.items) if item is note), 0)
        card = self._shot(
            self._next_line_id(number),
            "words",
            "card",
            (),
            (Beat(kind="pause", seconds=CARD_S),),
            move="push-in",
            mood=self._mood_for(None),
        )
        self._shots.append(msgspec.structs.replace(card, title=note.value))

    def _warn(self, code: str, message: str, note: Direction) -> None:
        self.notices.append(
            Notice(
                code=code,
                message=message,
                where=self.scene.id,
                next_step="The note is ignored; docs/direction.md lists what can be said.",
            )
        )

    # -- actions ---------------------------------------------------------------------------------

    def _lay_action(self, action: Action, number: int) -> None:
        override, self._waiting.override = self._waiting.override, None
        line_id = self._next_line_id(number)
        seconds = words.action_s(action.text)
        thing = override.insert if override and override.insert else words.insert_in(action.text)
        mood = self._mood_for(None)
        if not self._has_established:
            self._establish(number, seconds, action.text)
            if thing:
                self._add(self._insert(line_id, thing, INSERT_S, "", mood))
            return
        if thing and (override is None or override.framing in (None, "insert")):
            self._add(self._insert(line_id, thing, max(INSERT_S, seconds * 0.8), action.text, mood))
            return
        people = self.room.named_in(action.text, number) or self.room.present(number)
        if override and override.subject:
            people = [override.subject, *(p for p in people if p != override.subject)]
        framing = (override.framing if override else None) or self._action_framing(people)
        self._add(
            self._shot(
                line_id,
                "action",
                framing,
                tuple(self._subjects(people, framing, speaker="", hearer="")),
                (Beat(kind="action", seconds=seconds, text=action.text, gesture=_gesture(action.text)),),
                move=(override.move if override else None) or ("shake" if _is_blow(action.text) else "drift"),
                mood=mood,
            )
        )

    def _action_framing(self, people: Sequence[str]) -> Framing:
        if not people:
            return "wide"
        return "medium" if len(people) == 1 else "two-shot" if len(people) == 2 else "wide"

    def _establish(self, number: int, seconds: float, text: str) -> None:
        """The wide shot that says where we are; with those who are there when the scene opens."""
        self._has_established = True
        people = self.room.present(number)[:MOST_IN_WIDE]
        beats = (Beat(kind="action", seconds=max(ESTABLISH_S, min(seconds, 2.0)), text=text),)
        side = len(self.scene.id) % 2
        self._add(
            self._shot(
                self._next_line_id(number),
                "establish",
                "wide",
                tuple(self._subjects(people, "wide", speaker="", hearer="")),
                beats,
                move="push-in" if self.is_first else ("pan-left", "pan-right")[side],
                mood=self._mood_for(None),
            )
        )

    def _insert(self, line_id: str, thing: str, seconds: float, text: str, mood: str) -> Shot:
        return self._shot(
            line_id,
            "insert",
            "insert",
            (),
            (Beat(kind="action", seconds=round(seconds, 2), text=text),),
            move="push-in",
            insert=thing,
            mood=mood,
        )

    # -- lines -----------------------------------------------------------------------------------

    def _lay_line(self, line: Line, number: int, *, hold_after_s: float = 0.0) -> None:
        speaker = self.room.key_of(line)
        delivery = delivery_of(line, previous=self._feelings.get(speaker))
        self._feelings[speaker] = delivery
        self._line_number += 1
        if not self._has_established:
            self._establish(number, ESTABLISH_S, "")
        is_hook = self.is_first and self._line_number == 1
        is_reveal = self._answers_in_shock(number)
        mood = self._mood_for(delivery)
        if is_reveal:
            self._hold(REVEAL_HOLD_S)
        before = self._take_hold()
        override, self._waiting.override = self._waiting.override, None
        is_seen = not line.is_heard_only and speaker in self.room.present(number)
        hearer = self.room.hearer(number, speaker, line.text)
        first_framing = self._framing(delivery, number, hearer, is_hook=is_hook, is_reveal=is_reveal)
        parts = words.parts_of(line.text)
        for part, (first, end) in enumerate(parts):
            framing = first_framing if part == 0 else self._alternate(first_framing, part, hearer)
            move = self._move(delivery, framing, is_pushed=is_hook or is_reveal)
            if override is not None and part == 0:
                framing, move = override.framing or framing, override.move or move
            shown = override.subject if override and part == 0 and override.subject else speaker
            if framing in ("over-the-shoulder", "two-shot") and not (hearer and is_seen):
                framing = "medium-close-up"
            subjects = self._line_subjects(framing, shown, speaker, hearer, delivery, number, is_seen=is_seen)
            insert = override.insert if override and part == 0 and framing == "insert" else ""
            if (framing == "insert" and not insert) or (not subjects and framing != "insert"):
                framing, subjects = ("wide", ()) if not subjects else ("medium-close-up", subjects)
            beat = Beat(
                kind="line",
                line_id=line.id,
                first_word=first,
                end_word=end,
                character=speaker,
                expression=delivery.expression,
                intensity=delivery.intensity,
                gesture=delivery.gesture if part == 0 else "",
            )
            lead = (Beat(kind="pause", seconds=before),) if before and part == 0 else ()
            is_last = part == len(parts) - 1
            tail = (Beat(kind="pause", seconds=hold_after_s),) if hold_after_s and is_last else ()
            self._add(
                self._shot(
                    line.id,
                    "insert" if framing == "insert" else "line",
                    framing,
                    () if framing == "insert" else subjects,
                    (*lead, beat, *tail),
                    move=move,
                    insert=insert,
                    mood=mood,
                    intensity=delivery.intensity,
                    is_hook=is_hook and part == 0,
                    is_reveal=is_reveal and part == 0,
                )
            )
        if is_hook:
            # The title card follows; the place is shown after it.
            self._has_established = False
        self._lines_since_reaction += 1
        self._react(line, delivery, speaker, hearer, number, mood)

    def _framing(
        self, delivery: Delivery, number: int, hearer: str, *, is_hook: bool, is_reveal: bool
    ) -> Framing:
        """Closer as feeling rises and as the scene nears its end."""
        if is_hook or (is_reveal and delivery.intensity >= 0.5):
            return "close-up"
        if not hearer:
            pattern: Sequence[Framing] = ("medium", "medium-close-up")
        else:
            pattern = _COVERAGE
        framing = pattern[(self._line_number - 1) % len(pattern)]
        if self._line_count > 3 and self._line_number > self._line_count * 0.7:
            framing = _CLOSER.get(framing, framing) if framing in ("two-shot", "medium") else framing
        if delivery.intensity >= 0.85:
            return "close-up"
        if delivery.intensity >= CHARGED:
            return "medium-close-up" if framing != "medium-close-up" else "close-up"
        return framing

    def _alternate(self, first: Framing, part: int, hearer: str) -> Framing:
        options = [f for f in _ALTERNATE if f != first and (hearer or f != "over-the-shoulder")]
        return options[(part - 1) % len(options)]

    def _move(self, delivery: Delivery, framing: Framing, *, is_pushed: bool) -> Move:
        if delivery.style == "shouting" and delivery.intensity >= 0.85:
            return "shake"
        if is_pushed or delivery.intensity >= CHARGED:
            return "push-in"
        return "hold" if framing == "over-the-shoulder" else "drift"

    def _react(
        self, line: Line, delivery: Delivery, speaker: str, hearer: str, number: int, mood: str
    ) -> None:
        """The hearer's face, after a charged line or where the next line is somebody else's business."""
        if not hearer or self._lines_since_reaction < 2 or self._line_number == self._line_count:
            return
        if delivery.intensity < CHARGED and not line.text.rstrip().endswith(("—", "--", "――")):
            return
        self._lines_since_reaction = 0
        expression = words.REACTION_TO.get(delivery.expression, "worried")
        subject = Subject(
            character=hearer,
            side=self.room.side_of(hearer),
            facing=self._facing(hearer, speaker),
            role="listener",
            expression=expression,
            intensity=min(1.0, delivery.intensity),
            looks_at=speaker,
            outfit=self._worn.get(hearer, ""),
        )
        beat = Beat(kind="pause", seconds=REACTION_S, character=hearer, expression=expression)
        self._add(
            self._shot(
                line.id,
                "reaction",
                "medium-close-up" if delivery.intensity < 0.85 else "close-up",
                (subject,),
                (beat,),
                move="push-in",
                mood=mood,
                intensity=delivery.intensity,
            )
        )

    def _answers_in_shock(self, number: int) -> bool:
        """Whether the next line is said in shock: then this one is a reveal."""
        following = next((i for i in self.scene.items[number + 1 :] if isinstance(i, Line)), None)
        if following is None:
            return False
        answer = delivery_of(following)
        return answer.expression == "shocked" and answer.intensity >= 0.6

    # -- people in the picture -------------------------------------------------------------------

    def _line_subjects(
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
            return (self._one(hears, "", "listener", self._feelings.get(hears), looks_at="away"),)
        if shown != speaker:
            return (self._one(shown, speaker, "listener", self._feelings.get(shown), looks_at=speaker),)
        if framing == "wide":
            return tuple(
                self._subjects(self.room.present(number)[:MOST_IN_WIDE], "wide", speaker, hearer, delivery)
            )
        if framing in ("two-shot", "over-the-shoulder") and hearer:
            people = [speaker, hearer]
            return tuple(self._subjects(people, framing, speaker, hearer, delivery))
        return (self._one(speaker, hearer, "speaker", delivery, looks_at=hearer or "camera"),)

    def _subjects(
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
            role: Literal["speaker", "listener", "foreground", "present"] = "present"
            if key == speaker:
                role = "speaker"
            elif key == hearer:
                role = "foreground" if framing == "over-the-shoulder" else "listener"
            found.append(self._one(key, other, role, feeling, looks_at=other or "away"))
        return found

    def _listening(self, key: str, delivery: Delivery | None) -> Delivery | None:
        if delivery is None or delivery.intensity < 0.5:
            return self._feelings.get(key)
        expression = words.REACTION_TO.get(delivery.expression, "neutral")
        return Delivery(expression=expression, intensity=delivery.intensity * 0.8)

    def _one(
        self,
        key: str,
        other: str,
        role: Literal["speaker", "listener", "foreground", "present"],
        feeling: Delivery | None,
        *,
        looks_at: str,
    ) -> Subject:
        feeling = feeling or Delivery()
        return Subject(
            character=key,
            side=self.room.side_of(key),
            facing="away" if role == "foreground" else self._facing(key, other),
            role=role,
            expression=feeling.expression,
            intensity=feeling.intensity,
            looks_at=looks_at,
            gesture=feeling.gesture if role == "speaker" else "",
            outfit=self._worn.get(key, ""),
        )

    def _facing(self, key: str, other: str) -> Literal["left", "right", "camera"]:
        side, towards = self.room.side_of(key), self.room.side_of(other) if other else "centre"
        if not other:
            return "camera"
        order = ("left", "centre", "right")
        if order.index(side) < order.index(towards):
            return "right"
        return "left" if order.index(side) > order.index(towards) else "camera"

    # -- shots -----------------------------------------------------------------------------------

    def _shot(
        self,
        line_id: str,
        role: str,
        framing: Framing,
        subjects: tuple[Subject, ...],
        beats: tuple[Beat, ...],
        *,
        move: Move,
        mood: str,
        insert: str = "",
        intensity: float = 0.5,
        is_hook: bool = False,
        is_reveal: bool = False,
    ) -> Shot:
        effects = tuple(EffectCue(name=name) for name in self._waiting.effects)
        self._waiting.effects = []
        heading = self.scene.heading
        return Shot(
            id=f"{line_id}.{role}",
            line_id=line_id,
            scene_id=self.scene.id,
            framing=framing,
            beats=beats,
            subjects=subjects,
            move=move,
            place=self._place or heading.place,
            setting=heading.setting,
            time_of_day=heading.time_of_day or "day",
            weather=self._weather,
            insert=insert,
            effects=effects,
            mood=mood,
            mood_intensity=intensity,
            is_hook=is_hook,
            is_reveal=is_reveal,
        )

    def _add(self, shot: Shot) -> None:
        hold = self._take_hold() if shot.beats and shot.beats[0].kind != "line" else 0.0
        if hold:
            shot = msgspec.structs.replace(shot, beats=(*shot.beats, Beat(kind="pause", seconds=hold)))
        self._shots.append(shot)

    def _mood_for(self, delivery: Delivery | None) -> str:
        """A note's mood stays until the next note; else a charged line's own; else what it was."""
        if self._waiting.mood:
            self._mood, self._waiting.mood = self._waiting.mood, ""
            self._is_noted = True
        elif delivery is not None and delivery.intensity >= 0.6 and not self._is_noted:
            self._mood = words.MOOD_OF_EXPRESSION.get(delivery.expression, self._mood)
        return self._mood or "calm"

    def _hold(self, seconds: float) -> None:
        self._waiting.hold_s += seconds

    def _take_hold(self) -> float:
        seconds, self._waiting.hold_s = self._waiting.hold_s, 0.0
        return round(min(seconds, 10.0), 3)

    def _spend_rest(self) -> None:
        """Notes after the last line belong to the last shot."""
        if not self._shots:
            return
        last = self._shots[-1]
        beats, effects = last.beats, list(last.effects)
        if hold := self._take_hold():
            beats = (*beats, Beat(kind="pause", seconds=hold))
        effects += [EffectCue(name=name, beat=len(beats) - 1) for name in self._waiting.effects]
        self._shots[-1] = msgspec.structs.replace(last, beats=beats, effects=tuple(effects))

    def _next_line_id(self, number: int) -> str:
        """The line that a shot without words is addressed by: the next one, else the last one."""
        lines = [i for i in self.scene.items[number:] if isinstance(i, Line)] or list(self.scene.lines)[-1:]
        return lines[0].id if lines else self.scene.id


# ---- the episode as a whole ----------------------------------------------------------------------


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
    card = Shot(
        id=f"{hook.line_id}.title",
        line_id=hook.line_id,
        scene_id=hook.scene_id,
        framing="card",
        beats=(Beat(kind="pause", seconds=CARD_S),),
        move="push-in",
        place=hook.place,
        setting=hook.setting,
        time_of_day=hook.time_of_day,
        weather=hook.weather,
        title=series_title,
        subtitle=f"第{episode}集" if language == "zh" else f"Episode {episode}",
        effects=(EffectCue(name="whoosh"),),
        mood=hook.mood,
        mood_intensity=hook.mood_intensity,
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


def _seconds(value: str) -> float:
    """``2s``, ``1.5``, ``500ms`` → seconds, 0 for what is no number; at most 10."""
    text = value.strip().casefold()
    scale = 0.001 if text.endswith("ms") else 1.0
    number = "".join(c for c in text if c.isdigit() or c == ".")
    try:
        return min(10.0, float(number) * scale)
    except ValueError:
        return 0.0


def _is_blow(action: str) -> bool:
    text = action.casefold()
    return any(word in text for word in ("slap", "slams", "hits", "crash", "耳光", "一巴掌", "拍案", "摔"))


def _gesture(action: str) -> str:
    """The stance that an action asks for, by words that leave no doubt."""
    text = action.casefold()
    for gesture, signs in (
        ("slap", ("slaps", "耳光", "一巴掌")),
        ("point", ("points", "指着")),
        ("phone", ("answers the phone", "on the phone", "接电话", "to her ear", "to his ear")),
        ("crossed", ("crosses her arms", "crosses his arms", "arms crossed", "抱臂")),
        ("hold", ("holds up", "hands over", "hands her", "hands him", "递")),
    ):
        if any(sign in text for sign in signs):
            return gesture
    return ""
