"""Refused operations: what does not fit is pointed at, what is too large is limited at its edge."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.api import operations
from tests.api.test_operations import ACTIVATION, CONVOLUTION, ONE, POOLING, SQUARE
from tests.api.test_problems import assert_problem

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
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
        "of 3 by 3 does not fit a picture",
    ),
    (CONVOLUTION, {"input": ONE, "kernel": [ONE, ONE]}, "#/kernel", "one matrix for each"),
    (CONVOLUTION, {"input": ONE, "kernels": [ONE, [[1, 2]]]}, "#/kernels/1", "one size"),
    (CONVOLUTION, {"input": ONE, "kernels": [ONE, [["a"]]]}, "#/kernels/1/0/0", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": "1"}, "#/bias", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": [1, 2]}, "#/bias", "one for each"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "bias": [None]}, "#/bias/0", "number"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "stride": 1.5}, "#/stride", "integer"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "padding": -1}, "#/padding", "same"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "padding": "full"}, "#/padding", "same"),
    (CONVOLUTION, {"input": ONE, "kernel": ONE, "dilation": 2}, "#/dilation", "bias"),
    (ACTIVATION, {"input": ONE, "kind": "elu"}, "#/kind", "'relu', 'tanh', 'sigmoid' or 'softmax'"),
    (ACTIVATION, {"input": [[[[1]]]], "kind": "relu"}, "#/input", "a list of numbers or"),
    (POOLING, {"input": ONE, "kind": "max"}, "#/size", "a window of 2 by 2 does not fit a picture of 1 by 1"),
    (
        POOLING,
        {"input": SQUARE, "kind": "max", "size": [1, 2], "padding": 1},
        "#/size",
        'less, or "same"',
    ),
    (POOLING, {"input": SQUARE, "kind": "median"}, "#/kind", "'max', 'average' or 'sum'"),
    (POOLING, {"input": SQUARE, "kind": "max", "padding": 2}, "#/size", "no cell"),
]


@pytest.mark.parametrize(("path", "sent", "pointer", "remedy"), REFUSED)
def test_what_does_not_fit_is_pointed_at(
    client: httpx.Client, path: str, sent: dict[str, Any], pointer: str, remedy: str
) -> None:
    """A field that cannot be used is named by a JSON Pointer, with words that say what would be right."""
    problem = assert_problem(client.post(path, json=sent), 422, "invalid-field", pointer)
    assert remedy in problem.detail


def test_a_picture_is_not_a_matrix(client: httpx.Client) -> None:
    """A body of another type is refused, with a command that would be right."""
    refused = client.post(CONVOLUTION, content=b"x", headers={"Content-Type": "image/png"})
    assert "application/json" in assert_problem(refused, 415, "unsupported-media").detail


LIMITS = {"MAX_NUMBERS": 16, "MAX_PRODUCTS": 36, "MAX_WINDOWS": 4, "MAX_KERNELS": 2, "MAX_KERNEL_SIDE": 2}
AT_THE_EDGE: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (ACTIVATION, {"input": [0] * 16, "kind": "relu"}, {"input": [0] * 17}, "#/input"),
    (CONVOLUTION, {"input": [[0] * 9], "kernels": [[[1, 1]], [[1, 1]]]}, {"kernels": [ONE] * 3}, "#/kernels"),
    (CONVOLUTION, {"input": [[0] * 9], "kernel": [[1, 1]]}, {"kernel": [[1, 1, 1]]}, "#/kernel"),
    (CONVOLUTION, {"input": [[0, 0]], "kernel": ONE, "padding": 2}, {"padding": 3}, "#/padding"),
    (POOLING, {"input": [[0] * 4] * 4, "kind": "max", "stride": 1}, {"padding": 1}, "#/input"),
]


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach."""
    for name, value in LIMITS.items():
        monkeypatch.setattr(operations, name, value)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize(("path", "allowed", "change", "pointer"), AT_THE_EDGE)
def test_sizes_are_limited(
    client: httpx.Client, path: str, allowed: dict[str, Any], change: dict[str, Any], pointer: str
) -> None:
    """The largest allowed operation is computed; one step more is a 413 that points at what is too large."""
    assert client.post(path, json=allowed).status_code == 200
    assert_problem(client.post(path, json=allowed | change), 413, "too-large", pointer)


@pytest.mark.parametrize("limit", ["MAX_WINDOWS", "MAX_NUMBERS"])
def test_windows_in_the_response_are_limited(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Too many windows are a 413 that says how to go without them."""
    sent = {"input": [[0] * 4] * 4, "kind": "max"}
    monkeypatch.setattr(operations, limit, LIMITS[limit])
    assert client.post(f"{POOLING}?windows=true", json=sent).status_code == 200
    monkeypatch.setattr(operations, limit, LIMITS[limit] - 1)
    refused = client.post(f"{POOLING}?windows=true", json=sent)
    assert refused.status_code == 413
    if limit == "MAX_WINDOWS":
        assert client.post(POOLING, json=sent).status_code == 200
        assert "windows=true" in assert_problem(refused, 413, "too-large").detail
