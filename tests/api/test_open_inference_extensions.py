"""Extensions of the Open Inference Protocol: what is offered works, and what is not is refused by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException

from app.api.open_inference.schemas import RepositoryModel
from tests.api.test_open_inference import INFER, request_of
from tests.api.test_problems import assert_problem

if TYPE_CHECKING:
    from collections.abc import Callable


LOAD = "/v2/repository/models/lenet/load"


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
    """Every call of the client for an extension that is not there is refused with 400 and the extension's name."""
    with pytest.raises(InferenceServerException, match=f"the extension {name} is not implemented") as refused:
        call(triton)
    assert refused.value.status() == "400"
    assert name not in triton.get_server_metadata()["extensions"]


def test_triton_is_told_that_there_is_no_shared_memory(triton: InferenceServerClient) -> None:
    """A tensor in shared memory, be it input or output, is refused instead of answered as if nothing had been asked."""
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
    """Loading the model that there is succeeds; another one, another configuration, and unloading are refused in words."""
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


def test_loading_takes_a_body_or_none(client: httpx.Client) -> None:
    """A load request may be empty, an empty object, or have null parameters; what is no object is refused with its place."""
    for body in (b"", b"{}", b'{"parameters": null}', b'{"parameters": {}}'):
        answer = client.post(LOAD, content=body)
        assert answer.status_code == 200
        assert RepositoryModel.model_validate_json(answer.content).state == "READY"
    assert_problem(client.post(LOAD, json={"parameters": False}), 400, "not-offered")
    assert_problem(client.post(LOAD, content=b"[]"), 400, "invalid-tensor")
    assert_problem(client.post(LOAD, content=b"{"), 400, "malformed-request")
    assert_problem(client.post("/v2/repository/index", json={"ready": 1}), 400, "invalid-tensor")


NULLS: list[dict[str, Any]] = [
    {"id": None},
    {"parameters": None},
    {"outputs": None},
    {"input_parameters": {"binary_data_size": None}},
    {"parameters": {"preprocess": None, "classification": None, "binary_data_output": None}},
    {"shape": [1.0, 2, 2.0]},
]


@pytest.mark.parametrize("changes", NULLS)
def test_null_is_as_good_as_left_out(client: httpx.Client, changes: dict[str, Any]) -> None:
    """Clients that write null for what they have not set, and 2.0 for 2, get the same answer as those that leave it out."""
    assert (
        client.post(INFER, json=request_of(**changes)).content
        == client.post(INFER, json=request_of()).content
    )


def test_null_in_outputs_and_inputs_is_as_good_as_left_out(client: httpx.Client) -> None:
    """The same holds for the parameters of an output and of the input."""
    plain = client.post(INFER, json=request_of(outputs=[{"name": "fc3"}]))
    for parameters in (None, {"binary_data": None, "classification": None, "shared_memory_region": None}):
        sent = request_of(outputs=[{"name": "fc3", "parameters": parameters}])
        sent["inputs"][0]["parameters"] = None
        assert client.post(INFER, json=sent).content == plain.content


def test_more_classes_than_there_are_is_all_of_them(client: httpx.Client) -> None:
    """As with Triton: a thousand classes of ten numbers are ten."""
    asked = [{"name": "softmax", "parameters": {"classification": count}} for count in (10, 1000)]
    ten, thousand = (client.post(INFER, json=request_of(outputs=[one])) for one in asked)
    assert ten.content == thousand.content
    assert thousand.json()["outputs"][0]["shape"] == [1, 10]
