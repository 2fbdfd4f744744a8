"""Ink apart from its paper: what is drawn is cut out, noise, shading and a grey ground become 0."""

import numpy as np
from numpy.typing import NDArray

from app.imaging.cutting import FAINT, Cutting, cut
from app.imaging.ground import plain_ground
from app.imaging.photograph import cut_out_of_photograph


def cut_out(ink: NDArray[np.uint8]) -> Cutting | None:
    """Cut out what is drawn, stretched to the full range; None where nothing is."""
    rows = np.maximum.reduce(ink, axis=1)
    peak = max(rows.tobytes())
    if peak < FAINT:
        return None
    ground = plain_ground(ink)
    if ground is None:
        return cut_out_of_photograph(ink)
    if peak - ground < FAINT:
        return None
    if ground == 0 and peak >= 250:
        return cut(ink, rows)
    levels = np.rint(np.clip((np.arange(256) - ground) * (255 / (peak - ground)), 0, 255)).astype(np.uint8)
    return cut(np.take(levels, ink))
