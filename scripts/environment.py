"""Make the project environment: ``python3 scripts/environment.py rasa|dev``. Standard library only.

``rasa`` is what serving needs, ``dev`` adds the tools; both exactly as locked, hashes checked. A
second call does nothing unless a lock or pyproject.toml changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "kefir-guide-locks.json"
TOOLS = ROOT / "var" / "tools"


def main() -> int:
    """Make the environment of the group named on the command line; return the exit code."""
    group = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if is_current(group):
        return 0
    try:
        make(find_uv(), group)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Set-up failed: {error}", file=sys.stderr)
        return 1
    return 0


def is_current(group: str) -> bool:
    """Whether the environment holds the group as locked; ``dev`` holds everything of ``rasa``."""
    if not PYTHON.exists() or not STAMP.exists():
        return False
    made = json.loads(STAMP.read_text())
    return any(made.get(name) == wanted(name) for name in {group, "dev"})


def wanted(group: str) -> str:
    """Return a digest of all that decides what is installed for the group."""
    parts = (ROOT / "requirements" / f"{group}.txt", ROOT / "pyproject.toml")
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def make(uv: list[str], group: str) -> None:
    """Create the environment if needed and bring it to the locked state.

    Raises:
        subprocess.CalledProcessError: if uv fails; it has said why.
    """
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        run([*uv, "venv", "--python", "3.11", str(ENVIRONMENT)])
    target = ["--python", str(PYTHON)]
    run([*uv, "pip", "sync", *target, "--require-hashes", f"requirements/{group}.txt"])
    run([*uv, "pip", "install", *target, "--no-deps", "--no-build-isolation", "-e", "."])
    write_defaults()
    STAMP.write_text(json.dumps({group: wanted(group)}))


def write_defaults() -> None:
    """Let plain ``rasa`` in this environment send no usage statistics; by default it does."""
    (packages,) = ENVIRONMENT.glob("lib/python3.*/site-packages")
    line = "import os; os.environ.setdefault('RASA_TELEMETRY_ENABLED', 'false')\n"
    (packages / "kefir_guide_defaults.pth").write_text(line)


def find_uv() -> list[str]:
    """Return the command that runs uv, installing it for this project alone if there is none.

    Raises:
        subprocess.CalledProcessError: if it can be neither found nor installed.
    """
    own = TOOLS / "bin" / "uv"
    for found in (shutil.which("uv"), str(own) if own.exists() else None):
        if found and works(found):
            return [found]
    print("uv is not installed; installing it into var/tools ...", flush=True)
    try:
        run([sys.executable, "-m", "venv", str(TOOLS)])
        run([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
        return [str(own)]
    except subprocess.CalledProcessError:  # Debian's python3 may lack venv
        run([sys.executable, "-m", "pip", "install", "--quiet", "--user", "uv"])
        return [sys.executable, "-m", "uv"]


def works(uv: str) -> bool:
    """Whether that uv runs: a version manager may leave a name that starts nothing."""
    return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0


def run(command: list[str]) -> None:
    """Show and run a command in the project folder."""
    print("+", " ".join(command), flush=True)
    subprocess.run(command, cwd=ROOT, env=environment(), check=True)


def environment() -> dict[str, str]:
    """Return the environment for uv, which does not read pip's settings: a mirror set there must hold."""
    mirror = os.environ.get("PIP_INDEX_URL")
    settings = {"UV_HTTP_TIMEOUT": "300", "UV_LINK_MODE": "copy"}
    if mirror:
        settings["UV_DEFAULT_INDEX"] = mirror
    return settings | dict(os.environ)


if __name__ == "__main__":
    sys.exit(main())
