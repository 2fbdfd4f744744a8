"""Record the answers again: `python -m tests.contract.record`; look at the difference before you commit it."""

import json
from pathlib import Path

from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.contract.answers import answer_of
from tests.contract.requests import recorded_requests

FIXTURE = Path(__file__).with_name("answers.json")


def main() -> None:
    """Write the fixture."""
    with client_of(create_app(Settings())) as client:
        answers = {
            one.name: answer_of(client.request(one.method, one.path, headers=one.headers, content=one.body))
            for one in recorded_requests()
        }
    lines = [
        f"{json.dumps(name)}:{json.dumps(answer, separators=(',', ':'))}" for name, answer in answers.items()
    ]
    FIXTURE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
