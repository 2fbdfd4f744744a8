"""The index of the API."""

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from app.api.documentation import json_route
from app.api.formats import cached_json
from app.api.schemas import NoQuery, Schema

router = APIRouter(prefix="/api/v1", tags=["models"])


class Address(Schema):
    """One method of one address."""

    method: str = Field(examples=["POST"])
    path: str = Field(examples=["/api/v1/models/{model}/predictions"])
    summary: str


class ApiIndex(Schema):
    """The addresses of the API, and where it is documented."""

    name: str
    documentation: str = Field(description="for people")
    openapi: str = Field(description="for programs")
    addresses: list[Address]


@router.get("", summary="List addresses", response_model=ApiIndex, **json_route())
async def list_addresses(request: Request, _query: NoQuery) -> Response:
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
    return cached_json(request, document)
