"""Ink apart from its paper: what is drawn stays, noise, shading and a grey ground become 0."""

import numpy as np
from numpy.typing import NDArray

FAINT = 24
"""Ink that never stands out from its ground by this much of 255 is no ink: the picture is blank."""

_TRACE = 0.12
"""In a clean drawing, ink below this share of the strongest is a trace of compression or of the eraser."""


def drawn(ink: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Keep what is drawn and stretch it to the full range; None where nothing is drawn."""
    peak = int(ink.max())
    if peak < FAINT:
        return None
    if 2 * np.count_nonzero(ink) <= ink.size:
        return _levels(ink, 0, peak)
    return _levels(ink, int(np.median(ink)), peak)


def _levels(ink: NDArray[np.uint8], ground: int, peak: int) -> NDArray[np.uint8] | None:
    if peak - ground < FAINT:
        return None
    if ground == 0 and peak > 250:
        return ink
    table = np.rint(np.clip((np.arange(256) - ground) * (255 / (peak - ground)), 0, 255)).astype(np.uint8)
    return np.take(table, ink)


def ink_box(ink: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The rows and columns that hold ink: ``(top, left, bottom, right)``, the last two exclusive."""
    strong = ink >= round(_TRACE * 255)
    rows, columns = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
