"""Styles, fonts, pictures and the widget: files that browsers may keep."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from aiohttp import web

STATIC: Final = Path(__file__).parent.parent / "static"

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
"""What is served, and as what. Said here because the system's own table knows no fonts on some machines."""

FOREVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"
ASK_EACH_TIME = "no-cache"


def asset_url(name: str) -> str:
    """Return the address of a file, with a digest that changes when it does."""
    path = STATIC / name
    return f"/static/{name}?v={_digest(path, path.stat().st_mtime_ns)}"


def asset_response(name: str, version: str = "") -> web.FileResponse | None:
    """Return the file ``name``, ``None`` if there is none: aiohttp adds the ETag and answers 304.

    The file must lie in the folder: a name with ``..`` leads out of it and finds nothing.
    """
    path = (STATIC / name).resolve()
    if path.suffix not in TYPES or not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        return None
    known = version == _digest(path, path.stat().st_mtime_ns)
    keep = FOREVER if known else FOR_A_DAY if path.suffix == ".woff2" else ASK_EACH_TIME
    return web.FileResponse(path, headers={"Content-Type": TYPES[path.suffix], "Cache-Control": keep})


@lru_cache(maxsize=64)
def _digest(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
