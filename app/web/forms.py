"""The files of a `multipart/form-data` body, read in memory: nothing that a visitor sends touches a disk."""

import binascii
import quopri
import re
from collections.abc import Callable, Mapping
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.web.problems import Problem, counted, quoted

_EXAMPLE = "for example curl -F picture=@digit.png"
_DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "7bit": bytes,
    "8bit": bytes,
    "binary": bytes,
    "base64": binascii.a2b_base64,
    "quoted-printable": quopri.decodestring,
}
"""By Content-Transfer-Encoding, which RFC 7578 has done away with, and some clients send yet."""


def files_of_form(body: bytes, content_type: str, most: int) -> list[bytes]:
    """The contents of a form's files, in order, whatever their fields are called."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not boundary:
        raise _unreadable("its Content-Type names no boundary, which clients that make forms do")
    start = _first_part(body, boundary)
    reader = _Reader(most)
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        parser.write(body[start:])
        parser.finalize()
    except FormParserError as error:
        offset = getattr(error, "offset", -1)
        place = f" from byte {start + offset} on" if offset >= 0 else ""
        raise _unreadable(f"it is not written as multipart/form-data{place}") from error
    if not reader.ended or not reader.files:
        reason = "has no file" if reader.ended else "is cut off: its closing boundary is missing"
        raise Problem("malformed-request", f"the form {reason}; {_EXAMPLE}")
    return reader.files


def _first_part(body: bytes, boundary: bytes) -> int:
    """Where the first part begins: what stands before it is for nobody (RFC 2046, 5.1.1)."""
    opening = b"--" + boundary
    if body.startswith(opening):
        return 0
    found = body.find(b"\r\n" + opening)
    if found < 0:
        raise _unreadable(f"its boundary, {quoted(boundary.decode('latin-1'))}, is not in the body")
    return found + 2


class _Reader:
    """Collects the files of a form while it is parsed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.files: list[bytes] = []
        self.ended = False
        self._header = [b"", b""]
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []

    def callbacks(self) -> Any:
        """What the parser is to call."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._more_header(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._more_header(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._check,
            "on_part_data": lambda data, start, end: self._pieces.append(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        self._headers, self._pieces = {}, []

    def _more_header(self, which: int, data: bytes) -> None:
        self._header[which] += data

    def _end_header(self) -> None:
        name, value = (text.decode("utf-8", "replace").strip() for text in self._header)
        self._headers[name.lower()] = value
        self._header = [b"", b""]

    def _check(self) -> None:
        """Refuse a part that is no file, or one more than is taken, before its data."""
        disposition = self._headers.get("content-disposition", "")
        if not re.search(r";\s*filename\*?\s*=", disposition, re.IGNORECASE):
            name = parse_options_header(disposition)[1].get(b"name", b"").decode("utf-8", "replace")
            raise Problem("malformed-request", f"the form's field {quoted(name)} is not a file; {_EXAMPLE}")
        if len(self.files) == self.most:
            raise too_many(self.most)

    def _end(self) -> None:
        coding = self._headers.get("content-transfer-encoding", "").lower()
        if coding not in _DECODERS:
            raise _unreadable(f"the Content-Transfer-Encoding {quoted(coding)} is not known")
        try:
            self.files.append(_DECODERS[coding](b"".join(self._pieces)))
        except binascii.Error as error:
            raise _unreadable(f"file {len(self.files)} is not {coding}, which it is said to be") from error

    def _finish(self) -> None:
        self.ended = True


def _unreadable(reason: str) -> Problem:
    """The problem of a body that is no form."""
    return Problem("malformed-request", f"the form cannot be read: {reason}; {_EXAMPLE}")


def too_many(most: int) -> Problem:
    """The problem of more pictures than are taken at once."""
    return Problem(
        "too-large", f"more than {counted(most, 'picture')}, the most taken at once; send them in parts"
    )
