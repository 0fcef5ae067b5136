"""Signatures as several platforms make them."""

from __future__ import annotations

import hashlib
import hmac


def signature(secret: str, *pieces: bytes) -> str:
    """Return the HMAC-SHA-256 of the pieces, in hexadecimal (RFC 2104)."""
    return hmac.new(secret.encode(), b"".join(pieces), hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Compare in constant time. What a caller sends may hold any characters."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())
