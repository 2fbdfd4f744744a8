"""Install what tests need beside Python and Chromium: curl, nginx and font sets.

`python -m tests.debian`; done at once if all is there.

Where packages cannot be installed, the tests that need them fail and name the package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.browser.fonts import SETS

PROGRAMS = {"curl": "curl", "nginx": "nginx-light"}
"""Debian's packages of programs; nginx is in a folder that not everybody has on the PATH."""

FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")


def find_program(name: str) -> str | None:
    """Return the path of a program, also where only root looks."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *FOLDERS]))


def missing_packages(programs: Mapping[str, str] = PROGRAMS) -> list[str]:
    """Return Debian's packages of what is not installed."""
    fonts = [one.package for one in SETS.values() if not list(Path(one.folder).glob(one.pattern))]
    return [package for name, package in programs.items() if find_program(name) is None] + fonts


def main() -> None:
    """Install what is missing, if this is Debian and we are root."""
    packages = missing_packages()
    if not packages:
        return
    installer = shutil.which("apt-get")
    if os.geteuid() != 0 or installer is None:
        print(f"some tests will fail without {', '.join(packages)} (Debian's names)", file=sys.stderr)
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([installer, *command], env=environment, stdout=sys.stderr, check=False)


if __name__ == "__main__":
    main()
