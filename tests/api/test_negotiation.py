"""Content negotiation: the Accept header and the `format` parameter choose the format, ETags make 304."""

import httpx
import pytest

SAMPLE, MODEL = "/api/v1/samples/110", "/api/v1/models/lenet"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("IMAGE/PNG", "image/png"),
        ("image/*", "image/png"),
        ("image/png;q=0.5, application/json;q=0.4", "image/png"),
        ("image/png;q=0.5, */*;q=0.6", "application/json"),
        ("application/json;q=0, */*", "image/png"),
        ("text/html, application/xhtml+xml, image/webp, */*;q=0.8", "application/json"),
        ("application/json;q=nonsense, image/png;q=0.1", "image/png"),
        (",,,", "application/json"),
        ("application/json;q=0, image/png;q=0", "application/problem+json"),
        ("application/json;q=0, text/*", "application/problem+json"),
    ],
)
def test_the_preferred_format_is_sent(client: httpx.Client, accept: str, media_type: str) -> None:
    """Quality decides, then specificity, then the order of formats; 406 if 0 or nothing refuses them all."""
    response = client.get(SAMPLE, headers={"Accept": accept})
    assert response.headers["content-type"] == media_type
    refused = media_type == "application/problem+json"
    assert response.status_code == (406 if refused else 200)
    assert refused or response.headers["vary"].startswith("Accept")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("", 200),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/docs", "/openapi.json", "/static/data/mnist/t10k-labels-idx1-ubyte.gz", "/api/v1/kernels"),
        *("/api/v1", "/api/v1/models", MODEL, "/api/v1/samples", SAMPLE, f"{SAMPLE}?format=png"),
        *(f"{MODEL}/weights{query}" for query in ("", "?format=npz", "?format=safetensors")),
    ],
)
def test_a_client_that_has_the_response_gets_304(
    client: httpx.Client, path: str, header: str, status: int
) -> None:
    """If-None-Match is compared weakly, in a list or as `*`."""
    etag = client.get(path).headers["etag"]
    response = client.get(path, headers={"If-None-Match": header.format(etag=etag)})
    assert response.status_code == status
    assert response.headers["etag"] == etag
    assert response.headers["cache-control"] == "no-cache"
    assert (response.content == b"") == (status == 304)


@pytest.mark.parametrize(
    ("path", "compressed"),
    [
        *((path, True) for path in ("/", "/docs", "/openapi.json", "/static/js/main.js")),
        *((path, True) for path in (MODEL, "/api/v1/samples", f"{MODEL}/checkpoints")),
        *((path, False) for path in (f"{MODEL}/weights", "/api/v1/samples/61?format=png")),
    ],
)
def test_what_seldom_changes_is_compressed(client: httpx.Client, path: str, compressed: bool) -> None:
    """Pages, scripts, styles and cached small JSON are gzipped for clients that accept it."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Accept-Encoding" in response.headers.get("vary", "") or not compressed
    assert (response.headers.get("content-encoding") == "gzip") == compressed
    assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": "identity"}).headers
