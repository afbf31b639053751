"""A character, their lines and the bible → the texts and the lorebook of a card, and a card's texts → a
character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from reelwright.casting.defaults import key_of
from reelwright.casting.described import character_described
from reelwright.casting.documents import Character, Look, VoiceChoice, Wardrobe
from reelwright.casting.wording import colour_word, said_of
from reelwright.formats.card_json import Tree
from reelwright.screenplay.language import is_chinese
from reelwright.writing.documents import Bible, Secret

OURS = "reelwright"
"""The name of our own part of a card's extensions, and of a lorebook entry's."""
_MOST_EXAMPLES = 5
_LONGEST_PERSONA = 400
_LONGEST_NAME, _LONGEST_KEY = 120, 60
_VOICES = (
    (
        "low",
        re.compile(
            r"\b(?:deep|low|gravelly|husky|gruff|raspy)(?:,? \w+)? voice|(?:低沉|沙哑|浑厚)的?(?:声音|嗓音)",
            re.I,
        ),
    ),
    (
        "high",
        re.compile(
            r"\b(?:high|bright|sweet|light|girlish)(?:,? \w+)? voice|(?:清亮|甜美|尖细)的?(?:声音|嗓音)", re.I
        ),
    ),
)
_BODY = ("figure", "skin", "face", "hair", "eyes")
_WORN = ("beard", "glasses", "necklace", "earrings", "hairpin")
_PERSONALITY = re.compile(r"personality\W*?[=:(（：]+\s*([^\])\n]{3,})", re.I)
_DIALOGUE = re.compile(r"^[^:\n]{1,40}: ?[\"*]")
_ENGLISH = {
    "looks": "{name} looks: {looks}.",
    "wants": "{name} wants {wants}.",
    "hides": "{name} tells nobody {hides}.",
    "tie": "{name} and {other}: {bond}.",
    "knows": "{name} knows: {fact}.",
    "years": "{age} years old",
    "of": "A character of the series “{title}”.",
    "female": "a woman",
    "male": "a man",
    "part": "{kind} {noun}",
    "coloured": "{kind} {colour}",
    "wears": "in {colour} {kind}",
    "and": ", ",
    **{field: field for field in (*_BODY, *_WORN)},
}
_CHINESE = {
    "looks": "{name}的样子：{looks}。",
    "wants": "{name}想要：{wants}。",
    "hides": "{name}不对任何人说：{hides}。",
    "tie": "{name}与{other}：{bond}。",
    "knows": "{name}知道：{fact}。",
    "years": "{age}岁",
    "of": "剧集《{title}》中的人物。",
    "female": "女",
    "male": "男",
    "part": "{noun}{kind}",
    "coloured": "{colour}{kind}",
    "wears": "身穿{colour}的{kind}",
    "and": "，",
    **dict(zip(_BODY, ("身材", "肤色", "脸型", "头发", "眼睛"), strict=True)),
    **dict(zip(_WORN, ("胡子", "眼镜", "项链", "耳环", "发饰"), strict=True)),
}


class ExactCast(msgspec.Struct, frozen=True, kw_only=True):
    """What a card of ours says in its extensions, so that it comes back as it went."""

    look: Look
    wardrobe: tuple[Wardrobe, ...] = ()
    voice: VoiceChoice = VoiceChoice()
    persona: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()


def character_of(tree: Tree) -> tuple[Character, tuple[str, ...]]:
    """The character that a V3 card describes, and which of its words decided their look (none where the card
    is one of ours and says it exactly)."""
    data = tree["data"]
    name = _plain(str(data["name"]))[:_LONGEST_NAME] or "?"
    exact = _exact(data)
    if exact is not None:
        shown = {field: getattr(exact, field) for field in ExactCast.__struct_fields__}
        return Character(key=_key(name), name=name, **shown), ()
    told = "\n".join(_text(data, field, name) for field in ("description", "personality"))
    found = character_described(name, told)
    nickname = _text(data, "nickname", name)
    character = msgspec.structs.replace(
        found.character,
        key=_key(name),
        name=name,
        aliases=(nickname,) if nickname and nickname != name else (),
        persona=_persona(_text(data, "personality", name) or _text(data, "description", name)),
    )
    return character, found.taken


def voice_words(tree: Tree, name: str) -> str:
    """``low`` or ``high`` where the card speaks of such a voice, else nothing."""
    told = "\n".join(_text(tree["data"], field, name) for field in ("description", "personality"))
    for height, pattern in _VOICES:
        if pattern.search(told):
            return height
    return ""


def exact_cast(character: Character) -> Tree:
    """Our part of a card's extensions; a sample of a voice does not travel without its consent."""
    voice = VoiceChoice(engine=character.voice.engine, name=character.voice.name)
    exact = ExactCast(
        look=character.look,
        wardrobe=character.wardrobe,
        voice=voice,
        persona=character.persona,
        role=character.role,
        aliases=character.aliases,
    )
    return dict(msgspec.to_builtins(exact))


