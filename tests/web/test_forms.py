"""Forms are read as RFC 2046 and RFC 7578 have them, and what is wrong with one is told without a library's words."""

import pytest

from app.web.forms import files_of_form
from app.web.problems import Problem

TYPE = "multipart/form-data; boundary=x"


def part(*, disposition: str = 'name="a"; filename="a"', more: str = "", data: str = "DATA") -> bytes:
    """One part of a form."""
    return f"--x\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n{data}\r\n".encode()


END = b"--x--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        part() + END,
        b"what is for nobody\r\n" + part() + END,
        b"\r\n" + part() + END,
        part() + END + b"what is for nobody",
        part(disposition="name=\"a\"; filename*=UTF-8''%C3%A4.png") + END,
        part(disposition='filename="without a name"') + END,
        part(more="Content-Transfer-Encoding: binary\r\n") + END,
        part(more="Content-Transfer-Encoding: Base64\r\n", data="REFU\r\nQQ==") + END,
        part(more="content-transfer-encoding: quoted-printable\r\n", data="=44ATA") + END,
    ],
)
def test_every_legal_way_to_send_a_file_is_read(body: bytes) -> None:
    """Text before and after the parts, a file's name in other letters, and transfer encodings change nothing."""
    assert files_of_form(body, TYPE, 1) == [b"DATA"]


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (part() + END, "multipart/form-data", "names no boundary"),
        (part() + END, "multipart/form-data; boundary=y", "its boundary, 'y', is not in the body"),
        (b"--xprong", TYPE, "not written as multipart/form-data from byte 3 on"),
        (b"\r\n--xprong", TYPE, "from byte 5 on"),
        (b"--x\r\nContent Disposition: form-data\r\n\r\n", TYPE, "from byte 12 on"),
        (part(disposition='name="a"') + END, TYPE, "field 'a' is not a file"),
        (part(more="Content-Transfer-Encoding: rot13\r\n") + END, TYPE, "'rot13' is not known"),
        (part(more="Content-Transfer-Encoding: base64\r\n", data="A") + END, TYPE, "file 0 is not base64"),
        (part() + END, f"multipart/form-data; boundary={'x' * 300}", "is not in the body"),
        (
            b"--" + b"x" * 300,
            f"multipart/form-data; boundary={'x' * 300}",
            "not written as multipart/form-data",
        ),
    ],
)
def test_what_is_wrong_with_a_form_is_told_in_words(body: bytes, content_type: str, reason: str) -> None:
    """A place or a name, what is wrong there, and a command that would be right; nothing of Python."""
    with pytest.raises(Problem) as caught:
        files_of_form(body, content_type, 1)
    assert reason in caught.value.detail
    assert "curl -F" in caught.value.detail
    assert not {"b'", "boundary character", "Found"} & set(caught.value.detail.split())
    assert "b'" not in caught.value.detail


def test_one_file_more_than_is_taken_is_too_many() -> None:
    """The limit holds before the data of the file that is too many."""
    assert len(files_of_form(part() * 3 + END, TYPE, 3)) == 3
    with pytest.raises(Problem, match="more than 2 pictures"):
        files_of_form(part() * 2 + part(more="Content-Transfer-Encoding: rot13\r\n"), TYPE, 2)
