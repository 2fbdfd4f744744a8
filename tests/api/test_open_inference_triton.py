"""The Open Inference Protocol as Triton's own client speaks it to the running service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException

from app.imaging import prepare
from app.lenet.architecture import LENET
from app.lenet.network import forward
from tests.api.bits import assert_same_bits
from tests.api.pictures import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from app.lenet.network import Parameters


def images(count: int) -> NDArray[np.float32]:
    """MNIST's first test digits as the network receives them."""
    prepared = [prepare(picture, "center").image for picture in SAMPLES.images[:count]]
    return np.stack(prepared)[:, None]


def image_input(batch: NDArray[np.float32], *, binary: bool) -> InferInput:
    """The input `image`."""
    tensor = InferInput("image", list(batch.shape), "FP32")
    tensor.set_data_from_numpy(batch, binary_data=binary)
    return tensor


def pixels_input(batch: NDArray[np.uint8]) -> InferInput:
    """The input `pixels`."""
    tensor = InferInput("pixels", list(batch.shape), "UINT8")
    tensor.set_data_from_numpy(batch)
    return tensor


def test_triton_finds_the_server_and_its_model(triton: InferenceServerClient) -> None:
    """Liveness, readiness, metadata and repository index are what tritonclient expects."""
    assert triton.is_server_live()
    assert triton.is_server_ready()
    assert triton.is_model_ready("lenet")
    assert triton.is_model_ready("lenet", "1")
    assert not triton.is_model_ready("vgg")
    assert not triton.is_model_ready("lenet", "2")
    assert "binary_tensor_data" in triton.get_server_metadata()["extensions"]
    assert triton.get_model_repository_index()[0] == {
        "name": "lenet",
        "version": "1",
        "state": "READY",
        "reason": "",
    }


def test_triton_reads_every_stage_from_the_metadata(triton: InferenceServerClient) -> None:
    """Both inputs and all layers are listed with datatype and shape, for the model and its version."""
    found = triton.get_model_metadata("lenet")
    assert triton.get_model_metadata("lenet", "1") == found
    assert found["versions"] == ["1"]
    assert found["inputs"] == [
        {"name": "image", "datatype": "FP32", "shape": [-1, 1, 32, 32]},
        {"name": "pixels", "datatype": "UINT8", "shape": [-1, -1, -1]},
    ]
    assert found["outputs"] == [
        {"name": layer.name, "datatype": "FP32", "shape": [-1, *layer.shape]} for layer in LENET
    ]


@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("binary_out", [True, False])
def test_triton_infers_exactly(
    triton: InferenceServerClient, parameters: Parameters, binary_in: bool, binary_out: bool
) -> None:
    """Selected outputs, or all layers, have the network's bits, as bytes or as JSON."""
    batch = images(2)
    asked = [InferRequestedOutput(name, binary_data=binary_out) for name in ("pool1", "fc3")]
    tensors = [image_input(batch, binary=binary_in)]
    result = triton.infer("lenet", tensors, outputs=asked, request_id="42", model_version="1")
    whole = triton.infer("lenet", tensors)
    said = result.get_response()
    assert (said["id"], said["model_name"], said["model_version"]) == ("42", "lenet", "1")
    assert [output["name"] for output in said["outputs"]] == ["pool1", "fc3"]
    assert [output["name"] for output in whole.get_response()["outputs"]] == [layer.name for layer in LENET]
    for name, values in forward(parameters, batch).activations.items():
        assert_same_bits(whole.as_numpy(name), values)
        if name in ("pool1", "fc3"):
            assert_same_bits(result.as_numpy(name), values)


def test_a_batch_of_64_has_the_bits_of_64_single_ones(triton: InferenceServerClient) -> None:
    """What a picture gives does not depend on what is sent with it, nor on which outputs are asked for."""
    batch = SAMPLES.images[:64]
    together = triton.infer("lenet", [pixels_input(batch)])
    last = triton.infer("lenet", [pixels_input(batch)], outputs=[InferRequestedOutput("softmax")])
    assert_same_bits(last.as_numpy("softmax"), together.as_numpy("softmax"))
    assert (together.as_numpy("softmax").argmax(axis=1) == SAMPLES.labels[:64]).mean() > 0.9
    for at in range(64):
        alone = triton.infer("lenet", [pixels_input(batch[at : at + 1])])
        for name in ("conv2", "softmax"):
            assert_same_bits(alone.as_numpy(name), together.as_numpy(name)[at : at + 1])


def test_pixels_are_prepared_as_everywhere(triton: InferenceServerClient) -> None:
    """`pixels` goes through the product's preprocessing, which the parameter `preprocess` chooses."""
    batch = SAMPLES.images[:2, 4:, 2:]
    for chosen in ("center", "none"):
        result = triton.infer("lenet", [pixels_input(batch)], parameters={"preprocess": chosen})
        expected = np.stack([prepare(picture, chosen).image for picture in batch])[:, None]
        assert_same_bits(result.as_numpy("input"), expected)


