"""Operations: one step of a network on the caller's own numbers."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from app.api import operation_schemas
from app.api.bodies import read_json
from app.api.dependencies import ServicesDep, check_query
from app.api.documentation import json_body, problems
from app.api.formats import cached_json, json_response, require_json
from app.api.operations import activate, convolve, pool
from app.api.schemas import NoQuery, Schema
from app.lenet.kernels import KERNELS

router = APIRouter(
    prefix="/api/v1", tags=["operations"], dependencies=[Depends(check_query), Depends(require_json)]
)

PROBLEMS = problems(400, 406, 413, 415, 422, 503)


def _parse_bool(value: Any) -> Any:
    """Accept `true` and `false` only, where pydantic would take `yes`, `1` and others."""
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(value, "neither")


class OperationQuery(Schema):
    """Parameters of an operation."""

    windows: Annotated[bool, BeforeValidator(_parse_bool)] = Field(
        False, description="Return every window beside the result: its place, its values and the arithmetic."
    )


@router.post(
    "/operations/convolution",
    summary="Convolve numbers",
    response_model=operation_schemas.ConvolutionResult,
    responses=PROBLEMS,
    openapi_extra=json_body(operation_schemas.ConvolutionBody),
)
async def convolve_numbers(
    request: Request, services: ServicesDep, query: Annotated[OperationQuery, Query()]
) -> Response:
    """Slide kernels over a matrix or over several maps; as in neural networks, kernels are not flipped."""
    given = await read_json(request, operation_schemas.ConvolutionBody)
    return await services.run(lambda: json_response(convolve(given, with_windows=query.windows)), large=True)


@router.post(
    "/operations/activation",
    summary="Apply an activation function",
    response_model=operation_schemas.ActivationResult,
    responses=PROBLEMS,
    openapi_extra=json_body(operation_schemas.ActivationBody),
)
async def apply_activation(
    request: Request, services: ServicesDep, query: Annotated[OperationQuery, Query()]
) -> Response:
    """Apply ReLU, tanh or sigmoid to every number, or softmax to every row."""
    given = await read_json(request, operation_schemas.ActivationBody)
    return await services.run(lambda: json_response(activate(given, with_windows=query.windows)), large=True)


@router.post(
    "/operations/pooling",
    summary="Pool numbers",
    response_model=operation_schemas.PoolingResult,
    responses=PROBLEMS,
    openapi_extra=json_body(operation_schemas.PoolingBody),
)
async def pool_numbers(
    request: Request, services: ServicesDep, query: Annotated[OperationQuery, Query()]
) -> Response:
    """Return the maximum, average or sum of every window of a matrix, or of each of several maps."""
    given = await read_json(request, operation_schemas.PoolingBody)
    return await services.run(lambda: json_response(pool(given, with_windows=query.windows)), large=True)


@router.get(
    "/kernels",
    summary="List kernels",
    response_model=operation_schemas.KernelList,
    responses=problems(406, 422),
)
async def list_kernels(request: Request, _query: NoQuery) -> Response:
    """List the kernels that a convolution knows by name: identity, edges, sharpening and blurs."""
    kernels = [
        {"name": name, **asdict(kernel), "values": kernel.values()} for name, kernel in KERNELS.items()
    ]
    return cached_json(request, {"kernels": kernels})
