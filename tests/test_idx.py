"""IDX files: what is read, and what is refused with which words."""

import contextlib
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.idx import IdxError, read_images, read_labels

SHIPPED = Path(__file__).parent.parent / "static" / "data" / "mnist"
IMAGES = bytes.fromhex("00000803 00000002 00000002 00000003") + bytes(range(12))
PACKED = gzip.compress(IMAGES, mtime=0)
"""Without the time, or the processes of one run would give the same tests different names."""
LABELS = bytes.fromhex("00000801 00000003") + b"\x07\x02\x01"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_reads_plain_and_gzipped_files_alike(tmp_path: Path, pack: type[bytes]) -> None:
    """Numbers are the same whether or not a file is compressed; a missing file is an OSError."""
    (tmp_path / "images").write_bytes(pack(IMAGES))
    (tmp_path / "labels").write_bytes(pack(LABELS))
    assert read_images(tmp_path / "images").tolist() == [[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]
    assert read_labels(str(tmp_path / "labels")).tolist() == [7, 2, 1]
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_labels(tmp_path / "nowhere")


def test_reads_the_digits_that_ship() -> None:
    """The repository's MNIST test set has the published size, classes and first digits."""
    images = read_images(SHIPPED / "t10k-images-idx3-ubyte.gz")
    labels = read_labels(SHIPPED / "t10k-labels-idx1-ubyte.gz")
    assert images.shape == (10_000, 28, 28)
    assert images.dtype == labels.dtype == np.uint8
    assert labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected it to start with 00000803, found nothing"),
        (LABELS, "expected it to start with 00000803, found 00000801"),
        (b"\x89PNG\r\n\x1a\n", "expected it to start with 00000803, found 89504e47"),
        (IMAGES[:10], "expected a header of 16 bytes, the file has 10"),
        (IMAGES[:-1], "expected 2x2x3 = 12 bytes after the header, found 11"),
        (IMAGES + b"\0", "expected 2x2x3 = 12 bytes after the header, found 13"),
        (
            bytes.fromhex("00000803") + b"\xff" * 12,
            "= 79228162458924105385300197375 bytes after the header, found 0",
        ),
        (PACKED[:-9], "damaged gzip file"),
        (PACKED[:6], "damaged gzip file"),
        (PACKED[:12] + b"\xff" * 20, "damaged gzip file"),
        (PACKED + b"tail", "damaged gzip file"),
    ],
)
def test_refuses_what_is_no_idx_file_of_pictures(tmp_path: Path, data: bytes, words: str) -> None:
    """A wrong, cut or damaged file is refused with its name and with what was expected and found."""
    path = tmp_path / "digits"
    path.write_bytes(data)
    with pytest.raises(IdxError) as refusal:
        read_images(path)
    assert str(refusal.value).startswith(f"{path}: ")
    assert words in str(refusal.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200), prefix=st.sampled_from([b"", b"\x1f\x8b\x08\x00", LABELS[:4], LABELS[:8]])
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, prefix: bytes) -> None:
    """Whatever a file holds, the answer is labels or an IdxError, never another exception."""
    path = tmp_path / "fuzz"
    path.write_bytes(prefix + data)
    with contextlib.suppress(IdxError):
        assert read_labels(path).ndim == 1
