"""Pydantic models of the Open Inference Protocol's requests and responses."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema

from app.api.schemas import WHOLE_FLOATS, Integer, Schema
from app.imaging import Preprocess

MAX_CLASSES = 100


Classes = Annotated[int, Field(ge=1), WHOLE_FLOATS]


class Tolerant(BaseModel):
    """A request object: unknown members are ignored, as the protocol has it; null is as if left out."""

    model_config = ConfigDict(extra="allow", strict=True)


class InputParameters(Tolerant):
    """Parameters of an input."""

    binary_data_size: Integer | None = Field(None, description="bytes of the tensor after the JSON")


class OutputParameters(Tolerant):
    """Parameters of an output."""

    binary_data: bool | None = Field(
        None, description="return bytes after the JSON in place of numbers in it"
    )
    classification: Classes | None = Field(
        None, description=f"return the largest numbers only, at most {MAX_CLASSES}"
    )


class RequestParameters(Tolerant):
    """Parameters of a request."""

    preprocess: Preprocess | None = Field(None, description="for `pixels`; `center` by default")
    classification: Classes | None = Field(None, description="for every output")
    binary_data_output: bool | None = Field(None, description="for every output")


class InputTensor(Tolerant):
    """The one input of a request."""

    name: Literal["image", "pixels"]
    shape: Annotated[
        Any, WithJsonSchema({"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 4})
    ] = Field(None, description="`[batch, 1, 32, 32]` for `image`, `[batch, rows, columns]` for `pixels`")
    datatype: Literal["FP32", "UINT8"]
    parameters: InputParameters | None = None
    data: Annotated[Any, WithJsonSchema({"type": "array", "items": {}})] = Field(
        None,
        description="every number in order, or nested: 0 to 1 in `image`, integers from 0 (background) to "
        "255 in `pixels`",
    )


class OutputRequest(Tolerant):
    """One layer to return."""

    name: str = Field(examples=["softmax"])
    parameters: OutputParameters | None = None


_PIXELS: list[JsonValue] = [
    255 if column == 3 and 0 < row < 6 else 0 for row in range(7) for column in range(7)
]


class InferenceRequest(Tolerant):
    """Run a model on a batch."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "42",
                    "inputs": [{"name": "pixels", "shape": [1, 7, 7], "datatype": "UINT8", "data": _PIXELS}],
                    "outputs": [{"name": "softmax", "parameters": {"classification": 3}}],
                }
            ]
        }
    )

    id: str | None = Field(None, description="returned in the response")
    parameters: RequestParameters | None = None
    inputs: list[InputTensor] = Field(
        min_length=1,
        max_length=1,
        description="`image` (FP32), as the network receives it, or `pixels` (UINT8), prepared first",
    )
    outputs: list[OutputRequest] | None = Field(None, description="all layers by default")


class RepositoryRequest(Tolerant):
    """Which models to list."""

    ready: bool | None = Field(None, description="only models that are ready")


class LoadRequest(Tolerant):
    """Load a model."""

    parameters: Annotated[Any, WithJsonSchema({"type": ["object", "null"], "maxProperties": 0})] = Field(
        None, description="none are supported"
    )


class ServerMetadata(Schema):
    """The server."""

    name: str = Field(examples=["lenet-lens"])
    version: str
    extensions: list[str] = Field(description="extensions of the protocol that are implemented")


class ServerLive(Schema):
    """The process answers."""

    live: Literal[True]


class ServerReady(Schema):
    """The models are loaded."""

    ready: Literal[True]


class ModelReady(Schema):
    """A model is loaded."""

    name: str = Field(examples=["lenet"])
    ready: Literal[True]


class RepositoryModel(Schema):
    """A model in the repository."""

    name: str = Field(examples=["lenet"])
    version: str = Field(examples=["1"])
    state: Literal["READY", "UNAVAILABLE"]
    reason: str = Field(description="why the model is unavailable")


class TensorMetadata(Schema):
    """An input or an output."""

    name: str = Field(examples=["image"])
    datatype: Literal["FP32", "UINT8"]
    shape: list[int] = Field(description="-1 is any size; the first is the batch", examples=[[-1, 1, 32, 32]])


class ModelMetadata(Schema):
    """The inputs of a model, of which a request sends one, and its outputs, the layers of the network."""

    name: str = Field(examples=["lenet"])
    versions: list[str] = Field(examples=[["1"]])
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class OutputTensor(Schema):
    """One output."""

    name: str = Field(examples=["softmax"])
    datatype: Literal["FP32", "BYTES"] = Field(description="BYTES with `classification`")
    shape: list[int] = Field(examples=[[1, 10]])
    parameters: dict[str, Any] | None = Field(None, description="`binary_data_size`: bytes after the JSON")
    data: list[float] | list[str] | None = Field(
        None, description="every number in order, exact float32; or texts `value:index:label`"
    )


class InferenceResponse(Schema):
    """The outputs of a model."""

    model_name: str = Field(examples=["lenet"])
    model_version: str = Field(examples=["1"])
    id: str | None = Field(None, description="the id of the request")
    outputs: list[OutputTensor]
