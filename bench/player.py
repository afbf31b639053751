"""A simulated player: who watches as the page's own player asks, and notes what goes wrong and what leaks.

It takes cards from the feed, asks for each episode's source, plays the playlists and segments, reports what
was watched, and at a locked episode pays with coins, watches an ad or goes on. What must not play for it is
tried by ``bench.strangers``.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.visitor import Answer, Visitor

CARDS_REMEMBERED = 40


@dataclass
class Loot:
    """What somebody could have copied from others: addresses of paid episodes that they play, by version; the
    passes that they play them with; the nonces of ads that they have begun."""

    addresses: dict[str, list[str]] = field(default_factory=dict)
    passes: dict[str, list[str]] = field(default_factory=dict)
    nonces: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Seen:
    """What all players have seen together: how often what was done, what went wrong, what leaked."""

    done: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    loot: Loot = field(default_factory=Loot)


@dataclass(frozen=True)
class Manners:
    """How somebody watches: seconds a segment takes, and how many of an episode are watched at the most."""

    segment_s: float = 4.0
    segments_max: int = 4
    unlocks_share: float = 0.7
    ads_share: float = 0.5


class Player:
    """One viewer, from the moment they come until ``until_s`` of the loop's clock."""

    def __init__(
        self, number: int, visitor: Visitor, seen: Seen, manners: Manners, *, until_s: float
    ) -> None:
        self.number, self.visitor, self.seen = number, visitor, seen
        self.manners, self.until_s = manners, until_s
        self.chance = random.Random(number)
        self.granted: set[str] = set()
        """The versions that this viewer may watch: free, or unlocked by them."""
        self._shown: list[str] = []

    @property
    def is_over(self) -> bool:
        return asyncio.get_running_loop().time() >= self.until_s

    def expect(self, what: str, answer: Answer, *statuses: int) -> bool:
        """Note an answer; whether it is one of ``statuses``."""
        self.seen.done[what] += 1
        if answer.status in statuses:
            return True
        self.seen.errors.append(f"{what}: {answer.status} {answer.body[:200]!r}")
        return False

    async def rest(self, seconds: float) -> None:
        """Nothing, for ``seconds`` or until the end."""
        left_s = self.until_s - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, min(seconds, left_s)))

    async def cards(self) -> list[dict[str, Any]]:
        """What the feed shows next."""
        shown = ",".join(self._shown[-CARDS_REMEMBERED:])
        answer = await self.visitor.get(f"/api/feed?shown={shown}")
        if not self.expect("feed", answer, 200):
            return []
        found: list[dict[str, Any]] = answer.told()["cards"]
        if not found:
            self._shown.clear()
        self._shown += [card["episode"] for card in found]
        return found

    async def watch(self, episode: str, choice: str | None) -> str:
        """Play an episode if it may be played, paying or not where it is locked; the one after it, or ""."""
        source = await self._source(episode)
        if source is not None and source["state"] == "locked":
            source = await self._past_the_wall(episode)
        if source is None or source["state"] == "locked":
            return ""
        await self._play(source, choice)
        return str(source["next"])

    async def _source(self, episode: str) -> dict[str, Any] | None:
        answer = await self.visitor.get(f"/api/episodes/{episode}/source")
        if not self.expect("source", answer, 200):
            return None
        source: dict[str, Any] = answer.told()
        if source["state"] == "locked" and (source["hls"] or source["captions"]):
            self.seen.leaks.append(f"the source of {episode}, locked: {source}")
        elif source["state"] != "locked":
            self.granted.add(version_of(source["hls"]))
        return source

    async def _past_the_wall(self, episode: str) -> dict[str, Any] | None:
        answer = await self.visitor.get(f"/api/episodes/{episode}/offers")
        if not self.expect("offers", answer, 200):
            return None
        told = answer.told()
        ways = {way["kind"]: way for way in told["ways"]}
        coins = ways["coins"]["coins"]
        if coins <= told["balance"] and self.chance.random() < self.manners.unlocks_share:
            return await self._unlock(episode, coins, told["balance"])
        if ways["ad"]["left"] and self.chance.random() < self.manners.ads_share:
            return await self._watch_ad(episode)
        return None

    async def _unlock(self, episode: str, coins: int, balance: int) -> dict[str, Any] | None:
        body, key = {"episodes": [episode], "most_coins": coins}, secrets.token_hex(16)
        answer = await self.visitor.post("/api/unlocks", body, key=key)
        if not self.expect("unlock", answer, 200):
            return None
        if answer.told()["balance"] != balance - coins:
            self.seen.errors.append(f"unlock: {balance} - {coins} coins is {answer.told()['balance']}")
        again = await self.visitor.post("/api/unlocks", body, key=key)
        if self.expect("unlock again", again, 200) and again.body != answer.body:
            self.seen.errors.append(f"unlock: {answer.body!r}, again {again.body!r}")
        return await self._opened(episode)

    async def _watch_ad(self, episode: str) -> dict[str, Any] | None:
        begun = await self.visitor.post("/api/ads", {"episode": episode})
        if not self.expect("ad", begun, 201):
            return None
        nonce, least_s = begun.told()["nonce"], begun.told()["ad"]["least_ms"] / 1000
        self.seen.loot.nonces.append((self.number, nonce))
        early = await self.visitor.post("/api/ads/finish", {"nonce": nonce})
        self.expect("ad too early", early, 409)
        if early.status == 200:
            self.seen.leaks.append(f"the ad for {episode} was over at once")
        await self.rest(least_s + 0.2)
        if self.is_over:
            return None
        if not self.expect("ad over", await self.visitor.post("/api/ads/finish", {"nonce": nonce}), 200):
            return None
        return await self._opened(episode)

    async def _opened(self, episode: str) -> dict[str, Any] | None:
        source = await self._source(episode)
        if source is not None and source["state"] != "unlocked":
            self.seen.errors.append(f"{episode} was paid for and is {source['state']}")
        return source

    async def _play(self, source: dict[str, Any], choice: str | None) -> None:
        master = str(source["hls"])
        answer = await self.visitor.get(master)
        if not self.expect("playlist", answer, 200):
            return
        lists = await self._playlists(master, answer)
        play = secrets.token_hex(8)
        await self._report("started", play, source, choice, 0, 0)
        length = max((len(one) for one in lists), default=0)
        watched = min(length, self.chance.randint(1, self.manners.segments_max))
        for at in range(watched):
            for one in lists:
                for address in [one[0], one[1 + at]] if at == 0 else one[1 + at : 2 + at]:
                    self.expect("segment", await self.visitor.get(address), 200)
            await self.rest(self.manners.segment_s)
            await self._report("watched", play, source, choice, at, at + 1)
        if source["state"] == "unlocked":
            self._leave_lying(version_of(master), [master, *(one[-1] for one in lists)])

    async def _playlists(self, master: str, answer: Answer) -> list[list[str]]:
        """The head and the segments of one rendition and of the sound, by their addresses."""
        folder = master.rpartition("/")[0]
        found = []
        for name in named_in(answer.body.decode())[-2:]:
            told = await self.visitor.get(f"{folder}/{name}")
            if self.expect("playlist", told, 200):
                at = f"{folder}/{name}".rpartition("/")[0]
                found.append([f"{at}/{one}" for one in named_in(told.body.decode())])
        return found

    async def _report(
        self, kind: str, play: str, source: dict[str, Any], choice: str | None, start: int, end: int
    ) -> None:
        body = {"kind": kind, "play": play, "episode": source["episode"], "choice": choice}
        body |= {"from_ms": start * 2000, "to_ms": end * 2000, "rendition": "180p"}
        self.expect("progress", await self.visitor.post("/api/progress", body), 204)
        if not self.visitor.csrf:
            await self.visitor.open()  # whoever begins to watch has become a guest

    def _leave_lying(self, version: str, addresses: Sequence[str]) -> None:
        self.seen.loot.addresses[version] = list(addresses)
        self.seen.loot.passes[version] = self.visitor.values_of("pass", version)


def named_in(playlist: str) -> list[str]:
    """The addresses in a playlist, in their order; of a master playlist the sound's last."""
    lines = playlist.splitlines()
    quoted = [line.split('URI="')[1].split('"')[0] for line in lines if 'URI="' in line]
    plain = [line for line in lines if line and not line.startswith("#")]
    return [*plain[:1], *quoted] if "#EXT-X-STREAM-INF" in playlist else [*quoted, *plain]


def version_of(address: str) -> str:
    """The version in an address below ``/media/``."""
    return address.split("/")[2]
