"""Signing up and in, letters, sessions, one's data."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection, delete, select

from reelwright.errors import ReelwrightError
from reelwright.theatre.accounts import (
    Viewer,
    end_session,
    open_session,
    token_digest,
    viewer_of,
)
from reelwright.theatre.accounts.devices import device_name
from reelwright.theatre.accounts.letters import KIND, Postman, post
from reelwright.theatre.accounts.signing import (
    Purpose,
    WrongPassword,
    erase,
    hashed,
    is_right,
    known_password,
    letter,
    make_account,
    plain_mail,
    plain_name,
    reset,
    verify,
)
from reelwright.theatre.accounts.tables import session
from reelwright.theatre.accounts.tables import viewer as viewer_table
from reelwright.theatre.social import news
from reelwright.theatre.social.ties import blocked_by
from reelwright.theatre.web.addresses import inside
from reelwright.theatre.web.hall import (
    Hall,
    client_of,
    hall_of,
    known_viewer,
    present_viewer,
    session_token,
    signed_in_viewer,
)
from reelwright.theatre.web.language import said
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES, status_of

router = APIRouter(responses=RESPONSES)

Here = Annotated[Hall, Depends(hall_of)]
Present = Annotated[Viewer, Depends(present_viewer)]
Known = Annotated[Viewer | None, Depends(known_viewer)]
SignedIn = Annotated[Viewer, Depends(signed_in_viewer)]
Text = Annotated[str, Form(max_length=300)]
_LETTERS: dict[Purpose, tuple[str, str, str]] = {
    "verify": (
        "/verify",
        "Welcome to {theatre}: is this your address?",
        "Open this link within a day to say that this is your address:\n\n{link}\n\n"
        "If you did not make an account, do nothing.",
    ),
    "reset": (
        "/reset",
        "Your new password at {theatre}",
        "Open this link within an hour to set a new password:\n\n{link}\n\n"
        "If you did not ask for it, do nothing: your password stays.",
    ),
}


def furnish(app: FastAPI, hall: Hall) -> None:
    """Letters go out by SMTP; without a server they lie in the theatre's folder for its operator."""
    unsent = hall.settings.folder / "letters.txt"

    def keep(text: str) -> None:
        with unsent.open("a", encoding="utf-8") as file:
            file.write(text + "\n\n")

    hall.handlers[KIND] = Postman(hall.settings.smtp, hall.settings.mail_from, hall.store.clock, unsent=keep)


class Whoami(BaseModel):
    """The session of whoever asks: ``csrf`` goes into the header ``X-CSRF-Token``."""

    id: str
    name: str
    is_guest: bool
    role: str
    language: str
    csrf: str


@router.get("/api/session")
async def get_session(request: Request, hall: Here, known: Known) -> Whoami:
    """Who is asking. Somebody without a session has no id."""
    csrf = hall.csrf_of(session_token(request)) if known else ""
    language = str(request.state.language)
    if known is None:
        return Whoami(id="", name="", is_guest=True, role="viewer", language=language, csrf="")
    return Whoami(
        id=known.public_id,
        name=known.name,
        is_guest=known.is_guest,
        role=known.role,
        language=language,
        csrf=csrf,
    )


@router.post("/api/session", status_code=201)
async def begin_session(request: Request, hall: Here, present: Present) -> Whoami:
    """Be somebody: a guest, from now on."""
    return await get_session(request, hall, present)


class SignIn(BaseModel):
    """The address and the password of an account."""

    mail: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=1000)]


@router.put("/api/session")
async def enter_session(request: Request, hall: Here, known: Known, asked: SignIn) -> Whoami:
    """Sign in, for programs: the session's cookie comes with the answer."""
    await _enter(request, hall, known, asked.mail, asked.password)
    token = request.state.opened_session
    request.state.viewer = await hall.store.reading(lambda c: viewer_of(c, token, now_us=hall.now_us()))
    return await get_session(request, hall, request.state.viewer)


@router.get("/sign-in", include_in_schema=False)
async def sign_in_page(request: Request, known: Known, next: str = "/") -> Response:
    return _form(request, "sign-in", given={"next": inside(next)})


@router.post("/sign-in", include_in_schema=False)
async def sign_in(
    request: Request, hall: Here, known: Known, mail: Text, password: Text, next: Text = "/"
) -> Response:
    given = {"mail": mail, "next": inside(next)}
    try:
        await _enter(request, hall, known, mail, password)
    except ReelwrightError as problem:
        return _form(request, "sign-in", given=given, problem=problem)
    return RedirectResponse(given["next"], 303)


