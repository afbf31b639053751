"""What somebody tries who means ill: each try gets a clear answer, and nothing."""

from __future__ import annotations

import smtplib
import socket
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from fastapi import FastAPI, Request
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import PASSWORD, another_device, deliver, sign_up

from reelwright.errors import BadInput
from reelwright.theatre.accounts.devices import device_name
from reelwright.theatre.accounts.letters import Postman
from reelwright.theatre.accounts.signing import plain_mail
from reelwright.theatre.store import Job
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall, client_of
from reelwright.theatre.web.settings import Settings, read_settings


def hall(theatre: TestClient) -> Hall:
    return theatre.app.state.hall  # type: ignore[attr-defined,no-any-return]


def test_another_site_signs_nobody_in(theatre: TestClient) -> None:
    """Without a session, too: a visitor who is signed in as the attacker tells the attacker what they do."""
    sign_up(theatre)
    visitor = another_device(theatre)
    form = {"mail": "mara@example.com", "password": PASSWORD}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        answer = visitor.post("/sign-in", data=form, headers=headers, follow_redirects=False)
        assert answer.status_code == 403 and "session" not in visitor.cookies, headers
    del visitor.headers["sec-fetch-site"]
    answer = visitor.post("/sign-in", data=form, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403 and "session" not in visitor.cookies
    assert visitor.post("/sign-in", data=form, follow_redirects=False).status_code == 303, "a program may"


def test_an_odd_cookie_hides_no_session_from_the_guard(theatre: TestClient) -> None:
    sign_up(theatre)
    evil = another_device(theatre)
    del evil.headers["sec-fetch-site"]
    for odd in ("bad[]=1", "a b=c", '"', "x=\x80"):
        cookie = f"{odd}; session={theatre.cookies['session']}".encode("latin-1")
        assert evil.get("/api/session", headers={"cookie": cookie}).json()["id"], odd
        assert evil.post("/sign-out", headers={"cookie": cookie}).status_code == 403, odd


def test_cookies_behind_https_are_for_https_alone(settings: Settings, clock: ManualClock) -> None:
    environment = {"DATABASE_URL": settings.database_url, "REELWRIGHT_PUBLIC_URL": "https://theatre.example"}
    app = make_app(read_settings(settings.folder, environment), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        for answer in (client.post("/api/session"), client.get("/sign-in?lang=zh")):
            assert (
                "; Secure" in answer.headers["set-cookie"] and "SameSite=Lax" in answer.headers["set-cookie"]
            )


def test_links_in_letters_lead_to_this_theatre_whatever_the_host_says(theatre: TestClient) -> None:
    sign_up(theatre)
    theatre.post("/forgot", data={"mail": "mara@example.com"}, headers={"host": "evil.example"})
    here = hall(theatre)
    deliver(theatre)
    text = (here.settings.folder / "letters.txt").read_text()
    assert "http://testserver/reset" in text.replace("=\n", "") and "evil" not in text
    left = here.store.read(
        lambda c: c.execute(select(outbox.c.body).where(outbox.c.done_us > 0)).scalars().all()
    )
    assert set(left) == {"{}"}, "a link that opens an account is kept nowhere"


def test_nobodys_letter_box_is_flooded_from_many_addresses(theatre: TestClient) -> None:
    object.__setattr__(hall(theatre), "settings", _behind_proxy(hall(theatre).settings))
    codes = [
        theatre.post(
            "/forgot", data={"mail": "mara@example.com"}, headers={"x-real-ip": f"10.0.0.{number}"}
        ).status_code
        for number in range(8)
    ]
    assert codes[:5] == [200] * 5 and codes[5:] == [429] * 3


def _behind_proxy(settings: Settings) -> Settings:
    import msgspec

    return msgspec.structs.replace(settings, trusts_proxy=True)


NETWORKS = {
    "192.0.2.7": "192.0.2.7",
    "::ffff:192.0.2.7": "192.0.2.7",
    "2001:db8::a:b:c:d": "2001:db8::/64",
    "2001:db8::e:b:c:9": "2001:db8::/64",
    "2001:db8:0:1::5": "2001:db8:0:1::/64",
    "fe80::1%eth0": "fe80::/64",
    "' OR 1=1": "' OR 1=1",
}


def test_a_network_counts_as_one(theatre: TestClient) -> None:
    object.__setattr__(hall(theatre), "settings", _behind_proxy(hall(theatre).settings))
    for address, counted in NETWORKS.items():
        headers = [(b"x-real-ip", address.encode())]
        scope = {"type": "http", "headers": headers, "app": theatre.app, "client": None}
        assert client_of(Request(scope)) == counted


def test_a_session_that_is_used_lasts_on(theatre: TestClient, clock: ManualClock) -> None:
    sign_up(theatre)
    for _ in range(3):
        clock.pass_s(170 * 86_400)
        answer = theatre.get("/api/session")
        assert answer.json()["id"] and "session=" in answer.headers["set-cookie"]
    assert "set-cookie" not in theatre.get("/api/session").headers
    clock.pass_s(-400 * 86_400)
    assert theatre.get("/api/session").json()["id"], "a clock that goes back ends nothing"
    clock.pass_s((400 + 181) * 86_400)
    assert theatre.get("/api/session").json()["id"] == ""


@pytest.mark.parametrize(
    "text", ["a\0b", "\ud7ff\uffff", "é" * 300, "9" * 40, "-1", "%00", "\r\nset-cookie: x=1"]
)
def test_strange_characters_get_an_answer(theatre: TestClient, text: str) -> None:
    """Neither database is asked for what it cannot hold; no line gets into a header or a letter."""
    sign_up(theatre)
    for path, data in (
        ("/sign-in", {"mail": f"{text}@example.com", "password": text, "next": f"/{text}"}),
        ("/sign-up", {"mail": f"{text}@example.com", "password": text, "name": text}),
        ("/forgot", {"mail": f"{text}@example.com"}),
        ("/reset", {"token": text, "password": PASSWORD}),
        ("/sessions/end", {"name": text}),
        ("/account/delete", {"password": text}),
    ):
        answer = theatre.post(path, data=data, follow_redirects=False)
        assert answer.status_code < 500 and "x" not in answer.cookies, path
    assert theatre.get("/sign-in", params={"next": text, "lang": text}).status_code < 500
    assert theatre.get("/verify", params={"token": text}).status_code in (410, 422)


def test_an_address_has_no_hidden_characters() -> None:
    assert plain_mail(" Mara@Example.COM ") == "mara@example.com"
    for bad in (
        "a\0b@example.com",
        "a@b",
        "a b@c.de",
        "a@b.c\n",
        "a@b..",
        "a@@b.de",
        "a@x\x7f.de",
        "",
        "a" * 300,
    ):
        with pytest.raises(BadInput):
            plain_mail(bad.strip("\n") + ("" if "\n" not in bad else "\nx"))


def test_what_breaks_is_told_and_guarded(theatre: TestClient, settings: Settings, clock: ManualClock) -> None:
    app: FastAPI = theatre.app  # type: ignore[assignment]

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("secret detail")

    visitor = TestClient(app, raise_server_exceptions=False)
    answer = visitor.get("/broken", headers={"accept": "text/html"})
    assert answer.status_code == 500 and "secret detail" not in answer.text
    assert (
        answer.headers["x-request-id"] in answer.text
        and "script-src" in answer.headers["content-security-policy"]
    )


def test_a_password_of_the_mail_server_is_never_sent_in_the_clear(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without TLS that is not this machine's gets none; the outbox tries again."""
    seen: list[bytes] = []

    class Catcher:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            seen.append(b"letter")
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Catcher(), hostname="127.0.0.1", port=port)
    server.start()
    # A name that is this machine, as only this test knows.
    ours = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **named: ours("127.0.0.1", *more, **named))
    try:
        job = Job("k", "letter", {"to": "a@example.com", "subject": "s", "text": "t"}, 1)
        postman = Postman(f"smtp://u:pw@mail.example:{port}", "t@example.com", clock, unsent=pytest.fail)
        with pytest.raises(BadInput, match="in the clear"):
            postman(job)
        near = Postman(f"smtp://u:pw@localhost:{port}", "t@example.com", clock, unsent=pytest.fail)
        with pytest.raises(smtplib.SMTPException):
            near(job)  # no AUTH there without TLS, either
    finally:
        server.stop()
    assert not seen


def test_a_missing_package_names_the_theatres_extra() -> None:
    from reelwright.build.running import missing_library

    for name, extra in (("fastapi", "[theatre]"), ("sqlalchemy.exc", "[theatre]"), ("numpy", "[studio]")):
        problem = missing_library(ModuleNotFoundError(f"No module named {name!r}", name=name))
        assert extra in problem.next_step, name


def test_the_help_needs_neither_studio_nor_theatre(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys\n"
        "class Away:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        away = ('fastapi', 'uvicorn', 'sqlalchemy', 'jinja2', 'numpy', 'skia', 'av')\n"
        "        if name.partition('.')[0] in away:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Away())\n"
        "from reelwright.cli import main\n"
        "main()\n"
    )
    for words, code, said in ((["--help"], 0, "serve"), (["serve"], 2, "reelwright[theatre]")):
        ran = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert ran.returncode == code and said in " ".join((ran.stdout + ran.stderr).split()), ran.stderr


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0", "Samsung Internet · Android"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_device_has_a_name_that_its_owner_knows(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
