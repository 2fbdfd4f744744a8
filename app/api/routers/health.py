"""Health checks for orchestrators such as Kubernetes."""

from fastapi import APIRouter

from app.api import schemas
from app.api.dependencies import ServicesDep

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Check liveness")
async def check_liveness() -> schemas.Health:
    """Answer as long as the process can."""
    return schemas.Health(status="ok")


@router.get("/readyz", summary="Check readiness")
async def check_readiness(services: ServicesDep) -> schemas.Readiness:
    """Answer once the weights are loaded, which is before the server listens."""
    return schemas.Readiness(status="ready", models=list(services.models.shipped))
