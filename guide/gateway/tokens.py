"""Session tokens: a random sender id, signed, so that nobody can name or guess another person's.

No cookie: a token in the ``Authorization`` header is sent by our own script only, so another site can
neither use it (CSRF) nor lose it to a browser's rules for embedded pages.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

LIFETIME = timedelta(hours=12)

_SENDER = re.compile(r"web-[A-Za-z0-9_-]{22}")


class Tokens:
    """Issues and reads tokens. The newest of ``keys`` signs; the older ones still let in (rotation)."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key is needed")
        self._serializer = URLSafeTimedSerializer(
            list(reversed(keys)),  # the library signs with the last
            salt="kefir-guide-session",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def issue(self) -> tuple[str, datetime]:
        """Return a token for a new sender, and when it ends."""
        token = self._serializer.dumps(f"web-{secrets.token_urlsafe(16)}")
        return str(token), datetime.now(UTC) + LIFETIME

    def sender(self, token: str) -> str | None:
        """Return whose token it is; None if it is forged, altered or too old."""
        try:
            sender = self._serializer.loads(token, max_age=int(LIFETIME.total_seconds()))
        except (BadData, UnicodeError):  # bytes that are no text cannot be a token
            return None
        return sender if isinstance(sender, str) and _SENDER.fullmatch(sender) else None
