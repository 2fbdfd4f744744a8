"""Fetching MNIST's files, from a server on this machine that breaks in every way that matters."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.training.data import DataError
from app.training.download import Source, fetch

NAME = "train-labels-idx1-ubyte"
CONTENT = bytes(range(256)) * 1500
PACKED = gzip.compress(CONTENT, compresslevel=0, mtime=0)
SHA256 = hashlib.sha256(CONTENT).hexdigest()

Answer = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request by the next of its server's answers, the last again and again."""

    server: "Mirror"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Note the request and answer it."""
        self.server.asked.append((self.path, self.headers.get("Range")))
        asked_from = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-")
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self, int(asked_from))

    def reply(self, status: int, body: bytes, length: int | None = None) -> None:
        """Send a body and say that it is `length` bytes long; then close the connection."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


class Mirror(ThreadingHTTPServer):
    """A server with a list of answers; it remembers what it was asked."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, str | None]] = []

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}/mnist/"


def whole(handler: Handler, start: int) -> None:
    """All that is asked for, from the beginning or from where the client stopped."""
    if start >= len(PACKED):
        handler.reply(416, b"")
    else:
        handler.reply(206 if start else 200, PACKED[start:])


def truncated(handler: Handler, start: int) -> None:
    """A connection that breaks after 100,000 bytes."""
    handler.reply(206 if start else 200, PACKED[start:][:100_000], length=len(PACKED) - start)


def without_ranges(handler: Handler, start: int) -> None:  # noqa: ARG001 - as the others
    """The whole file, whatever was asked."""
    handler.reply(200, PACKED)


def corrupted(handler: Handler, start: int) -> None:
    """The right length, one bit wrong."""
    wrong = bytearray(PACKED)
    wrong[5000] ^= 1
    handler.reply(206 if start else 200, bytes(wrong[start:]))


def another_file(handler: Handler, start: int) -> None:  # noqa: ARG001 - as the others
    """A whole and undamaged file, but not the one that was asked for."""
    handler.reply(200, gzip.compress(b"not MNIST"))


def absent(handler: Handler, start: int) -> None:  # noqa: ARG001 - as the others
    """No such file."""
    handler.reply(404, b"not here")


@contextmanager
def serving(*answers: Answer) -> Iterator[Mirror]:
    """A running mirror."""
    with Mirror(*answers) as mirror:
        thread = threading.Thread(target=mirror.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield mirror
        finally:
            mirror.shutdown()
            thread.join()


def source(*mirrors: Mirror) -> Source:
    """These mirrors, and the checksum of the content above."""
    return Source(tuple(mirror.address for mirror in mirrors), lambda _: SHA256, timeout=10)


def test_a_file_is_fetched_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file arrives under its name, nothing else stays, and the progress is told."""
    with serving(whole) as mirror:
        path = fetch(NAME, tmp_path / "data", source(mirror))
    assert path.read_bytes() == PACKED
    assert list((tmp_path / "data").iterdir()) == [path] == [tmp_path / "data" / f"{NAME}.gz"]
    assert mirror.asked == [(f"/mnist/{NAME}.gz", None)]
    assert f"{NAME}.gz {'█' * 24} 100%" in capsys.readouterr().err


def test_a_truncated_file_is_continued(tmp_path: Path) -> None:
    """After a broken connection only what is missing is asked for."""
    with serving(truncated, truncated, whole) as mirror:
        path = fetch(NAME, tmp_path, source(mirror))
    assert path.read_bytes() == PACKED
    assert [asked for _, asked in mirror.asked] == [None, "bytes=100000-", "bytes=200000-"]


def test_a_download_goes_on_where_an_earlier_command_stopped(tmp_path: Path) -> None:
    """What an interrupted command left is kept and completed."""
    (tmp_path / f"{NAME}.gz.part").write_bytes(PACKED[:12_345])
    with serving(whole) as mirror:
        assert fetch(NAME, tmp_path, source(mirror)).read_bytes() == PACKED
    assert mirror.asked == [(f"/mnist/{NAME}.gz", "bytes=12345-")]


def test_a_server_that_cannot_continue_sends_it_all(tmp_path: Path) -> None:
    """A whole file in answer to the request for a part replaces the part."""
    (tmp_path / f"{NAME}.gz.part").write_bytes(PACKED[:12_345])
    with serving(without_ranges) as mirror:
        assert fetch(NAME, tmp_path, source(mirror)).read_bytes() == PACKED


def test_a_part_that_is_too_long_is_fetched_again(tmp_path: Path) -> None:
    """When there is nothing after the part, the part is wrong and the file begins anew."""
    (tmp_path / f"{NAME}.gz.part").write_bytes(PACKED + b"more")
    with serving(whole) as mirror:
        assert fetch(NAME, tmp_path, source(mirror)).read_bytes() == PACKED
    assert [asked for _, asked in mirror.asked] == [f"bytes={len(PACKED) + 4}-", None]


@pytest.mark.parametrize("broken", [corrupted, another_file, absent], ids=lambda answer: answer.__name__)
def test_the_next_mirror_is_tried(tmp_path: Path, broken: Answer) -> None:
    """A mirror with a wrong file, or none, is passed over."""
    with serving(broken) as first, serving(whole) as second:
        assert fetch(NAME, tmp_path, source(first, second)).read_bytes() == PACKED
    assert first.asked
    assert second.asked == [(f"/mnist/{NAME}.gz", None)]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (corrupted, "damaged|expected SHA-256"),
        (another_file, f"expected SHA-256 {SHA256} once unpacked, found "),
        (absent, "the server answers 404"),
    ],
    ids=["corrupted", "another file", "absent"],
)
def test_a_wrong_file_is_refused(tmp_path: Path, answer: Answer, words: str) -> None:
    """With no mirror left the error says what was wrong, and no wrong file stays."""
    with serving(answer) as mirror, pytest.raises(DataError, match=words):
        fetch(NAME, tmp_path, source(mirror))
    assert list(tmp_path.iterdir()) == []


def test_what_keeps_breaking_is_given_up_but_kept(tmp_path: Path) -> None:
    """After the last attempt the part stays, for the next command to go on with."""
    with (
        serving(truncated) as mirror,
        pytest.raises(DataError, match=r"closes before the end|IncompleteRead"),
    ):
        fetch(NAME, tmp_path, Source((mirror.address,), lambda _: SHA256, attempts=2, timeout=10))
    assert (tmp_path / f"{NAME}.gz.part").read_bytes() == PACKED[:200_000]


def test_nobody_there(tmp_path: Path) -> None:
    """A mirror that does not answer is named in the error."""
    with serving(whole) as mirror:
        address = mirror.address
    with pytest.raises(DataError, match=f"could not fetch {NAME}: {address}{NAME}.gz: .*refused"):
        fetch(NAME, tmp_path, Source((address,), lambda _: SHA256, attempts=1, timeout=10))
