"""``theatre.toml`` and the environment → how this theatre is run."""

from __future__ import annotations

import contextlib
import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.wallet.offers import Offers, Pack, Plan, checked

SETTINGS_FILE = "theatre.toml"
SECRET_FILE = "secret"
_FROM_ENVIRONMENT = {
    "DATABASE_URL": "database_url",
    "REELWRIGHT_PUBLIC_URL": "public_url",
    "REELWRIGHT_MEDIA": "media",
    "REELWRIGHT_SMTP": "smtp",
    "STRIPE_SECRET_KEY": "stripe_key",
    "STRIPE_PUBLISHABLE_KEY": "stripe_public_key",
    "STRIPE_WEBHOOK_SECRET": "stripe_webhook_secret",
}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one theatre is run. What is empty has a default beside ``data``, its folder.

    ``media`` is a folder or an S3 address; ``handing`` is who sends the bytes of a film (``direct``,
    ``accel`` for nginx, ``stream``, ``redirect``); ``smtp`` is ``smtp://user:password@host:port``;
    ``payments`` is ``none``, ``test`` (marked as such on every page) or ``stripe``; ``stripe_api`` is another
    server that speaks as Stripe's does. ``packs``, ``plans`` and ``creator_bp`` are what is sold; who has
    earned ``payout_least`` (in the smallest piece of a currency) or more is paid out. ``secrets`` sign passes
    and tokens, the newest first.
    """

    data: str = ""
    title: str = "Reelwright"
    public_url: str = "http://127.0.0.1:8300"
    database_url: str = ""
    media: str = ""
    handing: str = ""
    smtp: str = ""
    mail_from: str = "theatre@localhost"
    payments: str = "none"
    stripe_key: str = ""
    stripe_public_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api: str = ""
    packs: tuple[Pack, ...] = Offers().packs
    plans: tuple[Plan, ...] = Offers().plans
    creator_bp: int = Offers().creator_bp
    payout_least: int = 1_000
    trusts_proxy: bool = False
    upload_limit_mib: int = 2048
    secrets: tuple[str, ...] = ()

    @property
    def is_secure(self) -> bool:
        """Whether viewers come by HTTPS, so that cookies may be kept for it."""
        return self.public_url.startswith("https://")

    @property
    def offers(self) -> Offers:
        """What this theatre sells."""
        return Offers(packs=self.packs, plans=self.plans, creator_bp=self.creator_bp)

    @property
    def folder(self) -> Path:
        return Path(self.data)


def read_settings(data: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the theatre in ``data``, which is made when it is missing, with a secret of its own.
    Raises ``BadInput`` for a file that cannot be used, ``CannotWrite``."""
    path = data / SETTINGS_FILE
    told: dict[str, object] = {}
    if path.is_file():
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise BadInput(f"The settings cannot be read: {problem}", where=str(path)) from problem
    told |= {name: environment[key] for key, name in _FROM_ENVIRONMENT.items() if environment.get(key)}
    told["data"] = str(data)
    told.setdefault("database_url", f"sqlite:///{data.absolute()}/theatre.db")
    told.setdefault("media", str(data.absolute() / "media"))
    told.setdefault("secrets", [_secret_of(data)])
    try:
        settings = msgspec.convert(told, Settings)
    except msgspec.ValidationError as problem:
        raise BadInput(f"The settings cannot be used: {problem}", where=str(path)) from problem
    _check(settings, path)
    return settings


def _check(settings: Settings, path: Path) -> None:
    if settings.payments not in ("none", "test", "stripe"):
        raise BadInput("payments is none, test or stripe", where=str(path))
    if settings.payments == "stripe":
        _check_stripe(settings, path)
    checked(settings.offers, where=str(path))
    if settings.payout_least < 1:
        raise BadInput("payout_least is 1 or more", where=str(path))
    if not settings.public_url.startswith(("http://", "https://")):
        raise BadInput(
            "public_url is where viewers find the theatre",
            where=str(path),
            next_step="Write it with https://.",
        )
    if any(len(secret) < 32 for secret in settings.secrets):
        raise BadInput("A secret has 32 characters or more", where=str(path))


def _check_stripe(settings: Settings, path: Path) -> None:
    """Each key has its own beginning, so that none is taken for another: the secret one is on no page."""
    keys = (
        ("STRIPE_SECRET_KEY", settings.stripe_key, ("sk_", "rk_")),
        ("STRIPE_PUBLISHABLE_KEY", settings.stripe_public_key, ("pk_",)),
        ("STRIPE_WEBHOOK_SECRET", settings.stripe_webhook_secret, ("whsec_",)),
    )
    for name, key, beginnings in keys:
        if not key.startswith(beginnings):
            is_missing = "is missing" if not key else "is not the key that it should be"
            raise BadInput(
                f"{name} {is_missing}: it begins with {' or '.join(beginnings)}",
                where=str(path),
                next_step=f"Set {name} in the environment; Stripe's dashboard shows it under Developers.",
            )
    if settings.stripe_api and not settings.stripe_api.startswith(("http://", "https://")):
        raise BadInput("stripe_api is an address", where=str(path), next_step="Write it with https://.")


def _secret_of(data: Path) -> str:
    """The theatre's own, made at its first start and readable for its owner alone."""
    path = data / SECRET_FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            partial = path.with_name(f"{SECRET_FILE}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            # Whoever started at the same time and was first keeps theirs.
            with contextlib.suppress(FileExistsError):
                os.link(partial, path)
            partial.unlink()
        return path.read_text().strip()
    except OSError as problem:
        raise CannotWrite("The theatre's folder cannot be written", where=str(data)) from problem
