"""Fetch MNIST's files from a public mirror: checked by SHA-256, and continued where a broken download stopped."""

import http.client
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.training.data import SHA256, DataError, sha256_of_content
from app.training.progress import Progress

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
"""Tried in turn; each holds the four files gzipped. `--mirror` names another."""

CHUNK = 64 * 1024

_BROKEN = (urllib.error.URLError, http.client.HTTPException, OSError)


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from and what they must be.

    Attributes:
        mirrors: Addresses that a file's name is appended to, tried in turn.
        sha256: Each file's checksum once unpacked.
        attempts: How often a broken connection to one mirror is taken up again.
        timeout: Seconds without a byte after which a connection counts as broken.
    """

    mirrors: tuple[str, ...] = MIRRORS
    sha256: Callable[[str], str] = SHA256.__getitem__
    attempts: int = 4
    timeout: float = 30.0


def fetch(name: str, directory: Path, source: Source) -> Path:
    """Fetch one file, gzipped, into `directory`.

    What has arrived waits in ``NAME.gz.part``; the file gets its name when its checksum is right. A part that turns
    out to be wrong is thrown away and the next mirror is tried from the beginning.

    Args:
        name: The file's name without ``.gz``.
        directory: Made if it is not there.
        source: The mirrors and the checksums.

    Returns:
        The file's path.

    Raises:
        DataError: No mirror gave the right file; the message says what happened at each.
    """
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f"{name}.gz.part"
    failures = []
    for mirror in source.mirrors:
        address = f"{mirror.rstrip('/')}/{name}.gz"
        try:
            _complete(address, part, source)
            _check(part, source.sha256(name))
        except DataError as error:
            failures.append(f"{address}: {error}")
            continue
        return part.rename(directory / f"{name}.gz")
    raise DataError(f"could not fetch {name}: " + "; ".join(failures))


def _complete(address: str, part: Path, source: Source) -> None:
    """Fetch until the server says that it was all, taking broken connections up where they stopped."""
    reason = "no attempt was allowed"
    for _ in range(source.attempts):
        try:
            if _continue(address, part, source.timeout):
                return
            reason = "the connection closes before the end of the file"
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise DataError(f"the server answers {error.code} {error.reason}") from error
            part.unlink()
            reason = "the server does not continue the file"
        except _BROKEN as error:
            reason = str(error)
    raise DataError(reason)


def _continue(address: str, part: Path, timeout: float) -> bool:
    """Ask for what is missing and append it; True when the file is as long as the server says."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the address is the user's own setting
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 - as above
        if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
            have = 0
        total = have + int(answer.headers["Content-Length"] or 0)
        bar = Progress(part.name.removesuffix(".part"), total, "bytes")
        bar.skip(have)
        with part.open("ab" if have else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                have += len(chunk)
                bar.show(have)
    bar.finish(have)
    return have >= total


def _check(part: Path, expected: str) -> None:
    """Throw a wrong file away: `DataError`."""
    try:
        found = sha256_of_content(part)
    except (OSError, EOFError, zlib.error) as error:
        part.unlink()
        raise DataError(f"the file is damaged: {error}") from error
    if found != expected:
        part.unlink()
        raise DataError(f"the file is not MNIST's: expected SHA-256 {expected} once unpacked, found {found}")
