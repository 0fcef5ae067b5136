"""The headers that tell browsers what a page of ours may do, on every response."""

from __future__ import annotations

from aiohttp import web

WIDGET_PATH = "/widget.js"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        # Strings become HTML only through the library that the widget is made with.
        "require-trusted-types-for 'script'",
        "trusted-types lit-html",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # An address may hold a question about somebody's health (/?ask=...): no other site learns it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add_security_headers(app: web.Application) -> None:
    """Set the headers on whatever the application answers, errors and streams included."""
    app.on_response_prepare.append(_set_headers)


async def _set_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path == WIDGET_PATH:
        # Other sites embed the widget with a script element.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
