"""Find a Chromium for the browser tests: one that is named, one on the PATH, or Playwright's own.

`python -m tests.browser.chromium` prints which one is used; with `--install` it fetches one if there is none:
Playwright's own where its downloads can be reached, else the distribution's package where we may install
packages.
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
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,HttpsUpgrades,MediaRouter,NetworkTimeServiceQuerying,"
    "OptimizationHints,PaintHolding,PreconnectToSearch"
)
"""Of the browser itself.

The first two load pages of its address bar in every window, at twice the cost of the page that is tested; the
others are what Playwright turns off, which a list of one's own replaces.
"""

LAUNCH_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={DISABLED_FEATURES}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""Quiet and alone: the browser looks nothing up, and can reach no other host even if the page asked it to."""

REMEDY = (
    "set CHROMIUM to the path of one, or install one (on Debian as root: apt-get install chromium), and run "
    "it again"
)


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
    """Return Playwright's options for Chromium; the configuration of FONTS goes into the empty folder."""
    own = Path(playwright.chromium.executable_path)
    options: dict[str, Any] = {"executable_path": find_chromium(environ, own), "args": LAUNCH_ARGUMENTS}
    if fonts := environ.get("FONTS"):
        options["env"] = {**environ, "FONTCONFIG_FILE": str(font_config(fonts, folder))}
    return options


def installations() -> list[list[str]]:
    """The commands that may bring a browser to this machine, the most likely first."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or shutil.which("apt-get") is None:
        return [playwright]
    fetch = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
    debian = f"apt-get update -qq && ({fetch} chromium-headless-shell || {fetch} chromium)"
    return [playwright, ["sh", "-c", debian], [*playwright, "--with-deps"]]


def usable() -> Path:
    """The Chromium of this machine, known to start: one without its libraries, or a mere stand-in, does not.

    Raises:
        NoChromiumError: There is none, or it does not start.
    """
    with sync_playwright() as playwright:
        browser = find_chromium(os.environ, Path(playwright.chromium.executable_path))
    command = [str(browser), "--version"]
    if subprocess.run(command, capture_output=True, timeout=60, check=False).returncode:
        raise NoChromiumError(f"{browser} does not start; {REMEDY}")
    return browser


def main(arguments: list[str]) -> str | None:
    """Print the browser that the tests use, installed first if asked to; return what went wrong."""
    may_install = "--install" in arguments and not os.environ.get("CHROMIUM")
    commands = installations() if may_install else []
    while True:
        try:
            print(f"Chromium: {usable()}")
        except NoChromiumError as error:
            if not commands:
                return str(error)
        else:
            return None
        command = commands.pop(0)
        print("No Chromium yet:", " ".join(command), file=sys.stderr, flush=True)
        subprocess.run(command, stdout=sys.stderr, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
