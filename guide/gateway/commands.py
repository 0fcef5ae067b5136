"""``guide channels``: are the messaging platforms set up, and do messages get through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table

from guide.gateway.channels.channel import Channel, Platform, TryLater, Undeliverable
from guide.gateway.channels.configured import PLATFORMS, is_begun, make_channels, missing
from guide.gateway.settings import GatewaySettings, read_gateway_settings
from guide.settings import SettingsError
from guide.store import ChannelLog, StoreUnavailable

channels = typer.Typer(help="The messaging platforms: set up, and delivering?", no_args_is_help=True)

Step = Callable[[Channel], Awaitable[str]]


@channels.command()
def check() -> None:
    """Say of each platform what is missing, and ask those that have all they need whether it works."""
    _each(lambda channel: channel.check(), "works")


@channels.command()
def register() -> None:
    """Tell the platforms where to call us (PUBLIC_URL), or say what is left to do by hand."""
    base = _settings().public_url
    if not base.startswith("https://"):
        _end("PUBLIC_URL must be set, and begin with https://: no platform calls anything else.")
    _each(lambda channel: channel.register(f"{base}/webhooks/{channel.name}"), "registered")


@channels.command()
def status() -> None:
    """Show which channels are on, what waits, and what could not be delivered."""
    settings = _settings()
    log = ChannelLog(settings.store.database_url)
    try:
        backlog, failures = log.backlog(), {name: (count, at) for name, count, at in log.failures()}
    except StoreUnavailable as error:
        _end(str(error))
    finally:
        log.close()
    table = Table("channel", "state", "to answer", "to send", "not delivered", "last")
    for platform in PLATFORMS:
        replies, calls = backlog.get(platform.name, (0, 0))
        count, at = failures.get(platform.name, (0, None))
        last = f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
        state = "off" if missing(platform, _values(settings, platform)) else "on"
        table.add_row(platform.title, state, str(replies), str(calls), str(count), last)
    Console().print(table)


def _each(step: Step, done: str) -> None:
    """Do a step for each platform that has all it needs, and print what came of it.

    Exits with 1 if a platform that was begun lacks something, or refuses.
    """
    settings = _settings()
    try:
        made = make_channels(settings.channels, settings.public_url)
    except SettingsError as error:
        _end(str(error))
    lines = asyncio.run(_all(made, step, done))
    for platform in PLATFORMS:
        typer.echo(lines.get(platform.name) or _lacking(platform, settings))
    begun = [p for p in PLATFORMS if p.name not in made and is_begun(p, _values(settings, p))]
    if begun or any(": problem:" in line for line in lines.values()):
        raise typer.Exit(1)


async def _all(made: dict[str, Channel], step: Step, done: str) -> dict[str, str]:
    lines = {}
    for name, channel in made.items():
        try:
            lines[name] = f"{channel.title}: {done}: {await step(channel)}"
        except (TryLater, Undeliverable) as problem:
            lines[name] = f"{channel.title}: problem: {problem}"
        finally:
            await channel.close()
    return lines


def _lacking(platform: Platform, settings: GatewaySettings) -> str:
    lacking = missing(platform, _values(settings, platform))
    wanted = "\n".join(f"    {name}: {platform.needed[name]}" for name in lacking)
    return f"{platform.title}: off, needs\n{wanted}"


def _values(settings: GatewaySettings, platform: Platform) -> dict[str, str]:
    return dict(settings.channels.get(platform.name, {}))


def _settings() -> GatewaySettings:
    try:
        return read_gateway_settings()
    except SettingsError as error:
        _end(str(error))


def _end(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1)
