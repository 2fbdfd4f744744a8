"""Health checks for orchestrators such as Kubernetes."""

from typing import Literal

from fastapi import APIRouter

from app.api.dependencies import ServicesDep
from app.api.schemas import Schema

router = APIRouter(tags=["health"])


class Health(Schema):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Schema):
    """The weights are loaded and the service can compute predictions."""

    status: Literal["ready"]
    models: list[str]


@router.get("/healthz", summary="Check liveness")
async def check_liveness() -> Health:
    """Answer as long as the process can."""
    return Health(status="ok")


@router.get("/readyz", summary="Check readiness")
async def check_readiness(services: ServicesDep) -> Readiness:
    """Answer once the weights are loaded, which is before the server listens."""
    return Readiness(status="ready", models=list(services.models.shipped))
