"""The bible ↔ ``bible.toml`` (for programs and the checker) and ``bible.md`` (to read)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from reelwright.errors import BadInput
from reelwright.writing.documents import Bible, Member

BIBLE_FILE = "bible.toml"
BIBLE_PAGE = "bible.md"

_ENGLISH = {
    "premise": "Premise",
    "world": "World",
    "people": "People",
    "who": "who",
    "part": "part",
    "wants": "wants",
    "hides": "hides",
    "arc": "arc",
    "ties": "Between them",
    "secrets": "Secrets",
    "secret": "secret",
    "fact": "what was done",
    "knows": "knows from the start",
    "opens": "comes up in episode",
    "motifs": "Motifs",
    "places": "Places",
    "season": "The season",
    "episode": "episode",
    "hook": "hook",
    "turn": "turn",
    "cliff": "cliffhanger",
    "learns": "who learns what",
}
_CHINESE = {
    "premise": "故事",
    "world": "世界",
    "people": "人物",
    "who": "谁",
    "part": "身份",
    "wants": "要什么",
    "hides": "藏着什么",
    "arc": "走到哪里",
    "ties": "人与人",
    "secrets": "秘密",
    "secret": "秘密",
    "fact": "做了什么",
    "knows": "一开始知道的人",
    "opens": "第几集露出",
    "motifs": "意象",
    "places": "场景",
    "season": "全季",
    "episode": "集",
    "hook": "开场",
    "turn": "转折",
    "cliff": "悬念",
    "learns": "谁知道了什么",
}


def bible_text(bible: Bible) -> str:
    """``bible.toml``."""
    return toml_text(bible)


def toml_text(document: msgspec.Struct) -> str:
    """A document of texts, numbers, lists and lists of such documents as TOML."""
    # Texts, numbers and lists are written in TOML as in JSON.
    tree = msgspec.to_builtins(document)
    rows = [f"{key} = {_toml(value)}" for key, value in tree.items() if not _is_table_list(value)]
    for key, value in tree.items():
        if _is_table_list(value):
            for row in value:
                rows += ["", f"[[{key}]]", *_row(row)]
    return "\n".join(rows) + "\n"


def _row(row: dict[str, Any]) -> list[str]:
    return [f"{key} = {_inline(value)}" for key, value in row.items()]


def _inline(value: Any) -> str:
    if _is_table_list(value):
        tables = (", ".join(f"{key} = {_toml(word)}" for key, word in row.items()) for row in value)
        return "[" + ", ".join(f"{{ {table} }}" for table in tables) + "]"
    return _toml(value)


def _is_table_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], dict)


def _toml(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def read_bible(folder: Path) -> Bible | None:
    """The bible of a series folder, or ``None`` when it has no ``bible.toml``. Raises ``BadInput``."""
    path = folder / BIBLE_FILE
    if not path.is_file():
        return None
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Bible)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise BadInput(
            f"The bible is not right: {problem}", where=str(path), next_step="docs/writing.md lists its keys."
        ) from None
    except OSError as problem:
        raise BadInput(f"The bible cannot be read: {problem.strerror}", where=str(path)) from None


def bible_page(bible: Bible) -> str:
    """``bible.md``: the same, in tables."""
    words = _CHINESE if bible.language == "zh" else _ENGLISH
    names = {member.key: member.name for member in bible.cast}
    secrets = {secret.key: secret.deed for secret in bible.secrets}
    page = [f"# {bible.title}", "", f"*{bible.logline}*", "", f"**{words['premise']}.** {bible.premise}", ""]
    page += [f"**{words['world']}.** {bible.world}", "", f"## {words['people']}", ""]
    page += _table(
        [words["who"], words["part"], words["wants"], words["hides"], words["arc"]],
        [[m.name, m.part, m.wants, m.hides, m.arc] for m in bible.cast],
    )
    page += ["", f"## {words['ties']}", ""]
    page += [f"- {names.get(t.one, t.one)} – {names.get(t.other, t.other)}: {t.bond}" for t in bible.ties]
    page += ["", f"## {words['secrets']}", ""]
    page += _table(
        [words["secret"], words["fact"], words["knows"], words["opens"]],
        [
            [s.deed, s.fact, ", ".join(names.get(key, key) for key in s.knows), str(s.opens)]
            for s in bible.secrets
        ],
    )
    page += ["", f"## {words['motifs']}", "", *(f"- {motif}" for motif in bible.motifs)]
    page += ["", f"## {words['places']}", "", ", ".join(bible.places), "", f"## {words['season']}", ""]
    page += _table(
        [words["episode"], words["hook"], words["turn"], words["cliff"], words["learns"]],
        [
            [
                f"{row.number} {row.title}",
                row.hook,
                row.turn,
                row.cliffhanger,
                "; ".join(
                    f"{names.get(each.who, each.who)}: {secrets.get(each.secret, each.secret)}"
                    for each in row.learns
                ),
            ]
            for row in bible.season
        ],
    )
    return "\n".join(page) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    def shown(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") or "–" for cell in cells) + " |"

    return [shown(head), "|" + " --- |" * len(head), *(shown(row) for row in rows)]


def leads_of(bible: Bible) -> tuple[Member, ...]:
    """The people who are seen, in the order of the bible."""
    return tuple(member for member in bible.cast if member.is_seen)
