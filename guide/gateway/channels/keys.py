"""What the parts of the channels share, by typed key of the application."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from guide.gateway.channels.channel import Channel
from guide.gateway.channels.desk import Desk

CHANNELS: web.AppKey[Mapping[str, Channel]] = web.AppKey("channels", Mapping[str, Channel])
DESK = web.AppKey("desk", Desk)
