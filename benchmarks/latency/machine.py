"""Where figures come from: without that they cannot be compared with others."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("rasa", "tensorflow-cpu", "onnxruntime", "spacy", "scikit-learn", "numpy")


def describe() -> dict[str, Any]:
    """Return the processor, the system and the versions that matter for speed."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def load() -> float:
    """Return how many processes wanted a core on average during the last minute."""
    return round(os.getloadavg()[0], 2)


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return found[1] if found else platform.processor()
