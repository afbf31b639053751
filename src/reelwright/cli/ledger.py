"""``ledger check``: whether the theatre's books are right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.errors import ReelwrightError

ledger = typer.Typer(help="The theatre's books.")


class BooksWrong(ReelwrightError):
    """The books do not say what was written."""


@ledger.callback()
def books() -> None:
    """The theatre's books."""


@ledger.command()
def check(
    data: Annotated[
        Path, typer.Option("--data", help="The theatre's folder: database, media, settings.")
    ] = Path("theatre"),
    as_json: Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")] = False,
) -> None:
    """Prove the theatre's books from their postings: nothing lost, changed, overdrawn or out of balance; and
    that purchases, refunds, payouts and what is unlocked agree with them."""
    from reelwright.theatre.entitlement.proving import prove
    from reelwright.theatre.store import Store, migrate
    from reelwright.theatre.web.settings import read_settings

    store = Store(read_settings(data).database_url)
    try:
        migrate(store)
        found = prove(store)
    finally:
        store.close()
    if as_json:
        totals = [
            {"unit": unit, "kind": kind, "balance": total}
            for (unit, kind), total in sorted(found.totals.items())
        ]
        wrong = [{"code": one.code, "where": one.where, "message": one.message} for one in found.findings]
        counted = {"transfers": found.transfers, "postings": found.postings, "accounts": found.accounts}
        typer.echo(
            json.dumps(
                {"event": "books", "right": found.is_right, **counted, "totals": totals, "findings": wrong}
            )
        )
    else:
        typer.echo(f"{found.transfers} transfers, {found.postings} postings, {found.accounts} accounts.")
        for (unit, kind), total in sorted(found.totals.items()):
            typer.echo(f"  {unit:<5}{kind:<24}{total:>16}")
        for one in found.findings:
            typer.echo(f"  {one.code}: {one.where}: {one.message}")
        if found.is_right:
            typer.echo("The books are right.")
    if not found.is_right:
        raise BooksWrong(
            f"The books are wrong: findings {len(found.findings)}",
            where=store.where,
            next_step="Write nothing more; compare with a backup.",
        )
