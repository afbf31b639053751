"""``/media/…`` over HTTP: who holds a pass, who is sent away, ranges, caching, who sends the bytes."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import select
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import Sketch, make_release

from reelwright.theatre.catalogue.files import FileIndex
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.reading import Terms, current_version
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.catalogue.unpublishing import unpublish
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.web.routes.media import PASS_S, Admission, Handing, MediaApp, Refusal

SECRET = b"a secret of the tests that is long enough"


class SignedPasses:
    """HMAC over viewer, episode and end."""

    def issue(self, admission: Admission, episode: str) -> str:
        said = f"{admission.viewer}.{episode}.{admission.until_us}"
        return f"{said}.{hmac.new(SECRET, said.encode(), hashlib.sha256).hexdigest()}"

    def holds(self, token: str, session: str, episode: str, now_us: int) -> bool:
        said, _, mac = token.rpartition(".")
        if not hmac.compare_digest(hmac.new(SECRET, said.encode(), hashlib.sha256).hexdigest(), mac):
            return False
        viewer, of, until_us = said.split(".")
        return viewer == (session or "guest") and of == episode and int(until_us) > now_us


class Counter:
    """Free episodes for everybody, the others for Mei; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def admit(self, headers: Mapping[bytes, bytes], terms: Terms) -> Admission | Refusal:
        self.asked += 1
        is_mei = b"session=mei" in headers.get(b"cookie", b"")
        if not terms.is_published or (not terms.is_free and not is_mei):
            return Refusal(403, f"Episode {terms.number} is locked", "Unlock it with coins.")
        return Admission("mei" if is_mei else "guest", 1 << 60)


class Theatre:
    """A store, its media and a server over them."""

    def __init__(self, folder: Path, clock: ManualClock, media: str = "", **options: str) -> None:
        self.clock = clock
        self.store = Store(f"sqlite:///{folder}/theatre.db", clock=clock)
        migrate(self.store)
        self.objects = ObjectStore(media or str(folder / "media"), options=options)
        self.gate = Counter()
        self.release = make_release(folder / "release", episodes=2)
        self.publish(self.release)

    def publish(self, release: Path) -> None:
        publish(self.store, self.objects, release, Offer(price_coins=10, free_count=1))

    def version(self, number: int) -> str:
        def find(connection):  # type: ignore[no-untyped-def]
            return current_version(
                connection, connection.scalar(select(episode.c.id).where(episode.c.number == number))
            )

        return self.store.read(find).version

    @contextmanager
    def served(self, handing: Handing | None = None) -> Iterator[str]:
        media = MediaApp(
            FileIndex(self.store), self.objects, self.gate, SignedPasses(), self.clock, handing=handing
        )

        async def app(scope, receive, send):  # type: ignore[no-untyped-def]
            if scope["type"] == "http":
                await media(scope, receive, send)

        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    made = Theatre(tmp_path_factory.mktemp("theatre"), ManualClock())
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def address(theatre: Theatre) -> Iterator[str]:
    with theatre.served() as address:
        yield address


def test_a_free_episode_plays_for_a_guest_and_asks_the_gate_once(theatre: Theatre, address: str) -> None:
    version = theatre.version(1)
    asked = theatre.gate.asked
    at = theatre.release / "episodes/01"
    with httpx.Client(base_url=f"{address}/media/{version}/") as player:
        for path in sorted(p.relative_to(at).as_posix() for p in at.rglob("*") if p.is_file()):
            answer = player.get(path)
            assert answer.status_code == 200 and answer.content == (at / path).read_bytes(), path
        assert answer.headers["content-type"]
    assert theatre.gate.asked == asked + 1


def test_a_copied_link_does_not_play_for_a_stranger(theatre: Theatre, address: str) -> None:
    version = theatre.version(2)
    links = [f"{address}/media/{version}/hls/{name}" for name in ("master.m3u8", "180p/0001.m4s")]
    with httpx.Client(cookies={"session": "mei"}) as mei, httpx.Client() as stranger:
        for link in links:
            assert mei.get(link).status_code == 200
            answer = stranger.get(link)
            assert answer.status_code == 403 and answer.json()["next_step"] == "Unlock it with coins."
            assert b"180p" not in answer.content and "set-cookie" not in answer.headers
        assert stranger.get(f"{address}/media/{version}/captions.en.vtt").status_code == 403
        assert stranger.get(f"{address}/media/{version}/lines.json").status_code == 403


