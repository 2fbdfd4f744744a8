"""The command `features`: what the maps and dense units of the shipped `lenet` look for."""

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from app.lenet import weights
from app.lenet.architecture import LENET
from app.lenet.features import LAYERS, middle_unit, strongest, synthesise
from app.lenet.geometry import receptive_field
from app.lenet.network import Parameters
from app.training import data
from app.training.commands import TEST_DIGITS, WEIGHTS, one_blas_thread
from app.training.inputs import Floats, centred_input

SEED = 1
DECIMALS = 4
"""Of activations: further ones differ between processors."""


def add_features_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `features`."""
    parser.description = (
        "Find for every map of conv1 and conv2 and every unit of fc1 and fc2 the test digits that excite it most, "
        "and synthesise a picture that does. Writes OUT.safetensors and OUT.json."
    )
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    parser.add_argument("--weights", type=Path, default=WEIGHTS / "lenet.safetensors", help="of lenet")
    parser.add_argument("--data", type=Path, default=TEST_DIGITS, help="folder with MNIST's IDX files")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "features", help="the files, without suffix")


def features(arguments: argparse.Namespace) -> int:
    """Write the features; returns the exit code."""
    parameters = weights.load(arguments.weights)
    digits = data.load(arguments.data, data.TEST)
    with one_blas_thread():
        arrays = compute(parameters, centred_input(digits.scans.astype(np.float32) / np.float32(255)))
    file = save(arrays)
    about = {
        "weights": f"sha256:{weights.sha256_of(arguments.weights)}",
        "sha256": weights.digest_of(file),
        "preprocess": "center",
        "seed": SEED,
    }
    arguments.out.with_suffix(".safetensors").write_bytes(file)
    text = json.dumps(about, indent=1) + "\n"
    arguments.out.with_suffix(".json").write_text(text, encoding="utf-8")
    return 0


def compute(parameters: Parameters, images: Floats) -> dict[str, NDArray[np.generic]]:
    """Return the contents of the file: for each layer of `LAYERS` five arrays.

    `NAME.images`, `NAME.places` and `NAME.values` are `app.lenet.features.Strongest`; `NAME.synthetic` is
    (maps, rows, columns), bytes, the receptive field of a map's middle unit; `NAME.excitation` (maps,) the
    unit's activation for it.
    """
    arrays: dict[str, NDArray[np.generic]] = {}
    for layer in LAYERS:
        found = strongest(parameters, LENET, images, layer)
        pictures, excitation = synthesise(parameters, LENET, layer, SEED)
        field = receptive_field(middle_unit(LENET, layer, 0))
        seen = pictures[np.ix_(range(len(pictures)), *field.ranges[-2:])]
        arrays |= {
            f"{layer}.images": found.images,
            f"{layer}.places": found.places,
            f"{layer}.values": found.values.round(DECIMALS),
            f"{layer}.synthetic": (seen * 255).round().astype(np.uint8),
            f"{layer}.excitation": excitation.round(DECIMALS),
        }
    return arrays
