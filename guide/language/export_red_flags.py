"""Write red-flag rules, emergency texts and languages as JSON: ``python -m guide.language.export_red_flags``.

``guide.advice`` may use the standard library only and must work with the store down, so it reads
JSON copies of the YAML sources. A test keeps the two equal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("red_flags", "emergency", "languages")


def source(name: str) -> Any:
    """Return the content of ``content/common/<name>.yml``."""
    return YAML(typ="safe").load((ROOT / "content" / "common" / f"{name}.yml").read_text(encoding="utf-8"))


def exported(name: str) -> Path:
    """Return the path of the JSON copy that the rules read."""
    return ROOT / "guide" / "advice" / "data" / f"{name}.json"


def main() -> None:
    """Write every copy anew."""
    for name in NAMES:
        text = json.dumps(source(name), ensure_ascii=False, indent=1)
        exported(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
