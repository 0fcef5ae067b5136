"""Signatures as several platforms make them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from guide.settings import SettingsError

SHORTEST_SECRET = 16


def read_own_secret(values: Mapping[str, str], name: str) -> str:
    """Return a secret that the operator made up.

    Raises:
        SettingsError: if it is so short that it could be guessed.
    """
    if len(values[name]) < SHORTEST_SECRET:
        raise SettingsError(f"{name} must have {SHORTEST_SECRET} characters or more")
    return values[name]


def signature(secret: str, *pieces: bytes) -> str:
    """Return the HMAC-SHA-256 of the pieces, in hexadecimal (RFC 2104)."""
    return hmac.new(secret.encode(), b"".join(pieces), hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Compare in constant time. What a caller sends may hold any characters."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())
