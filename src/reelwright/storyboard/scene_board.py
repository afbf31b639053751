"""One scene and the cast → its shots, by the grammar of film.

A scene opens wide, then covers who speaks to whom; framing closes in as feeling rises; charged lines
are answered by the hearer's face; things that are named are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from reelwright.casting.documents import Character
from reelwright.errors import Notice
from reelwright.screenplay import Action, Delivery, Direction, Line, Scene
from reelwright.screenplay.delivery import delivery_of
from reelwright.storyboard import texts, words
from reelwright.storyboard.accents import is_blow
from reelwright.storyboard.calls import Calls
from reelwright.storyboard.coverage import CHARGED, alternate, framing_of, move_of
from reelwright.storyboard.deeds import ASLEEP, TOUCHES, Deed, deeds_in, framing_for, postures_in
from reelwright.storyboard.documents import Beat, EffectCue, Elsewhere, Framing, Move, Shot, Subject
from reelwright.storyboard.room import Room
from reelwright.storyboard.scene_notes import Override, SceneNotes, seconds_in
from reelwright.storyboard.subjects import MOST_IN_WIDE, Subjects
from reelwright.storyboard.title_cards import CARD_S

ESTABLISH_S = 1.5
REACTION_S = 0.75
INSERT_S = 1.15
REVEAL_HOLD_S = 0.45
OVERLAP_S = 0.8
"""Of a line in dual dialogue, heard over the one before."""


class SceneBoard:
    """Walks through one scene and lays shot after shot."""

    def __init__(self, scene: Scene, cast: Mapping[str, Character], *, is_first: bool, calls: Calls) -> None:
        self.scene = scene
        self.room = Room(scene, cast)
        self.notes = SceneNotes(scene, cast)
        self.subjects = Subjects(self.room)
        self.subjects.worn = self.notes.worn
        self.is_first = is_first
        self.calls = calls
        self._shots: list[Shot] = []
        self._mood = ""
        self._is_noted = False
        self._lines_since_reaction = 9
        self._line_number = 0
        self._line_count = len(scene.lines)
        self._has_established = is_first and bool(scene.lines)
        self._is_cut_off = False
        self.named: dict[str, tuple[str, str]] = {}

    @property
    def notices(self) -> list[Notice]:
        """Notes that could not be followed."""
        return self.notes.notices

    def shots(self) -> list[Shot]:
        """The shots of the scene. To be called once."""
        items = self.scene.items
        for number, item in enumerate(items):
            if self.notes.messages and not isinstance(item, Direction):
                self._lay_messages(number)
            if isinstance(item, Direction):
                self._note(item)
            elif isinstance(item, Action):
                for direction in item.directions:
                    self._note(direction)
                self._read_message(item)
                if self.notes.messages:
                    self._lay_messages(number)
                else:
                    self._lay_action(item, number)
            elif isinstance(item, Line):
                holds = [d for d in item.directions if d.kind == "hold"]
                for direction in item.directions:
                    if direction.kind != "hold":
                        self._note(direction)
                self._lay_line(item, number, hold_after_s=sum(seconds_in(d.value) for d in holds))
        if self.notes.messages:
            self._lay_messages(len(items))
        self._spend_rest()
        return self._shots

    def _note(self, note: Direction) -> None:
        if note.kind == "title":
            self._add_card(note)
        else:
            self.notes.read(note)

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

    # -- actions ---------------------------------------------------------------------------------

    def _lay_action(self, action: Action, number: int) -> None:
        override = self.notes.take_override()
        line_id = self._next_line_id(number)
        seconds = words.action_s(action.text)
        thing = override.insert if override and override.insert else words.insert_in(action.text)
        mood = self._mood_for(None)
        there = self.room.latest(number)
        deeds = deeds_in(action.text, self.room, there)
        self._lay_down(action.text, there)
        if not self._has_established:
            self._establish(number, seconds, action.text, deeds)
            if thing:
                self._add(self._insert(line_id, thing, INSERT_S, "", mood))
            return
        if thing and (override is None or override.framing in (None, "insert")):
            if deeds and override is None:
                self._lay_deeds(line_id, deeds, number, None, mood)
                seconds = 0.0
            self._add(self._insert(line_id, thing, max(INSERT_S, seconds * 0.8), action.text, mood))
            return
        if deeds and not (override and override.subject):
            self._lay_deeds(line_id, deeds, number, override, mood)
            return
        people = self.room.named_in(action.text, number) or self.room.present(number)
        if override and override.subject:
            people = [override.subject, *(p for p in people if p != override.subject)]
        framing = (override.framing if override else None) or self._action_framing(people)
        people = self._few_enough(people, framing, line_id)
        self._add(
            self._shot(
                line_id,
                "action",
                framing,
                tuple(self.subjects.of_group(people, framing, speaker="", hearer="")),
                _beats_of(deeds, seconds, action.text),
                move=(override.move if override else None) or ("shake" if is_blow(action.text) else "drift"),
                mood=mood,
            )
        )

    def _lay_down(self, text: str, there: Sequence[str]) -> None:
        """Who lies down stays in bed until they rise; who sleeps there, until they wake or speak."""
        for key, posture in postures_in(text, self.room, there):
            if posture in ("lie", "sleep"):
                self.subjects.lying.add(key)
            elif posture == "rise":
                self.subjects.lying.discard(key)
            if posture == "sleep":
                self.subjects.feelings[key] = Delivery(expression=ASLEEP, intensity=1.0)
            elif (felt := self.subjects.feelings.get(key)) and felt.expression == ASLEEP:
                del self.subjects.feelings[key]

    def _lay_deeds(
        self, line_id: str, deeds: Sequence[Deed], number: int, override: Override | None, mood: str
    ) -> None:
        """What somebody does with their body, in a framing that shows it, with whom it is done to."""
        people = list(dict.fromkeys(key for deed in deeds for key in (deed.doer, deed.partner) if key))
        if not any(deed.gesture in TOUCHES for deed in deeds) and len(self.room.present(number)) <= 2:
            people = [deed.doer for deed in deeds[:1]]
        framing = (override.framing if override else None) or self._action_framing(people)
        for deed in deeds:
            framing = framing_for(deed.gesture, framing, has_partner=bool(deed.partner))
        if framing == "wide":
            people = self.room.present(number)[:MOST_IN_WIDE]
        text = " ".join(deed.text for deed in deeds)
        self._add(
            self._shot(
                line_id,
                "action",
                framing,
                tuple(self.subjects.of_group(people, framing, speaker="", hearer="")),
                _beats_of(deeds, 0.0, text),
                move=(override.move if override else None) or ("shake" if is_blow(text) else "drift"),
                mood=mood,
            )
        )

    def _read_message(self, action: Action) -> None:
        """An action may quote what a phone says."""
        message = texts.message_in(action.text)
        if message is not None and not self.notes.messages:
            self.notes.messages.append(message)

    def _lay_messages(self, number: int) -> None:
        """The phone, with what is written on it, one message after the other."""
        messages = self.notes.take_messages()
        if not self._has_established:
            self._establish(number, ESTABLISH_S, "")
        owner = self._phone_owner(number, [message.sender for message in messages])
        names = {key: self.room.name_of(key) for key in {c.key for c in self.notes.cast.values()}}
        shown = tuple(
            msgspec.structs.replace(
                m,
                sender=names.get(m.sender, m.sender),
                is_own=bool(owner) and m.sender in (owner, names[owner]),
            )
            for m in messages
        )
        beats = texts.beats_of(shown)
        shot = self._shot(
            self._next_line_id(number),
            "messages",
            "insert",
            (),
            beats,
            move="push-in",
            insert="phone",
            mood=self._mood_for(None),
        )
        cues = tuple(
            EffectCue(name="phone buzz", beat=n, gain_db=-4.0) for n, m in enumerate(shown) if not m.is_own
        )
        self._add(msgspec.structs.replace(shot, messages=shown, effects=(*shot.effects, *cues[:2])))

    def _phone_owner(self, number: int, senders: Sequence[str]) -> str:
        """Whose phone it is: who last spoke of those in the room, and is not the first to write."""
        there = self.room.present(min(number, len(self.scene.items) - 1))
        others = [key for key in there if key != senders[0] and self.room.name_of(key) != senders[0]]
        spoke = [s.character for shot in self._shots[-3:] for s in shot.subjects if s.character in others]
        return (spoke[-1:] or others[:1] or [""])[0]

    def _few_enough(self, people: Sequence[str], framing: Framing, line_id: str) -> list[str]:
        """Whom a picture can hold: more are said to be left out."""
        if len(people) > MOST_IN_WIDE:
            self.notes.notices.append(
                Notice(
                    code="too-many-in-frame",
                    message=f"{len(people)} people are to be in one {framing}; {MOST_IN_WIDE} are shown",
                    where=line_id,
                    next_step="Give them shots of their own with [[shot: …]].",
                )
            )
        return list(people[:MOST_IN_WIDE])

    def _action_framing(self, people: Sequence[str]) -> Framing:
        if not people:
            return "wide"
        return "medium" if len(people) == 1 else "two-shot" if len(people) == 2 else "wide"

    def _establish(self, number: int, seconds: float, text: str, deeds: Sequence[Deed] = ()) -> None:
        """The wide shot that says where we are; with those who are there when the scene opens."""
        self._has_established = True
        people = self.room.present(number)[:MOST_IN_WIDE]
        beats = _beats_of(deeds, max(ESTABLISH_S, min(seconds, 2.0)), text)
        side = len(self.scene.id) % 2
        self._add(
            self._shot(
                self._next_line_id(number),
                "establish",
                "wide",
                tuple(self.subjects.of_group(people, "wide", speaker="", hearer="")),
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
        before_it = self.subjects.feelings.get(speaker)
        is_awake = before_it is None or before_it.expression != ASLEEP
        delivery = delivery_of(line, previous=before_it if is_awake else None)
        self.subjects.feelings[speaker] = delivery
        self._line_number += 1
        if not self._has_established:
            self._establish(number, ESTABLISH_S, "")
        is_hook = self.is_first and self._line_number == 1
        is_reveal = self._answers_in_shock(number)
        mood = self._mood_for(delivery)
        if is_reveal:
            self.notes.hold_s += REVEAL_HOLD_S
        before = self.notes.take_hold_s()
        override = self.notes.take_override()
        if override is None and (other_end := self.calls.other_end(self.scene, line)) is not None:
            override = Override(framing="split-screen", elsewhere=other_end)
        is_seen = not line.is_heard_only and speaker in self.room.present(number)
        hearer = self.room.hearer(number, speaker, line.text)
        first_framing = framing_of(
            delivery,
            self._line_number,
            self._line_count,
            has_hearer=bool(hearer),
            is_hook=is_hook,
            is_reveal=is_reveal,
        )
        parts = words.parts_of(line.text)
        for part, (first, end) in enumerate(parts):
            framing = first_framing if part == 0 else alternate(first_framing, part, has_hearer=bool(hearer))
            move = move_of(
                delivery,
                framing,
                is_pushed=is_hook or is_reveal,
                is_question=line.text.rstrip().endswith(("?", "？")),
            )
            if part == 0 and framing in ("close-up", "medium-close-up") and self._is_cut_off and not is_hook:
                move = "whip"
            if part == 0 and is_seen:
                framing = framing_for(delivery.gesture, framing, has_partner=bool(hearer))
            if override is not None and part == 0:
                framing, move = override.framing or framing, override.move or move
            shown = override.subject if override and part == 0 and override.subject else speaker
            if framing in ("over-the-shoulder", "two-shot") and not (hearer and is_seen):
                framing = "medium-close-up"
            if framing == "over-the-shoulder" and self.subjects.lying & {speaker, hearer}:
                # Nobody looks over the shoulder of who lies in bed.
                framing = "two-shot"
            subjects = self.subjects.of_line(
                framing, shown, speaker, hearer, delivery, number, is_seen=is_seen
            )
            elsewhere = None
            if framing == "split-screen":
                other = shown if shown != speaker else ""
                subjects = self._two_ends(speaker, other or hearer, delivery, number, is_seen=is_seen)
                elsewhere = override.elsewhere if override and len(subjects) == 2 else None
                framing = "split-screen" if elsewhere else "medium-close-up"
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
                partner=hearer if part == 0 and delivery.gesture in TOUCHES else "",
            )
            if line.is_dual and part == 0 and not before:
                beat = msgspec.structs.replace(beat, seconds=OVERLAP_S)
            lead = (Beat(kind="pause", seconds=before),) if before and part == 0 else ()
            is_last = part == len(parts) - 1
            if is_last and self.notes.named is not None:
                self.named[line.id] = self.notes.named
                self.notes.named = None
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
                    elsewhere=elsewhere,
                )
            )
        if is_hook:
            # The title card follows; the place is shown after it.
            self._has_established = False
        self._lines_since_reaction += 1
        self._is_cut_off = line.text.rstrip().endswith(("—", "--", "――", "——"))
        self._react(line, delivery, speaker, hearer, number, mood)

    def _two_ends(
        self, speaker: str, other: str, delivery: Delivery, number: int, *, is_seen: bool
    ) -> tuple[Subject, ...]:
        """Both ends of a telephone: who is here, then who is elsewhere; one alone when there is no other."""
        here, there = (speaker, other) if is_seen else (other, speaker)
        people = [(key, "speaker" if key == speaker else "listener") for key in (here, there) if key]
        return tuple(
            self.subjects.one(
                key,
                "",
                "speaker" if role == "speaker" else "listener",
                delivery if role == "speaker" else self.subjects.feelings.get(key),
                looks_at="camera",
            )
            for key, role in dict(people).items()
        )

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
            facing=self.subjects.facing(hearer, speaker),
            role="listener",
            expression=expression,
            intensity=min(1.0, delivery.intensity),
            looks_at=speaker,
            outfit=self.subjects.worn.get(hearer, ""),
            is_lying=hearer in self.subjects.lying,
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
        elsewhere: Elsewhere | None = None,
    ) -> Shot:
        effects = tuple(EffectCue(name=name) for name in self.notes.effects)
        self.notes.effects = []
        heading = self.scene.heading
        return Shot(
            film=self.notes.film,
            is_memory=self.notes.is_memory,
            id=f"{line_id}.{role}",
            line_id=line_id,
            scene_id=self.scene.id,
            framing=framing,
            beats=beats,
            subjects=subjects,
            move=move,
            place=self.notes.place or heading.place,
            setting=heading.setting,
            time_of_day=heading.time_of_day or "day",
            weather=self.notes.weather,
            insert=insert,
            effects=effects,
            mood=mood,
            mood_intensity=intensity,
            is_hook=is_hook,
            is_reveal=is_reveal,
            elsewhere=elsewhere,
        )

    def _add(self, shot: Shot) -> None:
        hold = self.notes.take_hold_s() if shot.beats and shot.beats[0].kind != "line" else 0.0
        if hold:
            shot = msgspec.structs.replace(shot, beats=(*shot.beats, Beat(kind="pause", seconds=hold)))
        self._shots.append(shot)

    def _mood_for(self, delivery: Delivery | None) -> str:
        """A note's mood stays until the next note; else a charged line's own; else what it was."""
        if self.notes.mood:
            self._mood, self.notes.mood = self.notes.mood, ""
            self._is_noted = True
        elif delivery is not None and delivery.intensity >= 0.6 and not self._is_noted:
            self._mood = words.MOOD_OF_EXPRESSION.get(delivery.expression, self._mood)
        return self._mood or "calm"

    def _spend_rest(self) -> None:
        """Notes after the last line belong to the last shot."""
        if not self._shots:
            return
        last = self._shots[-1]
        beats, effects = last.beats, list(last.effects)
        if hold := self.notes.take_hold_s():
            beats = (*beats, Beat(kind="pause", seconds=hold))
        effects += [EffectCue(name=name, beat=len(beats) - 1) for name in self.notes.effects]
        self._shots[-1] = msgspec.structs.replace(last, beats=beats, effects=tuple(effects))

    def _next_line_id(self, number: int) -> str:
        """The line that a shot without words is addressed by: the next one, else the last one."""
        lines = [i for i in self.scene.items[number:] if isinstance(i, Line)] or list(self.scene.lines)[-1:]
        return lines[0].id if lines else self.scene.id


def _beats_of(deeds: Sequence[Deed], seconds: float, text: str) -> tuple[Beat, ...]:
    """An action's beats: one for each deed, as long as it wants to be seen."""
    if not deeds:
        return (Beat(kind="action", seconds=seconds, text=text),)
    return tuple(
        Beat(
            kind="action",
            seconds=round(max(deed.seconds, seconds / len(deeds)), 2),
            character=deed.doer,
            expression=deed.feeling[0],
            intensity=deed.feeling[1],
            gesture=deed.gesture,
            partner=deed.partner,
            text=deed.text,
        )
        for deed in deeds
    )
