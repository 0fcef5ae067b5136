"""Settings of the processes: one frozen value per concern, read from the environment once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE_URL = "sqlite:///var/content.db"
MAX_DAYS = 365


class SettingsError(ValueError):
    """A variable of the environment holds what it cannot hold."""


@dataclass(frozen=True)
class StoreSettings:
    """Where content comes from and whether it may be served before it is approved.

    With ``keep_unknown`` a person may let the bot keep a question it did not understand, redacted,
    for ``unknown_days`` (docs/decisions/0006-unknown-messages.md).
    """

    database_url: str = DEFAULT_DATABASE_URL
    content_dir: Path = Path("content")
    pack: str = "kefir"
    serve_pending: bool = True
    keep_unknown: bool = False
    unknown_days: int = 90


def read_store_settings(environ: Mapping[str, str] = os.environ) -> StoreSettings:
    """Return the settings of the content store. An empty variable counts as unset.

    Raises:
        SettingsError: if DATABASE_URL_FILE cannot be read, SERVE_PENDING or KEEP_UNKNOWN is neither yes nor
            no, or UNKNOWN_DAYS no number of days: a typo must neither serve pending content nor keep a
            question.
    """
    return StoreSettings(
        database_url=read_secret(environ, "DATABASE_URL") or DEFAULT_DATABASE_URL,
        content_dir=Path(environ.get("GUIDE_CONTENT_DIR") or "content"),
        pack=environ.get("GUIDE_PACK") or "kefir",
        serve_pending=_read_flag(environ, "SERVE_PENDING", default=True),
        keep_unknown=_read_flag(environ, "KEEP_UNKNOWN", default=False),
        unknown_days=_read_days(environ, "UNKNOWN_DAYS", default=StoreSettings.unknown_days),
    )


def read_secret(environ: Mapping[str, str], name: str) -> str:
    """Return the variable, or the content of the file that ``<name>_FILE`` names (a mounted secret).

    Raises:
        SettingsError: if that file cannot be read or is empty. A secret that was meant to be there must not
            be replaced by none.
    """
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name, "")
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE cannot be read ({error.strerror})") from None
    except ValueError:
        raise SettingsError(f"{name}_FILE must name a file of text") from None
    if not secret:
        raise SettingsError(f"{name}_FILE names an empty file")
    return secret


def _read_flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    written = environ.get(name, "").strip().lower()
    if not written:
        return default
    if written in ("true", "yes", "on", "1"):
        return True
    if written in ("false", "no", "off", "0"):
        return False
    raise SettingsError(f"{name} must be true or false, not {written!r}")


def _read_days(environ: Mapping[str, str], name: str, default: int) -> int:
    written = environ.get(name, "").strip()
    if not written:
        return default
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= MAX_DAYS:
        raise SettingsError(f"{name} must be a number of days from 1 to {MAX_DAYS}, not {written!r}")
    return int(written)
