"""A character card ↔ somebody of a series' cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright.build.store import write_error
from reelwright.casting.documents import Character
from reelwright.casting.files import read_cast, read_character
from reelwright.casting.pinning import character_file, with_voice
from reelwright.delivery.stills import png_bytes
from reelwright.errors import BadInput, Notice
from reelwright.formats.card_json import Tree, new_card
from reelwright.formats.cards import Card, Form, main_picture, read_card, with_picture, write_card
from reelwright.formats.script_file import read_script
from reelwright.production.script import ReadSeries
from reelwright.stage.people.rig import FigurePose
from reelwright.studio.card_text import (
    OURS,
    character_of,
    exact_cast,
    lore,
    merged_book,
    new_fields,
    voice_words,
)
from reelwright.studio.look.naming import character_named
from reelwright.studio.look.people import Sitting, everyday_outfit
from reelwright.studio.outputs import write_if_changed
from reelwright.studio.reading import read_scripts
from reelwright.studio.series import Series
from reelwright.voice.cast_voices import BUILT_IN_VOICES, fitting
from reelwright.writing.bible_file import read_bible

FORMS: tuple[Form, ...] = ("png", "json", "charx")
_KEPT = ".card."
_LONGEST_LINE = 200
_NEAR_VOICES = 4
_PORTRAIT_PX, _EYES_AT, _PIXELS_A_HEAD_UNIT, _YAW_DEG = (800, 1200), (400, 440), 2.0, -10


@dataclass(frozen=True)
class Imported:
    """Who came in: their file, where the card itself is kept, and which words of it decided the look."""

    character: Character
    path: Path
    kept: Path
    taken: tuple[str, ...]


def import_card(series: Series, path: Path, *, plays: str = "", replace: bool = False) -> Imported:
    """Write ``cast/KEY.toml`` from a card and keep the card beside it, byte for byte, as ``cast/KEY.card.*``.

    ``plays`` is the name in the script that the character takes, where it is not the card's. Raises
    ``BadInput`` for what is no card and, unless ``replace``, for somebody who has a file; ``CannotWrite``.
    """
    card = read_card(path)
    character, taken = character_of(card.tree)
    if plays:
        character = msgspec.structs.replace(
            character, aliases=tuple(dict.fromkeys([*character.aliases, plays]))
        )
    folder = series.cast_folder or series.folder / "cast"
    file, kept = folder / f"{character.key}.toml", folder / f"{character.key}{_KEPT}{card.form}"
    if file.exists() and not replace:
        raise BadInput(
            f"{character.name} is cast already",
            where=str(file),
            next_step="Overwrite the file with --replace.",
        )
    text = character_file(character)
    voice = character.voice.name or _voice_told(card.tree, character, _language(series))
    if voice:
        text = with_voice(text, voice, engine=character.voice.engine)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole = path.read_bytes()
        for old in _kept_cards(folder, character.key):
            old.unlink()
        write_if_changed(kept, whole)
        write_if_changed(file, text.encode())
    except OSError as problem:
        raise write_error(problem, folder) from problem
    return Imported(read_character(file)[0], file, kept, taken)


def export_card(
    series: Series, name: str, out: Path | None = None, *, after_episode: int = 0, drawn: bool = False
) -> tuple[Path, tuple[Notice, ...]]:
    """Write the card of somebody of the cast and return where: ``out``, whose suffix says the form, else
    ``build/cards/KEY.png``.

    A card that they came from is merged back: whatever the series does not say stays as it was. Its picture
    is kept too, unless ``drawn``; who has none is drawn by the stage. The lorebook tells what they know once
    ``after_episode`` is over. Raises ``BadInput``, ``CannotWrite``.
    """
    form = _form_of(out)
    read = read_scripts(series)
    filed = read_cast(series.cast_folder)[0] if series.cast_folder is not None else ()
    people = {character.key: character for character in (*filed, *read.cast.values())}
    character = character_named(name, people.values())
    path = out or series.build_folder / "cards" / f"{character.key}.{form}"
    bible = read_bible(series.folder)
    entries = lore(character, people.values(), bible, language=read.language, after_episode=after_episode)
    kept = next(iter(_kept_cards(series.cast_folder, character.key)), None)
    if kept is not None:
        card = _merged(read_card(kept), character, entries)
    else:
        fields = new_fields(
            character,
            _own_lines(read, character, max(1, after_episode)),
            bible,
            title=read.title,
            logline=series.facts.logline,
            language=read.language,
        )
        ours = {"extensions": {OURS: exact_cast(character)}, "character_book": merged_book(None, entries)}
        card = Card("png", newer=new_card(fields | ours))
    if drawn or (form != "json" and not main_picture(card)):
        card = with_picture(card, portrait(character))
    data, left_out = write_card(card, form)
    write_if_changed(path, data)
    return path, (*read.notices, *left_out)


def portrait(character: Character) -> bytes:
    """The character from the waist up, as PNG of 800 × 1200."""
    picture = Sitting().portrait(
        character.look,
        everyday_outfit(character),
        FigurePose(_YAW_DEG),
        size=_PORTRAIT_PX,
        at=_EYES_AT,
        scale=_PIXELS_A_HEAD_UNIT,
    )
    return png_bytes(picture)


def _form_of(out: Path | None) -> Form:
    if out is None:
        return "png"
    for form in FORMS:
        if out.suffix.lower() == f".{form}":
            return form
    raise BadInput(
        f"Cards of the kind {out.suffix or 'without a suffix'} are not written",
        where=str(out),
        next_step="Give a name that ends in .png, .json or .charx.",
    )


def _kept_cards(folder: Path | None, key: str) -> list[Path]:
    """The card beside a character's file, as it came in."""
    paths = [folder / f"{key}{_KEPT}{form}" for form in FORMS] if folder is not None else []
    return [path for path in paths if path.is_file()]


def _merged(card: Card, character: Character, entries: Sequence[Tree]) -> Card:
    """The card that somebody came from, with what the series has changed since, and what it adds."""
    before, _ = character_of(card.tree)

    def change(tree: Tree) -> Tree:
        data = dict(tree["data"])
        if character.name != before.name:
            data["name"] = character.name
        if character.persona != before.persona:
            data["personality"] = character.persona
        extensions = data.get("extensions")
        data["extensions"] = (extensions if isinstance(extensions, dict) else {}) | {
            OURS: exact_cast(character)
        }
        data["character_book"] = merged_book(data.get("character_book"), entries)
        return tree | {"data": data}

    return card.changed(change)


def _own_lines(read: ReadSeries, character: Character, last_episode: int) -> list[str]:
    """What the character says up to an episode; what is short enough for a chat."""
    return [
        line.text
        for number, screenplay in read.screenplays.items()
        if number <= last_episode
        for line in screenplay.lines
        if read.cast[line.speaker].key == character.key and len(line.text) <= _LONGEST_LINE
    ]


def _voice_told(tree: Tree, character: Character, language: str) -> str:
    """The built-in voice that the card's words about a voice ask for, empty where they say nothing."""
    told = voice_words(tree, character.name)
    if not told:
        return ""
    look = character.look
    near = fitting(look.sex, look.age_years, character.key, language=language)[:_NEAR_VOICES]
    heights = sorted(near, key=lambda name: BUILT_IN_VOICES[name].f0_hz)
    return heights[0] if told == "low" else heights[-1]


def _language(series: Series) -> str:
    if series.facts.language:
        return series.facts.language
    return read_script(series.episodes[0].path).language
