"""Requests to an application that answers for one host and lets pages of one origin call it."""

from collections.abc import Iterator

from tests.contract.bodies import pixels
from tests.contract.requests import JSON, LENET, MODELS, Recorded

ORIGIN = "https://school.example"
OTHER = "https://other.example"


def restricted_requests() -> Iterator[Recorded]:
    """Requests from pages of two origins, and for two hosts."""
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflights = {
        "preflight": {},
        "preflight of tensors": {"Access-Control-Request-Headers": "inference-header-content-length"},
        "preflight of DELETE": {"Access-Control-Request-Method": "DELETE"},
        "preflight of another header": {"Access-Control-Request-Headers": "x-secret"},
        "preflight of another origin": {"Origin": OTHER},
    }
    for name, changes in preflights.items():
        headers = {"Origin": ORIGIN, **preflight, **changes}
        yield Recorded(name, "OPTIONS", f"{LENET}/predictions", headers, restricted=True)
    for origin in (ORIGIN, OTHER):
        headers = {"Origin": origin}
        for path in (MODELS, "/nothing", "/", f"{LENET}/weights", "/v2"):
            yield Recorded(f"GET {path} from {origin}", "GET", path, headers, restricted=True)
        for name in ("predictions", "activations?layers=fc3"):
            sent = JSON | headers
            yield Recorded(
                f"{name} from {origin}", "POST", f"{LENET}/{name}", sent, pixels(), restricted=True
            )
    for path in ("/healthz", "/readyz", MODELS):
        yield Recorded(f"GET {path} by address", "GET", path, {"Host": "10.0.0.7:8000"}, restricted=True)
