"""Alembic migrations of the content store, run by :func:`guide.store.migrations.upgrade` only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config


def upgrade(connection: Any) -> None:
    """Bring the database behind ``connection`` to the newest form of the tables."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
