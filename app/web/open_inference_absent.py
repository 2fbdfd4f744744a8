"""What Triton has beyond the Open Inference Protocol and this service does not: who asks for it is told so by name."""

import re
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from app.web.problems import FieldError, Problem, listed

EXTENSIONS = ("binary_tensor_data", "classification", "model_repository")
"""Those that are offered."""

_PREFIX = "/v2/"
_MODEL = r"models/[^/]+(/versions/[^/]+)?"
_ABSENT: Sequence[tuple[str, str]] = (
    ("statistics", rf"(models|{_MODEL})/stats"),
    ("model_configuration", rf"{_MODEL}/config"),
    ("generate", rf"{_MODEL}/generate(_stream)?"),
    ("trace", r"(models/[^/]+/)?trace/setting"),
    ("logging", r"logging"),
    ("system_shared_memory", r"systemsharedmemory(/region/[^/]+)?/(status|register|unregister)"),
    ("cuda_shared_memory", r"cudasharedmemory(/region/[^/]+)?/(status|register|unregister)"),
)
"""Those that are not, and where each would be, whatever the method."""

_UNLOAD = r"repository/models/[^/]+/unload"


class AbsentExtensions(BaseRoute):
    """A route that matches the addresses of what is not offered, and says so."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the address is one of them."""
        found = scope["type"] == "http" and refusal(scope["path"]) is not None
        return (Match.FULL if found else Match.NONE), {}

    async def handle(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Refuse in the words that belong to the address."""
        raise not_offered(refusal(scope["path"]) or "")


def refusal(path: str) -> str | None:
    """Why there is nothing at an address of the protocol's extensions; None for every other address."""
    if not path.startswith(_PREFIX):
        return None
    rest = path.removeprefix(_PREFIX)
    if re.fullmatch(_UNLOAD, rest):
        return "models cannot be unloaded here: each is served for as long as the server runs"
    for name, address in _ABSENT:
        if re.fullmatch(address, rest):
            return f"the extension {name} of the Open Inference Protocol is not offered here; GET /v2 lists what is: {listed(EXTENSIONS)}"
    return None


def not_offered(detail: str, pointer: str | None = None) -> Problem:
    """The problem of a part of the protocol that this service does not have."""
    return Problem("not-offered", detail, [FieldError(detail, pointer)] if pointer else ())
