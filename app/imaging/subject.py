"""What a photograph or a scan is about: one digit, apart from paper, light, lines and whatever else is in the picture.

Everything is decided on a copy of about 400 pixels a side. The light is a smooth surface fitted to what is not foreground;
what stands out from it, dark or bright, at the scale of thin or of wide strokes, makes four candidates. Of each, printed lines
are erased and the group of strokes is chosen that a person would call the subject; the candidate with the clearest outline wins.
A sheet on a table, and a frame with something in it, are entered first.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from app.imaging.cutting import TRACE, Box, Cutting, cut
from app.imaging.groups import chosen_strokes
from app.imaging.light import fitted_light, medians
from app.imaging.lines import erased
from app.imaging.morphology import Floats, Mask, blurred, box, components, dilated, resized
from app.imaging.panels import find_panel

_LONGEST, _SHORTEST = 400, 160
"""Longest side of the copy; and the side below which a picture is enlarged to be examined."""

_SCALES = (0.2, 0.45)
"""Widest stroke, as a share of the longest side: the usual, and a marker's in a tight crop."""

_WIDE = 1.5
"""How much is in favour of wide strokes: seen at the scale of thin ones they have holes."""

_PEN = 0.1
"""Strokes are wide from this share of the digit's longest side."""

_EMPTY = 0.05
"""What is found in a panel is a trace if its outline is less clear than this share of what is found without entering."""

_STRENGTH = 200
"""Strength of black ink on paper, or of white chalk on a board."""

_FAINT, _NOISES = 20, 5
"""Foreground is at least this strong, and so many standard deviations of the noise."""

_LEVELS = 24
"""Foreground differs from its background by at least so many of 255 levels, however dim the light."""

_FEW = 0.2
"""Lines are weaker than the digit if less than this share of them is as strong as it."""

_TRACE, _TRACE_NOISES = 10, 4
"""The same for a pixel before the strokes' own strength is known."""

_WEAK, _FULL = 0.35, 0.75
"""Share of the digit's own strength from which a pixel counts, and from which it counts fully."""

