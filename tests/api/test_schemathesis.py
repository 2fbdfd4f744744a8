"""Schemathesis reads /openapi.json and finds no fault in any operation."""

import re
from pathlib import Path

from app.settings import ROOT
from tests.conftest import LiveServer
from tests.serving import run_python

RUN = ("-c", "from schemathesis.cli import schemathesis; schemathesis()", "run")
EXAMPLES = "3"


def test_every_check_of_every_operation_passes(live_server: LiveServer, tmp_path: Path) -> None:
    """In all phases, for good and bad requests, what the document says is what is answered."""
    options = ("--checks", "all", "--max-examples", EXAMPLES, "--generation-deterministic", "--no-color")
    # The hooks make of a request what JSON Schema cannot ask for, such as rows of equal length.
    hooks = {"SCHEMATHESIS_HOOKS": "tests.api.well_formed", "PYTHONPATH": str(ROOT)}
    address = f"{live_server.url}/openapi.json"
    done = run_python(*RUN, address, *options, folder=tmp_path, variables=hooks)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    counts = [re.search(pattern, done.stdout) for pattern in (r"Tested: (\d+)", r"(\d+) generated")]
    operations, cases = (int(count[1]) if count else 0 for count in counts)
    assert operations >= 25
    assert cases > 500
