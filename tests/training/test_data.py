"""MNIST's files: which are missing, whether they are right, and which digits are held back."""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from app.training.data import (
    TEST,
    TRAIN,
    DataError,
    Digits,
    checksums,
    find,
    load,
    missing,
    sha256_of_content,
    split,
)
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
    """The message names exactly the files that are not there, and the way to get them."""
    write_files(tmp_path, TRAIN, digits(2))
    (tmp_path / f"{TRAIN[0]}.gz").unlink()
    assert missing(tmp_path, (*TRAIN, *TEST)) == [TRAIN[0], *TEST]
    with pytest.raises(DataError, match=rf"lacks {TRAIN[0]} \(plain or \.gz\); --download fetches"):
        load(tmp_path, TRAIN)


def test_pictures_and_labels_must_belong_together() -> None:
    """As many pictures as labels, or the two files are not of one set."""
    with pytest.raises(DataError, match="3 pictures but 2 labels"):
        Digits(digits(3).scans, digits(2).labels)


def test_checksums_are_of_the_content(tmp_path: Path) -> None:
    """A file has the same checksum however it is packed."""
    content = b"some bytes" * 1000
    (tmp_path / "plain").write_bytes(content)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(content))
    expected = hashlib.sha256(content).hexdigest()
    assert sha256_of_content(tmp_path / "plain") == expected
    assert sha256_of_content(tmp_path / "packed.gz") == expected
    assert checksums(tmp_path, ("plain", "packed", "absent")) == {"plain": expected, "packed": expected}


def test_the_last_digits_are_held_back() -> None:
    """Splitting shares no digit and loses none."""
    kept, held_back = split(digits(30), 7)
    assert (len(kept), len(held_back)) == (23, 7)
    assert np.array_equal(np.concatenate((kept.labels, held_back.labels)), digits(30).labels)


@pytest.mark.parametrize("validation", [0, -1, 30, 31])
def test_impossible_splits_are_refused(validation: int) -> None:
    """Both parts must have digits."""
    with pytest.raises(DataError, match=f"cannot hold back {validation} of 30"):
        split(digits(30), validation)
