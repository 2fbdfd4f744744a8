"""The browser of the tests is found in a known order, and has the chosen fonts only."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.chromium import NAMES, NoChromiumError, find_chromium
from tests.browser.fonts import SETS, NoFontsError, font_config, font_files


def program(folder: Path, name: str) -> Path:
    """A program that does nothing."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_order_of_places(tmp_path: Path) -> None:
    """CHROMIUM comes before the PATH, the PATH before Playwright's own; names on the PATH are ordered."""
    own = program(tmp_path, "own")
    named = program(tmp_path, "named")
    folder = tmp_path / "bin"
    folder.mkdir()
    path = {"PATH": str(folder)}
    assert find_chromium(path, own) == own
    for name in reversed(NAMES):
        expected = program(folder, name)
        assert find_chromium(path, own) == expected
    assert find_chromium({**path, "CHROMIUM": str(named)}, own) == named


@pytest.mark.parametrize(
    "environ", [{"PATH": "/nowhere"}, {"PATH": "/nowhere", "CHROMIUM": "/nowhere/chromium"}]
)
def test_none_is_told_with_the_remedy(environ: dict[str, str], tmp_path: Path) -> None:
    """Without any, or with a name that leads nowhere, the message says what to install."""
    with pytest.raises(NoChromiumError, match="apt-get install chromium"):
        find_chromium(environ, tmp_path / "missing")


def test_a_missing_set_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its fonts a layout test fails with the package's name, and is not skipped."""
    with pytest.raises(NoFontsError, match="choose of dejavu, liberation, noto"):
        font_files("comic")
    monkeypatch.setitem(SETS, "noto", replace(SETS["noto"], folder=str(tmp_path / "empty")))
    with pytest.raises(NoFontsError, match="apt-get install fonts-noto-core"):
        font_config("noto", tmp_path)
