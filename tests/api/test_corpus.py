"""Broken pictures and odd JSON: each has the answer that it deserves, and nothing is left behind."""

import gc
from pathlib import Path

import httpx
import pytest

from app.api.schemas import ProblemDocument
from tests.api.broken import PICTURES, TEXTS
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS

BODIES = [
    *(("image/png", name, *body) for name, body in PICTURES.items()),
    *(("application/json", name, *body) for name, body in TEXTS.items()),
]
ADDRESSES = [PREDICTIONS, f"{ACTIVATIONS}?layers=softmax", f"{EXPLANATIONS}?unit=softmax/0"]


@pytest.mark.parametrize(("kind", "name", "body", "status"), BODIES, ids=[body[1] for body in BODIES])
def test_each_has_its_answer(client: httpx.Client, kind: str, name: str, body: bytes, status: int) -> None:
    """Everywhere damaged is 400, no still picture 415, too large 413, and a wrong value 422."""
    for address in ADDRESSES:
        answer = client.post(address, content=body, headers={"Content-Type": kind})
        assert answer.status_code == status, (name, answer.text[:300])
        if status != 200:
            assert answer.headers["content-type"] == "application/problem+json"
            assert ProblemDocument.model_validate_json(answer.content).status == status


def test_none_of_them_leaves_anything_behind(client: httpx.Client) -> None:
    """When all of them were sent before, sending all three times more takes no more memory."""

    def send_all(times: int) -> int:
        for _ in range(times):
            for kind, _, body, _ in BODIES:
                client.post(PREDICTIONS, content=body, headers={"Content-Type": kind})
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096

    before = send_all(2)
    assert send_all(3) - before < 12_000_000
