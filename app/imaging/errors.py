"""What is wrong with a picture that cannot be used."""


class PictureError(ValueError):
    """A picture that cannot be used. Everything this package refuses is refused with this error.

    Attributes:
        status: The HTTP status that says why: 400 damaged or malformed, 413 too large, 415 not a kind of picture that is read.
        detail: One sentence: what is wrong, and what would be right.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def damaged(reason: object) -> PictureError:
    """The error of a file that did not come as it was written."""
    return PictureError(
        400, f"The picture is damaged or cut short: {str(reason) or 'it cannot be unpacked'}."
    )
