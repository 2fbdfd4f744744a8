"""The files of a `multipart/form-data` body, read in memory: nothing that a visitor sends touches a disk."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from app.web.problems import Problem, counted, quoted

_IN_MEMORY = {"MAX_MEMORY_FILE_SIZE": float("inf"), "UPLOAD_ERROR_ON_BAD_CTE": True}


def files_of_form(body: bytes, content_type: str, most: int) -> list[bytes]:
    """The contents of a form's files, in order, whatever their fields are called."""
    files: list[bytes] = []
    ended: list[bool] = []

    def on_file(file: File) -> None:
        if len(files) == most:
            raise too_many(most)
        file.file_object.seek(0)
        files.append(file.file_object.read())
        file.close()

    def on_field(field: Field) -> None:
        name = quoted((field.field_name or b"").decode("utf-8", "replace"))
        raise Problem(
            "malformed-request",
            f"the form's field {name} is not a file; for example curl -F picture=@digit.png",
        )

    boundary = parse_options_header(content_type)[1].get(b"boundary")
    try:
        parser = FormParser(
            "multipart/form-data", on_field, on_file, lambda: ended.append(True), boundary, config=_IN_MEMORY
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise Problem("malformed-request", f"the form cannot be read: {error}") from error
    if not ended or not files:
        reason = "has no file" if ended else "is cut off: its closing boundary is missing"
        raise Problem("malformed-request", f"the form {reason}; for example curl -F picture=@digit.png")
    return files


def too_many(most: int) -> Problem:
    """The problem of more pictures than are taken at once."""
    return Problem(
        "too-large", f"more than {counted(most, 'picture')}, the most taken at once; send them in parts"
    )