_FINE = 400
"""Longest side to which the digit itself is reduced."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """Where the digit is in a picture.

    Attributes:
        area: The part of the picture that was examined, in its pixels; the arrays are a copy of it.
        mask: 1 where the digit is.
        background: What each pixel would be without the digit, on the scale where foreground is bright.
        full: How much brighter it is where the digit is strong.
        dark: Whether the digit is darker than its background.
        score: How clear its outline is.
        alone: Whether nothing else stands out.
        framed: Whether it was found inside a frame, on a sheet or between lines.
        two: Whether there is another group of strokes that could be a digit.
    """

    area: Box
    mask: Mask
    background: Floats
    full: Floats
    dark: bool
    score: float
    alone: bool
    framed: bool
    two: bool


def find_subject(grey: NDArray[np.uint8], *, bright_only: bool = False, depth: int = 0) -> Subject | None:
    """Find the digit in a grey picture; None where nothing stands out from light and noise."""
    copy = _copy(grey)
    whole = _best(copy, Box(0, 0, *grey.shape), np.ones(copy.shape, bool), bright_only=bright_only)
    panel = find_panel(copy) if depth < 2 else None
    if panel is not None:
        inner = _inside(grey, copy.shape, panel, bright_only=bright_only, depth=depth)
        if inner is not None and (whole is None or inner.score > _EMPTY * whole.score):
            return inner
    return whole


def cut_subject(foreground: NDArray[np.uint8], subject: Subject) -> Cutting | None:
    """Cut the digit out of the full picture, foreground bright, so that a small digit on a large page keeps its shape."""
    area, mask = subject.area, subject.mask
    coarse = cut(mask * np.uint8(255)).box
    top, left = max(0, coarse.top - 2), max(0, coarse.left - 2)
    bottom, right = coarse.top + coarse.height + 2, coarse.left + coarse.width + 2
    part = np.s_[top:bottom, left:right]
    down, across = area.height / mask.shape[0], area.width / mask.shape[1]
    first_row, first_column = area.top + int(top * down), area.left + int(left * across)
    last_row = min(area.top + area.height, area.top + math.ceil(bottom * down))
    last_column = min(area.left + area.width, area.left + math.ceil(right * across))
    patch = foreground[first_row:last_row, first_column:last_column]
    step = max(1, max(patch.shape) // _FINE)
    height, width = (max(1, side // step) for side in patch.shape)
    fine = blurred(resized(patch, width, height, cv2.INTER_AREA), max(0.1, max(width, height) / 200))
    near = dilated(mask, 5, 5).astype(np.float32)
    background, full, near = (
        resized(plane[part], width, height) for plane in (subject.background, subject.full, near)
    )
    strength = np.clip(((fine - background) / full - _WEAK) / (_FULL - _WEAK), 0, 1) * near
    strokes = np.rint(strength * 255).astype(np.uint8)
    if strokes.max() < TRACE:
        return None
    found = cut(strokes)
    rows, columns = patch.shape[0] / height, patch.shape[1] / width
    row, column = first_row + int(found.box.top * rows), first_column + int(found.box.left * columns)
    high = min(math.ceil(found.box.height * rows), last_row - row)
    wide = min(math.ceil(found.box.width * columns), last_column - column)
    return Cutting(found.strokes, Box(row, column, high, wide))


def _copy(grey: NDArray[np.uint8]) -> Floats:
    """The picture at the size at which it is examined, slightly blurred."""
    longest = max(grey.shape)
    scale = min(1.0, _LONGEST / longest) if longest >= _SHORTEST else math.ceil(200 / longest)
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    return blurred(resized(grey, width, height, cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), 1)


def _inside(
    grey: NDArray[np.uint8], shape: tuple[int, ...], panel: Mask, *, bright_only: bool, depth: int
) -> Subject | None:
    """Find the digit inside a panel of the copy."""
    left, top, width, height = cv2.boundingRect(panel)
    down, across = grey.shape[0] / shape[0], grey.shape[1] / shape[1]
    rows = slice(int(top * down), max(int(top * down) + 1, int((top + height) * down)))
    columns = slice(int(left * across), max(int(left * across) + 1, int((left + width) * across)))
    part = grey[rows, columns]
    copy = _copy(part)
    inside = resized(panel[top : top + height, left : left + width], copy.shape[1], copy.shape[0]) > 0.5
    if inside.all():
        found = find_subject(part, bright_only=bright_only, depth=depth + 1)
    else:
        found = _best(copy, Box(0, 0, *part.shape), inside, bright_only=bright_only)
    if found is None:
        return None
    area = replace(found.area, top=found.area.top + rows.start, left=found.area.left + columns.start)
    return replace(found, area=area, alone=False, framed=True)


def _best(copy: Floats, area: Box, inside: NDArray[np.bool_], *, bright_only: bool) -> Subject | None:
    """The clearest of the candidates: dark and bright, thin and wide."""
    light, smooth = fitted_light(copy, inside)
    candidates = [
        _candidate(
            copy,
            None if scale == _SCALES[0] and not smooth and inside.all() else light,
            inside,
            area,
            (dark, scale),
        )
        for dark in ((False,) if bright_only else (False, True))
        for scale in _SCALES
    ]
    return max(filter(None, candidates), key=lambda one: one.score, default=None)


def _candidate(
    copy: Floats, light: Floats | None, inside: NDArray[np.bool_], area: Box, kind: tuple[bool, float]
) -> Subject | None:
    """What stands out from the light on one side, at one scale; the light is that of the neighbourhood where none is given."""
    dark, scale = kind
    picture = 255 - copy if dark else copy
    if light is not None:
        level = 255 - light if dark else light
    else:  # sharp shadows are followed, which no surface does
        level = _background(np.maximum(picture, medians(picture) - _TRACE), scale)
    gain = _STRENGTH / np.maximum(255 - level, 48)
    rise = np.where(inside, np.maximum((picture - level) * gain, -_TRACE), 0).astype(np.float32)
    base = _background(rise, scale)
    rise -= base
    low, usual = np.quantile(rise[inside][::3], (0.025, 0.25))
    rise -= usual
    noise = max(0.3, (usual - low) / 1.45)
    all_strokes = ((rise > max(_TRACE, _TRACE_NOISES * noise)) & inside).astype(np.uint8)
    strokes, lines = erased(all_strokes)
    if lines:
        strongest = _WEAK * float(np.quantile(rise[inside], 0.995))
        strong = all_strokes & (rise > strongest)
        gone = all_strokes & (1 - strokes)
        if int((strong & gone).sum()) < _FEW * int(gone.sum()):  # the lines are much weaker than the digit
            strokes = strong
    choice = chosen_strokes(_by_own_strength(strokes, rise), rise)
    if choice is None:
        return None
    mask, weight, two = choice
    peak = float(np.quantile(rise[mask > 0], 0.85))
    if peak < max(_FAINT, _NOISES * noise) or peak / float(np.median(gain[mask > 0])) < _LEVELS:
        return None
    near = dilated(mask, 7, 7)
    return Subject(
        area=area,
        mask=mask,
        background=(level + (base + usual) / gain).astype(np.float32),
        full=(peak / gain).astype(np.float32),
        dark=dark,
        score=_outline(copy, mask, wide=scale == _SCALES[-1]) * weight * peak,
        alone=not (all_strokes > near).any(),
        framed=lines,
        two=two,
    )


def _background(picture: Floats, scale: float) -> Floats:
    """The picture without what is narrower than a share of its longest side."""
    side = int(max(picture.shape) * scale) | 1
    border = cv2.BORDER_REFLECT if scale == _SCALES[0] else cv2.BORDER_CONSTANT
    rest = cv2.morphologyEx(picture, cv2.MORPH_OPEN, box(side, side), borderType=border, borderValue=0)
    return rest.astype(np.float32, copy=False)


def _by_own_strength(strokes: Mask, rise: Floats) -> Mask:
    """Of each group of strokes what is strong beside the group's own strength: pencil beside ink stays whole."""
    labels, stats = components(strokes)
    count = len(stats)
    positive = np.maximum(rise, 0)
    total = np.bincount(labels.ravel(), positive.ravel(), count)
    strength = np.bincount(labels.ravel(), np.square(positive).ravel(), count) / np.maximum(total, 1)
    strength[0] = np.inf
    strong: Mask = (rise > _WEAK * strength.astype(np.float32)[labels]).astype(np.uint8)
    return strong


def _outline(copy: Floats, mask: Mask, *, wide: bool) -> float:
    """How much the picture changes along the outline of a mask."""
    changes = cv2.magnitude(cv2.Sobel(copy, cv2.CV_32F, 1, 0), cv2.Sobel(copy, cv2.CV_32F, 0, 1))
    edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, box(3, 3))
    outline, longest = int(edge.sum()), max(cv2.boundingRect(mask)[2:])
    favour = _WIDE if wide and 4 * int(mask.sum()) > _PEN * outline * longest else 1
    return float(changes[edge > 0].mean()) * min(outline, 12 * longest) * favour
