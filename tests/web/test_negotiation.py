"""Accept and Content-Type headers are read as RFC 9110 says."""

import httpx
import pytest

from app.web.caching import matches
from app.web.formats import FORMATS, choose_format
from app.web.negotiation import accepts_gzip, media_type_of, preferred
from app.web.problems import Problem

OFFERS = ("application/json", "image/png")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "image/png"),
        ("IMAGE/PNG", "image/png"),
        ("image/*", "image/png"),
        ("image/png;q=0.5, application/json;q=0.4", "image/png"),
        ("image/png;q=0.5, */*;q=0.6", "application/json"),
        ("application/json;q=0, */*", "image/png"),
        ("text/html, application/xhtml+xml, image/webp, */*;q=0.8", "application/json"),
        ("application/json;q=nonsense, image/png;q=0.1", "image/png"),
        ("image/png;q=7", None),
        ("text/html", None),
        ("application/json;q=0", None),
        (",,,", "application/json"),
    ],
)
def test_the_best_offer_is_chosen(accept: str, chosen: str | None) -> None:
    """Quality decides, then the order of the offers; a more specific range goes before a wider one."""
    assert preferred(accept, OFFERS) == chosen


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_each_format_is_found_by_name_and_by_media_type(format_: object) -> None:
    """A format answers to its name, to each of its media types, and its name goes before the header."""
    chosen = next(one for one in FORMATS if one is format_)
    assert choose_format(chosen.name, "text/html") is chosen
    assert [choose_format(None, media_type) for media_type in chosen.media_types] == [chosen] * len(
        chosen.media_types
    )


def test_no_accepted_format_is_a_problem() -> None:
    """A client that accepts none of the formats is told which there are."""
    with pytest.raises(Problem, match=r"application/json, application/vnd\.safetensors") as caught:
        choose_format(None, "text/html")
    assert caught.value.kind.status == 406


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("image/PNG", "image/png"),
        ("application/json; charset=utf-8", "application/json"),
        (" multipart/form-data ;boundary=x", "multipart/form-data"),
        ("", ""),
    ],
)
def test_a_media_type_is_read_without_its_parameters(header: str, media_type: str) -> None:
    """Case and parameters of a Content-Type do not matter."""
    assert media_type_of(header) == media_type


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", False),
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br", False),
        ("gzip;q=0.1, identity;q=1", False),
        ("identity;q=0.5, gzip", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("*;q=0, gzip", True),
        ("gzip;q=0, *", False),
        ("x-gzip", True),
    ],
)
def test_gzip_is_sent_only_to_those_who_accept_it(header: str, accepted: bool) -> None:
    """An Accept-Encoding header that forbids gzip, does not name it, or likes plain text better gets that."""
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("header", "matched"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
        ("a", False),
    ],
)
def test_validators_are_compared_weakly(header: str, matched: bool) -> None:
    """If-None-Match names validators in a list, weak ones too, or any."""
    assert matches(header, '"a"') is matched


def test_a_header_in_several_lines_is_one_list(client: httpx.Client) -> None:
    """What a client prefers, and which validators it knows, may be told in several lines."""
    model, sample = "/api/v1/models/lenet", "/api/v1/samples/110"
    etag = client.get(model).headers["etag"]
    lines = [("If-None-Match", '"other"'), ("If-None-Match", etag)]
    assert client.get(model, headers=lines).status_code == 304
    lines = [("Accept", "text/html"), ("Accept", "image/png")]
    assert client.get(sample, headers=lines).headers["content-type"] == "image/png"
    lines = [("Accept-Encoding", "br"), ("Accept-Encoding", "gzip")]
    for path in ("/docs", "/static/js/main.js"):
        assert client.get(path, headers=lines).headers["content-encoding"] == "gzip"


def test_caches_are_told_what_an_answer_depends_on(client: httpx.Client) -> None:
    """Where a format or a coding is chosen by the request's headers, `Vary` names them."""
    expected = {
        "/api/v1/samples": "Accept, Accept-Encoding",
        "/api/v1/samples/110": "Accept",
        "/api/v1/models/lenet/weights": "Accept",
        "/docs": "Accept-Encoding",
    }
    assert {path: client.get(path).headers["vary"] for path in expected} == expected