def test_segments_are_one_file_for_who_knows_no_hls(theatre: Theatre, address: str) -> None:
    """Header and segments end to end, any part of it, behind the same gate."""
    at = theatre.release / "episodes/02/hls/180p"
    whole = b"".join((at / name).read_bytes() for name in ("init.mp4", "0000.m4s", "0001.m4s", "0002.m4s"))
    link = f"{address}/media/{theatre.version(2)}/hls/180p/film.mp4"
    assert httpx.get(link).status_code == 403
    with httpx.Client(cookies={"session": "mei"}) as mei:
        answer = mei.get(link)
        assert (answer.content, answer.headers["content-type"]) == (whole, "video/mp4")
        for first, last in (
            (0, 9),
            (20, 20),
            (len(whole) // 3, 2 * len(whole) // 3),
            (len(whole) - 5, 10**9),
        ):
            part = mei.get(link, headers={"range": f"bytes={first}-{last}"})
            assert part.status_code == 206 and part.content == whole[first : last + 1]
        assert mei.get(link, headers={"range": f"bytes={len(whole)}-"}).status_code == 416
        assert mei.get(link, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
        for other in ("hls/film.mp4", "film.mp4", "hls/180p/film.mp4/x"):
            assert mei.get(f"{address}/media/{theatre.version(2)}/{other}").status_code == 404


def test_a_pass_opens_its_own_episode_alone(theatre: Theatre, address: str) -> None:
    free, paid = theatre.version(1), theatre.version(2)
    token = httpx.get(f"{address}/media/{free}/hls/master.m3u8").cookies["pass"]
    link = f"{address}/media/{paid}/hls/180p/0001.m4s"
    assert httpx.get(link, cookies={"pass": token}).status_code == 403


def test_a_pass_runs_out_and_is_renewed_while_one_may_watch(theatre: Theatre, address: str) -> None:
    link = f"{address}/media/{theatre.version(2)}/hls/180p/0001.m4s"
    with httpx.Client(cookies={"session": "mei"}) as mei:
        token = mei.get(link).cookies["pass"]
        asked = theatre.gate.asked
        assert mei.get(link).status_code == 200 and theatre.gate.asked == asked
        theatre.clock.pass_s(PASS_S + 1)
        assert mei.get(link).cookies["pass"] != token and theatre.gate.asked == asked + 1


@pytest.mark.parametrize("how", ["changed", "cut", "emptied", "of another secret", "nonsense"])
def test_a_forged_pass_is_refused(theatre: Theatre, address: str, how: str) -> None:
    link = f"{address}/media/{theatre.version(2)}/hls/180p/0001.m4s"
    token = httpx.get(link, cookies={"session": "mei"}).cookies["pass"]
    said, _, mac = token.rpartition(".")
    forged = {
        "changed": f"{said.replace('mei', 'ren')}.{mac}",
        "cut": token[:-1],
        "emptied": f"{said}.",
        "of another secret": f"{said}.{hmac.new(b'x' * 40, said.encode(), hashlib.sha256).hexdigest()}",
        "nonsense": "%00..%ff",
    }[how]
    answer = httpx.get(link, headers={"cookie": f"pass={forged}; session=ren"})
    assert answer.status_code == 403 and answer.json()["what"] == "Episode 2 is locked"
    asked = theatre.gate.asked  # it does not speak for its owner either
    assert httpx.get(link, headers={"cookie": f"pass={forged}; session=mei"}).status_code == 200
    assert theatre.gate.asked == asked + 1


def test_a_copied_pass_is_of_no_use_without_its_session(theatre: Theatre, address: str) -> None:
    link = f"{address}/media/{theatre.version(2)}/hls/180p/0001.m4s"
    token = httpx.get(link, cookies={"session": "mei"}).cookies["pass"]
    for session in ("", "; session=ren"):
        assert httpx.get(link, headers={"cookie": f"pass={token}{session}"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "../../../../etc/passwd",
        "hls/../../secret",
        "hls/%2e%2e/%2e%2e/x",
        "..%2f..%2fetc%2fpasswd",
        "hls//master.m3u8",
        "/etc/passwd",
        "hls%5c..%5cx",
        "hls/master.m3u8%00.png",
        "",
        "x" * 400,
    ],
)
def test_a_malformed_address_is_refused(theatre: Theatre, address: str, path: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    status, body = raw_get(host, int(port), f"/media/{theatre.version(1)}/{path}")
    assert status in (400, 404) and b"root:" not in body
    assert b"next_step" in body


@pytest.mark.parametrize("version", ["nothing", "0" * 16, "' OR 1=1 --", "0" * 15 + "u"])
def test_a_version_that_is_not_there(address: str, version: str) -> None:
    answer = httpx.get(f"{address}/media/{version}/hls/master.m3u8")
    assert answer.status_code in (400, 404) and answer.json()["what"]


def test_media_are_only_read(theatre: Theatre, address: str) -> None:
    answer = httpx.post(f"{address}/media/{theatre.version(1)}/hls/master.m3u8", content=b"x")
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"


def test_ranges(theatre: Theatre, address: str) -> None:
    link = f"{address}/media/{theatre.version(1)}/hls/180p/0001.m4s"
    whole = (theatre.release / "episodes/01/hls/180p/0001.m4s").read_bytes()

    def ask(span: str, **more: str) -> httpx.Response:
        return httpx.get(link, headers={"range": span, **more})

    part = ask("bytes=10-19")
    assert part.status_code == 206 and part.content == whole[10:20]
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    assert ask("bytes=-5").content == whole[-5:]
    assert ask("bytes=100-").content == whole[100:]
    assert ask(f"bytes=0-{10**9}").content == whole
    outside = ask(f"bytes={len(whole)}-")
    assert outside.status_code == 416 and outside.headers["content-range"] == f"bytes */{len(whole)}"
    for odd in ("bytes=9-3", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=x-y"):
        assert ask(odd).status_code == 200
    assert ask("bytes=0-3", **{"if-range": '"other"'}).status_code == 200
    head = httpx.head(link)
    assert head.content == b"" and int(head.headers["content-length"]) == len(whole)


def test_what_is_kept_and_for_whom(theatre: Theatre, address: str) -> None:
    base = f"{address}/media/{theatre.version(1)}"
    segment = httpx.get(f"{base}/hls/180p/0001.m4s")
    assert segment.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = httpx.get(f"{base}/hls/180p/0001.m4s", headers={"if-none-match": segment.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert httpx.get(f"{base}/hls/master.m3u8").headers["cache-control"] == "private, no-cache"
    poster = httpx.get(f"{address}/media/{theatre.version(2)}/poster.png")
    assert poster.status_code == 200 and poster.headers["cache-control"].startswith("public")


def test_pictures_of_what_is_not_out_are_not_shown(tmp_path: Path) -> None:
    theatre = Theatre(tmp_path, ManualClock())
    late = make_release(tmp_path / "late", slug="late", episodes=[Sketch(7)])
    soon_us = theatre.clock.now_us() + 10_000_000
    publish(theatre.store, theatre.objects, late, Offer(release_us=soon_us))
    with theatre.served() as address:
        link = f"{address}/media/{theatre.version(7)}/poster.png"
        assert httpx.get(link).status_code == 403
        theatre.clock.pass_s(11)
        assert httpx.get(link).status_code == 200
        unpublish(theatre.store, "late")
        theatre.clock.pass_s(6)
        assert httpx.get(link).status_code == 403
    theatre.store.close()


def test_who_plays_an_old_version_plays_it_to_its_end(tmp_path: Path) -> None:
    theatre = Theatre(tmp_path, ManualClock())
    with theatre.served() as address, httpx.Client(cookies={"session": "mei"}) as mei:
        old = theatre.version(2)
        assert mei.get(f"{address}/media/{old}/hls/master.m3u8").status_code == 200
        theatre.publish(make_release(tmp_path / "new", episodes=[Sketch(1), Sketch(2, variant=3)]))
        new = theatre.version(2)
        assert new != old
        first = mei.get(f"{address}/media/{old}/hls/180p/0002.m4s")
        second = mei.get(f"{address}/media/{new}/hls/180p/0002.m4s")
        assert first.status_code == second.status_code == 200 and first.content != second.content
    theatre.store.close()


def test_nginx_is_told_where_the_object_lies(theatre: Theatre) -> None:
    with theatre.served("accel") as address:
        answer = httpx.get(f"{address}/media/{theatre.version(1)}/hls/180p/0001.m4s")
        at = answer.headers["x-accel-redirect"]
        assert answer.content == b"" and at.startswith("/objects/")
        assert theatre.objects.folder is not None
        lies = theatre.objects.folder / at.removeprefix("/objects/")
        assert lies.read_bytes() == (theatre.release / "episodes/01/hls/180p/0001.m4s").read_bytes()
        stranger = httpx.get(f"{address}/media/{theatre.version(2)}/hls/180p/0001.m4s")
        assert stranger.status_code == 403 and "x-accel-redirect" not in stranger.headers


def test_a_file_that_is_gone_from_the_disk_is_said(tmp_path: Path) -> None:
    theatre = Theatre(tmp_path, ManualClock())
    for name, _ in list(theatre.objects.listed()):
        theatre.objects.remove(name)
    with theatre.served() as address:
        answer = httpx.get(f"{address}/media/{theatre.version(1)}/hls/master.m3u8")
        assert answer.status_code == 503 and answer.json()["next_step"] == "Publish it again."
    theatre.store.close()


@pytest.mark.parametrize("handing", ["stream", "redirect"])
def test_media_in_a_bucket(tmp_path: Path, s3_server: str, handing: Handing) -> None:
    keys = {"endpoint": s3_server, "key": "testing", "secret": "testing"}
    theatre = Theatre(tmp_path, ManualClock(), f"s3://shelf/{handing}", **keys)
    at = theatre.release / "episodes/02/hls"
    with theatre.served(handing) as address:
        base = f"{address}/media/{theatre.version(2)}/hls"
        with httpx.Client(cookies={"session": "mei"}) as mei:
            playlist = mei.get(f"{base}/master.m3u8")
            assert playlist.status_code == 200 and playlist.content == (at / "master.m3u8").read_bytes()
            segment = mei.get(f"{base}/180p/0001.m4s")
            assert segment.status_code == (302 if handing == "redirect" else 200)
            if handing == "redirect":
                segment = httpx.get(segment.headers["location"])
            assert segment.content == (at / "180p/0001.m4s").read_bytes()
        assert httpx.get(f"{base}/180p/0001.m4s").status_code == 403
    theatre.store.close()


def raw_get(host: str, port: int, target: str) -> tuple[int, bytes]:
    """A request whose path no client has tidied up."""
    import socket

    with socket.create_connection((host, port)) as one:
        one.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := one.recv(65536):
            answer += piece
    return int(answer.split(b" ", 2)[1]), answer
