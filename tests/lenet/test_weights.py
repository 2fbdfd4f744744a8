"""The weights file: what goes in comes out, and nothing else is let in."""

import json
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save as save_tensors
from safetensors.numpy import save_file

from app.lenet import weights
from app.lenet.architecture import ARCHITECTURES, Architecture, parameter_shapes
from app.lenet.backward import activation_gradients, parameter_gradients
from app.lenet.errors import LenetError, WeightsError
from app.lenet.fast import Engine
from app.lenet.network import Parameters, initialise

Tensors = dict[str, NDArray[Any]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the tests write."""
    return tmp_path / "lenet.safetensors"


def test_what_is_saved_is_loaded(path: Path, parameters: Parameters) -> None:
    """Saving and loading keeps every bit and the order; the digest is the file's, another one is refused."""
    digest = weights.save(path, parameters)
    assert digest == weights.digest_of(path.read_bytes())
    loaded = weights.load(path, sha256=digest.upper())
    assert list(loaded) == list(parameters)
    for name, values in loaded.items():
        assert values.dtype == np.float32
        assert values.tobytes() == parameters[name].tobytes()
        assert not values.flags.writeable
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with pytest.raises(WeightsError, match=f"SHA-256 is {digest}, expected {'0' * 64}"):
        weights.load(path, sha256="0" * 64)


def test_the_file_is_plain_safetensors(path: Path, parameters: Parameters) -> None:
    """The file is a length, a JSON table with PyTorch's names and layouts, and raw little-endian numbers."""
    weights.save(path, parameters)
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    table = json.loads(data[8 : 8 + length])
    assert table.pop("__metadata__") == {"format": "pt"}
    assert {name: tuple(row["shape"]) for name, row in table.items()} == {
        name: values.shape for name, values in parameters.items()
    }
    start, stop = table["fc3.weight"]["data_offsets"]
    raw = np.frombuffer(data[8 + length :][start:stop], "<f4").reshape(10, 100)
    np.testing.assert_array_equal(raw, parameters["fc3.weight"])


def spoilt(values: NDArray[Any], value: float) -> NDArray[Any]:
    """A copy with a value at (1, 2)."""
    copy = values.copy()
    copy[1, 2] = value
    return copy


BROKEN: list[tuple[str, Callable[[NDArray[Any]], NDArray[Any]] | None, str]] = [
    ("fc2.bias", None, r"tensor fc2\.bias is missing, expected float32 \(100,\)"),
    ("fc4.weight", np.copy, r"tensor fc4\.weight is not part of the network, expected only conv1\.weight, "),
    ("fc1.weight", np.transpose, r"tensor fc1\.weight has shape \(400, 120\), expected \(120, 400\)"),
    ("conv1.bias", lambda values: values.astype("f8"), r"tensor conv1\.bias is F64, expected F32"),
    ("conv1.bias", lambda values: values.astype("f2"), r"tensor conv1\.bias is F16, expected F32"),
    (
        "fc3.weight",
        lambda values: spoilt(values, np.nan),
        r"fc3\.weight has nan at \(1, 2\), expected numbers",
    ),
    ("fc3.weight", lambda values: spoilt(values, -np.inf), r"fc3\.weight has -inf at \(1, 2\), expected"),
    ("fc3.weight", lambda values: spoilt(values, 10001), r"has 10001\.0 at .* from -10,000 to 10,000"),
]


@pytest.mark.parametrize(("name", "change", "message"), BROKEN)
def test_other_tensors_are_refused(
    name: str,
    change: Callable[[NDArray[Any]], NDArray[Any]] | None,
    message: str,
    path: Path,
    parameters: Parameters,
) -> None:
    """A missing, extra, misshaped, mistyped or too large tensor is refused by name and expectation."""
    tensors: Tensors = dict(parameters)
    before = tensors.pop(name, np.zeros(3, np.float32))
    if change is not None:
        tensors[name] = np.ascontiguousarray(change(before))
    save_file(tensors, path)
    with pytest.raises(WeightsError, match=message) as error:
        weights.load(path)
    assert str(path) in str(error.value)


def test_types_that_numpy_does_not_know_are_refused_by_name(path: Path) -> None:
    """A bfloat16 tensor, for which NumPy has no type, is refused like any other."""
    header = json.dumps({"conv1.bias": {"dtype": "BF16", "shape": [6], "data_offsets": [0, 12]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(12))
    with pytest.raises(WeightsError, match=r"tensor conv1\.bias is BF16, expected F32"):
        weights.load(path)


@pytest.mark.parametrize("junk", [b"", b"short", bytes(100), b"\xff" * 64, pickle.dumps({"conv1.bias": 1})])
def test_files_that_are_not_safetensors_are_refused(junk: bytes, path: Path, parameters: Parameters) -> None:
    """Empty, short, zero, random and pickled bytes are refused, and a file without its end."""
    whole = weights.to_bytes(parameters)
    for data in (junk, whole[:-1]):
        path.write_bytes(data)
        with pytest.raises(WeightsError, match="not a safetensors file"):
            weights.load(path)


def test_wrong_parameters_are_not_written(path: Path, parameters: Parameters) -> None:
    """What could not be loaded is not saved, and leaves no file behind."""
    doubled: Tensors = {**parameters, "fc3.bias": np.zeros(10)}
    with pytest.raises(WeightsError, match=r"fc3\.bias is missing"):
        weights.save(path, {name: values for name, values in parameters.items() if name != "fc3.bias"})
    with pytest.raises(WeightsError, match=r"fc3\.bias is float64, expected float32"):
        weights.save(path, doubled)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_uploaded_file_is_identified(name: str) -> None:
    """The architecture is found by names and shapes; the same numbers have the same bytes and name."""
    parameters = initialise(ARCHITECTURES[name], np.random.default_rng(1))
    data = weights.to_bytes(parameters, ARCHITECTURES[name])
    for architecture in (None, name):
        found, parsed = weights.parse(data, architecture)
        assert found == name
        assert weights.to_bytes(parsed, ARCHITECTURES[name]) == data
    without_metadata = save_tensors({key: parameters[key] for key in reversed(parameters)})
    again = weights.to_bytes(weights.parse(without_metadata)[1], ARCHITECTURES[name])
    assert weights.model_name(again) == weights.model_name(data) == f"m-{weights.digest_of(data)[:12]}"


def test_a_wrong_upload_names_the_tensor_of_the_nearest_architecture(parameters: Parameters) -> None:
    """What is wrong is said about the architecture that fits best, or about the one that was asked for."""
    wide = save_tensors({**parameters, "fc1.weight": np.zeros((120, 256), np.float32)})
    with pytest.raises(
        WeightsError, match=r"architecture lenet: tensor fc1\.weight .* expected \(120, 400\)"
    ):
        weights.parse(wide)
    with pytest.raises(WeightsError, match=r"architecture mlp: tensor conv1\.bias is not part"):
        weights.parse(wide, "mlp")
    with pytest.raises(LenetError, match="no architecture 'alexnet'"):
        weights.parse(wide, "alexnet")
    with pytest.raises(WeightsError, match=r"the file has 2,000,001 bytes, maximum is 2,000,000"):
        weights.parse(bytes(2_000_001))


@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_no_accepted_parameters_overflow(architecture: Architecture) -> None:
    """With the largest parameters there are, all activations and gradients of a white picture are finite."""
    parameters = {
        name: np.full(shape, weights.LARGEST, np.float32)
        for name, shape in parameter_shapes(architecture).items()
    }
    images = np.ones((1, 1, 32, 32), np.float32)
    trace = Engine(parameters, architecture).forward(images)
    assert all(np.isfinite(values).all() for values in trace.activations.values())
    given: dict[str, NDArray[np.float32]] = {"fc3": np.ones((1, 10), np.float32)}
    by_activations = activation_gradients(parameters, trace, given, architecture=architecture)
    by_parameters = parameter_gradients(trace, by_activations, architecture)
    assert all(np.isfinite(values).all() for values in [*by_activations.values(), *by_parameters.values()])
