"""Every pack in the repository passes every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.store import InvalidPack, read_pack

CONTENT = Path(__file__).parents[2] / "content"
PACKS = sorted(path.parent.name for path in CONTENT.glob("*/pack.yml"))


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_pack_has_no_mistake(pack: str) -> None:
    try:
        read_pack(CONTENT, pack)
    except InvalidPack as invalid:
        pytest.fail("\n".join(map(str, invalid.errors)))
