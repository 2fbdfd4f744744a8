"""A Chromium to measure in, without a graphics card, that can reach nothing but this machine."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    # Neither pages of the browser's own address bar, in every window, nor waiting with the first picture.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
REMEDY = "page needs Chromium; set CHROMIUM to the path of one, or install one (on Debian and Ubuntu as root: apt-get install chromium)"


class NoBrowserError(FileNotFoundError):
    """There is no Chromium; the message says what to do."""


def chromium_path(environ: Mapping[str, str], own: Path) -> str:
    """The one that CHROMIUM names, else the first on the PATH, else Playwright's own."""
    names = (environ["CHROMIUM"],) if environ.get("CHROMIUM") else (*NAMES, str(own))
    for name in names:
        if found := shutil.which(name, path=environ.get("PATH")):
            return found
    raise NoBrowserError(REMEDY)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run it until the block ends."""
    with sync_playwright() as playwright:
        path = chromium_path(os.environ, Path(playwright.chromium.executable_path))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