@pytest.mark.parametrize("binary", [True, False])
def test_triton_asks_for_classes(triton: InferenceServerClient, binary: bool) -> None:
    """Classification gives the largest numbers in order, as value, index and, for the ten digits, label."""
    asked = [
        InferRequestedOutput("softmax", binary_data=binary, class_count=3),
        InferRequestedOutput("fc2", binary_data=binary, class_count=2),
        InferRequestedOutput("fc3"),
    ]
    result = triton.infer("lenet", [pixels_input(SAMPLES.images[:5])], outputs=asked)
    whole = triton.infer("lenet", [pixels_input(SAMPLES.images[:5])])
    told = result.as_numpy("softmax")
    assert told.shape == (5, 3)
    for row, numbers in zip(told, whole.as_numpy("softmax"), strict=True):
        fields = [(text.decode() if isinstance(text, bytes) else text).split(":") for text in row]
        order = np.argsort(-numbers, kind="stable")[:3]
        assert [(int(index), label) for _, index, label in fields] == [(i, str(i)) for i in order]
        assert np.array_equal(np.array([value for value, _, _ in fields], np.float32), numbers[order])
    assert {len(str(text).split(":")) for text in result.as_numpy("fc2").ravel()} == {2}
    assert_same_bits(result.as_numpy("fc3"), whole.as_numpy("fc3"))


def test_triton_is_told_what_is_wrong(triton: InferenceServerClient) -> None:
    """Errors of every kind reach the client as its own exception, with the status and the service's words."""
    good, other = image_input(images(1), binary=True), InferInput("picture", [1, 1, 32, 32], "FP32")
    other.set_data_from_numpy(images(1))
    wide = image_input(images(1)[:, :, :28], binary=True)
    refused: list[tuple[str, str, InferInput, dict[str, Any]]] = [
        ("400", "'image' or 'pixels'", other, {}),
        ("400", "[-1, 1, 32, 32]", wide, {}),
        ("400", "no output is named 'fc9'", good, {"outputs": [InferRequestedOutput("fc9")]}),
        ("404", "s are: ", good, {"model_name": "vgg"}),
        ("404", "s are: ", good, {"model_version": "2"}),
        ("415", "uncompressed", good, {"request_compression_algorithm": "gzip"}),
    ]
    for status, words, tensor, options in refused:
        with pytest.raises(InferenceServerException) as caught:
            triton.infer(**{"model_name": "lenet", "inputs": [tensor], **options})
        assert caught.value.status() == status
        assert words in caught.value.message()


ABSENT: list[tuple[str, Callable[[InferenceServerClient], object]]] = [
    ("model_configuration", lambda triton: triton.get_model_config("lenet")),
    ("model_configuration", lambda triton: triton.get_model_config("lenet", "1")),
    ("statistics", lambda triton: triton.get_inference_statistics()),
    ("statistics", lambda triton: triton.get_inference_statistics("lenet")),
    ("statistics", lambda triton: triton.get_inference_statistics("lenet", "1")),
    ("trace", lambda triton: triton.get_trace_settings()),
    ("trace", lambda triton: triton.update_trace_settings("lenet", {"trace_rate": "1"})),
    ("logging", lambda triton: triton.get_log_settings()),
    ("logging", lambda triton: triton.update_log_settings({"log_info": True})),
    ("system_shared_memory", lambda triton: triton.get_system_shared_memory_status()),
    ("system_shared_memory", lambda triton: triton.register_system_shared_memory("a", "/a", 10)),
    ("system_shared_memory", lambda triton: triton.unregister_system_shared_memory()),
    ("cuda_shared_memory", lambda triton: triton.get_cuda_shared_memory_status("a")),
    ("cuda_shared_memory", lambda triton: triton.register_cuda_shared_memory("a", b"abc", 0, 10)),
    ("cuda_shared_memory", lambda triton: triton.unregister_cuda_shared_memory("a")),
]


@pytest.mark.parametrize(("name", "call"), ABSENT)
def test_triton_is_told_which_extension_is_not_offered(
    triton: InferenceServerClient, name: str, call: Callable[[InferenceServerClient], object]
) -> None:
    """Every client call of an extension that is not implemented gets 400 and the extension's name."""
    with pytest.raises(InferenceServerException, match=f"the extension {name} is not implemented") as refused:
        call(triton)
    assert refused.value.status() == "400"
    assert name not in triton.get_server_metadata()["extensions"]


def test_triton_is_told_that_there_is_no_shared_memory(triton: InferenceServerClient) -> None:
    """Input and output tensors in shared memory are refused, not silently ignored."""
    image = InferInput("image", [1, 1, 32, 32], "FP32")
    image.set_shared_memory("region", 4096)
    with pytest.raises(InferenceServerException, match=r"shared_memory_region .* not implemented"):
        triton.infer("lenet", [image])
    image.set_data_from_numpy(np.zeros((1, 1, 32, 32), np.float32))
    output = InferRequestedOutput("softmax")
    output.set_shared_memory("region", 40)
    with pytest.raises(InferenceServerException, match=r"shared_memory_region .* not implemented"):
        triton.infer("lenet", [image], outputs=[output])


def test_triton_loads_what_is_loaded_and_unloads_nothing(triton: InferenceServerClient) -> None:
    """The model can be loaded; another one, another configuration and unloading are refused in words."""
    triton.load_model("lenet")
    assert triton.is_model_ready("lenet")
    with pytest.raises(InferenceServerException, match="no model 'vgg'"):
        triton.load_model("vgg")
    with pytest.raises(InferenceServerException, match="loaded when the server starts"):
        triton.load_model("lenet", config="{}")
    with pytest.raises(InferenceServerException, match="the extension unload is not implemented") as refused:
        triton.unload_model("lenet")
    assert refused.value.status() == "400"
    assert triton.is_model_ready("lenet")
