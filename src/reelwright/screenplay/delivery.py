"""A line with its parentheticals and punctuation → how it is played: face, voice, strength, gesture."""

from __future__ import annotations

import re

import msgspec

from reelwright.screenplay.delivery_words import (
    GESTURES,
    MANNERS,
    SPOKEN_GESTURES,
    SPOKEN_MANNERS,
    STRONGER,
    WEAKER,
    Manner,
)
from reelwright.screenplay.documents import Delivery, Line, Scene

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ELLIPSIS_END = re.compile(r"(?:\.{3}|…+|—+|--+)[\"'”’]?\s*$")
_SHOUT = re.compile(r"[!！]")
_SHOCK = re.compile(r"[?？][!！]|[!！][?？]|[?？]{2,}")
_CAPITAL_WORD = re.compile(r"\b[A-Z]{3,}\b")
_INHERITED_DECAY = 0.75
_ASLEEP = "asleep"
_SETTLED = {
    "laugh": "happy", "playful": "happy", "proud": "happy", "relieved": "tender", "shocked": "worried",
    "surprised": "confused", "furious": "angry", "crying": "sad", "sobbing": "crying", "pained": "worried",
}  # fmt: skip
_NOT = re.compile(r"\b(?:not|no longer|without|un)\s*$|不再?$|没有?$|毫不$")


def delivery_of(line: Line, *, previous: Delivery | None = None) -> Delivery:
    """How ``line`` is to be played.

    What the author wrote in brackets decides; then what the words and the punctuation say; then, when the
    line says nothing, the feeling of the same character's ``previous`` line carries over, weaker.
    """
    said = " ".join(line.parentheticals).casefold()
    directed = _manner_in(_without_gestures(said), MANNERS)
    spoken = _manner_in(line.text.casefold(), SPOKEN_MANNERS)
    gesture = _gesture_in(said, GESTURES) or _gesture_in(line.text.casefold(), SPOKEN_GESTURES)
    if directed is not None:
        delivery = _of_manner(directed, _strength(directed.intensity, said, line.text))
    elif (punctuated := _from_punctuation(line.text, spoken)) is not None:
        delivery = punctuated
    elif previous is not None and previous.expression != "neutral" and previous.intensity > 0.4:
        style = previous.style if previous.style not in ("shouting", "phone") else "angry"
        style = "neutral" if previous.style == "phone" else style
        delivery = Delivery(
            expression=_settled(previous.expression),
            style=style,
            intensity=round(previous.intensity * _INHERITED_DECAY, 3),
        )
    else:
        delivery = Delivery()
    if line.is_lyric and delivery.expression == "neutral":
        delivery = msgspec.structs.replace(delivery, expression="tender", style="tender")
    if _is_on_phone(line, said):
        delivery = msgspec.structs.replace(delivery, style="phone")
    return msgspec.structs.replace(delivery, gesture=gesture)


def deliveries_in(scene: Scene) -> dict[str, Delivery]:
    """How every line of a scene is played, by its id: what a line does not say carries over from the same
    character's line before."""
    felt: dict[str, Delivery] = {}
    played: dict[str, Delivery] = {}
    for line in scene.lines:
        before = felt.get(line.speaker)
        is_awake = before is None or before.expression != _ASLEEP
        felt[line.speaker] = played[line.id] = delivery_of(line, previous=before if is_awake else None)
    return played


def _of_manner(manner: Manner, intensity: float) -> Delivery:
    return Delivery(expression=manner.expression, style=manner.style, intensity=intensity)


def _settled(expression: str) -> str:
    """What a passing face becomes a line later."""
    return _SETTLED.get(expression, expression)


def _from_punctuation(text: str, spoken: Manner | None) -> Delivery | None:
    shouts = len(_SHOUT.findall(text))
    is_loud = bool(shouts) or len(_CAPITAL_WORD.findall(text)) >= 2
    if spoken is not None:
        louder = min(1.0, spoken.intensity + 0.12 * min(shouts, 3))
        style = "shouting" if spoken.style == "angry" and louder >= 0.85 else spoken.style
        return Delivery(expression=spoken.expression, style=style, intensity=round(louder, 3))
    if _SHOCK.search(text):
        return Delivery(expression="shocked", style="excited", intensity=0.75)
    if is_loud:
        intensity = min(0.95, 0.62 + 0.1 * shouts)
        if shouts >= 2 or _CAPITAL_WORD.search(text):
            return Delivery(expression="angry", style="angry", intensity=round(intensity, 3))
        return Delivery(expression="determined", style="excited", intensity=round(intensity, 3))
    if _ELLIPSIS_END.search(text):
        return Delivery(expression="worried", style="neutral", intensity=0.4)
    return None


def _strength(intensity: float, said: str, text: str) -> float:
    """``intensity`` of a manner, more when the author or the punctuation says so; 0..1."""
    if _has_any(said, STRONGER):
        intensity += 0.2
    if _has_any(said, WEAKER):
        intensity -= 0.2
    intensity += 0.05 * min(3, len(_SHOUT.findall(text)))
    return round(min(1.0, max(0.1, intensity)), 3)


def _manner_in(words: str, manners: dict[str, Manner]) -> Manner | None:
    """The first manner named in ``words``; two of them join: ``cold, under her breath`` → a cold face, a
    whispering voice."""
    found: list[tuple[int, int, Manner]] = []
    for word, manner in manners.items():
        place = _find(words, word)
        if place >= 0 and not _NOT.search(words[:place]):
            found.append((place, -len(word), manner))
    if not found:
        return None
    found.sort(key=lambda entry: entry[:2])
    expression = next((m for _, _, m in found if m.expression), None)
    style = next((m for _, _, m in found if m.style == "whisper"), None) or next(
        (m for _, _, m in found if m.style), None
    )
    return Manner(
        expression.expression if expression else "neutral",
        style.style if style else "neutral",
        max((m.intensity for m in (expression, style) if m), default=0.5),
    )


def _gesture_in(words: str, gestures: dict[str, str]) -> str:
    places = [(_find(words, word), -len(word), name) for word, name in gestures.items()]
    return min((entry for entry in places if entry[0] >= 0), default=(0, 0, ""))[2]


def _without_gestures(words: str) -> str:
    """A head that is shaken does not make a voice shake."""
    for word in GESTURES:
        if len(word) > 5 and word in words:
            words = words.replace(word, "")
    return words


def _has_any(words: str, vocabulary: tuple[str, ...]) -> bool:
    return any(_find(words, word) >= 0 for word in vocabulary)


def _find(words: str, word: str) -> int:
    """Where ``word`` begins: a Chinese one anywhere, a Latin one at the start of a word."""
    if word not in words:
        return -1
    if _CHINESE.search(word):
        return words.find(word)
    match = re.search(rf"(?<![a-z]){re.escape(word)}", words)
    return match.start() if match else -1


def _is_on_phone(line: Line, said: str) -> bool:
    marks = " ".join(line.extensions).casefold()
    return any(word in marks or word in said for word in ("phone", "filtered", "电话", "手机里", "听筒"))
