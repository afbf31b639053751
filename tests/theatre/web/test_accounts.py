"""Guests, accounts, letters and sessions, as a browser meets them."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from email import message_from_bytes
from email.policy import default

import msgspec
import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import PASSWORD, another_device, deliver, sign_up

from reelwright.theatre.accounts.tables import session, viewer
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.settings import Settings

SCRIPTS = "<script>alert(1)</script>"
INJECTIONS = ("' OR 1=1 --", '"; DROP TABLE viewer; --', "\\'; SELECT pg_sleep(9); --")


def hall(theatre: TestClient) -> Hall:
    return theatre.app.state.hall  # type: ignore[attr-defined,no-any-return]


def letters(theatre: TestClient) -> str:
    """Everything that was posted so far."""
    here = hall(theatre)
    deliver(theatre)
    path = here.settings.folder / "letters.txt"
    return path.read_text().replace("=\n", "").replace("=3D", "=") if path.exists() else ""


def link(theatre: TestClient, path: str) -> str:
    return re.findall(rf"http://testserver({path}\?token=[\w-]+)", letters(theatre))[-1]


def test_looking_leaves_no_trace_and_acting_makes_a_guest(theatre: TestClient) -> None:
    assert theatre.get("/sign-in").status_code == 200 and not theatre.cookies
    guest = theatre.post("/api/session").json()
    assert guest["is_guest"] and guest["id"] and len(guest["csrf"]) == 32
    assert theatre.get("/api/session").json() == guest
    kept = hall(theatre).store.read(lambda c: c.execute(select(session.c.digest)).scalar_one())
    assert theatre.cookies["session"].encode() not in kept


def test_a_guest_becomes_an_account_without_losing_the_row(theatre: TestClient) -> None:
    guest = theatre.post("/api/session").json()
    before = theatre.cookies["session"]
    sign_up(theatre)
    account = theatre.get("/api/session").json()
    assert account["id"] == guest["id"] and not account["is_guest"] and account["name"] == "Mara"
    assert theatre.cookies["session"] != before, "a planted session must open nothing"
    stranger = another_device(theatre)
    stranger.cookies.set("session", before)
    assert stranger.get("/api/session").json()["id"] == ""


def test_what_a_guest_had_is_handed_over_at_sign_in(theatre: TestClient) -> None:
    sign_up(theatre)
    handed: list[tuple[int, int]] = []
    hall(theatre).belongings.merges.append(lambda c, g, v, *, now_us: handed.append((g, v)))
    phone = another_device(theatre)
    phone.post("/api/session")
    answer = phone.post(
        "/sign-in", data={"mail": "MARA@example.com ", "password": PASSWORD, "next": "/account"}
    )
    assert answer.url.path == "/account" and len(handed) == 1
    assert phone.get("/api/session").json()["id"] == theatre.get("/api/session").json()["id"]
    page = phone.get("/account").text
    assert page.count('name="name"') == 1, "the other session can be ended"
    name = re.findall(r'name="name" value="(\w+)"', page)[0]
    phone.post("/sessions/end", data={"name": name})
    assert theatre.get("/api/session").json()["id"] == ""


def test_letters_verify_and_reset_once(theatre: TestClient, clock: ManualClock) -> None:
    sign_up(theatre)
    assert "not verified" in theatre.get("/account").text
    address = link(theatre, "/verify")
    assert theatre.get(address).status_code == 200
    assert "not verified" not in theatre.get("/account").text
    assert theatre.get(address).status_code == 410
    theatre.post("/forgot", data={"mail": "mara@example.com"})
    theatre.post("/forgot", data={"mail": "nobody@example.com"})
    assert "nobody@example.com" not in letters(theatre)
    token = link(theatre, "/reset").partition("=")[2]
    clock.pass_s(3601)
    late = theatre.post("/reset", data={"token": token, "password": "another long word"})
    assert late.status_code == 410
    theatre.post("/forgot", data={"mail": "mara@example.com"})
    token = link(theatre, "/reset").partition("=")[2]
    clock.pass_s(-86_400)
    assert theatre.post("/reset", data={"token": token, "password": "another long word"}).status_code == 410
    clock.pass_s(86_400)
    assert theatre.post("/reset", data={"token": token, "password": "another long word"}).status_code == 200
    assert theatre.get("/api/session").json()["id"] == "", "a new password ends every session"
    wrong = theatre.post("/sign-in", data={"mail": "mara@example.com", "password": PASSWORD})
    assert wrong.status_code == 403 and "wrong" in wrong.text
    form = {"mail": "mara@example.com", "password": "another long word"}
    assert theatre.post("/sign-in", data=form, follow_redirects=False).status_code == 303


def test_letters_reach_a_real_mail_server(settings: Settings, clock: ManualClock) -> None:
    caught: list[bytes] = []

    class Catcher:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            caught.append(envelope.content)  # type: ignore[attr-defined]
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Catcher(), hostname="127.0.0.1", port=port)
    server.start()
    by_mail = msgspec.structs.replace(settings, smtp=f"smtp://127.0.0.1:{port}")
    words = {"sec-fetch-site": "same-origin", "accept-language": "zh-CN"}
    try:
        with TestClient(make_app(by_mail, clock=clock), headers=words) as theatre:
            sign_up(theatre)
            deliver(theatre)
    finally:
        server.stop()
    letter = message_from_bytes(caught[0], policy=default)
    assert len(caught) == 1 and letter["To"] == "mara@example.com"
    assert "请验证邮箱" in letter["Subject"] and "http://testserver/verify?token=" in letter.get_content()


def test_passwords_are_guessed_slowly_and_alike(theatre: TestClient) -> None:
    sign_up(theatre)
    phone = another_device(theatre)
    tries = [
        {"mail": mail, "password": "not the right one"} for mail in ("mara@example.com", "x@example.com")
    ]
    said = {re.findall(r'role="alert">([^<]+)', phone.post("/sign-in", data=one).text)[0] for one in tries}
    assert len(said) == 1
    codes = [phone.post("/sign-in", data=tries[0]).status_code for _ in range(12)]
    assert codes[-1] == 429 and codes[0] == 403


@pytest.mark.parametrize("text", [SCRIPTS, *INJECTIONS])
def test_what_is_written_stays_text(theatre: TestClient, text: str) -> None:
    """In every field: shown as it is, run by nobody."""
    theatre.post("/sign-up", data={"mail": "eve@example.com", "password": PASSWORD, "name": text[:40]})
    page = theatre.get("/account").text
    assert "<script>alert" not in page and (text[:40] == text or text.startswith('"'))
    for path, data in (
        ("/sign-in", {"mail": text, "password": text, "next": text}),
        ("/forgot", {"mail": text}),
        ("/reset", {"token": text, "password": text}),
        ("/sessions/end", {"name": text}),
    ):
        answer = theatre.post(path, data=data)
        assert answer.status_code < 500 and "<script>alert" not in answer.text, path
    for path in ("/verify", "/reset", "/sign-in"):
        answer = theatre.get(path, params={"token": text, "next": text, "lang": text})
        assert answer.status_code < 500 and "<script>alert" not in answer.text, path
    assert hall(theatre).store.read(lambda c: c.scalar(select(viewer.c.id))) is not None


def test_ones_data_is_exported_and_deleted(theatre: TestClient) -> None:
    sign_up(theatre)
    told = json.loads(theatre.get("/account/export").text)
    assert told["viewer"]["mail"] == "mara@example.com" and "password" not in told["viewer"]
    assert theatre.post("/account/delete", data={"password": "not the right one"}).status_code == 403
    assert theatre.post("/account/delete", data={"password": PASSWORD}).status_code == 200
    assert theatre.get("/api/session").json()["id"] == ""
    row = hall(theatre).store.read(lambda c: c.execute(select(viewer)).one())
    assert row.mail is None and row.name == "" and row.deleted_us
    sign_up(theatre)  # the address is free again


def test_the_next_page_is_one_of_ours(theatre: TestClient) -> None:
    sign_up(theatre)
    for evil in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        phone = another_device(theatre)
        form = {"mail": "mara@example.com", "password": PASSWORD, "next": evil}
        answer = phone.post("/sign-in", data=form, follow_redirects=False)
        assert answer.status_code in (303, 429) and answer.headers.get("location", "/") == "/"
        phone.close()


def test_a_password_is_kept_as_owasp_asks() -> None:
    """In a process of its own: the tests' own passwords are hashed at the least cost."""
    program = "from reelwright.theatre.accounts.signing import hashed; print(hashed('a long enough word'))"
    kept = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
