"""Drawings read by the network that ships: what preprocessing is for."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.imaging import Decoded, decode, prepare
from app.lenet.network import Parameters, forward
from app.lenet.weights import load
from app.settings import ROOT
from tests.strokes import DIGITS, HANDS, draw, file_of, photograph


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    """The weights that ship."""
    return load(ROOT / "model_weights" / "lenet.safetensors")


def read(parameters: Parameters, pictures: list[NDArray[np.uint8]] | list[Decoded]) -> str:
    """One digit for each picture."""
    inputs = np.stack([prepare(picture).image[None] for picture in pictures])
    return "".join(map(str, forward(parameters, inputs).activations["softmax"].argmax(axis=1).ravel()))


@pytest.mark.parametrize(("size", "at", "pen"), HANDS.values(), ids=HANDS)
def test_drawn_digits_are_read_wherever_and_however_they_are_drawn(
    parameters: Parameters, size: float, at: tuple[float, float], pen: float
) -> None:
    """The ten digits, also slashed, flagged, closed and barred, are read right at any place and size."""
    meant = "".join(name[-1] for name in DIGITS)
    assert read(parameters, [draw(name, size, at, pen) for name in DIGITS]) == meant


def test_photographed_digits_are_read(parameters: Parameters) -> None:
    """The same digits photographed on unevenly lit paper, as JPEG, are read right."""
    files = [
        file_of(photograph(draw(name, 170, (50, 60), 12), seed), "JPEG") for seed, name in enumerate(DIGITS)
    ]
    assert read(parameters, [decode(file) for file in files]) == "".join(name[-1] for name in DIGITS)
