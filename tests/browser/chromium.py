"""Find a Chromium for the browser tests: one that is named, one on the PATH, or Playwright's own.

`python -m tests.browser.chromium` prints which one is used; with `--install` it fetches one if there is none: Playwright's
own where its downloads can be reached, else the distribution's package where we may install packages.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.fonts import font_config

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without its windows: a page takes it two thirds of the processor time."""

DISABLED_FEATURES = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
"""Of the browser itself: the first two load pages of its address bar in every window, at twice the cost of the page that is
tested; the others are what Playwright turns off, which a list of one's own replaces."""

LAUNCH_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(DISABLED_FEATURES)}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""Quiet and alone: the browser looks nothing up, and can reach no other host even if the page asked it to."""

REMEDY = "set CHROMIUM to the path of one, or install one (on Debian as root: apt-get install chromium), and run it again"


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


def launch_options(playwright: Playwright, environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return Playwright's options for Chromium; FONTS names a font set, whose configuration goes into the empty folder."""
    own = Path(playwright.chromium.executable_path)
    options: dict[str, Any] = {"executable_path": find_chromium(environ, own), "args": LAUNCH_ARGUMENTS}
    if fonts := environ.get("FONTS"):
        options["env"] = {**environ, "FONTCONFIG_FILE": str(font_config(fonts, folder))}
    return options


def playwrights_own() -> Path:
    """Where Playwright keeps, or would keep, the Chromium that it downloads."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def installations() -> list[list[str]]:
    """The commands that may bring a browser to this machine, the most likely first."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    playwright = [
        sys.executable,
        "-m",
        "playwright",
        "install",
        *(["--with-deps"] if root else []),
        "chromium",
    ]
    if not root or shutil.which("apt-get") is None:
        return [playwright]
    fetch = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
    debian = f"apt-get update -qq && ({fetch} chromium-headless-shell || {fetch} chromium)"
    return [[*playwright[:4], "chromium"], ["sh", "-c", debian], playwright]


def runs(browser: Path) -> bool:
    """Whether a browser starts on this machine: one without its libraries, or a mere stand-in, does not."""
    command = [str(browser), "--version"]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def usable() -> Path:
    """The Chromium of this machine, known to start.

    Raises:
        NoChromiumError: there is none, or it does not start.
    """
    browser = find_chromium(os.environ, playwrights_own())
    if not runs(browser):
        raise NoChromiumError(f"{browser} does not start; {REMEDY}")
    return browser


def install() -> Path:
    """Bring a Chromium to this machine, one way after the other until one starts.

    Raises:
        NoChromiumError: every way failed; what each said is on standard error.
    """
    for command in installations():
        print("No Chromium yet:", " ".join(command), file=sys.stderr, flush=True)
        subprocess.run(command, stdout=sys.stderr, check=False)
        try:
            return usable()
        except NoChromiumError:
            continue
    raise NoChromiumError(f"no way to install a Chromium worked; {REMEDY}")


def main(arguments: list[str]) -> int:
    """Print the browser that the tests use; bring one first if asked to and there is none."""
    try:
        found = usable()
    except NoChromiumError as missing:
        if "--install" not in arguments or os.environ.get("CHROMIUM"):
            print(missing, file=sys.stderr)
            return 1
        try:
            found = install()
        except NoChromiumError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
