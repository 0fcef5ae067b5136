"""The log of the messaging platforms without blocking."""

from __future__ import annotations

from guide.gateway.reply_keeping import Keeping
from guide.store import ChannelLog, ChannelPeople

# Longer than the database itself waits for a lock (guide.store.database): what is given up here would else be
# done there all the same, and a row be claimed for nobody.
WAIT_SECONDS = 6.0


class ChannelKeeping(Keeping):
    """Asks what came in and is to be sent (``log``), and who is who (``people``)."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.log, self.people = ChannelLog(url), ChannelPeople(url)

    def wait_seconds(self) -> float:
        """Return how long to wait for an answer."""
        return WAIT_SECONDS

    def close(self) -> None:
        """Let the database go."""
        super().close()
        self.log.close()
        self.people.close()
