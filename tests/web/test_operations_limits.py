"""Single operations that are refused: what does not fit is pointed at, what is too large is limited at its edge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.web.operations_body import OperationLimits, read_activation, read_convolution, read_pooling
from app.web.problems import Problem
from tests.web.test_operations import ACTIVATION, CONVOLUTION, ONE, POOLING, SQUARE
from tests.web.test_problems import assert_problem

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (CONVOLUTION, {"kernel": ONE}, "#/input", "missing"),
    (CONVOLUTION, {"input": [1, 2], "kernel": ONE}, "#/input", "a list of rows"),
    (CONVOLUTION, {"input": [], "kernel": ONE}, "#/input", "a list of rows"),
    (CONVOLUTION, {"input": [[]], "kernel": ONE}, "#/input", "a list of rows"),
    (CONVOLUTION, {"input": [[1, 2], [3]], "kernel": ONE}, "#/input/1", "equally long"),
    (CONVOLUTION, {"input": [[[1, 2]], [[3]]], "kernel": ONE}, "#/input/1/0", "equally long"),
    (CONVOLUTION, {"input": [[1, 2], 3], "kernel": ONE}, "#/input/1", "send a list of 2"),
    (CONVOLUTION, {"input": [[1, "2"]], "kernel": ONE}, "#/input/0/1", '"2"; send a number'),
    (CONVOLUTION, {"input": [[1, True]], "kernel": ONE}, "#/input/0/1", "send a number"),
    (CONVOLUTION, {"input": [[1, 4e38]], "kernel": ONE}, "#/input/0/1", "beyond float32"),
    (CONVOLUTION, {"input": [[3e38]], "kernel": [[3e38]]}, "#/input", "smaller numbers"),
    (CONVOLUTION, {"input": ONE}, "#/kernel", "neither"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "kernels": [ONE]}, "#/kernel", "both"),
    (CONVOLUTION, {"input": ONE, "kernel": "sobel"}, "#/kernel", "sobel_x"),
    (
        CONVOLUTION,
        {"input": SQUARE, "kernel": "sobel_x"},
        "#/kernel",
        "a window of 3 by 3 does not fit a picture of 2 by 2",
    ),
    (CONVOLUTION, {"input": ONE, "kernel": [ONE, ONE]}, "#/kernel", "one matrix for each"),
    (CONVOLUTION, {"input": ONE, "kernels": []}, "#/kernels", "a list of kernels"),
    (CONVOLUTION, {"input": ONE, "kernels": [ONE, [[1, 2]]]}, "#/kernels/1", "one size"),
    (CONVOLUTION, {"input": ONE, "kernels": [ONE, [["a"]]]}, "#/kernels/1/0/0", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": "1"}, "#/bias", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": [1, 2]}, "#/bias", "one for each"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": [None]}, "#/bias/0", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "stride": 0}, "#/stride", "from 1 to 256"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "stride": 1.5}, "#/stride", "whole"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "padding": -1}, "#/padding", "same"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "padding": "full"}, "#/padding", "same"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "dilation": 2}, "#/dilation", "bias"),
    (ACTIVATION, {"input": ONE}, "#/kind", "missing; send one of: relu"),
    (ACTIVATION, {"input": ONE, "kind": "elu"}, "#/kind", "relu, tanh, sigmoid, softmax"),
    (ACTIVATION, {"input": [[[[1]]]], "kind": "relu"}, "#/input", "a list of numbers or"),
    (POOLING, {"input": ONE, "kind": "max"}, "#/size", "a window of 2 by 2 does not fit a picture of 1 by 1"),
    (
        POOLING,
        {"input": SQUARE, "kind": "max", "size": [1, 2], "padding": 1},
        "#/size",
        'windows of 1 by 2 with no cell of the picture; use less, or "same"',
    ),
    (POOLING, {"input": SQUARE, "kind": "median"}, "#/kind", "max, average, sum"),
    (POOLING, {"input": SQUARE, "kind": "max", "size": 17}, "#/size", "1 to 16"),
    (POOLING, {"input": SQUARE, "kind": "max", "size": [1, 2, 3]}, "#/size", "[rows, columns]"),
    (POOLING, {"input": SQUARE, "kind": "max", "size": [1, 0]}, "#/size/1", "1 to 16"),
    (POOLING, {"input": SQUARE, "kind": "max", "padding": 2}, "#/size", "no cell"),
]


@pytest.mark.parametrize(("path", "sent", "pointer", "remedy"), REFUSED)
def test_what_does_not_fit_is_pointed_at(
    client: httpx.Client, path: str, sent: dict[str, Any], pointer: str, remedy: str
) -> None:
    """A field that cannot be used is named by a JSON Pointer, with words that say what would be right."""
    problem = assert_problem(client.post(path, json=sent), 422, "invalid-field")
    assert remedy in problem.detail
    assert problem.errors is not None
    assert [error.pointer for error in problem.errors] == [pointer]


def test_a_picture_is_not_a_matrix(client: httpx.Client) -> None:
    """A body of another type is refused, with a command that would be right."""
    refused = client.post(CONVOLUTION, content=b"x", headers={"Content-Type": "image/png"})
    assert "application/json" in assert_problem(refused, 415, "unsupported-media").detail


LIMITS = OperationLimits(numbers=16, products=36, windows=4, window_numbers=16, kernels=2, side=2)
AT_THE_EDGE: list[tuple[Any, dict[str, Any], dict[str, Any], str]] = [
    (read_activation, {"input": [0] * 16, "kind": "relu"}, {"input": [0] * 17}, "#/input"),
    (read_convolution, {"input": [[0] * 9], "kernels": [[[1, 1]], [[1, 1]]]}, {"kernels": [ONE] * 3}, "#/kernels"),
    (read_convolution, {"input": [[0] * 9], "kernel": [[1, 1]]}, {"kernel": [[1, 1, 1]]}, "#/kernel"),
    (read_convolution, {"input": [[0, 0]], "kernel": ONE, "padding": 2}, {"padding": 3}, "#/padding"),
    (read_convolution, {"input": [[0] * 5] * 3, "kernel": [[1, 1]] * 2}, {"kernels": [[[1, 1]] * 2] * 2, "kernel": None}, "#/input"),
    (read_pooling, {"input": [[0] * 4] * 4, "kind": "max", "stride": 1}, {"padding": 1}, "#/input"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "allowed", "change", "pointer"), AT_THE_EDGE)
def test_sizes_are_limited_at_their_edge(
    read: Any, allowed: dict[str, Any], change: dict[str, Any], pointer: str
) -> None:
    """The largest allowed is taken; one step more is a 413 that points at what is too large."""
    read(allowed, False, LIMITS)
    more = {name: value for name, value in (allowed | change).items() if value is not None}
    with pytest.raises(Problem) as caught:
        read(more, False, LIMITS)
    assert caught.value.kind.slug == "too-large"
    assert [error.place for error in caught.value.errors] == [pointer]


@pytest.mark.parametrize("limit", [{"windows": 3}, {"window_numbers": 15}])
def test_what_is_told_is_limited_too(limit: dict[str, int]) -> None:
    """Windows are told up to a number of them and of the numbers in them; without windows the same is computed."""
    sent = {"input": [[0] * 4] * 4, "kind": "max"}
    read_pooling(sent, True, LIMITS)
    less = replace(LIMITS, **limit)
    read_pooling(sent, False, less)
    with pytest.raises(Problem, match="windows=true") as caught:
        read_pooling(sent, True, less)
    assert caught.value.kind.status == 413
