"""The addresses of the Open Inference Protocol; unknown parameters are ignored, as clients send their own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Request
from starlette.responses import Response

from app.api.bodies import parse_json, read_model, shown
from app.api.dependencies import SMALL_BODY, ModelDep, ModelName, ServicesDep, services_of
from app.api.documentation import BINARY, json_body, problems
from app.api.formats import BINARY_TYPE
from app.api.open_inference import schemas
from app.api.open_inference.inference import (
    HEADER_LENGTH,
    IMAGE,
    INPUTS,
    VERSION,
    Inference,
    infer,
    not_offered,
    read_inference,
)
from app.api.problems import Problem, listed, quoted
from app.lenet.model import Model

Repository = TypeVar("Repository", schemas.RepositoryRequest, schemas.LoadRequest)

router = APIRouter(prefix="/v2", tags=["inference"])

EXTENSIONS = ("binary_tensor_data", "classification", "model_repository")
FEW_IMAGES = 4
"""Images, which need no preparation, that are worked on in the event loop."""

BATCH_PROBLEMS = problems(400, 404, 413, 415, 503)


INFERENCE: dict[str, Any] = {
    "response_model": schemas.InferenceResponse,
    "responses": BATCH_PROBLEMS
    | {
        200: {
            "content": {BINARY_TYPE: BINARY},
            "headers": {HEADER_LENGTH: {"schema": {"type": "integer"}, "description": "Bytes of JSON."}},
        }
    },
    "openapi_extra": json_body(schemas.InferenceRequest, also=BINARY_TYPE),
}
JsonLength = Annotated[
    str | None,
    Header(alias=HEADER_LENGTH, description="Bytes of the body that are JSON, where tensors follow."),
]
VERSION_PATH = "/models/{model}/versions/{version}"
_MODELS = ("/models/{model}", VERSION_PATH)
_REGIONS = ("", "/region/{region}")
_ACTIONS = ("status", "register", "unregister")
UNSUPPORTED: Mapping[str, Sequence[str]] = {
    "statistics": ["/models/stats", *(f"{model}/stats" for model in _MODELS)],
    "model_configuration": [f"{model}/config" for model in _MODELS],
    "generate": [f"{model}/generate{suffix}" for model in _MODELS for suffix in ("", "_stream")],
    "trace": ["/trace/setting", "/models/{model}/trace/setting"],
    "logging": ["/logging"],
    "system_shared_memory": [f"/systemsharedmemory{one}/{action}" for one in _REGIONS for action in _ACTIONS],
    "cuda_shared_memory": [f"/cudasharedmemory{one}/{action}" for one in _REGIONS for action in _ACTIONS],
    "unload": ["/repository/models/{model}/unload"],
}
"""Triton's extensions that are not implemented, with their addresses."""


def _refuse(extension: str) -> Callable[[], Awaitable[None]]:
    async def refuse() -> None:
        offered = f"GET /v2 lists those that are: {listed(EXTENSIONS)}"
        raise not_offered(f"the extension {extension} is not implemented; {offered}")

    return refuse


async def check_version(
    version: Annotated[str, Path(description="The version of the model.", examples=[VERSION])],
) -> None:
    """Refuse versions other than the one of every model."""
    if version != VERSION:
        raise Problem("not-found", f"no version {quoted(version)}; the versions are: {VERSION}")


VERSION_CHECK = [Depends(check_version)]


# FastAPI tries routes in this order, so the most used comes first: 89 routes that do not match take 0.2 ms.
@router.post(
    f"{VERSION_PATH}/infer",
    name="infer_version",
    summary="Infer with a version of a model",
    dependencies=VERSION_CHECK,
    **INFERENCE,
)
@router.post("/models/{model}/infer", summary="Infer with a model", **INFERENCE)
async def infer_model(request: Request, model: ModelName, json_length: JsonLength = None) -> Response:
    """Run a model on a batch: `image` as the network receives it, or `pixels`, which are prepared first."""
    services = services_of(request)
    network = services.models.get(model)
    length = _parse_length(json_length)
    body = await request.body()
    limits = (services.settings.max_batch, services.picture_limits)

    def read() -> Inference:
        try:
            return read_inference(body, length, network.architecture, limits)
        except Problem as problem:
            raise _invalid_tensor(problem) from None

    large = len(body) > SMALL_BODY
    inference = await services.run(read, large=large)
    large = large or inference.kind is not IMAGE or len(inference.tensor) > FEW_IMAGES
    return await services.run(lambda: infer(network, inference), large=large)


