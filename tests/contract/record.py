"""Record the answers again: `python -m tests.contract.record`; look at the difference before a commit."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.contract.answers import answer_of
from tests.contract.requests import Recorded, recorded_requests
from tests.contract.restricted import ORIGIN, restricted_requests

FIXTURE = Path(__file__).with_name("answers.json")
REQUESTS = (*recorded_requests(), *restricted_requests())
ANSWERS: dict[str, Any] = json.loads(FIXTURE.read_text())


@contextmanager
def restricted_client() -> Iterator[httpx.Client]:
    """A client of an application that answers for one host and lets one origin call it."""
    settings = Settings(cors_origins=(ORIGIN,), trusted_hosts=("lens.test",))
    with client_of(create_app(settings)) as client:
        yield client


def answer_to(client: httpx.Client, one: Recorded) -> dict[str, Any]:
    """Send one of the recorded requests; returns what is recorded of the answer."""
    return answer_of(client.request(one.method, one.path, headers=one.headers, content=one.body))


def main() -> None:
    """Write the fixture."""
    with client_of(create_app(Settings())) as client, restricted_client() as restricted:
        answers = {one.name: answer_to(restricted if one.restricted else client, one) for one in REQUESTS}
    lines = [
        f"{json.dumps(name)}:{json.dumps(answer, separators=(',', ':'))}" for name, answer in answers.items()
    ]
    FIXTURE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
