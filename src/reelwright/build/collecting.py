"""A store → a smaller one: what nobody needs any more goes, the longest unused first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reelwright.build.action import Action, Made
from reelwright.build.store import Store


@dataclass(frozen=True)
class Collected:
    """What a collection did, or would do: bytes of content before and after, of it needed by a series or
    a pin; and how many actions and files went."""

    before_bytes: int
    after_bytes: int
    needed_bytes: int
    action_count: int
    file_count: int


def collect(store: Store, *, budget_bytes: int, settled_before_s: float, is_dry: bool = False) -> Collected:
    """Remove what no series has now and no pin keeps, until the content takes at most ``budget_bytes``.

    What was last needed longest ago goes first. Content younger than ``settled_before_s`` (seconds since
    1970) stays: a build at work may not have recorded yet what it is for. A build that had just taken up
    something old finds it gone and makes it again.
    """
    sizes = {digest: (size, mtime_s) for digest, size, mtime_s in store.contents()}
    needed = store.needed()
    users: Counter[str] = Counter()
    dispensable: list[tuple[float, str, tuple[str, ...]]] = []
    kept_bytes_of: set[str] = set()
    past = store.past()
    for made, action in store.every():
        digests = tuple(_digests_of(made, action))
        users.update(digests)
        if made.key in needed:
            kept_bytes_of.update(digests)
            continue
        used_s = max([past.get(made.key, 0.0), *(sizes[d][1] for d in digests if d in sizes)])
        if used_s < settled_before_s:
            dispensable.append((used_s, made.key, digests))
    # Content that no record speaks of is what a build that was killed left, or an author's file of before.
    orphans = [d for d, (_, mtime_s) in sizes.items() if not users[d] and mtime_s < settled_before_s]
    before = after = sum(size for size, _ in sizes.values())
    gone_keys: list[str] = []
    gone_files: list[str] = []
    if after > budget_bytes:
        gone_files += orphans
        after -= sum(sizes[digest][0] for digest in orphans)
    for _, key, digests in sorted(dispensable):
        if after <= budget_bytes:
            break
        gone_keys.append(key)
        for digest in digests:
            users[digest] -= 1
            if not users[digest] and digest in sizes:
                gone_files.append(digest)
                after -= sizes[digest][0]
    if not is_dry:
        # Records first: one whose content is gone asks for work, content without a record only for room.
        store.drop(gone_keys)
        for digest in gone_files:
            store.remove(digest)
    return Collected(
        before_bytes=before,
        after_bytes=after,
        needed_bytes=_sum_of(sizes, kept_bytes_of),
        action_count=len(gone_keys),
        file_count=len(gone_files),
    )


def _digests_of(made: Made, action: Action) -> Iterator[str]:
    """Each content that a record speaks of, once."""
    yield from {*made.outputs.values(), *action.inputs.values()}


def _sum_of(sizes: Mapping[str, tuple[int, float]], digests: set[str]) -> int:
    return sum(sizes[digest][0] for digest in digests if digest in sizes)
