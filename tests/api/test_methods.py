"""What holds for many addresses alike: answers that a client has already, HEAD, and the probes."""

import httpx
import pytest


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/openapi.json",
        "/static/data/mnist/t10k-labels-idx1-ubyte.gz",
        "/api/v1",
        "/api/v1/kernels",
        "/api/v1/models",
        "/api/v1/models/lenet",
        "/api/v1/models/lenet/weights",
        "/api/v1/models/lenet/weights?format=npz",
        "/api/v1/models/lenet/weights?format=safetensors",
        "/api/v1/samples",
        "/api/v1/samples/3?format=png",
    ],
)
def test_what_a_client_has_is_not_sent_again(client: httpx.Client, path: str) -> None:
    """Everything that stays the same has an ETag, must be asked for again, and is 304 without a body if it is the same."""
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get(path, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/healthz", "/api/v1/models", "/static/favicon.svg", "/api/v1/samples/7"]
)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    """HEAD has the headers of GET, its length too, and no body."""
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    each_its_own = {"date", "x-request-id"}
    assert {name: head.headers[name] for name in {*head.headers, *whole.headers} - each_its_own} == {
        name: whole.headers[name] for name in {*head.headers, *whole.headers} - each_its_own
    }
    assert int(head.headers["content-length"]) > 0


def test_probes_tell_that_the_service_is_there(client: httpx.Client) -> None:
    """The process is up, and it has its weights."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "models": ["lenet", "mlp", "lenet-1998"]}
