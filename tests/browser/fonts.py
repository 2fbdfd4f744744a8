"""Private font sets for Chromium.

`FONTS=noto pytest -m layout tests/browser` shows the page with that set only.

A fontconfig file that lists one folder, which is made of links to the set's files, hides all other fonts of
the machine.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FontSet:
    """The fonts of one Debian package: its files, and its sans-serif and monospace families."""

    package: str
    folder: str
    pattern: str
    sans: str
    mono: str


FOLDER = "/usr/share/fonts/truetype"
SETS = {
    "dejavu": FontSet(
        "fonts-dejavu-core", f"{FOLDER}/dejavu", "DejaVu*.ttf", "DejaVu Sans", "DejaVu Sans Mono"
    ),
    "liberation": FontSet(
        "fonts-liberation", f"{FOLDER}/liberation", "Liberation*.ttf", "Liberation Sans", "Liberation Mono"
    ),
    "noto": FontSet("fonts-noto-core", f"{FOLDER}/noto", "NotoSans-*.ttf", "Noto Sans", "Noto Sans"),
}

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/files</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>{sans}</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>{mono}</family></prefer></alias>
</fontconfig>
"""


class NoFontsError(FileNotFoundError):
    """A font set is not installed; the message says what to do."""


def font_files(name: str) -> list[Path]:
    """Return the files of a font set.

    Raises:
        NoFontsError: There is no such set, or it is not installed.
    """
    if name not in SETS:
        raise NoFontsError(f"FONTS={name} is no font set; choose of {', '.join(SETS)}")
    fonts = SETS[name]
    files = sorted(Path(fonts.folder).glob(fonts.pattern))
    if not files:
        missing = f"{fonts.folder}/{fonts.pattern}"
        raise NoFontsError(f"FONTS={name}: no {missing}; on Debian as root: apt-get install {fonts.package}")
    return files


def font_config(name: str, folder: Path) -> Path:
    """Write a fontconfig file for one font set into an empty folder, and return its path.

    Raises:
        NoFontsError: There is no such set, or it is not installed.
    """
    (folder / "files").mkdir()
    for file in font_files(name):
        (folder / "files" / file.name).symlink_to(file)
    path = folder / "fonts.conf"
    path.write_text(CONFIG.format(folder=folder, sans=SETS[name].sans, mono=SETS[name].mono))
    return path
