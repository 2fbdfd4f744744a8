"""An answer of each kind of problem, as the OpenAPI document shows it; tests hold every one of them to what is answered."""

from collections.abc import Mapping, Sequence

from app.web.problems import FieldError, Problem, invalid

_NUMBER = "pixels has 300 in row 1, column 0; use numbers from 0 (background) to 255 (ink)"
_FORMAT = "format='xml' is not known; use: json, safetensors, npz"
_TENSOR = "the data of input pixels has shape [3]; send [1, 2, 2], or 4 numbers"

EXAMPLES: Mapping[str, Sequence[Problem]] = {
    problems[0].kind.slug: problems
    for problems in (
        [
            Problem(
                "malformed-request",
                "the body is not JSON: unexpected end of data: line 1 column 20 (char 19)",
            )
        ],
        [
            Problem(
                "unreadable-picture",
                "The picture is damaged or cut short: its file ends before its last chunk does.",
            )
        ],
        [Problem("invalid-tensor", _TENSOR, [FieldError(_TENSOR, "#/inputs/0/data")])],
        [
            Problem(
                "not-offered",
                "the extension model_configuration of the Open Inference Protocol is not offered here; "
                "GET /v2 lists what is: binary_tensor_data, classification, model_repository",
            )
        ],
        [Problem("not-found", "no model 'vgg'; there is: lenet")],
        [
            Problem(
                "method-not-allowed",
                "'DELETE' is not for '/api/v1/models'; use GET, HEAD",
                headers={"Allow": "GET, HEAD"},
            )
        ],
        [Problem("not-acceptable", "the Accept header allows none of application/json")],
        [Problem("too-slow", "the headers did not come within 10 s")],
        [Problem("too-large", "more than 256 pictures, the most taken at once; send them in parts")],
        [
            Problem(
                "unsupported-media",
                "Content-Encoding 'gzip' is not read here; send the body uncompressed",
                headers={"Accept-Encoding": "identity"},
            )
        ],
        [Problem("wrong-host", "this server does not answer for 'elsewhere.example'")],
        [invalid(_NUMBER, "#/pixels/1/0"), invalid(_FORMAT, "format", "query")],
        [Problem("large-headers", "the headers have more than 65536 bytes")],
        [
            Problem(
                "internal-error",
                "the server failed on this request; its log says where, under 4b1f6a0c9d2e7853",
                headers={"X-Request-ID": "4b1f6a0c9d2e7853"},
            )
        ],
        [Problem("not-implemented", "the only Transfer-Encoding that is read here is chunked")],
        [
            Problem(
                "too-busy",
                "64 requests are being worked on, the most at once; ask again in a second",
                headers={"Retry-After": "1"},
            )
        ],
        [Problem("stopping", "the server finishes what is running; send new requests elsewhere")],
    )
}
"""By kind; of the first problem of a kind its field is in the body, of the second it is a parameter."""


def fitting(slug: str, *, body: bool) -> Sequence[Problem]:
    """The examples of a kind that an operation with a body, or one without, can answer."""
    return [one for one in EXAMPLES[slug] if body or all(error.part != "body" for error in one.errors)]
