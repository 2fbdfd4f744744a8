"""An evaluation in words: accuracy, robustness, and the confusion matrix as a table."""

from collections.abc import Callable

import numpy as np

from app.lenet.architecture import Architecture
from app.lenet.network import Parameters
from app.training.card import Measured
from app.training.data import Digits
from app.training.evaluation import Reading, as_input, centred_input, confusion, read, robustness
from app.training.perturbations import PERTURBATIONS

PERTURBED = 2000
"""How many digits, from the beginning, are perturbed."""

Say = Callable[[str], None]


def measure(
    parameters: Parameters, architecture: Architecture, digits: Digits, perturbed: int, say: Say
) -> Measured:
    """Measure everything there is to measure on these digits, and say each figure as it is known."""
    reading = read(parameters, as_input(digits.scans), digits.labels, architecture)
    misread = _say_misread("as they are", reading, digits, say)
    inputs = centred_input(digits.scans.astype(np.float32) / np.float32(255))
    centred = read(parameters, inputs, digits.labels, architecture)
    misread_centred = _say_misread("after the page's preprocessing", centred, digits, say)
    first = digits.part(None, perturbed)
    say(f"\nthe first {len(first):,}, changed, then preprocessed as drawings are:")
    found = {}
    for name, share in robustness(parameters, first, architecture):
        found[name] = share
        say(f"  {PERTURBATIONS[name][0]:<38} {share:8.2%}")
    matrix = confusion(digits.labels, reading.answers).tolist()
    say("\n" + table(matrix))
    return Measured(reading.accuracy(digits.labels), found, matrix, misread, misread_centred)


def _say_misread(what: str, reading: Reading, digits: Digits, say: Say) -> list[int]:
    """Say how many digits are read right; the indices of the others."""
    misread = [int(index) for index in (reading.answers != digits.labels).nonzero()[0]]
    accuracy = reading.accuracy(digits.labels)
    say(f"{what:<40} {accuracy:8.2%}  {len(misread)} of {len(digits):,} misread")
    return misread


def table(matrix: list[list[int]]) -> str:
    """The confusion matrix as text; a dot stands for none."""
    lines = ["what it is ↓  read as →" + "".join(f"{digit:6}" for digit in range(len(matrix)))]
    for digit, row in enumerate(matrix):
        lines.append(f"{digit:>23}" + "".join(f"{count or '·':>6}" for count in row))
    return "\n".join(lines)
