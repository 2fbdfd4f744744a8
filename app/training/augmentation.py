"""Augmentation: digits transformed, made thicker or thinner, or redrawn with a pen, anew in every epoch."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.lenet.network import Floats
from app.training.data import Digits
from app.training.inputs import as_input, centre
from app.training.stroke_variants import ON_PATH, add_variants, landmarks
from app.training.thinning import REACH, STEPS_PER_PIXEL
from app.training.warp import Ranges, Transform, draw_transforms, resample, source_coordinates

RESOLUTION = 2  # pixels per pixel of the scan, both ways, at which a pen is drawn
BLOT = 3.0  # foreground further than this from the pen's path, in pixels, belongs to no stroke


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Which share of a batch is changed in which way."""

    skeletons: float = 0.08  # replaced by another drawing of the same digit, see `app.training.skeletons`
    pen: float = 0.2  # of the others: redrawn with a round pen of constant width, then preprocessed
    centred: float = 0.35  # of the scans: preprocessed after their transform
    thicker: float = 0.2  # of the scans
    thinner: float = 0.2  # of the scans
    pen_radius: tuple[float, float] = (0.45, 2.0)  # smallest and largest, in pixels of the scan
    closed_four: float = 0.3  # of the redrawn fours: the upper ends are drawn together
    scan_ranges: Ranges = field(default_factory=Ranges)  # of the scans' transforms
    # of the redrawn digits' transforms
    pen_ranges: Ranges = field(
        default_factory=lambda: Ranges(shift=0, rotation=8, scale=0.1, shear=0.15, bend=0.6)
    )


def _morphology(pictures: Floats, combine: np.ufunc, wide: bool) -> Floats:
    """Grey dilation (np.maximum) or erosion (np.minimum) by 2 by 2 pixels, or by a cross of 3 if `wide`."""
    if not wide:
        tall = combine(pictures[:, 1:], pictures[:, :-1])
        return np.pad(combine(tall[:, :, 1:], tall[:, :, :-1]), ((0, 0), (0, 1), (0, 1)))
    around = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    cross = combine(
        combine(around[:, 2:, 1:-1], around[:, :-2, 1:-1]), combine(around[:, 1:-1, 2:], around[:, 1:-1, :-2])
    )
    return combine(cross, pictures)


def change_width(pictures: Floats, kind: Augmentation, rng: np.random.Generator) -> Floats:
    """Make some strokes thicker and some thinner: blends with the dilated or eroded picture."""
    changed = pictures.copy()
    draw = rng.random(len(pictures))
    shares = ((np.maximum, draw < kind.thicker), (np.minimum, draw > 1 - kind.thinner))
    for combine, chosen in shares:
        wide = rng.random(len(pictures)) < 0.3
        amount = rng.uniform(0.2, 1, (len(pictures), 1, 1)).astype(np.float32)
        for shape in (False, True):
            these = chosen & (wide == shape)
            part = changed[these]
            changed[these] = part + amount[these] * (_morphology(part, combine, shape) - part)
    return changed


def _pinch_fours(
    transform: Transform,
    fields: Floats,
    labels: NDArray[np.uint8],
    kind: Augmentation,
    rng: np.random.Generator,
) -> Transform:
    """Draw the two upper ends of some fours together, towards the right one."""
    chosen = (labels == 4) & (rng.random(len(labels)) < kind.closed_four)
    strength = rng.uniform(0.8, 3, len(labels))
    on_path = fields < ON_PATH
    top = on_path.any(axis=2).argmax(axis=1)
    upper = on_path & (np.arange(fields.shape[1])[None, :, None] < top[:, None, None] + 5)
    right = fields.shape[2] - 1 - upper.any(axis=1)[:, ::-1].argmax(axis=1)
    return replace(
        transform,
        pinch=np.where(chosen, strength, transform.pinch).astype(np.float32),
        pinch_column=np.where(chosen, right, transform.pinch_column).astype(np.float32),
    )


def draw_with_pen(
    fields: NDArray[np.uint8], labels: NDArray[np.uint8], kind: Augmentation, rng: np.random.Generator
) -> Floats:
    """Return digits redrawn with a round pen: (count, n, n) in [0, 1] with n = `RESOLUTION` · 28.

    `fields` are the distances to the pen's path, see `app.training.thinning`: (count, 28, 28).
    """
    distances = add_variants(fields.astype(np.float32) / np.float32(STEPS_PER_PIXEL), labels, rng)
    transform = draw_transforms(len(fields), kind.pen_ranges, rng)
    transform = _pinch_fours(transform, distances, labels, kind, rng)
    at = landmarks(distances)
    # Scans are centred by mass: without this the tail of a seven would leave the picture.
    middle = np.stack((at.top + at.bottom, at.left + at.right), axis=1) / np.float32(2)
    transform.shift[:] += np.float32((fields.shape[1] - 1) / 2) - middle
    moved = resample(distances, source_coordinates(transform, fields.shape[1], RESOLUTION), REACH)
    thin, thick = kind.pen_radius
    radius = thin * (thick / thin) ** rng.random((len(fields), 1, 1))
    reach = (radius.astype(np.float32) - moved * transform.scale[:, None, None]) * np.float32(
        RESOLUTION
    ) + np.float32(0.5)
    return np.clip(reach, 0, 1)


def is_blotted(scans: NDArray[np.uint8], fields: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return whether there is foreground far from the pen's path, as in filled loops: (count,)."""
    outside = (scans > 140) & (fields > BLOT * STEPS_PER_PIXEL)
    return np.logical_or.reduce(outside, axis=(1, 2))


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Makes augmented inputs of some of these digits: `app.training.loop.MakeInputs`."""

    kind: Augmentation
    digits: Digits
    fields: NDArray[np.uint8]  # their distances to the pen's path, see `app.training.thinning`
    drawings: NDArray[np.uint8]  # of skeletons: (10, count, 28, 28), see `app.training.skeletons`

    def __call__(self, chosen: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        """Return inputs (count, 1, 32, 32) in [0, 1] of the digits `chosen`, some redrawn or replaced."""
        scans, labels, fields = self.digits.scans[chosen], self.digits.labels[chosen], self.fields[chosen]
        images = np.zeros((len(chosen), 1, 32, 32), np.float32)
        replaced = rng.random(len(chosen)) < self.kind.skeletons
        redrawn = (rng.random(len(chosen)) < self.kind.pen) & ~is_blotted(scans, fields) & ~replaced
        pen, scan = np.flatnonzero(redrawn), np.flatnonzero(~redrawn & ~replaced)
        places = rng.integers(self.drawings.shape[1], size=int(replaced.sum()))
        images[replaced] = as_input(self.drawings[labels[replaced], places])
        images[scan] = self._augmented_scans(scans[scan], rng)
        for index, picture in zip(pen, draw_with_pen(fields[pen], labels[pen], self.kind, rng), strict=True):
            images[index, 0] = centre(picture)
        return images

    def _augmented_scans(self, scans: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
        transform = draw_transforms(len(scans), self.kind.scan_ranges, rng)
        centred = rng.random(len(scans)) < self.kind.centred
        transform.shift[centred] *= 0.4
        pictures = scans.astype(np.float32) / np.float32(255)
        transformed = resample(pictures, source_coordinates(transform, scans.shape[1]))
        changed = change_width(transformed, self.kind, rng)
        images = np.pad(changed, ((0, 0), (2, 2), (2, 2)))[:, None]
        for index in np.flatnonzero(centred):
            images[index, 0] = centre(changed[index])
        return images
