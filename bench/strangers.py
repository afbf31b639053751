"""What must not play: copied links, copied and changed passes, sessions of nobody, ads of others.

Each attempt is a function of a player who may not watch ``version``; an answer that gives anything is a leak.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bench.player import Player
from bench.visitor import Answer

REFUSED = (400, 401, 402, 403, 404, 409)
Attempt = Callable[[Player, str, str], Awaitable[Answer]]


async def copied_link(player: Player, version: str, address: str) -> Answer:
    """The address alone, with what this viewer's own browser sends."""
    return await player.visitor.get(address)


async def copied_link_of_nobody(player: Player, version: str, address: str) -> Answer:
    """The address without any cookie."""
    return await player.visitor.get(address, cookie="")


async def copied_pass(player: Player, version: str, address: str) -> Answer:
    """The pass of somebody who has paid, in this viewer's own session."""
    return await player.visitor.get(address, cookie=_with(player, _anothers_pass(player, version)))


async def copied_pass_alone(player: Player, version: str, address: str) -> Answer:
    """The same without a session."""
    return await player.visitor.get(address, cookie=f"pass={_anothers_pass(player, version)}")


async def changed_pass(player: Player, version: str, address: str) -> Answer:
    """The pass of another, with this viewer's name in it as far as they know theirs."""
    theirs = _anothers_pass(player, version).split(".")
    mine = _own_pass(player).split(".")
    if len(theirs) == len(mine) == 6:
        theirs[3] = mine[3]
    return await player.visitor.get(address, cookie=_with(player, ".".join(theirs)))


async def pass_of_a_free_episode(player: Player, version: str, address: str) -> Answer:
    """One's own good pass, for another version."""
    return await player.visitor.get(address, cookie=_with(player, _own_pass(player)))


async def session_of_nobody(player: Player, version: str, address: str) -> Answer:
    """A session that was never given out."""
    return await player.visitor.get(address, cookie=f"session={player.chance.getrandbits(256):064x}")


ATTEMPTS: Sequence[Attempt] = (
    copied_link, copied_link_of_nobody, copied_pass, copied_pass_alone, changed_pass, pass_of_a_free_episode,
    session_of_nobody,
)  # fmt: skip


async def try_something(player: Player) -> None:
    """One attempt at something of others, where there is anything to attempt."""
    loot, chance = player.seen.loot, player.chance
    others = [nonce for number, nonce in loot.nonces if number != player.number]
    if others and chance.random() < 0.1:
        answer = await player.visitor.post("/api/ads/finish", {"nonce": chance.choice(others)})
        _judge(player, "ad of another", "a nonce", answer)
    closed = sorted(loot.addresses.keys() - player.granted)
    if closed:
        version, attempt = chance.choice(closed), chance.choice(ATTEMPTS)
        answer = await attempt(player, version, chance.choice(loot.addresses[version]))
        _judge(player, attempt.__name__.replace("_", " "), version, answer)


def _judge(player: Player, what: str, of: str, answer: Answer) -> None:
    if 200 <= answer.status < 400:
        player.seen.done[what] += 1
        player.seen.leaks.append(f"{what}: {of} for player {player.number}: {answer.status}")
    else:
        player.expect(what, answer, *REFUSED)


def _anothers_pass(player: Player, version: str) -> str:
    found = player.seen.loot.passes.get(version)
    return player.chance.choice(found) if found else "none"


def _own_pass(player: Player) -> str:
    return next(iter(player.visitor.values_of("pass")), "none")


def _with(player: Player, token: str) -> str:
    return f"pass={token}; session={player.visitor.cookies.get(('session', '/'), '')}"
