"""``python -m guide.gateway``: serve until told to stop."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from guide.gateway.app import make_app
from guide.gateway.logs import log_as_json
from guide.gateway.settings import read_gateway_settings
from guide.settings import SettingsError
from guide.store import StoreUnavailable

# A reply takes at most 15 s in the queue and 4.5 s at Rasa; open streams are let end.
SHUTDOWN_SECONDS = 22.0

_KEY_FILE = Path("var") / "gateway.key"


def main() -> int:
    """Serve; return 1 if the settings are wrong."""
    log_as_json()
    try:
        settings = read_gateway_settings()
        if not settings.secrets:
            settings = replace(settings, secrets=(_own_key(),))
        app = make_app(settings)
    except (SettingsError, StoreUnavailable, OSError) as error:
        print(f"The gateway cannot start: {error}", file=sys.stderr)
        return 1
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    return 0


def _own_key() -> str:
    """Return this installation's key, made at the first start: one gateway on one machine needs no set-up,
    and a restart ends no conversation."""
    if not _KEY_FILE.exists():
        _KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
    key = _KEY_FILE.read_text(encoding="utf-8").strip()
    if not key:  # the disk was full then: with an empty key anybody could sign
        raise SettingsError(f"{_KEY_FILE} is empty; delete it")
    return key


if __name__ == "__main__":
    sys.exit(main())
