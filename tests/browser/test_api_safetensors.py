"""The page's reader and writer of safetensors: numbers in place where they can be, and files that are refused in words."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from tests.browser.modules import Modules


def safetensors(header: dict[str, Any], data: bytes, pad: int) -> list[int]:
    """A file whose header is padded so that the numbers begin at a place that is `pad` beyond a multiple of eight."""
    text = json.dumps(header).encode()
    text += b" " * ((pad - len(text)) % 8)
    return list(struct.pack("<Q", len(text)) + text + data)


def test_tensors_are_views_where_they_can_be(modules: Modules) -> None:
    """Aligned numbers are read in place, others are copied; both are the same numbers."""
    values = np.arange(6, dtype=np.float32).reshape(2, 3) / 7
    header = {"x": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
    body = """
        const {decodeSafetensors} = await load("api/safetensors.js");
        return argument.map((file) => {
            const {buffer} = Uint8Array.from(file);
            const {shape, data} = decodeSafetensors(buffer).tensors.get("x");
            return [shape, [...data], data.buffer === buffer];
        });
    """
    aligned, odd = modules.run(body, [safetensors(header, values.tobytes(), pad) for pad in (0, 3)])
    assert aligned == [[2, 3], values.ravel().astype(float).tolist(), True]
    assert odd == [[2, 3], values.ravel().astype(float).tolist(), False]


def test_files_of_the_library_are_read(modules: Modules) -> None:
    """What the safetensors library writes is read with names, shapes, both types and metadata."""
    tensors: dict[str, NDArray[Any]] = {
        "a": np.array([[0.1, -2]], np.float32),
        "b.winners": np.array([3, 0, 1], np.uint8),
        "empty": np.zeros((0, 4), np.float32),
    }
    body = """
        const {decodeSafetensors} = await load("api/safetensors.js");
        const {tensors, metadata} = decodeSafetensors(Uint8Array.from(argument).buffer);
        return [metadata, Object.fromEntries([...tensors].map(([name, {shape, data}]) => [name, [data.constructor.name, shape, [...data]]]))];
    """
    metadata, found = modules.run(body, list(save(tensors, {"by": "test"})))
    assert metadata == {"by": "test"}
    assert found == {
        "a": ["Float32Array", [1, 2], [float(np.float32(0.1)), -2]],
        "b.winners": ["Uint8Array", [3], [3, 0, 1]],
        "empty": ["Float32Array", [0, 4], []],
    }


def test_what_is_written_is_the_librarys(modules: Modules) -> None:
    """A file is written as the library writes it, whatever its names and numbers: the same weights have the same checksum."""
    body = """
        const {encodeSafetensors} = await load("api/safetensors-writer.js");
        const {tensor} = await load("lib/tensor.js");
        const numbers = new Float32Array([7, 0.1, -0, 1e-40, 3e38, 5]);
        return [...encodeSafetensors(new Map([["second", tensor(numbers.subarray(1, 5), [2, 1, 2])], ["first", tensor(numbers.subarray(5), [1])], ["ä", tensor(numbers.subarray(0, 0), [0, 3])]]))];
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
        (safetensors({"x": {"dtype": "F64", "shape": [1], "data_offsets": [0, 8]}}, b"\0" * 8, 0), "RangeError: Unexpected type F64 of tensor x: expected F32 or U8."),
        (safetensors({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"", 0), "RangeError: Unexpected offsets 0\u20134 of tensor x."),
        (safetensors({"x": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}, b"\0" * 8, 0), "RangeError: Unexpected length 2 for shape 3."),
        ([4, 0, 0, 0, 0, 0, 0, 0, *b"{x:}"], "SyntaxError"),
    ],
)  # fmt: skip
def test_broken_files_are_refused(modules: Modules, file: list[int], message: str) -> None:
    """A file that is cut, of another type, or at odds with itself throws and says what was wrong."""
    body = 'const {decodeSafetensors} = await load("api/safetensors.js"); return decodeSafetensors(Uint8Array.from(argument).buffer);'
    assert modules.error(body, file).startswith(message)


def test_an_answer_without_its_response_is_refused(modules: Modules) -> None:
    """A trace needs the answer's text beside its tensors."""
    body = 'const {decodeTrace} = await load("api/trace.js"); return decodeTrace(Uint8Array.from(argument).buffer);'
    file = list(save({"input": np.zeros(1, np.float32)}))
    assert modules.error(body, file) == "RangeError: Missing response in the answer's metadata."
