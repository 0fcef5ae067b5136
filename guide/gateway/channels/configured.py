"""The platforms there are, and which of them are switched on. A further one is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from guide.gateway.channels import callback, messenger, slack, telegram, twilio
from guide.gateway.channels.channel import Channel, Platform

PLATFORMS: tuple[Platform, ...] = (
    telegram.PLATFORM,
    slack.PLATFORM,
    messenger.PLATFORM,
    twilio.PLATFORM,
    callback.PLATFORM,
)


def variables(platform: Platform) -> tuple[str, ...]:
    """Return the names of all variables of a platform."""
    return (*platform.needed, *platform.optional)


def missing(platform: Platform, values: Mapping[str, str]) -> list[str]:
    """Return the needed variables that have no value."""
    return [name for name in platform.needed if not values.get(name)]


def is_begun(platform: Platform, values: Mapping[str, str]) -> bool:
    """Whether somebody has begun to set the platform up, so that what is missing is worth a word."""
    return any(values.get(name) for name in platform.needed)


def make_channels(settings: Mapping[str, Mapping[str, str]], public_url: str) -> dict[str, Channel]:
    """Return the channels that have all they need, by name.

    Raises:
        SettingsError: if a value cannot be used.
    """
    return {
        platform.name: platform.make({**settings.get(platform.name, {}), "PUBLIC_URL": public_url})
        for platform in PLATFORMS
        if not missing(platform, settings.get(platform.name, {}))
    }
