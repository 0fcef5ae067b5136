"""Telegram, quick or slow."""

from __future__ import annotations

import asyncio
import itertools
import json

import aiohttp
from aiohttp import web

TOKEN, SECRET = "12345:of-the-benchmark", "a-secret-of-the-benchmark"


class SlowPlatform:
    """Answers each call after ``seconds``; ``taken`` counts the messages."""

    def __init__(self) -> None:
        self.seconds, self.taken = 0.0, 0
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Listen on a free port of 127.0.0.1; return the address."""
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def write(self, http: aiohttp.ClientSession, gateway: str, user: int, text: str) -> None:
        """Let somebody write to the guide."""
        said = {"message_id": next(self._numbers), "date": 0, "text": text}
        said |= {"from": {"id": user, "is_bot": False, "first_name": "A"}}
        update = {
            "update_id": next(self._numbers),
            "message": said | {"chat": {"id": user, "type": "private"}},
        }
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"{gateway}/webhooks/telegram"
        async with http.post(url, data=json.dumps(update), headers=headers) as response:
            response.raise_for_status()

    async def _take(self, request: web.Request) -> web.Response:
        data = await request.post()
        await asyncio.sleep(self.seconds)
        self.taken += 1
        sent = {"message_id": next(self._numbers), "date": 0, "text": str(data.get("text", ""))}
        chat = {"id": int(str(data.get("chat_id", 1))), "type": "private"}
        return web.json_response({"ok": True, "result": sent | {"chat": chat}})
