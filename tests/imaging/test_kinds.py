"""Kinds of pictures that other people send: frames, sheets, lines, neighbours, small and coloured ones."""

import numpy as np
import pytest
from PIL import ImageOps

from app.imaging import decode, find_hint, prepare
from app.imaging.hints import FRAMED
from app.lenet.network import Parameters, forward
from app.lenet.weights import load
from app.settings import ROOT
from tests.imaging.kinds import KINDS, clean
from tests.strokes import DIGITS, draw, file_of


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    """The weights that ship."""
    return load(ROOT / "model_weights" / "lenet.safetensors")


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_of_every_kind_are_read(parameters: Parameters, kind: str) -> None:
    """Of five variations of each kind, drawn as five digits, at most one is misread."""
    names = list(DIGITS)[list(KINDS).index(kind) % 3 :: 3]
    dice = np.random.default_rng(7)
    inputs = np.stack([prepare(decode(file_of(KINDS[kind](name, dice)))).image[None] for name in names])
    read = forward(parameters, inputs).activations["softmax"].argmax(axis=1).ravel()
    meant = [1 if kind == "F one with a foot" else int(name[-1]) for name in names]
    assert np.count_nonzero(read != meant) <= 1


def test_what_was_left_out_is_said() -> None:
    """A frame that was removed is named in a hint; without it there is none."""
    ink = draw("3", 160, (70, 60), 14)
    for image, hint in ((ImageOps.expand(clean(ink), 4, 0), FRAMED), (clean(ink), None)):
        decoded = decode(file_of(image))
        assert find_hint(decoded, prepare(decoded).crop) == hint
