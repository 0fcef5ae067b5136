"""What the answer of a platform's web server means for a message."""

from __future__ import annotations

from collections.abc import Mapping

from guide.gateway.channels.channel import TryLater, Undeliverable

# Too early, too many, time-out: worth another try. Every other 4xx would be refused again.
_WORTH_A_TRY = (408, 425, 429)


def refused(status: int, headers: Mapping[str, str], reason: str = "") -> TryLater | Undeliverable:
    """Return the error for a status that is not a success.

    ``Retry-After`` in seconds (RFC 9110, section 10.2.3) is what the platform asks for.
    """
    reason = reason or f"status {status}"
    if status in _WORTH_A_TRY or status >= 500:
        return TryLater(reason, retry_after(headers), everywhere=status == 429)
    return Undeliverable(reason)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a platform wants to be left alone, None if it does not say."""
    written = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    return float(written) if written.isascii() and written.isdigit() and len(written) < 6 else None
