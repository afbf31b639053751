"""A shot's brief → the words that a text-to-video engine is given."""

from __future__ import annotations

from collections.abc import Iterator

from reelwright.stage.brief import Actor, ShotBrief
from reelwright.storyboard.documents import Subject


def prompt_of(brief: ShotBrief) -> str:
    """What is to be seen, in English sentences; lines, actions and headings stay in the script's language.
    Everything it says is in the brief too, as a document."""
    return " ".join(_sentences(brief))


def _sentences(brief: ShotBrief) -> Iterator[str]:
    shot = brief.shot
    if shot.framing == "card":
        yield f'A title card that reads "{shot.title}".'
        return
    what = f"An insert of a {shot.insert}" if shot.framing == "insert" else _an(f"{shot.framing} shot")
    where = ", ".join(word for word in (shot.place, shot.setting, shot.time_of_day, shot.weather) if word)
    move = "the camera holds" if shot.move == "hold" else f"camera move: {shot.move}"
    yield f"{what}; {where}; {move}; mood: {shot.mood}."
    actors = {actor.key: actor for actor in brief.actors}
    for subject in shot.subjects:
        if (actor := actors.get(subject.character)) is not None:
            yield _person(actor, subject)
    for beat in shot.beats:
        if beat.kind == "action" and beat.text:
            yield beat.text.rstrip(".") + "."
    speakers = dict.fromkeys(speech.character for speech in brief.speeches)
    for key in speakers:
        if key in actors:
            yield f"{actors[key].name} speaks."


def _person(actor: Actor, subject: Subject) -> str:
    look, outfit = actor.look, actor.outfit
    kind = {"female": "woman", "male": "man"}[look.sex]
    worn = f"{outfit.kind} ({outfit.colour})"
    stands = {"left": "on the left", "right": "on the right", "centre": "in the middle"}[subject.side]
    does = f", {subject.gesture}" if subject.gesture else ""
    return (
        f"{actor.name}, a {look.age_years}-year-old {kind} with {look.hair} hair ({look.hair_colour}) and "
        f"{look.skin} skin, in {worn}, {stands}, {subject.expression}{does}."
    )


def _an(words: str) -> str:
    return f"{'An' if words[0] in 'aeiou' else 'A'} {words}"
