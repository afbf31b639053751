"""``serve`` and ``role``: the theatre, on this machine."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from reelwright.errors import BadInput

house = typer.Typer()

DataFolder = Annotated[Path, typer.Option("--data", help="The theatre's folder: database, media, settings.")]


@house.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="With the example series, people to sign in as, test payments.")
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="The theatre's folder: theatre, or theatre-demo.", show_default=False),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where to listen; 0: any free one.")
    ] = 8300,
    host: Annotated[str, typer.Option("--host", help="At which address to listen.")] = "127.0.0.1",
) -> None:
    """Open the theatre: what is published is watched, unlocked and paid for here."""
    import socket

    import uvicorn

    from reelwright.theatre.web.app import make_app
    from reelwright.theatre.web.settings import read_settings

    settings = read_settings(data or Path("theatre-demo" if demo else "theatre"))
    if demo:
        from reelwright.theatre.web.demo import prepare_demo, without_real_money

        settings = without_real_money(settings)
        people = prepare_demo(settings)
    app = make_app(settings)
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as problem:
        raise BadInput(
            f"Nobody can listen at {host}:{port}: {problem.strerror}",
            next_step="Take another --port, or 0 for any.",
        ) from problem
    if demo:
        typer.echo("Sign in as one of these; the viewer has coins, and payments are only tests.")
        for one in people:
            typer.echo(f"  {one.mail:<24} {one.password}")
    typer.echo(f"The theatre is open at http://{host}:{listening.getsockname()[1]}/  (Ctrl-C closes it)")
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    )
    with listening, contextlib.suppress(KeyboardInterrupt):  # Ctrl-C and SIGTERM are how it ends
        server.run(sockets=[listening])
    typer.echo("The theatre is closed.")


@house.command()
def role(
    mail: Annotated[str, typer.Argument(help="The address of an account.")],
    named: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, creator, moderator or operator.")],
    data: DataFolder = Path("theatre"),
) -> None:
    """Give somebody another role in the theatre: this is how its first operator is made."""
    from reelwright.theatre.accounts import ROLES
    from reelwright.theatre.accounts.signing import set_role
    from reelwright.theatre.store import Store, migrate
    from reelwright.theatre.web.settings import read_settings

    if named not in ROLES:
        raise BadInput(f"There is no role {named!r}", next_step=f"Take one of {', '.join(ROLES)}.")
    store = Store(read_settings(data).database_url)
    try:
        migrate(store)
        is_changed = store.write(lambda connection: set_role(connection, mail, named))
    finally:
        store.close()
    if not is_changed:
        raise BadInput(
            "Nobody has this address", where=mail, next_step="Make the account first, in the theatre."
        )
    typer.echo(f"{mail} is {named} now")