def new_fields(
    character: Character,
    lines: Sequence[str],
    bible: Bible | None,
    *,
    title: str,
    logline: str,
    language: str,
) -> Tree:
    """The texts of a new card. ``lines`` are the character's own, the first ones first."""
    words = _words(language)
    member = bible.member(character.key) if bible is not None else None
    told = [character.role, words["looks"].format(name=character.name, looks=_looks(character, language))]
    if member is not None and member.wants:
        told.append(words["wants"].format(name=character.name, wants=member.wants))
    return {
        "name": character.name,
        "description": "\n".join(text for text in told if text),
        "personality": character.persona,
        "scenario": bible.world if bible is not None and bible.world else logline,
        "first_mes": lines[0] if lines else "",
        "mes_example": "".join(f"<START>\n{{{{char}}}}: {line}\n" for line in lines[1 : 1 + _MOST_EXAMPLES]),
        "creator_notes": words["of"].format(title=title),
        "tags": ["reelwright"],
        "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
    }


def lore(
    character: Character,
    others: Iterable[Character],
    bible: Bible | None,
    *,
    language: str,
    after_episode: int,
) -> list[Tree]:
    """Lorebook entries: the character's look, the people they know, and what they know of the secrets once
    ``after_episode`` is over (0: when the series begins). Nothing that they learn later is in it."""
    words = _words(language)
    looks = words["looks"].format(name=character.name, looks=_looks(character, language))
    entries = [_entry("looks", [character.name], looks, constant=True)]
    if bible is None:
        told = [other for other in others if other.key != character.key and (other.role or other.persona)]
        entries += [
            _entry(
                f"person/{other.key}",
                [other.name, *other.aliases],
                f"{other.name}: {other.role or other.persona}",
            )
            for other in told
        ]
        return entries
    names = {member.key: member.name for member in bible.cast}
    calls = {member.key: [member.name, *member.calls] for member in bible.cast}
    me = bible.member(character.key)
    if me is not None and me.hides:
        text = words["hides"].format(name=character.name, hides=me.hides)
        entries.append(_entry("hides", [character.name], text, constant=True))
    for tie in bible.ties:
        if character.key in (tie.one, tie.other):
            other = tie.other if tie.one == character.key else tie.one
            text = words["tie"].format(name=character.name, other=names.get(other, other), bond=tie.bond)
            entries.append(_entry(f"person/{other}", calls.get(other, [other]), text))
    for secret in bible.secrets:
        if _is_known(secret, character.key, bible, after_episode):
            text = words["knows"].format(name=character.name, fact=secret.fact.rstrip("。."))
            about = [*secret.words, *calls.get(secret.culprit, []), *calls.get(secret.victim, [])]
            entries.append(_entry(f"secret/{secret.key}", list(dict.fromkeys(about)), text))
    return entries


def merged_book(book: Any, entries: Sequence[Tree]) -> Tree:
    """A lorebook with ``entries`` in place of those that an earlier export put in; all others stay. One whose
    entries are no list, as the specification has them, is left alone."""
    kept = dict(book) if isinstance(book, dict) else {"extensions": {}}
    before = kept.get("entries", [])
    if not isinstance(before, list):
        return kept
    return kept | {"entries": [*(entry for entry in before if not _is_ours(entry)), *entries]}


