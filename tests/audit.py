"""Look for known vulnerabilities of the pinned packages: `python -m tests.audit LOCK…`.

Fails where pip-audit knows of one. Where its database cannot be reached, or knows none of the packages, as a
mirror may, nothing was audited: that is said, and is no failure.
"""

import re
import subprocess
import sys
from collections.abc import Sequence

import orjson

SECONDS = 60
COMMAND = ("-m", "pip_audit", "--disable-pip", "--progress-spinner=off", "--timeout=5", "--format=json")


def verdict(report: bytes, reason: str) -> tuple[bool, list[str]]:
    """What pip-audit's report says: whether it is good enough to go on, and the lines to print.

    Args:
        report: its JSON; empty if it made none.
        reason: the last line of its complaints.
    """
    if not report.strip():
        away = re.search(r"connect|resol|timed out|\bHTTP\b|\b50\d\b", reason, re.IGNORECASE)
        where = "the database of vulnerabilities cannot be reached" if away else "pip-audit failed"
        return bool(away), [f"NOT AUDITED: {where}: {reason[:200]}"]
    packages = orjson.loads(report)["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if len(skipped) == len(packages):
        return True, [
            f"NOT AUDITED: the database that was reached knows none of the {len(packages)} packages"
        ]
    lines = [f"audited {len(packages) - len(skipped)} of {len(packages)} packages"]
    if skipped:
        lines.append(f"NOT AUDITED, unknown to the database that was reached: {', '.join(sorted(skipped))}")
    found = [
        f"{one['name']} {one['version']}: {weakness['id']}, repaired in "
        f"{', '.join(weakness['fix_versions']) or 'no version'}"
        for one in packages
        for weakness in one.get("vulns", ())
    ]
    return not found, lines + found


def audit(lock: str) -> tuple[bool, list[str]]:
    """The verdict on one lock file, within a minute."""
    command = [sys.executable, *COMMAND, "--requirement", lock]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return verdict(b"", f"connection timed out after {SECONDS} seconds")
    complaints = done.stderr.decode().strip().splitlines()
    return verdict(done.stdout, complaints[-1] if complaints else "no reason given")


def main(locks: Sequence[str]) -> int:
    """Audit each lock file."""
    code = 0
    for lock in locks:
        good, lines = audit(lock)
        print("\n".join(f"{lock}: {line}" for line in lines))
        code = code if good else 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
