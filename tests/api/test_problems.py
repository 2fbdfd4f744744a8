"""Every error is a problem document that names the field and the remedy."""

import httpx
import pytest

from app.api.problems import PROBLEM_TYPES, FieldError, Problem, problem_document
from app.api.schemas import ProblemDocument
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS


def assert_problem(response: httpx.Response, status: int, slug: str) -> ProblemDocument:
    """Check everything that all problems have in common, and hand the document over."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = ProblemDocument.model_validate_json(response.content)
    assert (response.status_code, problem.status, problem.type) == (status, status, f"/docs#{slug}")
    assert problem.error == problem.detail
    assert "nosniff" in response.headers["x-content-type-options"]
    return problem


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", PREDICTIONS, "POST"),
        ("HEAD", PREDICTIONS, "POST"),
        ("DELETE", "/api/v1/models", "GET, HEAD, POST"),
        ("POST", "/", "GET, HEAD"),
        ("PUT", "/static/favicon.svg", "GET, HEAD"),
        ("PROPFIND", "/healthz", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: httpx.Client, method: str, path: str, allow: str
) -> None:
    """405 carries Allow, and the detail repeats it; the body of HEAD stays away."""
    response = client.request(method, path)
    assert response.headers["allow"] == allow
    if method == "HEAD":
        assert (response.status_code, response.content) == (405, b"")
    else:
        assert allow in assert_problem(response, 405, "method-not-allowed").detail


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/api",
        "/api/v2/models",
        "/api/v1/models/alexnet",
        "/api/v1/models/alexnet/weights",
        "/api/v1/samples/10000",
        "/api/v1/samples/-1",
        "/api/v1/samples/one",
        "/static/nothing.js",
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/..%2fapp%2fmain.py",
        "/static/%00",
    ],
)
def test_what_is_not_there_is_a_problem_too(client: httpx.Client, path: str) -> None:
    """Unknown addresses, models, samples and files are told apart from nothing else: 404, also outside the static folder."""
    assert_problem(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "name", "remedy"),
    [
        ("layers=pool1,pool3", "layers", "input, conv1, relu1, pool1"),
        ("layers=", "layers", "softmax"),
        ("format=xml", "format", "safetensors"),
        ("preprocess=CENTER", "preprocess", "'center' or 'none'"),
        ("preprocess=center&preprocess=none", "preprocess", "give it once"),
        ("layer=pool1", "layer", "format, preprocess, layers"),
        ("a/b~=1", "a/b~", "preprocess"),
        ("%FF=1", "\ufffd", "preprocess"),
    ],
)
def test_a_bad_parameter_is_named_with_what_would_do(
    client: httpx.Client, query: str, name: str, remedy: str
) -> None:
    """The parameter is named, the text lists the values that are known."""
    response = client.post(f"{ACTIVATIONS}?{query}", json={"pixels": [[1]]})
    problem = assert_problem(response, 422, "invalid-field")
    assert problem.errors is not None
    assert [(error.parameter, error.pointer, error.part) for error in problem.errors] == [
        (name, None, "query")
    ]
    assert remedy in problem.errors[0].detail


@pytest.mark.parametrize(
    ("unit", "remedy"),
    [
        ("", "pool1/3/5/7"),
        ("pool9/0/0/0", "pool1"),
        ("pool1/3/5", "0…13"),
        ("pool1/3/5/14", "0…13"),
        ("pool1/-1/0/0", "0…5"),
        ("fc1/120", "0…119"),
        ("fc1/" + "9" * 5000, "0…119"),
    ],
)
def test_a_unit_that_is_not_there_is_told_which_are(client: httpx.Client, unit: str, remedy: str) -> None:
    """An unknown unit is answered with the ranges of its layer, or with the layers."""
    response = client.post(EXPLANATIONS, params={"unit": unit}, json={"pixels": [[1]]})
    problem = assert_problem(response, 422, "invalid-field")
    assert remedy in problem.detail
    assert len(problem.detail) < 400
    assert problem.errors is not None
    assert (problem.errors[0].parameter, problem.errors[0].part) == ("unit", "query")


def test_a_missing_unit_is_asked_for(client: httpx.Client) -> None:
    """Explanations need a unit, and the answer shows how one is written."""
    problem = assert_problem(client.post(EXPLANATIONS, json={"pixels": [[1]]}), 422, "invalid-field")
    assert "unit=pool1/3/5/7" in problem.detail


@pytest.mark.parametrize(
    "path", ["/api/v1/models", "/api/v1/samples", "/api/v1/models/lenet/weights", "/api/v1/samples/1"]
)
def test_what_cannot_be_accepted_is_told(client: httpx.Client, path: str) -> None:
    """406 names what is to be had."""
    problem = assert_problem(client.get(path, headers={"Accept": "text/html"}), 406, "not-acceptable")
    assert "application/json" in problem.detail


def test_every_kind_has_its_own_name_and_words() -> None:
    """Slugs are unique, and every kind says what it means."""
    assert len({kind.slug for kind in PROBLEM_TYPES}) == len(PROBLEM_TYPES)
    assert all(kind.heading and kind.meaning for kind in PROBLEM_TYPES)


def test_a_problem_without_fields_has_no_list_of_them() -> None:
    """`errors` is there only where fields are wrong, and `error` repeats `detail` for other protocols."""
    assert problem_document(Problem("not-found", "gone")) == {
        "type": "/docs#not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "gone",
        "error": "gone",
    }
    with_field = problem_document(
        Problem("invalid-field", "bad", [FieldError("bad", "a", "query"), FieldError("bad", "#/a")])
    )
    assert with_field["errors"] == [
        {"detail": "bad", "parameter": "a", "in": "query"},
        {"detail": "bad", "pointer": "#/a", "in": "body"},
    ]


@pytest.mark.parametrize(
    "path", ["/api/v1", "/api/v1/models", "/api/v1/models/lenet", "/api/v1/samples", "/api/v1/kernels"]
)
def test_no_parameter_is_passed_over(client: httpx.Client, path: str) -> None:
    """An address of the friendly API that knows no parameter says so, rather than to answer as if it had been none."""
    assert client.get(f"{path}?").status_code == 200
    problem = assert_problem(client.get(f"{path}?fromat=npz"), 422, "invalid-field")
    assert problem.errors is not None
    assert (problem.errors[0].parameter, problem.errors[0].part) == ("fromat", "query")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v2", "/v2/models/lenet"])
def test_probes_and_the_protocol_pass_parameters_over(client: httpx.Client, path: str) -> None:
    """Orchestrators and the protocol's clients may add parameters of their own."""
    assert client.get(f"{path}?timeout=1").status_code == 200
