"""What the parts of the channels share, by typed key of the application."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from guide.gateway.channels.channel import Channel
from guide.gateway.channels.desk import Desk
from guide.gateway.channels.keeping import ChannelKeeping

CHANNELS: web.AppKey[Mapping[str, Channel]] = web.AppKey("channels", Mapping[str, Channel])
CHANNEL_KEEPING = web.AppKey("channel_keeping", ChannelKeeping)
DESK = web.AppKey("desk", Desk)
