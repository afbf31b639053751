"""What stands before every route."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.theatre.web.conftest import another_device, sign_up

from reelwright.errors import BadInput
from reelwright.theatre.accounts.signing import set_role
from reelwright.theatre.web.guard import UPLOADS
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.settings import read_settings


def test_every_answer_carries_the_policy(theatre: TestClient) -> None:
    for path in ("/sign-in", "/api/session", "/static/theatre.css", "/nowhere"):
        headers = theatre.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff" and headers["x-request-id"]
    for template in Path("src/reelwright/theatre/web/templates").glob("**/*.html"):
        text = template.read_text()
        assert "<script>" not in text and " style=" not in text and " onclick" not in text, template


def test_other_sites_cannot_act_for_a_viewer(theatre: TestClient) -> None:
    sign_up(theatre)
    csrf = theatre.get("/api/session").json()["csrf"]
    evil = another_device(theatre)
    evil.cookies.set("session", theatre.cookies["session"])
    del evil.headers["sec-fetch-site"]
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
        {"x-csrf-token": "0" * 32},
    ):
        assert evil.post("/api/session", headers=headers).status_code == 403, headers
    for headers in (
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://testserver"},
        {"x-csrf-token": csrf},
    ):
        assert evil.post("/api/session", headers=headers).status_code == 201, headers


def test_a_forged_session_is_nobody(theatre: TestClient) -> None:
    for forged in ("x", "' OR 1=1", "a" * 5000, "Ä"):
        answer = theatre.get("/api/session", headers={"cookie": f"session={forged}".encode()})
        assert answer.status_code == 200 and answer.json()["id"] == ""


def test_large_bodies_are_refused_before_they_are_read(theatre: TestClient) -> None:
    told = theatre.post("/forgot", content=b"x" * (2 << 20))
    assert told.status_code == 413 and told.json()["next_step"]

    def endless():  # type: ignore[no-untyped-def]
        for _ in range(40):
            yield b"x" * 65536

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert theatre.post("/forgot", content=endless(), headers=form).status_code == 413


def test_only_a_creator_sends_a_whole_release(theatre: TestClient) -> None:
    """To anybody else the place for uploads is as small as all others, before a byte is kept."""
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    body = {"content": b"x" * (2 << 20), "headers": {"content-type": "application/octet-stream"}}
    assert theatre.post(UPLOADS, **body).status_code == 413
    sign_up(theatre)
    assert theatre.post(UPLOADS, **body).status_code == 413
    hall.store.write(lambda c: set_role(c, "mara@example.com", "creator"))
    assert theatre.post(UPLOADS, **body).status_code == 422, "read, and no release"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py"]
)
def test_no_path_leaves_the_static_files(theatre: TestClient, path: str) -> None:
    answer = theatre.get(path)
    assert answer.status_code == 404 and "import" not in answer.text


def test_problems_are_told_in_the_readers_language_and_form(theatre: TestClient) -> None:
    page = theatre.get("/nowhere", headers={"accept": "text/html", "accept-language": "zh-CN,zh;q=0.9"})
    assert page.status_code == 404 and "这里什么也没有" in page.text and 'lang="zh"' in page.text
    told = theatre.get("/api/nowhere").json()
    assert told["status"] == 404 and told["what"] == "There is nothing at this address"
    assert theatre.get("/sign-in?lang=zh").cookies["language"] == "zh"
    assert "登录" in theatre.get("/sign-in").text


def test_settings_that_cannot_be_used_are_said(tmp_path: Path) -> None:
    for text, match in (
        ("payments = 'gold'", "payments is"),
        ("payments = 'stripe'", "STRIPE_SECRET_KEY is missing"),
        ("payments = 'stripe'\nstripe_key = 'pk_1'", "STRIPE_SECRET_KEY is not the key"),
        ("payments = 'stripe'\nstripe_key = 'sk_1'", "STRIPE_PUBLISHABLE_KEY is missing"),
        ("payments = 'stripe'\nstripe_key = 'sk_1'\nstripe_public_key = 'sk_1'", "PUBLISHABLE_KEY is not"),
        ("payments = 'stripe'\nstripe_key = 'sk_1'\nstripe_public_key = 'pk_1'", "WEBHOOK_SECRET is missing"),
        ("packs = []", "no pack"),
        ("[[packs]]\nname = 'a'\ncoins = 0\namount = 1", "holds 0"),
        ("[[packs]]\nname = 'a'\ncoins = 1\namount = -1", "costs -1"),
        ("[[packs]]\nname = 'a'\ncoins = 1\namount = 1.5", "cannot be used"),
        ("[[packs]]\nname = 'a b'\ncoins = 1\namount = 1", "letters and digits"),
        ("[[plans]]\nname = 'a'\ninterval = 'decade'\namount = 1", "decade"),
        ("[[packs]]\nname = 'a'\ncoins = 1\namount = 1\n" * 2, "one name"),
        ("colour = 'red'", "colour"),
        ("title = ", "cannot be read"),
        ("public_url = 'example.com'", "public_url"),
        ("secrets = ['short']", "32 characters"),
    ):
        (tmp_path / "theatre.toml").write_text(text)
        with pytest.raises(BadInput, match=match):
            read_settings(tmp_path, {})


def test_the_secret_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    first = read_settings(tmp_path / "new", {}).secrets
    assert first == read_settings(tmp_path / "new", {}).secrets and len(first[0]) >= 32
    assert (tmp_path / "new/secret").stat().st_mode & 0o077 == 0
