"""The page's reader and writer of safetensors, and files that are refused in words."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from tests.browser.modules import Modules

# Name, type, shape, numbers of each tensor, and whether they are read in place; and the metadata.
DECODE = """
    const {decodeSafetensors} = await load("api/safetensors.js");
    const {buffer} = Uint8Array.from(argument);
    const {tensors, metadata} = decodeSafetensors(buffer);
    return [metadata, [...tensors].map(([name, {shape, data}]) =>
        [name, data.constructor.name, shape, [...data], data.buffer === buffer])];
"""


def safetensors(data: bytes, pad: int = 0, **tensor: Any) -> list[int]:
    """A file of one tensor whose numbers begin `pad` beyond a multiple of eight."""
    text = json.dumps({"x": {"dtype": "F32", "data_offsets": [0, len(data)], **tensor}}).encode()
    text += b" " * ((pad - len(text)) % 8)
    return list(struct.pack("<Q", len(text)) + text + data)


@pytest.mark.parametrize("pad", [0, 3])
def test_tensors_are_views_where_they_can_be(modules: Modules, pad: int) -> None:
    """Aligned numbers are read in place, others are copied; both are the same numbers."""
    values = np.arange(6, dtype=np.float32).reshape(2, 3) / 7
    [_, [tensor]] = modules.run(DECODE, safetensors(values.tobytes(), pad, shape=[2, 3]))
    assert tensor == ["x", "Float32Array", [2, 3], values.ravel().tolist(), pad == 0]


def test_files_of_the_library_are_read(modules: Modules) -> None:
    """What the safetensors library writes is read with names, shapes, both types and metadata."""
    tensors: dict[str, np.ndarray[Any, Any]] = {
        "a": np.array([[0.1, -2]], np.float32),
        "b.winners": np.array([3, 0, 1], np.uint8),
        "empty": np.zeros((0, 4), np.float32),
    }
    metadata, found = modules.run(DECODE, list(save(tensors, {"by": "test"})))
    assert metadata == {"by": "test"}
    kinds = {"float32": "Float32Array", "uint8": "Uint8Array"}
    assert {name: rest[:3] for name, *rest in found} == {
        name: [kinds[str(values.dtype)], list(values.shape), values.ravel().tolist()]
        for name, values in tensors.items()
    }


def test_what_is_written_is_the_librarys(modules: Modules) -> None:
    """A file is, to the byte, what the library writes, so the same weights have the same checksum."""
    body = """
        const {encodeSafetensors, tensor} = await load("api/safetensors-writer.js", "lib/tensor.js");
        const numbers = new Float32Array([7, 0.1, -0, 1e-40, 3e38, 5]);
        const parts = [["second", [1, 5], [2, 1, 2]], ["first", [5, 6], [1]], ["ä", [0, 0], [0, 3]]];
        return [...encodeSafetensors(new Map(parts.map(([name, place, shape]) =>
            [name, tensor(numbers.subarray(...place), shape)])))];
    """
    tensors = {
        "second": np.array([[[0.1, -0.0]], [[1e-40, 3e38]]], np.float32),
        "first": np.array([5], np.float32),
        "\u00e4": np.zeros((0, 3), np.float32),
    }
    assert bytes(modules.run(body)) == save(tensors, {"format": "pt"})


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ([1, 2, 3], "RangeError: Unexpected length 3: not safetensors."),
        ([255] * 16, "RangeError: Unexpected header of"),
        (
            safetensors(b"\0" * 8, dtype="F64", shape=[1]),
            "RangeError: Unexpected type F64 of tensor x: expected F32 or U8.",
        ),
        (
            safetensors(b"", shape=[1], data_offsets=[0, 4]),
            "RangeError: Unexpected offsets 0\u20134 of tensor x.",
        ),
        (safetensors(b"\0" * 8, shape=[3]), "RangeError: Unexpected length 2 for shape 3."),
        ([4, 0, 0, 0, 0, 0, 0, 0, *b"{x:}"], "SyntaxError"),
    ],
)
def test_broken_files_are_refused(modules: Modules, file: list[int], message: str) -> None:
    """A file that is cut, of another type, or at odds with itself throws and says what was wrong."""
    assert modules.error(DECODE, file).startswith(message)


def test_an_answer_without_its_response_is_refused(modules: Modules) -> None:
    """A trace needs the answer's text beside its tensors."""
    body = 'return (await load("api/trace.js")).decodeTrace(Uint8Array.from(argument).buffer);'
    file = list(save({"input": np.zeros(1, np.float32)}))
    assert modules.error(body, file) == "RangeError: Missing response in the answer's metadata."
