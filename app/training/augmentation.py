"""What the network sees in training: each digit moved, bent, thickened or redrawn with a pen, a new way each time.

Everything is drawn from one generator per batch, seeded by (seed, epoch, batch), so that a batch is the same whether
or not the run before it was interrupted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.training.habits import ON_PATH, add_habits, landmarks
from app.training.skeleton import REACH, STEPS_PER_PIXEL
from app.training.warp import Movement, Ranges, draw_movement, resample, source_coordinates

Floats = NDArray[np.float32]
Centre = Callable[[Floats], Floats]
"""The product's own preprocessing: one picture's ink (height, width) in [0, 1] → the network's input (32, 32)."""

FINER = 2
"""A pen is drawn at twice the resolution of a scan, so that preprocessing has something to scale down."""


BLOT = 3.0
"""Ink further than this from the pen's path, in pixels, lies in no stroke."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Which share of a batch is changed in which way."""

    pen: float = 0.2  # redrawn with a pen of one width, then preprocessed
    centred: float = 0.35  # of the scans: preprocessed after their movement
    thicker: float = 0.2  # of the scans
    thinner: float = 0.2  # of the scans
    pen_radius: tuple[float, float] = (0.45, 2.0)  # pixels of the scan
    closed_four: float = 0.3  # of the pen's fours: the upper ends are drawn together
    scan_ranges: Ranges = field(default_factory=Ranges)
    pen_ranges: Ranges = field(
        default_factory=lambda: Ranges(shift=0, turn=8, scale=0.1, shear=0.15, bend=0.6)
    )


def _extreme(pictures: Floats, combine: np.ufunc, wide: bool) -> Floats:
    """Grey dilation (np.maximum) or erosion (np.minimum) by 2 by 2 pixels, or by a cross of 3 where `wide`."""
    if not wide:
        tall = combine(pictures[:, 1:], pictures[:, :-1])
        square: Floats = np.pad(combine(tall[:, :, 1:], tall[:, :, :-1]), ((0, 0), (0, 1), (0, 1)))
        return square
    around = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    cross = combine(
        combine(around[:, 2:, 1:-1], around[:, :-2, 1:-1]), combine(around[:, 1:-1, 2:], around[:, 1:-1, :-2])
    )
    result: Floats = combine(cross, pictures)
    return result


def change_width(pictures: Floats, kind: Augmentation, rng: np.random.Generator) -> Floats:
    """Make some strokes thicker and some thinner, by any part of a pixel, blending with the dilated or eroded picture."""
    changed = pictures.copy()
    draw = rng.random(len(pictures))
    shares = ((np.maximum, draw < kind.thicker), (np.minimum, draw > 1 - kind.thinner))
    for combine, chosen in shares:
        wide = rng.random(len(pictures)) < 0.3
        amount = rng.uniform(0.2, 1, (len(pictures), 1, 1)).astype(np.float32)
        for shape in (False, True):
            these = chosen & (wide == shape)
            part = changed[these]
            changed[these] = part + amount[these] * (_extreme(part, combine, shape) - part)
    return changed


def _pinch_fours(
    movement: Movement,
    fields: Floats,
    labels: NDArray[np.uint8],
    kind: Augmentation,
    rng: np.random.Generator,
) -> Movement:
    """Draw the two upper ends of some fours together, towards the right one."""
    chosen = (labels == 4) & (rng.random(len(labels)) < kind.closed_four)
    strength = rng.uniform(0.8, 3, len(labels))
    on_path = fields < ON_PATH
    top = on_path.any(axis=2).argmax(axis=1)
    upper = on_path & (np.arange(fields.shape[1])[None, :, None] < top[:, None, None] + 5)
    right = fields.shape[2] - 1 - upper.any(axis=1)[:, ::-1].argmax(axis=1)
    return replace(
        movement,
        pinch=np.where(chosen, strength, movement.pinch).astype(np.float32),
        pinch_column=np.where(chosen, right, movement.pinch_column).astype(np.float32),
    )


def draw_with_pen(
    fields: NDArray[np.uint8], labels: NDArray[np.uint8], kind: Augmentation, rng: np.random.Generator
) -> Floats:
    """Ink of a round pen following each digit's path, with the habits of its writer, at `FINER` times the resolution."""
    distances = add_habits(fields.astype(np.float32) / np.float32(STEPS_PER_PIXEL), labels, rng)
    movement = draw_movement(len(fields), kind.pen_ranges, rng)
    movement = _pinch_fours(movement, distances, labels, kind, rng)
    at = landmarks(distances)
    # A scan is centred by its mass: the tail of a seven would run off the paper.
    middle = np.stack((at.top + at.bottom, at.left + at.right), axis=1) / np.float32(2)
    movement.shift[:] += np.float32((fields.shape[1] - 1) / 2) - middle
    moved = resample(distances, source_coordinates(movement, fields.shape[1], FINER), REACH)
    thin, thick = kind.pen_radius
    radius = thin * (thick / thin) ** rng.random((len(fields), 1, 1))
    reach = (radius.astype(np.float32) - moved * movement.scale[:, None, None]) * np.float32(
        FINER
    ) + np.float32(0.5)
    ink: Floats = np.clip(reach, 0, 1)
    return ink


def is_blotted(scans: NDArray[np.uint8], fields: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether there is ink far from the pen's path: a loop that was filled in, which thinning cannot bring back."""
    outside = (scans > 140) & (fields > BLOT * STEPS_PER_PIXEL)
    found: NDArray[np.bool_] = np.logical_or.reduce(outside, axis=(1, 2))
    return found


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Turns digits into training inputs (batch, 1, 32, 32)."""

    kind: Augmentation
    centre: Centre

    def __call__(
        self,
        scans: NDArray[np.uint8],
        fields: NDArray[np.uint8],
        labels: NDArray[np.uint8],
        rng: np.random.Generator,
    ) -> Floats:
        """One batch: some digits as scans, some redrawn with a pen from their distance fields."""
        images = np.zeros((len(scans), 1, 32, 32), np.float32)
        redrawn = (rng.random(len(scans)) < self.kind.pen) & ~is_blotted(scans, fields)
        pen, scan = np.flatnonzero(redrawn), np.flatnonzero(~redrawn)
        images[scan] = self._scans(scans[scan], rng)
        for index, ink in zip(pen, draw_with_pen(fields[pen], labels[pen], self.kind, rng), strict=True):
            images[index, 0] = self.centre(ink)
        return images

    def _scans(self, scans: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
        pictures = scans.astype(np.float32) / np.float32(255)
        movement = draw_movement(len(scans), self.kind.scan_ranges, rng)
        centred = rng.random(len(scans)) < self.kind.centred
        movement.shift[centred] *= 0.4
        moved = resample(pictures, source_coordinates(movement, scans.shape[1]))
        moved = change_width(moved, self.kind, rng)
        images = np.zeros((len(scans), 1, 32, 32), np.float32)
        images[:, 0, 2:-2, 2:-2] = moved
        for index in np.flatnonzero(centred):
            images[index, 0] = self.centre(moved[index])
        return images
