"""How much memory processes hold."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def resident_mb(group: int) -> float | None:
    """Return the resident memory of a process group in MB; ``None`` where there is no /proc (macOS).

    Pages that its processes share are counted for each of them, so a little too much.
    """
    if not (_PROC / "self" / "statm").exists():
        return None
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(_resident_pages(each, group) for each in _PROC.glob("[0-9]*")) * page / 1e6


def _resident_pages(process: Path, group: int) -> int:
    try:
        after_name = (process / "stat").read_text().rpartition(")")[2].split()
        if int(after_name[2]) != group:
            return 0
        return int((process / "statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
        return 0
