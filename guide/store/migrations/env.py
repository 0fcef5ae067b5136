"""Alembic's entry point. The connection is handed in by ``migrations.upgrade``."""

from __future__ import annotations

from alembic import context

from guide.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table="content_alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