@router.get("/sign-up", include_in_schema=False)
async def sign_up_page(request: Request, known: Known, next: str = "/account") -> Response:
    return _form(request, "sign-up", given={"next": inside(next, otherwise="/account")})


@router.post("/sign-up", include_in_schema=False)
async def sign_up(
    request: Request,
    hall: Here,
    present: Present,
    mail: Text,
    password: Text,
    name: Text,
    next: Text = "/account",
) -> Response:
    given = {"mail": mail, "name": name, "next": inside(next, otherwise="/account")}
    hall.limits.spend("sign-up", client_of(request), now_us=hall.now_us())
    try:
        address, shown = plain_mail(mail), plain_name(name)
        secret = await asyncio.to_thread(hashed, password)
        now_us, token = hall.now_us(), session_token(request)
        device = request.headers.get("user-agent", "")

        def begin(connection: Connection) -> str:
            make_account(connection, present.id, mail=address, password_hash=secret, name=shown)
            _send(connection, hall, present.id, "verify", address, str(request.state.language), now_us)
            # Who becomes somebody gets another token: one that was planted before opens nothing.
            end_session(connection, token)
            return open_session(connection, present.id, device=device, now_us=now_us)

        if not present.is_guest:
            raise WrongPassword("Sign out first")
        request.state.opened_session = await hall.store.writing(begin)
    except ReelwrightError as problem:
        return _form(request, "sign-up", given=given, problem=problem)
    return RedirectResponse(given["next"], 303)


@router.post("/sign-out", include_in_schema=False)
async def sign_out(request: Request, hall: Here) -> Response:
    token = session_token(request)
    await hall.store.writing(lambda connection: end_session(connection, token))
    request.state.opened_session = ""
    return RedirectResponse("/", 303)


@router.get("/forgot", include_in_schema=False)
async def forgot_page(request: Request, known: Known) -> Response:
    return _form(request, "forgot")


@router.post("/forgot", include_in_schema=False)
async def forgot(request: Request, hall: Here, mail: Text) -> Response:
    hall.limits.spend("letter", client_of(request), now_us=hall.now_us())
    language = str(request.state.language)
    try:
        address = plain_mail(mail)
        hall.limits.spend("letter", address, now_us=hall.now_us())
    except ReelwrightError as problem:
        return _form(request, "forgot", given={"mail": mail}, problem=problem)

    def ask(connection: Connection) -> None:
        number, _ = known_password(connection, address)
        if number:
            _send(connection, hall, number, "reset", address, language, hall.now_us())

    await hall.store.writing(ask)
    return _told(
        request, "Look into your mail", "If there is an account with this address, a link is on its way."
    )


@router.get("/reset", include_in_schema=False)
async def reset_page(request: Request, token: Annotated[str, Query(max_length=100)] = "") -> Response:
    return _form(request, "reset", given={"token": token})


@router.post("/reset", include_in_schema=False)
async def set_password(request: Request, hall: Here, token: Text, password: Text) -> Response:
    try:
        secret = await asyncio.to_thread(hashed, password)
        await hall.store.writing(partial(reset, token=token, password_hash=secret, now_us=hall.now_us()))
    except ReelwrightError as problem:
        return _form(request, "reset", given={"token": token}, problem=problem)
    request.state.opened_session = ""
    return _told(request, "Your password is set", "Sign in with it now.")


