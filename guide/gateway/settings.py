"""What the gateway is told by its environment, read once at start."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from guide.gateway.channels.configured import PLATFORMS, variables
from guide.settings import SettingsError, StoreSettings, read_secret, read_store_settings

# As many characters as an HMAC-SHA-256 key should have bytes (RFC 2104, section 3).
SHORTEST_KEY = 32

_SERVER = re.compile(r"https?://(?:[^/?#@\s:]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?(/[^?#\s]*)?")
# What a browser sends as Origin: with a path it would match nobody, silently.
_ORIGIN = re.compile(r"https?://[^/?#@*\s]+")


@dataclass(frozen=True)
class GatewaySettings:
    """Where the gateway listens, whom it asks, and whom it lets in.

    ``secrets`` sign session tokens, newest first; the older ones still let in. ``allowed_origins`` are the
    pages of other sites that may embed the widget. ``proxies`` is how many reverse proxies stand in front:
    so many entries of ``X-Forwarded-For`` are believed, counted from the right. ``public_url`` is where
    platforms and people reach us, ``channels`` the values of each platform's variables.
    """

    store: StoreSettings = field(default_factory=StoreSettings)
    host: str = "127.0.0.1"
    port: int = 8080
    rasa_urls: tuple[str, ...] = ("http://127.0.0.1:5005",)
    rasa_token: str = field(default="", repr=False)
    actions_url: str = "http://127.0.0.1:5055"
    secrets: tuple[str, ...] = field(default=(), repr=False)
    allowed_origins: tuple[str, ...] = ()
    proxies: int = 0
    emergency_numbers: Mapping[str, str] = field(default_factory=dict)
    public_url: str = ""
    channels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)


def read_gateway_settings(environ: Mapping[str, str] = os.environ) -> GatewaySettings:
    """Return the settings. An empty variable counts as unset.

    Raises:
        SettingsError: if a variable holds what it cannot hold.
    """
    return GatewaySettings(
        store=read_store_settings(environ),
        host=environ.get("GATEWAY_HOST") or GatewaySettings.host,
        port=_number(environ, "GATEWAY_PORT", GatewaySettings.port, 65535),
        rasa_urls=_urls(environ, "RASA_URLS", _SERVER) or (_local(environ, "RASA_PORT", 5005),),
        rasa_token=read_secret(environ, "RASA_TOKEN"),
        actions_url=_actions(environ),
        secrets=_keys(environ),
        allowed_origins=_urls(environ, "ALLOWED_ORIGINS", _ORIGIN),
        proxies=_number(environ, "TRUSTED_PROXIES", 0, 5),
        emergency_numbers=_numbers_by_region(environ.get("EMERGENCY_NUMBERS", "")),
        public_url=_one_url(environ, "PUBLIC_URL"),
        channels={
            platform.name: {name: read_secret(environ, name).strip() for name in variables(platform)}
            for platform in PLATFORMS
        },
    )


def _keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(read_secret(environ, "GATEWAY_SECRET").split())
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsError(f"GATEWAY_SECRET must hold keys of {SHORTEST_KEY} characters or more")
    return keys


def _local(environ: Mapping[str, str], variable: str, default: int) -> str:
    return f"http://127.0.0.1:{_number(environ, variable, default, 65535)}"


def _urls(environ: Mapping[str, str], name: str, form: re.Pattern[str]) -> tuple[str, ...]:
    """Return the addresses of a variable; one that is set must name at least one."""
    written = environ.get(name, "")
    listed = _listed(written)
    if written and not (listed and all(form.fullmatch(url) for url in listed)):
        raise SettingsError(f"{name} must hold addresses like 'https://example.org', not {written!r}")
    return listed


def _actions(environ: Mapping[str, str]) -> str:
    return _one_url(environ, "ACTIONS_URL") or _local(environ, "ACTIONS_PORT", 5055)


def _one_url(environ: Mapping[str, str], name: str) -> str:
    """Return the address of a variable, "" if it is unset."""
    urls = _urls(environ, name, _SERVER)
    if len(urls) > 1:
        raise SettingsError(f"{name} must hold one address")
    return urls[0] if urls else ""


def _listed(written: str) -> tuple[str, ...]:
    return tuple(each.rstrip("/") for each in written.replace(",", " ").split())


def _number(environ: Mapping[str, str], name: str, default: int, largest: int) -> int:
    written = environ.get(name, "").strip() or str(default)
    if not re.fullmatch("[0-9]{1,9}", written) or int(written) > largest:
        raise SettingsError(f"{name} must be a number up to {largest}, not {written[:20]!r}")
    return int(written)


def _numbers_by_region(written: str) -> dict[str, str]:
    """Return the numbers to call by region: the usual ones, and over them those of "default=112 US=911"."""
    usual = files("guide.gateway").joinpath("data/emergency_numbers.json").read_text(encoding="utf-8")
    numbers = dict(each.partition("=")[::2] for each in _listed(written))
    wrong = [f"{region}={number}" for region, number in numbers.items() if not region or not number.isdigit()]
    if wrong:
        raise SettingsError(f"EMERGENCY_NUMBERS must look like 'default=112 US=911', not {wrong[0]!r}")
    return json.loads(usual) | numbers
