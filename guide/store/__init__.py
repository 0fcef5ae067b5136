"""The content store: packs are checked and imported, versions reviewed, snapshots served.

The only package that knows SQL. Start reading at :class:`Store`.
"""

from __future__ import annotations

from guide.store.channel_log import ChannelLog, Queued, Received
from guide.store.channel_people import ChannelPeople, Known
from guide.store.errors import InvalidPack, PackError, ReviewRefused, StoreUnavailable
from guide.store.importing import ImportReport
from guide.store.pack import Pack, read_pack
from guide.store.reply_log import Reply, ReplyLog
from guide.store.snapshot_cache import SnapshotCache
from guide.store.store import Store, open_store
from guide.store.trail import ItemVersion, ReviewDecision, ReviewEvent
from guide.store.unknown import UnknownMessage

__all__ = [
    "ChannelLog",
    "ChannelPeople",
    "ImportReport",
    "InvalidPack",
    "ItemVersion",
    "Known",
    "Pack",
    "PackError",
    "Queued",
    "Received",
    "Reply",
    "ReplyLog",
    "ReviewDecision",
    "ReviewEvent",
    "ReviewRefused",
    "SnapshotCache",
    "Store",
    "StoreUnavailable",
    "UnknownMessage",
    "open_store",
    "read_pack",
]
