"""`GET /api/v1`: where everything is, for whoever starts with the address alone."""

from collections.abc import Sequence

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.web.caching import kept_response
from app.web.formats import JSON, require_json
from app.web.openapi import Operation
from app.web.query import read_query
from app.web.schemas import Schema

PATH = "/api/v1"


class Address(Schema):
    """One address and method of the API."""

    method: str = Field(examples=["POST"])
    path: str = Field(
        description="with the names of what is to be filled in",
        examples=["/api/v1/models/{model}/predictions"],
    )
    summary: str


class ApiIndex(Schema):
    """What the API has, and where it is described."""

    name: str
    documentation: str = Field(description="where people read of it")
    openapi: str = Field(description="where programs do")
    addresses: list[Address]


def index_operation(operations: Sequence[Operation]) -> Operation:
    """The address that lists the others."""
    addresses = [
        {"method": one.method, "path": one.path, "summary": one.summary}
        for one in operations
        if one.path.startswith(f"{PATH}/")
    ]
    body = orjson.dumps(
        {
            "name": "LeNet Lens",
            "documentation": "/docs",
            "openapi": "/openapi.json",
            "addresses": [{"method": "GET", "path": PATH, "summary": "The addresses"}, *addresses],
        }
    )

    async def list_addresses(request: Request) -> Response:
        """Every address of the API with what it is for, and where it is described."""
        read_query(request.scope["query_string"], ())
        require_json(request)
        return kept_response(request, body, JSON.media_types[0])

    return Operation(
        PATH,
        list_addresses,
        "The addresses",
        "models",
        ApiIndex,
        problems=("not-acceptable", "invalid-field"),
        kept=True,
    )
