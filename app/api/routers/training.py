"""Training on one picture: gradients, and steps of gradient descent that create new models."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from numpy.typing import NDArray
from starlette.responses import Response

from app.api import parameters, training_schemas
from app.api.content import Document, source_of
from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import BINARY_FORMATS, PICTURE_PROBLEMS, files, picture_body, problems
from app.api.formats import Content, choose_numbers_format, json_response, require_json, write_numbers
from app.api.pictures import Picture, PictureDep
from app.api.problems import check_names, invalid
from app.imaging import Preprocess, prepare
from app.lenet.errors import LenetError
from app.lenet.learning import Example, ExampleGradients, example_gradients, training_steps
from app.lenet.model import Model, model_of

router = APIRouter(prefix="/api/v1/models/{model}", tags=["training"], dependencies=[Depends(check_query)])

FEW_STEPS = 3
"""Steps that are computed in the event loop; one takes about 1 ms."""


@router.post(
    "/gradients",
    summary="Compute gradients",
    response_model=training_schemas.Gradients,
    responses=problems(*PICTURE_PROBLEMS) | files(*BINARY_FORMATS),
    openapi_extra=picture_body(parameters.PictureBody),
)
async def compute_gradients(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[training_schemas.GradientsQuery, Query()],
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
    response_model=training_schemas.TrainingSteps,
    responses=problems(*PICTURE_PROBLEMS),
    openapi_extra=picture_body(parameters.PictureBody),
    dependencies=[Depends(require_json)],
)
async def train_on_picture(
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[training_schemas.TrainingStepsQuery, Query()],
    picture: PictureDep,
) -> Response:
    """Create a model by steps of plain gradient descent on one picture; the model of the address stays as it is."""

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


def _gradients_content(
    model: Model, query: training_schemas.GradientsQuery, found: ExampleGradients
) -> Content:
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
