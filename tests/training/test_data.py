"""MNIST's files: finding, checking, downloading and splitting them."""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from app.training import data
from app.training.data import TEST, TRAIN, DataError, Digits, checksums, download, find, load, split
from tests.training.synthetic import digits, idx, write_files


def test_plain_and_gzipped_files_are_found(tmp_path: Path) -> None:
    """A file is found under its name or with .gz, and read the same way."""
    few = digits(12)
    write_files(tmp_path, TRAIN, few)
    (tmp_path / TEST[0]).write_bytes(idx(few.scans))
    (tmp_path / TEST[1]).write_bytes(idx(few.labels))
    assert find(tmp_path, TRAIN[0]) == tmp_path / f"{TRAIN[0]}.gz"
    assert find(tmp_path, TEST[0]) == tmp_path / TEST[0]
    for names in (TRAIN, TEST):
        read = load(tmp_path, names)
        assert np.array_equal(read.scans, few.scans)
        assert np.array_equal(read.labels, few.labels)


def test_missing_files_are_named(tmp_path: Path) -> None:
    """The message names exactly the files that are missing, and the option that fetches them."""
    write_files(tmp_path, TRAIN, digits(2))
    (tmp_path / f"{TRAIN[0]}.gz").unlink()
    with pytest.raises(DataError, match=rf"lacks {TRAIN[0]} \(plain or \.gz\); --download fetches"):
        load(tmp_path, TRAIN)


def test_checksums_are_of_the_content(tmp_path: Path) -> None:
    """A file has the same checksum plain and gzipped."""
    content = b"some bytes" * 1000
    (tmp_path / "plain").write_bytes(content)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(content))
    expected = hashlib.sha256(content).hexdigest()
    assert checksums(tmp_path, ("plain", "packed", "absent")) == {"plain": expected, "packed": expected}


def test_the_last_digits_are_held_out() -> None:
    """Splitting shares no digit and loses none."""
    kept, held_out = split(digits(30), 7)
    assert (len(kept), len(held_out)) == (23, 7)
    assert np.array_equal(np.concatenate((kept.labels, held_out.labels)), digits(30).labels)


def test_impossible_digits_and_splits_are_refused() -> None:
    """Images and labels must belong together, and both parts must have digits."""
    with pytest.raises(DataError, match="3 images but 2 labels"):
        Digits(digits(3).scans, digits(2).labels)
    for validation in (0, -1, 30, 31):
        with pytest.raises(DataError, match=f"cannot hold out {validation} of 30"):
            split(digits(30), validation)


def test_the_first_mirror_with_the_right_file_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mirror without the file, with another file or with a damaged one is skipped."""
    content = gzip.compress(b"the labels")
    mirrors = [tmp_path / name for name in ("absent", "other", "damaged", "right")]
    for mirror, found in zip(mirrors[1:], (gzip.compress(b"others"), content[:-9], content), strict=True):
        mirror.mkdir()
        (mirror / "labels.gz").write_bytes(found)
    monkeypatch.setitem(data.SHA256, "labels", hashlib.sha256(b"the labels").hexdigest())
    addresses = [mirror.as_uri() for mirror in mirrors]
    path = download("labels", tmp_path / "data", addresses)
    assert path == tmp_path / "data" / "labels.gz"
    assert path.read_bytes() == content
    with pytest.raises(DataError, match=r"could not download labels: .*absent.*other.*SHA-256 is .*damaged"):
        download("labels", tmp_path / "data", addresses[:3])