for _extension, _paths in UNSUPPORTED.items():
    for _path in _paths:
        router.add_api_route(_path, _refuse(_extension), methods=["GET", "POST"], include_in_schema=False)


@router.get("/", include_in_schema=False)  # the address in the protocol's own OpenAPI file
@router.get("", summary="Describe the server")
async def describe_server() -> schemas.ServerMetadata:
    """Return the name of the server and the extensions of the protocol that it implements."""
    return schemas.ServerMetadata(name="lenet-lens", version=VERSION, extensions=list(EXTENSIONS))


@router.get("/health/live", summary="Check liveness of the server")
async def check_server_liveness() -> schemas.ServerLive:
    """Answer as long as the process can."""
    return schemas.ServerLive(live=True)


@router.get("/health/ready", summary="Check readiness of the server")
async def check_server_readiness() -> schemas.ServerReady:
    """Answer once the models are loaded."""
    return schemas.ServerReady(ready=True)


@router.post(
    "/repository/index",
    summary="List models of the repository",
    responses=problems(400, 413, 415),
    openapi_extra=json_body(schemas.RepositoryRequest, required=False),
)
async def list_repository(request: Request, services: ServicesDep) -> list[schemas.RepositoryModel]:
    """List every model with its version and state."""
    await _read_repository_request(request, schemas.RepositoryRequest)
    return [_repository_entry(model) for model in services.models.shipped.values()]


@router.post(
    "/repository/models/{model}/load",
    summary="Load a model",
    responses=BATCH_PROBLEMS,
    openapi_extra=json_body(schemas.LoadRequest, required=False),
)
async def load_model(request: Request, model: ModelDep) -> schemas.RepositoryModel:
    """Return the entry of a model, which is loaded already."""
    parameters = (await _read_repository_request(request, schemas.LoadRequest)).parameters
    if parameters is not None and parameters != {}:
        detail = f"parameters is {shown(parameters)}; models are loaded when the server starts: send none"
        raise not_offered(detail, "#/parameters")
    return _repository_entry(model)


@router.get(
    VERSION_PATH,
    name="describe_model_version",
    summary="Describe a version of a model",
    responses=problems(404),
    dependencies=VERSION_CHECK,
)
@router.get("/models/{model}", summary="Describe a model", responses=problems(404))
async def describe_model(model: ModelDep) -> schemas.ModelMetadata:
    """Return the inputs and outputs of a model with datatypes and shapes; -1 is any size."""
    tensor = schemas.TensorMetadata
    return schemas.ModelMetadata(
        name=model.name,
        versions=[VERSION],
        platform="lenet_lens_numpy",
        inputs=[tensor(name=one.name, datatype=one.datatype, shape=[*one.shape]) for one in INPUTS.values()],
        outputs=[
            tensor(name=layer.name, datatype="FP32", shape=[-1, *layer.shape]) for layer in model.architecture
        ],
    )


@router.get(
    f"{VERSION_PATH}/ready",
    name="check_version_readiness",
    summary="Check readiness of a version",
    responses=problems(404),
    dependencies=VERSION_CHECK,
)
@router.get("/models/{model}/ready", summary="Check readiness of a model", responses=problems(404))
async def check_model_readiness(model: ModelDep) -> schemas.ModelReady:
    """Answer once the model is loaded."""
    return schemas.ModelReady(name=model.name, ready=True)


def _repository_entry(model: Model) -> schemas.RepositoryModel:
    return schemas.RepositoryModel(name=model.name, version=VERSION, state="READY", reason="")


async def _read_repository_request(request: Request, model: type[Repository]) -> Repository:
    """Read a request about the repository; an empty body is an empty object."""
    body = await request.body()
    try:
        return read_model(model, parse_json(body) if body else {})
    except Problem as problem:
        raise _invalid_tensor(problem) from None


def _invalid_tensor(problem: Problem) -> Problem:
    """Return the problem with status 400, which is the protocol's for whatever is wrong with a request."""
    is_field = problem.type.slug == "invalid-field"
    return Problem("invalid-tensor", problem.detail, problem.errors) if is_field else problem


def _parse_length(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Problem("malformed-request", f"{HEADER_LENGTH} is {quoted(text)}; send a number of bytes")
    return int(text)
