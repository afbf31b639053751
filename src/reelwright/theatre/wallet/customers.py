"""A viewer → the name by which a provider of payments knows them."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.theatre.store import Store
from reelwright.theatre.wallet.payments import PaymentProvider
from reelwright.theatre.wallet.tables import customer


def customer_of(store: Store, provider: PaymentProvider, viewer_id: int, *, viewer: str, email: str) -> str:
    """Asked of the provider at the first time, and kept. ``viewer`` is their public id. Takes as long as the
    provider takes; raises ``ProviderAway`` and ``Declined``. Not within a transaction."""
    known = select(customer.c.reference).where(
        customer.c.viewer_id == viewer_id, customer.c.provider == provider.name
    )
    found: str | None = store.read(lambda connection: connection.scalar(known))
    if found is not None:
        return found
    reference = provider.customer(viewer, email=email)

    def keep(connection: Connection) -> str:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        row = {"viewer_id": viewer_id, "provider": provider.name, "reference": reference}
        connection.execute(dialect.insert(customer).on_conflict_do_nothing(), row)
        return str(connection.scalar(known))

    return store.write(keep)
