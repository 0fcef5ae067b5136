"""Settings of the processes: one frozen value per concern, read from the environment once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE_URL = "sqlite:///var/content.db"


class SettingsError(ValueError):
    """A variable of the environment holds what it cannot hold."""


@dataclass(frozen=True)
class StoreSettings:
    """Where content comes from and whether it may be served before it is approved."""

    database_url: str = DEFAULT_DATABASE_URL
    content_dir: Path = Path("content")
    pack: str = "kefir"
    serve_pending: bool = True


def read_store_settings(environ: Mapping[str, str] = os.environ) -> StoreSettings:
    """Return the settings of the content store. An empty variable counts as unset.

    Raises:
        SettingsError: if SERVE_PENDING is neither yes nor no. A typo must not serve pending content.
    """
    return StoreSettings(
        database_url=environ.get("DATABASE_URL") or DEFAULT_DATABASE_URL,
        content_dir=Path(environ.get("GUIDE_CONTENT_DIR") or "content"),
        pack=environ.get("GUIDE_PACK") or "kefir",
        serve_pending=_read_flag(environ, "SERVE_PENDING", default=True),
    )


def _read_flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    written = environ.get(name, "").strip().lower()
    if not written:
        return default
    if written in ("true", "yes", "on", "1"):
        return True
    if written in ("false", "no", "off", "0"):
        return False
    raise SettingsError(f"{name} must be true or false, not {written!r}")
