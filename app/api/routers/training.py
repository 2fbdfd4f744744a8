"""Training on one picture: gradients, and steps of gradient descent that create new models."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from app.api.content import Document, source_of
from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import NUMBERS_ROUTE, PICTURE_ROUTE
from app.api.formats import Content, choose_numbers_format, json_response, require_json, write_numbers
from app.api.pictures import Picture, PictureDep
from app.api.problems import check_names, invalid
from app.api.routers.activations import ActivationsQuery
from app.api.schemas import Maps, Origin, PictureQuery, Prediction, Schema, split_commas
from app.imaging import Preprocess, prepare
from app.lenet.architecture import Kind
from app.lenet.errors import LenetError
from app.lenet.learning import Example, ExampleGradients, Loss, example_gradients, training_steps
from app.lenet.model import Model, model_of

router = APIRouter(prefix="/api/v1/models/{model}", tags=["training"], dependencies=[Depends(check_query)])

FEW_STEPS = 3
"""Steps that are computed in the event loop; one takes about 1 ms."""


Label = Annotated[int, Field(ge=0, le=9, description="The true class of the picture.")]
LossField = Annotated[
    Loss, Field(description="`cross-entropy`, or `squared-error`: half of the sum of (target - output)².")
]


class GradientsQuery(ActivationsQuery):
    """Parameters of gradients."""

    label: Label
    loss: LossField = "cross-entropy"
    parameters: Annotated[list[str] | None, BeforeValidator(split_commas)] = Field(
        None, description="Parameters whose gradients are returned, too.", examples=[["conv1.weight"]]
    )


class TrainingStepsQuery(PictureQuery):
    """Parameters of training steps."""

    label: Label
    loss: LossField = "cross-entropy"
    learning_rate: float = Field(0.01, gt=0, le=100, description="The factor of the gradient.")
    steps: int = Field(1, ge=1, le=100, description="Steps of gradient descent on this one picture.")


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


@router.post("/gradients", summary="Compute gradients", response_model=Gradients, **NUMBERS_ROUTE)
async def compute_gradients(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[GradientsQuery, Query()],
    picture: PictureDep,
) -> Response:
    """Return the loss of one picture with its gradients by every activation, and by the parameters named."""
    media_type = choose_numbers_format(request, query.format)
    check_names(query.layers, [layer.name for layer in model.architecture], "layers")
    check_names(query.parameters, list(model.parameters), "parameters")

    def compute() -> Response:
        example = Example(_image(picture, query.preprocess), query.label, query.loss)
        found = example_gradients(model.architecture, model.parameters, example)
        return write_numbers(_gradients_content(model, query, found), media_type)

    return await services.run(compute, large=picture.large)


@router.post(
    "/training-steps",
    summary="Train on one picture",
    response_model=TrainingSteps,
    **PICTURE_ROUTE,
    dependencies=[Depends(require_json)],
)
async def train_on_picture(
    services: ServicesDep, model: ModelDep, query: Annotated[TrainingStepsQuery, Query()], picture: PictureDep
) -> Response:
    """Create a model by steps of plain gradient descent on one picture; the model of the address stays."""

    def compute() -> tuple[Model, Document]:
        example = Example(_image(picture, query.preprocess), query.label, query.loss)
        network = model.architecture, model.parameters
        try:
            found = training_steps(*network, example, query.learning_rate, query.steps)
        except LenetError as error:
            raise invalid(str(error), "learning_rate", "query") from error
        created = model_of(found.parameters, model.architecture_name)
        return created, {
            "model": created.name,
            "parent": model.name,
            "losses": found.losses,
            "before": _outcome(found.losses[0], found.before),
            "after": _outcome(found.losses[-1], found.after),
            "changes": found.changes,
        }

    created, document = await services.run(compute, large=picture.large or query.steps > FEW_STEPS)
    services.models.add(created)
    return json_response(document)


def _image(picture: Picture, preprocess: Preprocess) -> NDArray[np.float32]:
    return prepare(picture.pixels, preprocess).image[np.newaxis]


def _gradients_content(model: Model, query: GradientsQuery, found: ExampleGradients) -> Content:
    layers = [layer for layer in model.architecture if query.layers is None or layer.name in query.layers]
    by_layer = {layer.name: np.ascontiguousarray(found.activations[layer.name]) for layer in layers}
    by_parameter = {name: np.ascontiguousarray(found.parameters[name]) for name in query.parameters or ()}
    head = {
        **source_of(model, query.preprocess),
        "label": query.label,
        "loss": found.loss,
        "target": found.target,
        "probabilities": found.probabilities,
    }

    def body() -> dict[str, Any]:
        entries = [
            {"name": layer.name, "kind": layer.kind, "shape": layer.shape, "gradient": by_layer[layer.name]}
            for layer in layers
        ]
        parameter_entries = [
            {"name": name, "shape": values.shape, "gradient": values} for name, values in by_parameter.items()
        ]
        return {"layers": entries} | ({"parameters": parameter_entries} if by_parameter else {})

    return Content(head, by_layer | by_parameter, body)


def _outcome(loss: np.float32, probabilities: NDArray[np.float32]) -> Document:
    digit = int(probabilities.argmax())
    return {
        "loss": loss,
        "probabilities": probabilities,
        "prediction": {"digit": digit, "probability": probabilities[digit]},
    }
