"""``takes.toml``: which takes of a shot there are, and which one the film shows.

Take 1 is the shot as it is written and stands in no file. Another has a seed of its own, or an engine: chance
in acting and camera falls otherwise, words and cuts stay. The file is text for git, and the author's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from reelwright.errors import BadInput, Notice

TAKES_FILE = "takes.toml"
AS_WRITTEN = 1


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """A way to film a shot. ``seed`` 0 is the series' own, ``engine`` "" the series' camera; ``asked`` is a
    date."""

    number: int
    seed: int = 0
    engine: str = ""
    asked: str = ""
    note: str = ""


class TakesOfShot(msgspec.Struct, frozen=True, kw_only=True):
    """All takes of a shot but the first, and the number of the chosen one."""

    chosen: int = AS_WRITTEN
    take: tuple[Take, ...] = ()

    def numbered(self, number: int) -> Take:
        """Raises ``BadInput`` for a number that there is not."""
        for take in (Take(number=AS_WRITTEN), *self.take):
            if take.number == number:
                return take
        have = ", ".join(str(take.number) for take in (Take(number=AS_WRITTEN), *self.take))
        raise BadInput(f"There is no take {number}", next_step=f"There are {have}.")

    @property
    def next_number(self) -> int:
        return max((take.number for take in self.take), default=AS_WRITTEN) + 1


Takes = Mapping[str, TakesOfShot]
"""By shot: ``2/k3f9.line``."""


def read_takes(path: Path) -> dict[str, TakesOfShot]:
    """The takes of a series; none when there is no file. Raises ``BadInput``, also for a chosen number that
    there is not."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"The takes cannot be read: {problem}", where=str(path)) from None
    try:
        takes = msgspec.convert(tomllib.loads(text), dict[str, TakesOfShot])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise BadInput(
            f"The takes are not right: {problem}",
            where=str(path),
            next_step='A shot has a table ["2/k3f9.line"] with chosen = 2 and [["2/k3f9.line".take]].',
        ) from None
    for address, of_shot in takes.items():
        try:
            of_shot.numbered(of_shot.chosen)
        except BadInput as problem:
            raise BadInput(problem.what, where=f"{path}, {address}", next_step=problem.next_step) from None
    return takes


def chosen_takes(takes: Takes, number: int) -> dict[str, Take]:
    """The chosen takes of an episode by the id of their shot; those as written are left out."""
    prefix = f"{number}/"
    return {
        address.removeprefix(prefix): of_shot.numbered(of_shot.chosen)
        for address, of_shot in takes.items()
        if address.startswith(prefix) and of_shot.chosen != AS_WRITTEN
    }


def vanished(takes: Takes, number: int, shot_ids: frozenset[str], where: Path) -> tuple[Notice, ...]:
    """A warning for each shot of an episode that has takes and is no longer there."""
    return tuple(
        Notice(
            code="take-without-shot",
            message=f"There are takes of {address}, but no such shot",
            where=where.name,
            next_step="They are kept: when its line comes back, so do they. Or remove them from the file.",
        )
        for address in takes
        if address.startswith(f"{number}/") and address.partition("/")[2] not in shot_ids
    )
