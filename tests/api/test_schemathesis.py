"""Schemathesis, a fuzzer that nobody here wrote, reads /openapi.json and finds nothing wrong with any operation."""

import os
import re
import subprocess
import sys
from pathlib import Path

from app.settings import ROOT
from tests.conftest import LiveServer

RUN = ("-c", "from schemathesis.cli import schemathesis; schemathesis()", "run")
EXAMPLES = "3"


def test_every_check_of_every_operation_passes(live_server: LiveServer, tmp_path: Path) -> None:
    """All checks, all phases, good and bad requests: what the document says is what is answered, and no 500."""
    options = ("--checks", "all", "--max-examples", EXAMPLES, "--generation-deterministic", "--no-color")
    done = subprocess.run(
        [sys.executable, *RUN, f"{live_server.url}/openapi.json", *options],
        cwd=tmp_path,
        # The hooks make of a request what JSON Schema cannot ask for, such as rows of equal length.
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.well_formed", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    counts = [re.search(pattern, done.stdout) for pattern in (r"Tested: (\d+)", r"(\d+) generated")]
    operations, cases = (int(count[1]) if count else 0 for count in counts)
    assert operations >= 25
    assert cases > 500
