"""A process may read the content again and again: each change of the content makes it do so."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from threading import Thread

from guide.store.collector import CollectorPause

ROOT = Path(__file__).resolve().parents[2]
READ_OFTEN = """
import sys
from pathlib import Path
from guide.store import open_store
store = open_store(sys.argv[1])
store.import_pack(Path("content"), "kefir")
for _ in range(12):
    store.load("kefir")
    store.terms("kefir")
"""


def test_the_process_outlives_many_readings(tmp_path: Path) -> None:
    """The interpreter itself died of the fourth one, which no exception handler sees."""
    url = f"sqlite:///{tmp_path / 'content.db'}"
    ran = subprocess.run([sys.executable, "-c", READ_OFTEN, url], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr[-500:]


def test_the_collector_is_held_back_until_the_last_one_leaves() -> None:
    paused = CollectorPause()
    with paused():
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure_and_stays_off_where_it_was_off() -> None:
    paused = CollectorPause()
    try:
        with paused():
            raise ValueError
    except ValueError:
        assert gc.isenabled()
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_another_thread_does_not_let_it_go_on() -> None:
    paused = CollectorPause()

    def inside() -> None:
        with paused():
            pass

    with paused():
        other = Thread(target=inside)
        other.start()
        other.join()
        assert not gc.isenabled()
    assert gc.isenabled()
