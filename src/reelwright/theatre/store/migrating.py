"""An empty or older database → the tables of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from reelwright.errors import BadInput
from reelwright.theatre.store.database import Store

SCRIPTS = Path(__file__).with_name("migrations")
_TURN = 7229


def migrate(store: Store) -> None:
    """Bring the database to this version's tables, all steps or none. Raises ``BadInput`` when a newer
    version of Reelwright has made it."""
    known = ScriptDirectory.from_config(_config())

    def upgrade(connection: Connection) -> None:
        if not store.is_sqlite:  # two servers that start at once take turns
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
        at = MigrationContext.configure(connection).get_current_revision()
        if at is not None and at not in {script.revision for script in known.walk_revisions()}:
            raise BadInput(
                "The database was made by a newer Reelwright",
                where=store.where,
                next_step="Install that version again, or restore a backup of this one.",
            )
        if at != known.get_current_head():
            upgrade_to(connection, "head")

    store.write(upgrade)


def upgrade_to(connection: Connection, revision: str) -> None:
    """Take the steps up to ``revision`` (or ``head``) within the transaction of ``connection``. Raises
    ``BadInput`` when this version of Reelwright has no such revision."""
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision != "head" and revision not in known:
        raise BadInput(
            f"The tables of revision {revision[:20]!r} are of a newer Reelwright",
            next_step="Install that version.",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
