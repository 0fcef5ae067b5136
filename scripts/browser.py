"""Find Chromium for the browser tests, or install it: ``python3 scripts/browser.py``. Standard library only.

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
    """Install Chromium if there is none; return the exit code."""
    if find():
        return 0
    apt = shutil.which("apt-get")
    as_root = [] if os.geteuid() == 0 else [shutil.which("sudo") or ""]
    if apt is None or "" in as_root:
        print("The browser tests need Chromium. Install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 1
    print("Installing Chromium for the browser tests ...", flush=True)
    try:
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([*as_root, apt, "-qq", *arguments], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        print(f"Chromium could not be installed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
