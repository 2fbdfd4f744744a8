"""The audit of the pinned packages says what it knows, and what it could not find out."""

from collections.abc import Mapping

import orjson

from tests.audit import verdict


def report(*packages: Mapping[str, object]) -> bytes:
    """What pip-audit writes."""
    return orjson.dumps({"dependencies": packages, "fixes": []})


SOUND = {"name": "numpy", "version": "2.4.6", "vulns": []}
UNKNOWN = {"name": "orjson", "skip_reason": "Dependency not found"}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-2000-1", "fix_versions": ["1.1"]}]}


def test_a_known_vulnerability_fails() -> None:
    """The package, what is known of it, and the version that repairs it are named."""
    good, lines = verdict(report(SOUND, WEAK), "")
    assert not good
    assert lines == ["audited 2 of 2 packages", "pillow 1.0: CVE-2000-1, repaired in 1.1"]


def test_what_was_not_audited_is_said() -> None:
    """A database that does not know a package, or cannot be reached, is no failure and no silence."""
    good, lines = verdict(report(SOUND, UNKNOWN), "")
    assert good
    assert lines[0] == "audited 1 of 2 packages"
    assert lines[1].startswith("NOT AUDITED")
    assert lines[1].endswith("orjson")
    assert verdict(report(UNKNOWN), "") == (
        True,
        ["NOT AUDITED: the database that was reached knows none of the 1 packages"],
    )
    good, lines = verdict(b"", "could not connect")
    assert good
    assert lines == ["NOT AUDITED: the database of vulnerabilities cannot be reached: could not connect"]


def test_an_audit_that_went_wrong_fails() -> None:
    """A lock file that pip-audit cannot read is not taken for a database that is away."""
    good, lines = verdict(b"", "duplicate requirements")
    assert not good
    assert lines == ["NOT AUDITED: pip-audit failed: duplicate requirements"]
