"""Pydantic models of training: checkpoints, gradients, training steps and live runs."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from app.api.parameters import FormatQuery, Integer, PictureQuery, split_commas
from app.api.schemas import Maps, Origin, Prediction, Schema
from app.lenet.architecture import Kind
from app.lenet.learning import Loss

ArchitectureName = Literal["lenet", "mlp", "lenet-1998"]
Label = Annotated[int, Field(ge=0, le=9, description="The true class of the picture.")]
LossField = Annotated[
    Loss, Field(description="`cross-entropy`, or `squared-error`: half of the sum of (target - output)².")
]


class UploadQuery(Schema):
    """Parameters of an upload."""

    architecture: ArchitectureName | None = Field(
        None, description="The architecture; by default it is found by the names and shapes of the tensors."
    )


class GradientsQuery(PictureQuery, FormatQuery):
    """Parameters of gradients."""

    label: Label
    loss: LossField = "cross-entropy"
    layers: Annotated[list[str] | None, BeforeValidator(split_commas)] = Field(
        None, description="The layers to return, separated by commas or repeated; all layers by default."
    )
    parameters: Annotated[list[str] | None, BeforeValidator(split_commas)] = Field(
        None,
        description="Parameters whose gradients are returned, too.",
        examples=[["conv1.weight"]],
    )


class TrainingStepsQuery(PictureQuery):
    """Parameters of training steps."""

    label: Label
    loss: LossField = "cross-entropy"
    learning_rate: float = Field(0.01, gt=0, le=100, description="The factor of the gradient.")
    steps: int = Field(1, ge=1, le=100, description="Steps of gradient descent on this one picture.")


class Checkpoint(Schema):
    """The state of the weights at one moment of the training."""

    index: int
    model: str = Field(description="the name of the model at this moment", examples=["lenet@12"])
    epoch: int = Field(description="complete epochs")
    batch: int = Field(description="batches of the next epoch")
    images: int = Field(description="training images seen")
    training_loss: float | None = Field(description="mean cross-entropy since the checkpoint before")
    validation_loss: float
    validation_accuracy: float


class CheckpointList(Schema):
    """The checkpoints of a model; empty for a model without."""

    model: str
    checkpoints: list[Checkpoint]


class LayerGradient(Schema):
    """∂loss/∂activation of one layer."""

    name: str
    kind: Kind
    shape: list[int]
    gradient: list[float] | Maps = Field(description="nested lists of that shape; exact float32 values")


class ParameterGradient(Schema):
    """∂loss/∂parameter."""

    name: str = Field(examples=["conv1.weight"])
    shape: list[int]
    gradient: list[float] | list[list[float]] | list[list[list[list[float]]]]


class Gradients(Origin):
    """The loss of one picture and its gradients."""

    label: int
    loss: float
    target: list[float] = Field(description="1 for the label, 0 for the other classes")
    probabilities: list[float]
    layers: list[LayerGradient]
    parameters: list[ParameterGradient] | None = None


class Outcome(Schema):
    """The loss and the probabilities of the picture."""

    loss: float
    probabilities: list[float]
    prediction: Prediction


class TrainingSteps(Schema):
    """The model after some steps of gradient descent; the parent model is unchanged."""

    model: str = Field(examples=["m-0123456789ab"])
    parent: str = Field(examples=["lenet@0"])
    losses: list[float] = Field(description="before the first step and after each")
    before: Outcome
    after: Outcome
    changes: dict[str, float] = Field(description="the largest absolute change in each parameter tensor")


class TrainingRunBody(Schema):
    """A live training run on 4,000 digits of MNIST's training set."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"batches": 300, "seed": 1}]}
    )

    architecture: ArchitectureName = "lenet"
    seed: Integer = Field(1, ge=0, le=2**31 - 1)
    batches: Integer = Field(300, ge=1, le=80_000, description="At most 20 epochs of 4,000 digits.")
    batch_size: Integer = Field(32, ge=1, le=4_000)
    optimiser: Literal["adamw", "sgd", "momentum"] = "adamw"
    learning_rate: float = Field(0.003, gt=0, le=100)
    augment: bool = Field(False, description="Shift, rotate, scale and bend the digits.")
    initialisation: Literal["random", "equal"] = Field(
        "random", description="`equal` gives all maps and units of a layer the same weights: they stay equal."
    )
    model: str | None = Field(
        None,
        description="A model of this architecture whose parameters the run starts with, in place of initial ones.",
        examples=["m-0123456789ab"],
    )


class TrainingProgress(Schema):
    """The progress of a training run."""

    batch: int
    images_per_second: float
    loss: float = Field(description="mean cross-entropy since the last report")
    accuracy: float = Field(description="share of 1,000 held-out digits")
    model: str


class TrainingRun(Schema):
    """A live training run."""

    id: str
    state: Literal["running", "done", "stopped", "failed"]
    batches: int
    progress: TrainingProgress | None = None
    error: str | None = None
