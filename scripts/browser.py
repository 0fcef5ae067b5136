"""Print where Chromium is, installed first if need be: ``python3 scripts/browser.py``. Standard library only.

Playwright's own browser builds are not on the package registries, Debian's Chromium is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Return the path of a browser: ``CHROMIUM`` if that is set, else the first that is installed."""
    wanted = os.environ.get("CHROMIUM")
    return wanted or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """Print the path; return the exit code."""
    if not find() and not install():
        return 1
    print(find())
    return 0


def install() -> bool:
    """Install Debian's Chromium and return whether there is a browser now."""
    apt = shutil.which("apt-get")
    as_root = [] if os.geteuid() == 0 else [shutil.which("sudo") or ""]
    if apt is None or "" in as_root:
        print("The browser tests need Chromium. Install it, or set CHROMIUM to its path.", file=sys.stderr)
        return False
    print("Installing Chromium for the browser tests ...", file=sys.stderr, flush=True)
    try:
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([*as_root, apt, "-qq", *arguments], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        print(f"Chromium could not be installed: {error}", file=sys.stderr)
        return False
    return find() is not None


if __name__ == "__main__":
    sys.exit(main())
