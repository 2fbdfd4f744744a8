"""The audit of the pinned packages says what it knows, and what it could not find out."""

from collections.abc import Mapping

import orjson
import pytest

from tests.audit import verdict


def report(*packages: Mapping[str, object]) -> bytes:
    """What pip-audit writes."""
    return orjson.dumps({"dependencies": packages, "fixes": []})


SOUND = {"name": "numpy", "version": "2.4.6", "vulns": []}
UNKNOWN = {"name": "orjson", "skip_reason": "Dependency not found"}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-2000-1", "fix_versions": ["1.1"]}]}


AWAY = "NOT AUDITED: the database of vulnerabilities cannot be reached: could not connect"


@pytest.mark.parametrize(
    ("written", "reason", "good", "lines"),
    [
        (report(SOUND, WEAK), "", False, ["audited 2 of 2", "pillow 1.0: CVE-2000-1, repaired in 1.1"]),
        (report(SOUND, UNKNOWN), "", True, ["audited 1 of 2", "NOT AUDITED, unknown to the database"]),
        (report(UNKNOWN), "", True, ["NOT AUDITED: the database that was reached knows none of the 1"]),
        (b"", "could not connect", True, [AWAY]),
        (b"", "duplicate requirements", False, ["NOT AUDITED: pip-audit failed: duplicate requirements"]),
    ],
)
def test_what_is_known_and_what_is_not_is_said(
    written: bytes, reason: str, good: bool, lines: list[str]
) -> None:
    """A vulnerability or a broken audit fails; a database that is away or ignorant is no failure."""
    found, said = verdict(written, reason)
    assert found == good
    assert [line.startswith(start) for line, start in zip(said, lines, strict=True)] == [True] * len(lines)
