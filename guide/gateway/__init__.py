"""The only public port: sessions, messages, pages (aiohttp). Rasa and the actions stay private behind it."""
