"""A release and an empty theatre → a theatre to try: the series published, people of each kind, coins."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, select, update

from reelwright.errors import BadInput
from reelwright.ledger import bonus
from reelwright.release import read_manifest
from reelwright.theatre.accounts import Role, new_guest
from reelwright.theatre.accounts.signing import hashed, make_account
from reelwright.theatre.accounts.tables import session, viewer
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.wallet.books import is_posted, post
from reelwright.theatre.web.settings import Settings

EXAMPLE = Path("examples/the-understudy/build/release")
COINS = 200
_GIFT = "demo:coins"
PRICE_COINS = 10
_MOST_FREE = 3


class Person(msgspec.Struct, frozen=True):
    """Somebody who can sign in. The password is made anew at every start, and told only there."""

    role: Role
    mail: str
    password: str


def without_real_money(settings: Settings) -> Settings:
    """The same theatre, in which no real money moves."""
    return msgspec.structs.replace(settings, payments="test", stripe_key="", stripe_webhook_secret="")


def prepare_demo(settings: Settings, release: Path = EXAMPLE) -> list[Person]:
    """Publish ``release`` and let a viewer with coins, a creator, a moderator and an operator in. Again, it
    changes nothing but the passwords. Raises ``BadInput`` when there is nothing to show."""
    store = Store(settings.database_url)
    try:
        migrate(store)
        people = [_let_in(store, role) for role in ("viewer", "creator", "moderator", "operator")]
        if (release / "manifest.json").is_file():
            publish(store, ObjectStore(settings.media), release, _offer(store, release))
        elif not store.read(lambda c: c.scalar(select(func.count()).select_from(series))):
            raise BadInput(
                "There is no film to show yet",
                where=str(release),
                next_step=f"Run: make demo, or publish one: reelwright publish SERIES --data {settings.data}",
            )
        return people
    finally:
        store.close()


def _offer(store: Store, release: Path) -> Offer:
    """The series is the demo creator's. The last episode at least is paid for, so that there is a wall to
    try; a single one is free."""
    manifest = read_manifest(release)
    free = max(1, min(_MOST_FREE, len(manifest.episodes) - 1))
    is_there = select(series.c.id).where(series.c.slug == manifest.series.slug)
    creator = select(viewer.c.id).where(viewer.c.mail == _mail("creator"))
    owner = store.read(lambda c: None if c.scalar(is_there) else c.scalar(creator))
    return Offer(price_coins=PRICE_COINS, free_count=free, tags=("revenge", "stage"), creator_id=owner)


def _mail(role: Role) -> str:
    return f"{role}@demo.example"


def _let_in(store: Store, role: Role) -> Person:
    person = Person(role, _mail(role), "-".join(secrets.token_hex(2) for _ in range(3)))
    secret, now_us = hashed(person.password), store.clock.now_us()

    def work(connection: Connection) -> None:
        number = connection.scalar(select(viewer.c.id).where(viewer.c.mail == person.mail))
        if number is None:
            number = new_guest(connection, language="en", now_us=now_us)
            name = f"Demo {role}"
            make_account(connection, number, mail=person.mail, password_hash=secret, name=name)
        connection.execute(session.delete().where(session.c.viewer_id == number))
        values = {"password": secret, "role": role, "is_verified": True}
        connection.execute(update(viewer).where(viewer.c.id == number).values(values))
        if role == "viewer" and not is_posted(connection, _GIFT):
            post(connection, bonus(str(number), coins=COINS, key=_GIFT, created_us=now_us))

    store.write(work)
    return person
