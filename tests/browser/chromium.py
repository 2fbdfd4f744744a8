"""Find a Chromium for the browser tests: one that is named, one on the PATH, or Playwright's own.

`python -m tests.browser.chromium` prints which one is used; with `--install` it fetches Playwright's own if there is none.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
LAUNCH_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""Quiet and alone: the browser looks nothing up, and can reach no other host even if the page asked it to."""

REMEDY = "set CHROMIUM to its path, install one (Debian: apt-get install chromium), or run: make test"


class NoChromiumError(FileNotFoundError):
    """There is no Chromium; the message says what to do."""


def find_chromium(environ: Mapping[str, str], own: Path | None = None) -> Path:
    """The Chromium to use: CHROMIUM names one, else the first on the PATH, else Playwright's own."""
    named = environ.get("CHROMIUM", "")
    if named:
        if shutil.which(named) is None:
            raise NoChromiumError(f"CHROMIUM={named} is no program that can be run; {REMEDY}")
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH")):
            return Path(found)
    if own is not None and own.exists():
        return own
    raise NoChromiumError(f"no Chromium was found; {REMEDY}")


def playwrights_own() -> Path:
    """Where Playwright keeps, or would keep, the Chromium that it downloads."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def main(arguments: list[str]) -> int:
    """Print the browser that the tests use; fetch one first if asked to and there is none."""
    try:
        found = find_chromium(os.environ)
    except NoChromiumError as error:
        own = playwrights_own()
        if not own.exists() and "--install" in arguments:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        if not own.exists():
            print(error, file=sys.stderr)
            return 1
        found = own
    print(f"Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
