"""Third-party modules of the page lie there as the manifest says, and are built again as they are."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT

VENDOR = ROOT / "static/vendor"
MANIFEST: dict[str, Any] = json.loads((VENDOR / "manifest.json").read_text())
MODULES: list[dict[str, Any]] = MANIFEST["modules"]


@pytest.mark.parametrize("module", MODULES, ids=[module["file"] for module in MODULES])
def test_manifest_describes_what_is_served(module: dict[str, Any]) -> None:
    """Each module has the size and checksum that the manifest gives, and its licence beside it."""
    content = (VENDOR / module["file"]).read_bytes()
    assert len(content) == module["bytes"]
    assert hashlib.sha256(content).hexdigest() == module["sha256"]
    assert (VENDOR / f"{module['package'].split('/')[-1]}.LICENSE.txt").read_text()
    if "names" in module:  # bundled here
        assert (
            f"{module['package']} {module['version']}, {module['license']} licence" in content[:200].decode()
        )


def test_nothing_else_is_vendored() -> None:
    """Every script is in the manifest, and the types name each bundle's exports."""
    found = {path.name for path in VENDOR.iterdir() if path.suffix in {".js", ".css"}} | {"signals-core.d.ts"}
    assert found == {module["file"] for module in MODULES}
    for module in MODULES:
        if "names" in module:
            types = (VENDOR / module["file"].replace(".js", ".d.ts")).read_text()
            exported = [
                name
                for group in re.findall(r"export \{([^}]*)\}", types)
                for name in re.findall(r"\w+", group)
            ]
            assert sorted(exported) == sorted(module["names"])


def test_third_dimension_stays_small() -> None:
    """All that the browser fetches when 3D is opened is at most 200 kB compressed."""
    parts = [VENDOR / "three.module.min.js"]
    parts += [*(ROOT / "static/js/views/tower").glob("*.js"), ROOT / "static/js/views/tower.js"]
    parts += [ROOT / "static/css/tower.css", ROOT / "static/js/model/edges.js"]
    assert sum(len(gzip.compress(part.read_bytes(), 9)) for part in parts) <= 200_000


def test_build_is_reproducible(tmp_path: Path) -> None:
    """The script makes the committed bytes again from the locked npm packages."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "Node.js is missing: make install brings it with the development lock"
    command = [node, str(VENDOR / "build.mjs"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    for built in sorted(tmp_path.iterdir()):
        assert built.read_bytes() == (VENDOR / built.name).read_bytes(), built.name
    assert {path.name for path in tmp_path.iterdir()} >= {"manifest.json", MODULES[0]["file"]}
