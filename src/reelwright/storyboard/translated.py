"""A storyboard and other words for its lines and cards → the same shots in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from reelwright.storyboard.documents import Beat, Shot, Storyboard
from reelwright.storyboard.words import spoken_words

_PAUSE_AFTER = re.compile(r"[,.;:!?…—，。；：！？、]$")
_REACH = 0.2
"""How far, in parts of the line, a cut may move to the nearest pause."""


def shown_texts(board: Storyboard) -> Iterator[tuple[str, str]]:
    """What is read in the pictures: a key that lasts as long as its shot, and the text. The title card of the
    series and the names of people are not among them."""
    for shot in board.shots:
        for field in _shown_fields(shot):
            yield f"{shot.id}/{field}", str(getattr(shot, field))
        for number, message in enumerate(shot.messages, start=1):
            if message.sender:
                yield f"{shot.id}/sender.{number}", message.sender
            if message.text:
                yield f"{shot.id}/message.{number}", message.text
        if shot.name_card is not None and shot.name_card.role:
            yield f"{shot.id}/role", shot.name_card.role


def translated_board(
    board: Storyboard, before: Mapping[str, str], after: Mapping[str, str], texts: Mapping[str, str]
) -> Storyboard:
    """The board with the texts of ``texts`` (by the keys of ``shown_texts``, and ``cast/KEY/name``) and with
    every line that goes over several shots parted anew.

    ``before`` and ``after`` are what each line says, by id, in the language of the board and in the other. A
    part ends at about the same share of the line, at a pause when one is near.
    """
    cuts: dict[str, dict[int, int]] = {}
    for shot in board.shots:
        for beat in shot.beats:
            if beat.kind == "line" and beat.line_id in after and beat.line_id not in cuts:
                ends = sorted(
                    {
                        b.end_word
                        for s in board.shots
                        for b in s.beats
                        if b.line_id == beat.line_id and b.end_word > 0
                    }
                )
                cuts[beat.line_id] = _moved(ends, before.get(beat.line_id, ""), after[beat.line_id])
    shots = tuple(_translated(shot, cuts, texts) for shot in board.shots)
    return msgspec.structs.replace(board, shots=shots)


def _shown_fields(shot: Shot) -> list[str]:
    if shot.id.endswith(".title"):
        return []
    return [field for field in ("title", "subtitle", "label") if getattr(shot, field)]


def _moved(ends: list[int], before: str, after: str) -> dict[int, int]:
    """Where the cuts after so many words of one text come to lie in another."""
    count, words = len(spoken_words(before)), spoken_words(after)
    moved, last = {}, 0
    for end in ends:
        wanted = round(end * len(words) / max(1, count))
        reach = max(1, round(_REACH * len(words)))
        near = [
            n
            for n in range(max(last + 1, wanted - reach), min(len(words), wanted + reach + 1))
            if _PAUSE_AFTER.search(words[n - 1])
        ]
        last = min(near, key=lambda n: abs(n - wanted)) if near else max(last + 1, wanted)
        moved[end] = last
    return moved


def _translated(shot: Shot, cuts: Mapping[str, Mapping[int, int]], texts: Mapping[str, str]) -> Shot:
    def text(key: str, otherwise: str) -> str:
        return texts.get(f"{shot.id}/{key}", otherwise)

    name_card = shot.name_card
    if name_card is not None:
        name_card = msgspec.structs.replace(
            name_card,
            name=texts.get(f"cast/{name_card.character}/name", name_card.name),
            role=text("role", name_card.role),
        )
    messages = tuple(
        msgspec.structs.replace(
            message, sender=text(f"sender.{n}", message.sender), text=text(f"message.{n}", message.text)
        )
        for n, message in enumerate(shot.messages, start=1)
    )
    return msgspec.structs.replace(
        shot,
        beats=tuple(_cut(beat, cuts.get(beat.line_id, {})) for beat in shot.beats),
        messages=messages,
        name_card=name_card,
        **{field: text(field, str(getattr(shot, field))) for field in _shown_fields(shot)},
    )


def _cut(beat: Beat, cuts: Mapping[int, int]) -> Beat:
    if beat.kind != "line":
        return beat
    return msgspec.structs.replace(
        beat,
        first_word=cuts.get(beat.first_word, beat.first_word),
        end_word=cuts.get(beat.end_word, beat.end_word),
    )
