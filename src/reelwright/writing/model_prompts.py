"""Prompt files of the package, or of the series, and what stands in them → a prompt within a token budget."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

from reelwright.errors import BadInput

PROMPTS_FOLDER = "prompts"
"""In a series folder: a file of the same name there is taken instead of the package's."""
PROMPTS = ("system", "bible", "season", "beats", "scenes", "lines", "polish", "again", "translate", "read")

_LETTERS_A_TOKEN = 3.2
_TOKENS_A_HANZI = 1.3
_HANZI = re.compile(r"[\u2e80-\uffef]")


def tokens_of(text: str) -> int:
    """About how many tokens a text is; rather too many, since every model counts in its own way."""
    hanzi = len(_HANZI.findall(text))
    return math.ceil((len(text) - hanzi) / _LETTERS_A_TOKEN + hanzi * _TOKENS_A_HANZI)


class Prompts:
    """The prompts of one series; ``folder`` is the series'."""

    def __init__(self, folder: Path) -> None:
        self._own = folder / PROMPTS_FOLDER
        self._read: dict[str, str] = {}

    def filled(
        self, name: str, values: Mapping[str, str], *, tokens_max: int, shrinking: Sequence[str] = ()
    ) -> str:
        """The prompt ``name`` with ``$values`` in it. Where it is over ``tokens_max``, the values named in
        ``shrinking`` lose their last lines, the first named first. Raises ``BadInput`` where that does not
        help, and for a word of a prompt that nobody fills."""
        kept = dict(values)
        text = self._substituted(name, kept)
        for key in shrinking:
            lines = kept[key].splitlines()
            while lines and tokens_of(text) > tokens_max:
                lines.pop()
                kept[key] = "\n".join(lines)
                text = self._substituted(name, kept)
        if (needed := tokens_of(text)) > tokens_max:
            raise BadInput(
                f"The question of the pass {name} is about {needed} tokens; room is for {max(tokens_max, 0)}",
                next_step="Raise context_tokens under [writer] in series.toml, or shorten the prompt.",
            )
        return text

    def _substituted(self, name: str, values: Mapping[str, str]) -> str:
        try:
            return Template(self._template(name)).substitute(values).strip()
        except (KeyError, ValueError) as problem:
            raise BadInput(
                f"The prompt {name} cannot be filled: {problem}",
                where=str(self._own / f"{name}.md"),
                next_step=f"It may use: {', '.join(f'${key}' for key in values)}; $$ is a dollar sign.",
            ) from None

    def _template(self, name: str) -> str:
        if name not in self._read:
            own = self._own / f"{name}.md"
            try:
                found = own.read_text(encoding="utf-8") if own.is_file() else _of_the_house(name)
            except (OSError, UnicodeDecodeError) as problem:
                raise BadInput(f"A prompt cannot be read: {problem}", where=str(own)) from None
            self._read[name] = found
        return self._read[name]


def _of_the_house(name: str) -> str:
    return (files("reelwright.writing") / "prompts" / f"{name}.md").read_text(encoding="utf-8")