@router.get("/verify", include_in_schema=False)
async def verify_mail(
    request: Request, hall: Here, token: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    await hall.store.writing(partial(verify, token=token, now_us=hall.now_us()))
    return _told(request, "Your address is verified", "Thank you. You can go on watching.")


@router.post("/verify/again", include_in_schema=False)
async def verify_again(request: Request, hall: Here, present: SignedIn) -> Response:
    hall.limits.spend("letter", str(present.id), now_us=hall.now_us())
    language = str(request.state.language)
    await hall.store.writing(
        lambda c: _send(c, hall, present.id, "verify", present.mail, language, hall.now_us())
    )
    return RedirectResponse("/account", 303)


@router.get("/account", include_in_schema=False)
async def account(request: Request, hall: Here, known: Known) -> Response:
    if known is None or known.is_guest:
        return RedirectResponse("/sign-in?next=/account", 303)
    digest = token_digest(session_token(request))
    blocked = await hall.store.reading(lambda c: blocked_by(c, known.id))
    wants_letters = await hall.store.reading(lambda c: news.wants_letters(c, known.id))
    rows = await hall.store.reading(
        lambda c: c.execute(
            select(session).where(session.c.viewer_id == known.id).order_by(session.c.seen_us.desc())
        ).all()
    )
    sessions = [
        {
            "device": device_name(row.device),
            "seen_us": row.seen_us,
            "is_this": row.digest == digest,
            "name": row.digest.hex(),
        }
        for row in rows
    ]
    return page(request, "account.html", sessions=sessions, blocked=blocked, wants_letters=wants_letters)


@router.post("/sessions/end", include_in_schema=False)
async def end_one(hall: Here, present: SignedIn, name: Text) -> Response:
    try:
        digest = bytes.fromhex(name)
    except ValueError:
        digest = b""
    ours = (session.c.viewer_id == present.id, session.c.digest == digest)
    await hall.store.writing(lambda connection: connection.execute(delete(session).where(*ours)).rowcount)
    return RedirectResponse("/account", 303)


@router.get("/account/export", include_in_schema=False)
async def export(hall: Here, present: SignedIn) -> Response:
    def collect(connection: Connection) -> dict[str, Any]:
        row = connection.execute(select(viewer_table).where(viewer_table.c.id == present.id)).one()
        own = {name: value for name, value in row._mapping.items() if name not in ("id", "password")}
        return {"viewer": own, **hall.belongings.exported(connection, present.id)}

    told = json.dumps(await hall.store.reading(collect), ensure_ascii=False, indent=2, default=str)
    headers = {"content-disposition": 'attachment; filename="my-data.json"', "cache-control": "no-store"}
    return Response(told, media_type="application/json", headers=headers)


@router.post("/account/delete", include_in_schema=False)
async def delete_account(request: Request, hall: Here, present: SignedIn, password: Text) -> Response:
    hall.limits.spend("sign-in", str(present.id), now_us=hall.now_us())
    _, known = await hall.store.reading(lambda c: known_password(c, present.mail))
    if not await asyncio.to_thread(is_right, password, known):
        raise WrongPassword("The password is wrong", next_step="Try again.")
    await hall.store.writing(lambda c: erase(c, present.id, hall.belongings, now_us=hall.now_us()))
    request.state.opened_session = ""
    request.state.viewer = None
    return _told(request, "Your account is deleted", "Nothing here has your name any more.")


async def _enter(request: Request, hall: Hall, known: Viewer | None, mail: str, password: str) -> None:
    """Sign in: what the guest of this session has becomes the account's, and the session another one."""
    address = plain_mail(mail)
    for key in (client_of(request), address):
        hall.limits.spend("sign-in", key, now_us=hall.now_us())
    number, secret = await hall.store.reading(lambda c: known_password(c, address))
    if not await asyncio.to_thread(is_right, password, secret):
        raise WrongPassword(
            "The address or the password is wrong", next_step="Try again, or ask for a new password."
        )
    now_us, token = hall.now_us(), session_token(request)
    device = request.headers.get("user-agent", "")

    def begin(connection: Connection) -> str:
        if known is not None and known.is_guest:
            hall.belongings.merge(connection, known.id, number, now_us=now_us)
        end_session(connection, token)
        return open_session(connection, number, device=device, now_us=now_us)

    request.state.opened_session = await hall.store.writing(begin)


def _send(
    connection: Connection,
    hall: Hall,
    viewer_id: int,
    purpose: Purpose,
    mail: str,
    language: str,
    now_us: int,
) -> None:
    path, subject, text = _LETTERS[purpose]
    token = letter(connection, viewer_id, purpose, mail, now_us=now_us)
    link = f"{hall.settings.public_url}{path}?token={token}"
    post(
        connection,
        to=mail,
        subject=said(language, subject, theatre=hall.settings.title),
        text=said(language, text, link=link),
        now_us=now_us,
    )


def _form(
    request: Request,
    form: str,
    *,
    given: dict[str, str] | None = None,
    problem: ReelwrightError | None = None,
) -> Response:
    language = str(request.state.language)
    fault = ""
    if problem is not None:
        fault = ". ".join(said(language, text) for text in (problem.what, problem.next_step) if text)
    response = page(request, "account_form.html", form=form, given=given or {}, fault=fault)
    if problem is not None:
        response.status_code = status_of(problem)
    return response


def _told(request: Request, heading: str, text: str) -> Response:
    language = str(request.state.language)
    return page(
        request, "account_form.html", form="", given={}, fault="", heading=said(language, heading),
        text=said(language, text),
    )  # fmt: skip