def _entry(key: str, keys: Sequence[str], content: str, *, constant: bool = False) -> Tree:
    return {
        "keys": list(dict.fromkeys(keys)), "content": content, "extensions": {OURS: key}, "enabled": True,
        "insertion_order": 100, "use_regex": False, "constant": constant, "case_sensitive": False,
        "name": key,
    }  # fmt: skip


def _is_ours(entry: Any) -> bool:
    return (
        isinstance(entry, dict) and isinstance(entry.get("extensions"), dict) and OURS in entry["extensions"]
    )


def _is_known(secret: Secret, key: str, bible: Bible, after_episode: int) -> bool:
    learnt = (
        each.secret == secret.key and each.who == key
        for row in bible.season
        if row.number <= after_episode
        for each in row.learns
    )
    return key in secret.knows or any(learnt)


def _exact(data: Tree) -> ExactCast | None:
    extensions = data.get("extensions")
    ours = extensions.get(OURS) if isinstance(extensions, dict) else None
    if not isinstance(ours, dict):
        return None
    try:
        return msgspec.convert(_plain_tree(ours), ExactCast)
    except msgspec.ValidationError:
        # Somebody else's, or a later version's: the words of the card still describe who it is.
        return None


def _plain_tree(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _plain_tree(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain_tree(value) for value in tree]
    return _plain(tree) if isinstance(tree, str) else tree


def _text(data: Tree, field: str, name: str) -> str:
    """A text of the card with the names put in where it has marks for them."""
    value = data.get(field)
    if not isinstance(value, str):
        return ""
    named = re.sub(r"\{\{char\}\}|<BOT>", lambda _: name, value, flags=re.I)
    other = "对方" if is_chinese(value) else "somebody"
    return _plain(re.sub(r"\{\{user\}\}|<USER>", other, named, flags=re.I))


def _plain(text: str) -> str:
    """The text without what no text file can hold: controls but line ends and tabs, halves of surrogates."""
    return "".join(
        character for character in text if character in "\n\t" or unicodedata.category(character)[0] != "C"
    ).strip()


def _key(name: str) -> str:
    return key_of(name)[:_LONGEST_KEY].strip("-")


def _persona(text: str) -> str:
    """The first sentences, up to about four hundred characters, on one line; where a card keeps everything in
    lists (``Personality= "caring", "strong"``), the words of that one."""
    listed = _PERSONALITY.search(text)
    prose = re.sub(r"\[[^\]]*\]|<START>|\*", " ", text).split("\n")
    told = listed[1] if listed else " ".join(line for line in prose if not _DIALOGUE.match(line)) or text
    plain = " ".join(re.sub(r'["+]', " ", told).replace(" ,", ",").split()).replace(" ,", ",")
    sentences = re.findall(r".+?(?:[.!?](?=\s|$)|[。！？]|$)", plain)
    taken = ""
    for sentence in sentences:
        if taken and len(taken) + len(sentence) > _LONGEST_PERSONA:
            break
        taken += sentence
    taken = taken.strip()[: 2 * _LONGEST_PERSONA]
    return taken[:1].upper() + taken[1:]


def _looks(character: Character, language: str) -> str:
    """What a reader would see: sex and age, body, hair, eyes, what is worn."""
    look, words = character.look, _words(language)
    colours = {"hair": look.hair_colour, "eyes": look.iris_colour}
    parts = [words[look.sex], words["years"].format(age=look.age_years)]
    for field in (*_BODY, *(field for field in _WORN if getattr(look, field))):
        kind = said_of(field, getattr(look, field), language)
        if field in colours:
            kind = words["coloured"].format(kind=kind, colour=colour_word(colours[field], language))
        parts.append(words["part"].format(kind=kind, noun=words[field]))
    parts += [said_of("marks", mark, language) for mark in look.marks]
    if character.wardrobe:
        outfit = character.wardrobe[0].outfit
        kind = said_of("outfit", outfit.kind, language)
        parts.append(words["wears"].format(kind=kind, colour=colour_word(outfit.colour, language)))
    return words["and"].join(parts)


def _words(language: str) -> dict[str, str]:
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
