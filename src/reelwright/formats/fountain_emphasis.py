"""Fountain text with emphasis marks → the plain words (``**no**`` → ``no``, ``\\*`` → ``*``)."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[\\*_]|\*+|_")
_ATOMS = {"*": ("*",), "**": ("**",), "***": ("**", "*"), "_": ("_",)}


def without_emphasis(text: str) -> str:
    """``text`` without the marks of bold, italic and underline, escapes resolved.

    A mark counts only when its partner stands on the same line and neither has a blank on its inner side
    (Fountain 1.1, Emphasis); any other star or underscore is text.
    """
    if "*" not in text and "_" not in text and "\\" not in text:
        return text
    return "\n".join(_plain_line(line) for line in text.split("\n"))


def words_leant_on(text: str) -> tuple[str, ...]:
    """The words that stand between marks of emphasis, as written, in order: a speaker leans on them."""
    found: list[str] = []
    for line in text.split("\n") if "*" in text or "_" in text else ():
        tokens = list(_TOKEN.finditer(line))
        for _, first, last in sorted(_pairs(line, tokens), key=lambda pair: pair[1]):
            within = re.sub(r"[*_]", "", line[tokens[first].end() : tokens[last].start()])
            found += re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", within)
    return tuple(dict.fromkeys(found))


def _pairs(line: str, tokens: list[re.Match[str]]) -> list[tuple[str, int, int]]:
    """(mark, number of the token that opens, of the one that closes) of each emphasis in a line."""
    pairs: list[tuple[str, int, int]] = []
    open_at: dict[str, int] = {}
    for index, token in enumerate(tokens):
        for atom in _ATOMS.get(token.group(), ()):
            if atom in open_at and _can_close(line, token):
                pairs.append((atom, open_at.pop(atom), index))
            elif _can_open(line, token):
                open_at[atom] = index
    return pairs


def _plain_line(line: str) -> str:
    tokens = list(_TOKEN.finditer(line))
    removed = [0] * len(tokens)
    for atom, first, last in _pairs(line, tokens):
        removed[first] += len(atom)
        removed[last] += len(atom)
    parts, cursor = [], 0
    for token, count in zip(tokens, removed, strict=True):
        parts.append(line[cursor : token.start()])
        mark = token.group()
        parts.append(mark[1:] if mark[0] == "\\" else mark[count:])
        cursor = token.end()
    parts.append(line[cursor:])
    return "".join(parts)


def _can_open(line: str, token: re.Match[str]) -> bool:
    before = line[token.start() - 1 : token.start()]
    after = line[token.end() : token.end() + 1]
    return bool(after.strip()) and not (token.group() == "_" and _joins_words(before))


def _can_close(line: str, token: re.Match[str]) -> bool:
    before = line[token.start() - 1 : token.start()]
    after = line[token.end() : token.end() + 1]
    return bool(before.strip()) and not (token.group() == "_" and _joins_words(after))


def _joins_words(char: str) -> bool:
    """An underscore beside a Latin letter or digit joins a name (``snake_case``)."""
    return char.isascii() and char.isalnum()
