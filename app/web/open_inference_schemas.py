"""The shapes of the Open Inference Protocol's answers, for the OpenAPI document and the tests."""

from typing import Any, Literal

from pydantic import Field

from app.web.schemas import Schema


class ServerMetadata(Schema):
    """A server of the Open Inference Protocol."""

    name: str = Field(examples=["lenet-lens"])
    version: str
    extensions: list[str] = Field(description="what it knows beyond the protocol")


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
    """A model in the index of the repository."""

    name: str = Field(examples=["lenet"])
    version: str = Field(examples=["1"])
    state: Literal["READY", "UNAVAILABLE"]
    reason: str = Field(description="why it is not ready")


class TensorMetadata(Schema):
    """An input or an output."""

    name: str = Field(examples=["image"])
    datatype: Literal["FP32", "UINT8"]
    shape: list[int] = Field(description="-1 is any size; the first is the batch", examples=[[-1, 1, 32, 32]])


class ModelMetadata(Schema):
    """A model with its inputs, of which a request sends one, and its outputs, which are the stages of the network."""

    name: str = Field(examples=["lenet"])
    versions: list[str] = Field(examples=[["1"]])
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class InferredTensor(Schema):
    """One output."""

    name: str = Field(examples=["softmax"])
    datatype: Literal["FP32", "BYTES"] = Field(description="BYTES where `classification` was asked for")
    shape: list[int] = Field(examples=[[1, 10]])
    parameters: dict[str, Any] | None = Field(
        default=None, description="`binary_data_size`: how many bytes after the JSON are this output's"
    )
    data: list[float] | list[str] | None = Field(
        default=None, description="every number in order, exact float32; or texts `value:index:label`"
    )


class InferenceResponse(Schema):
    """What a model answers."""

    model_name: str = Field(examples=["lenet"])
    model_version: str = Field(examples=["1"])
    id: str | None = Field(default=None, description="the request's own")
    outputs: list[InferredTensor]
