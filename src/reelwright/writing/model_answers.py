"""What a model said → the document that was asked for, mended where that loses nothing, or what is wrong."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from reelwright.clients.chat import CUT_OFF, Answer
from reelwright.errors import MissingDependency

T = TypeVar("T", bound=msgspec.Struct)

_HANZI = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_REFUSING = re.compile(
    r"^\W*(?:i['’]?m sorry|i am sorry|sorry|i can(?:no|['’])t|i(?:['’]m| am) (?:unable|not able)|as an ai|"
    r"对不起|抱歉|很抱歉|我(?:无法|不能))",
    re.I,
)
_LEAST_CHINESE, _MOST_CHINESE = 0.5, 0.1
_SHOWN = 60


class BadAnswer(Exception):
    """An answer that cannot be used; the message says why, in words that a model understands too."""


def read_answer(answer: Answer, kind: type[T], *, language: str) -> T:
    """The document of ``kind`` in ``answer``. JSON in prose or a fence is found, and slips of the pen
    (commas, quotes, an open bracket) are mended. Raises ``BadAnswer``."""
    text = answer.text.strip()
    if answer.refusal or (_REFUSING.match(text) and "{" not in text):
        raise BadAnswer(f"the model refused: {_shown(answer.refusal or text)}")
    if not text:
        raise BadAnswer("the answer was empty")
    if "{" not in text:
        raise BadAnswer(f"the answer was prose and not JSON: {_shown(text)}")
    tree = _mended(text, is_cut_off=answer.ended == CUT_OFF)
    try:
        document = msgspec.convert(tree, kind, strict=False)
    except msgspec.ValidationError as problem:
        raise BadAnswer(f"the JSON does not fit: {problem}") from None
    _check_language(document, language)
    return document


def _mended(text: str, *, is_cut_off: bool) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        # Closing its brackets would hide that half of the story is not there.
        if is_cut_off:
            raise BadAnswer("the answer was cut off at its end; say the same in fewer words") from None
    try:
        from json_repair import repair_json
    except ImportError as problem:
        raise MissingDependency(
            "JSON of models is mended by the package json-repair, which is not here",
            next_step="Run: pip install 'reelwright[writer]'",
        ) from problem
    tree = repair_json(text[text.index("{") :], return_objects=True)
    # Prose after the object makes a list of several.
    if isinstance(tree, list):
        tree = next((part for part in tree if isinstance(part, dict)), None)
    return tree


def _check_language(document: msgspec.Struct, language: str) -> None:
    said = "".join(_texts(msgspec.to_builtins(document)))
    letters = len(_LETTER.findall(said))
    if not letters:
        raise BadAnswer("there are no words in the answer")
    share, language = len(_HANZI.findall(said)) / letters, language.partition("-")[0]
    is_free = language in ("ja", "ko")
    is_chinese = language == "zh"
    if (is_chinese and share < _LEAST_CHINESE) or (not is_chinese and not is_free and share > _MOST_CHINESE):
        wanted = "Chinese" if is_chinese else "English" if language == "en" else language
        raise BadAnswer(f"the answer is in another language; it must be in {wanted}")


def _texts(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, (list, tuple)) else ()
    return [text for part in parts for text in _texts(part)]


def _shown(text: str) -> str:
    said = " ".join(text.split())
    return repr(said if len(said) <= _SHOWN else said[:_SHOWN] + "…")
