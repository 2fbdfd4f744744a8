"""A picture's foreground, and what of it is drawn: cut out, while noise, shading and a grey ground become 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.imaging.cutting import FAINT, Cutting, cut
from app.imaging.ground import plain_ground

if TYPE_CHECKING:
    from app.imaging.subject import Subject


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What a picture file shows.

    Attributes:
        foreground: ``(height, width)`` bytes, 0 = background, 255 = foreground, in the pixels of the upright picture.
        subject: Where in a photograph or a scan the digit is; None for a drawing, all of which is meant.
    """

    foreground: NDArray[np.uint8]
    subject: Subject | None = None


def cut_out(picture: Decoded) -> Cutting | None:
    """Cut out what is drawn, stretched to the full range; None where nothing is."""
    if picture.subject is not None:
        return _cut_subject(picture.foreground, picture.subject)
    ink = picture.foreground
    rows = np.maximum.reduce(ink, axis=1)
    peak = max(rows.tobytes())
    if peak < FAINT:
        return None
    ground = plain_ground(ink)
    if ground is None:
        return _cut_subject(ink, None)
    if peak - ground < FAINT:
        return None
    if ground == 0 and peak >= 250:
        return cut(ink, rows)
    levels = np.rint(np.clip((np.arange(256) - ground) * (255 / (peak - ground)), 0, 255)).astype(np.uint8)
    return cut(np.take(levels, ink))


def _cut_subject(ink: NDArray[np.uint8], subject: Subject | None) -> Cutting | None:
    from app.imaging import subject as subjects  # noqa: PLC0415 -- OpenCV is loaded when the first photograph comes

    found = subject or subjects.find_subject(ink, bright_only=True)
    return None if found is None else subjects.cut_subject(ink, found)
