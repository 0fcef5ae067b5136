"""``python -m guide.gateway``: serve until told to stop."""

from __future__ import annotations

import sys

from aiohttp import web

from guide.gateway.app import make_app
from guide.gateway.settings import read_gateway_settings
from guide.settings import SettingsError


def main() -> int:
    """Serve; return 1 if the settings are wrong."""
    try:
        settings = read_gateway_settings()
    except SettingsError as error:
        print(f"The gateway cannot start: {error}", file=sys.stderr)
        return 1
    web.run_app(make_app(settings), host=settings.host, port=settings.port, access_log=None, print=None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
