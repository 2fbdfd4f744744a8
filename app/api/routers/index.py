"""The index of the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api import parameters, schemas
from app.api.documentation import problems
from app.api.formats import JSON_TYPE, cached_response, require_json, to_json

router = APIRouter(prefix="/api/v1", tags=["models"])


@router.get(
    "",
    summary="List addresses",
    response_model=schemas.ApiIndex,
    responses=problems(406, 422),
    dependencies=[Depends(require_json)],
)
async def list_addresses(request: Request, _query: Annotated[parameters.NoParameters, Query()]) -> Response:
    """List every address of the API, and where it is documented."""
    addresses = [
        {"method": method.upper(), "path": path, "summary": operation["summary"]}
        for path, operations in request.app.openapi()["paths"].items()
        for method, operation in operations.items()
        if path.startswith(router.prefix)
    ]
    document = {
        "name": request.app.title,
        "documentation": "/docs",
        "openapi": "/openapi.json",
        "addresses": addresses,
    }
    return cached_response(request, to_json(document), JSON_TYPE)
