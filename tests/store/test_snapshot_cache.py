"""The snapshot follows the content and outlives the database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pack_builder import PackBuilder

from guide.advice.content import Content
from guide.store import SnapshotCache, Store, StoreUnavailable, open_store
from guide.store.snapshot_cache import CHECK_SECONDS


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(sqlite_store: Store, builder: PackBuilder, root: Path) -> Store:
    sqlite_store.import_pack(builder.write(root), "tea")
    return sqlite_store


@pytest.fixture
def cache(store: Store, clock: Clock) -> SnapshotCache:
    return SnapshotCache(store, "tea", serve_pending=True, clock=clock)


def retitle(store: Store, builder: PackBuilder, root: Path) -> None:
    builder.item("tea/topics.yml", "choice")["title"] = "Which tea"
    store.import_pack(builder.write(root), "tea")


def test_the_same_snapshot_is_served_while_nothing_changes(cache: SnapshotCache, clock: Clock) -> None:
    first = cache.get()
    clock.now += 10 * CHECK_SECONDS
    assert cache.get() is first


def test_a_change_is_seen_at_the_next_check_and_not_before(
    cache: SnapshotCache, clock: Clock, store: Store, builder: PackBuilder, root: Path
) -> None:
    cache.get()
    retitle(store, builder, root)
    clock.now += CHECK_SECONDS / 2
    assert cache.get().topics["choice"].title == "Choice"
    clock.now += CHECK_SECONDS
    assert cache.get().topics["choice"].title == "Which tea"


def test_a_deleted_database_does_not_stop_answers_and_is_not_made_anew(
    cache: SnapshotCache, clock: Clock, tmp_path: Path
) -> None:
    first = cache.get()
    (tmp_path / "content.db").unlink()
    clock.now += 2 * CHECK_SECONDS
    assert cache.get() is first
    assert not (tmp_path / "content.db").exists()


def test_after_a_restart_a_missing_database_is_a_clear_error(tmp_path: Path) -> None:
    fresh = SnapshotCache(open_store(f"sqlite:///{tmp_path / 'content.db'}"), "tea", serve_pending=True)
    with pytest.raises(StoreUnavailable, match=r"no content database .*; run `guide content import`"):
        fresh.get()
    assert not (tmp_path / "content.db").exists()


def test_an_empty_file_in_place_of_the_database_does_not_stop_answers(
    cache: SnapshotCache, clock: Clock, tmp_path: Path
) -> None:
    first = cache.get()
    (tmp_path / "content.db").write_bytes(b"")
    clock.now += 2 * CHECK_SECONDS
    assert cache.get() is first


def test_a_database_that_comes_back_is_followed_again(
    cache: SnapshotCache, clock: Clock, store: Store, builder: PackBuilder, root: Path, tmp_path: Path
) -> None:
    cache.get()
    (tmp_path / "content.db").unlink()
    clock.now += 2 * CHECK_SECONDS
    cache.get()
    retitle(store, builder, root)
    clock.now += 2 * CHECK_SECONDS
    assert cache.get().topics["choice"].title == "Which tea"


def test_pending_content_is_held_back_if_asked(store: Store, clock: Clock) -> None:
    assert SnapshotCache(store, "tea", serve_pending=False, clock=clock).get().claims == {}


class SlowSource:
    """A store whose second load waits until a test lets it go on."""

    def __init__(self, content: Content) -> None:
        self.content, self.version, self.loads = content, content.version, 0
        self.waiting, self.go_on = threading.Event(), threading.Event()

    def content_version(self, pack: str) -> str:
        return self.version

    def load(self, pack: str, *, serve_pending: bool) -> Content:
        self.loads += 1
        if self.loads > 1:
            self.waiting.set()
            assert self.go_on.wait(5)
        return replace(self.content, version=self.version)


def test_other_threads_get_the_old_snapshot_while_one_reloads(store: Store, clock: Clock) -> None:
    source = SlowSource(store.load("tea"))
    cache = SnapshotCache(source, "tea", serve_pending=True, clock=clock)
    first = cache.get()
    source.version = "next"
    clock.now += 2 * CHECK_SECONDS
    with ThreadPoolExecutor(1) as pool:
        reloading = pool.submit(cache.get)
        assert source.waiting.wait(5)
        assert cache.get() is first
        source.go_on.set()
        assert reloading.result(5).version == "next"
    assert source.loads == 2


def test_many_threads_at_the_start_load_once(store: Store, clock: Clock) -> None:
    source = SlowSource(store.load("tea"))
    cache = SnapshotCache(source, "tea", serve_pending=True, clock=clock)
    with ThreadPoolExecutor(8) as pool:
        snapshots = [call.result(5) for call in [pool.submit(cache.get) for _ in range(8)]]
    assert source.loads == 1
    assert all(snapshot is snapshots[0] for snapshot in snapshots)
