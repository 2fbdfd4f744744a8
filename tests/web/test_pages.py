"""Pages and static files: revalidated, compressed, complete, and strict about where things may come from."""

import gzip
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.main import create_app
from app.settings import ROOT, Settings
from app.web.pages import linked, words
from app.web.problems import KINDS
from app.web.static_files import SMALLEST_WORTH_COMPRESSING, TEXT_SUFFIXES, RevalidatedStaticFiles
from tests.asgi import client_of

TEXTS = [
    f"/static/{path.relative_to(ROOT / 'static').as_posix()}"
    for path in sorted((ROOT / "static").rglob("*"))
    if path.suffix in TEXT_SUFFIXES and path.stat().st_size >= SMALLEST_WORTH_COMPRESSING
]
PLAIN = {"Accept-Encoding": "identity"}


def raw_body(client: httpx.Client, path: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
    """An answer, and its body as it went over the wire."""
    with client.stream("GET", path, headers=headers) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/ten-minutes", "/openapi.json", *TEXTS])
def test_text_is_sent_compressed(client: httpx.Client, path: str) -> None:
    """Text goes as gzip to those who accept it and plain to others; caches are told, and the two have different validators."""
    packed, body = raw_body(client, path, {"Accept-Encoding": "gzip, br"})
    plain, text = raw_body(client, path, PLAIN)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(body) == text
    assert int(packed.headers["content-length"]) == len(body) < len(text)
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (packed.headers["vary"], plain.headers["vary"]) == ("Accept-Encoding", "Accept-Encoding")
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


def test_scripts_and_styles_have_their_types(client: httpx.Client) -> None:
    """With `nosniff` a browser takes modules and styles only under their own types."""
    types = {path: client.get(path).headers["content-type"] for path in TEXTS}
    assert {kind.split(";")[0] for path, kind in types.items() if path.endswith((".js", ".mjs"))} == {
        "text/javascript"
    }
    assert {kind.split(";")[0] for path, kind in types.items() if path.endswith(".css")} == {"text/css"}


def test_a_changed_file_is_sent_again(tmp_path: Path) -> None:
    """A file that was sent compressed and then changed is not answered from what was kept."""
    file = tmp_path / "module.js"
    file.write_text("// one\n" * 100)
    application = Starlette()
    application.mount("/", RevalidatedStaticFiles(tmp_path))
    with client_of(application) as files:
        first = files.get("/module.js")
        kept = files.get("/module.js", headers={"If-None-Match": first.headers["etag"]})
        file.write_text("// three\n" * 100)
        second = files.get("/module.js", headers={"If-None-Match": first.headers["etag"]})
        file.unlink()
        gone = files.get("/module.js")
    assert (first.text, second.text) == ("// one\n" * 100, "// three\n" * 100)
    assert (kept.status_code, kept.content, kept.headers["etag"]) == (304, b"", first.headers["etag"])
    assert gone.status_code == 404


def test_a_part_of_a_file_can_be_asked_for(client: httpx.Client) -> None:
    """A range is answered from the plain file, never from the compressed one."""
    path = next(text for text in TEXTS if text.endswith(".css"))
    part = client.get(path, headers={"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.content) == (206, (ROOT / path.removeprefix("/")).read_bytes()[:10])


@pytest.mark.parametrize(
    "asked",
    ["bytes=abc", "lines=0-1", "bytes=5-3", "bytes=99999999-", "bytes=-0", "bytes=-", "bytes=0-1,3-4"],
)
def test_a_range_that_makes_no_sense_is_not_asked_for(client: httpx.Client, asked: str) -> None:
    """What cannot be read as one part of the file is answered with all of it."""
    path = "/static/data/mnist/t10k-labels-idx1-ubyte.gz"
    answer, whole = client.get(path, headers={"Range": asked}), client.get(path)
    assert (answer.status_code, answer.content) == (200, whole.content)


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=2-4", slice(2, 5)), ("bytes=-3", slice(-3, None)), ("bytes=9-", slice(9, None))],
)
def test_a_part_of_a_file_is_answered(client: httpx.Client, asked: str, part: slice) -> None:
    """From one byte to another, to the end, or the last ones."""
    path = "/static/data/mnist/t10k-labels-idx1-ubyte.gz"
    answer, whole = client.get(path, headers={"Range": asked}), client.get(path)
    assert (answer.status_code, answer.content) == (206, whole.content[part])


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/ten-minutes"])
def test_pages_work_under_the_strict_policy(client: httpx.Client, path: str) -> None:
    """No page has a script, style or handler of its own in its text, or anything from another host."""
    html = client.get(path).text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert re.findall(r'(?:src|href)="(?!/|#)[^"]*"', html) == []
    for address in set(re.findall(r'(?:src|href)="(/[^"#]*)', html)):
        assert client.get(address).status_code == 200, address


def test_the_policy_allows_only_this_server(client: httpx.Client) -> None:
    """Every document, errors too, carries the policy: nothing inline, nothing from elsewhere, pictures of one's own."""
    for path in ("/", "/nothing", "/static/favicon.svg", "/api/v1/models"):
        headers = client.get(path).headers
        policy = dict(one.strip().split(" ", 1) for one in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert policy["img-src"] == "'self' data: blob:"
        assert policy["object-src"] == "'none'"
        assert policy["frame-ancestors"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "microphone=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/main.js",
        "/static/css/base.css",
        "/api/v1/models/lenet/weights?format=safetensors",
        "/api/v1/models/lenet/weights?format=npz",
    ],
)
def test_what_is_no_document_carries_only_what_it_needs(client: httpx.Client, path: str) -> None:
    """Scripts and styles run under the policy of their page, a hundred of them in the first view; bytes no browser shows."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert {"content-security-policy", "permissions-policy", "referrer-policy"}.isdisjoint(headers)


def test_who_may_embed_the_page_is_a_setting() -> None:
    """Embedding is a feature: a school can allow its own pages."""
    with client_of(create_app(Settings(frame_ancestors="https://school.example"))) as client:
        assert (
            client.get("/")
            .headers["content-security-policy"]
            .endswith("frame-ancestors https://school.example")
        )


def test_the_reference_has_every_address_schema_and_problem(client: httpx.Client) -> None:
    """Whatever the OpenAPI document has is on the reference page, and every link inside the page leads somewhere."""
    html = client.get("/docs").text
    document = client.get("/openapi.json").json()
    anchors = re.findall(r'\sid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    for path, methods in document["paths"].items():
        assert path in html
        ids = {operation["operationId"] for method, operation in methods.items() if method != "head"}
        assert ids <= set(anchors)
    assert {f"schema-{name}" for name in document["components"]["schemas"]} <= set(anchors)
    assert {kind.slug for kind in KINDS} <= set(anchors)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_every_schema_can_be_reached(client: httpx.Client) -> None:
    """From the answers of the operations links lead to every schema, over other schemas or not."""
    before, _, schemas = client.get("/docs").text.partition('<h2 id="schemas">')
    parts = dict(re.findall(r'id="schema-(\w+)"(.*?)</article>', schemas, re.DOTALL))
    seen: set[str] = set()
    waiting = set(re.findall(r'href="#schema-(\w+)"', before))
    while waiting:
        seen |= waiting
        waiting = {name for one in waiting for name in re.findall(r'href="#schema-(\w+)"', parts[one])} - seen
    assert seen == set(parts)


def test_the_reference_tells_defaults_and_answers(client: httpx.Client) -> None:
    """Each operation's defaults stand beside its parameters and fields, and below its example what that answers."""
    html = client.get("/docs").text
    for methods in client.get("/openapi.json").json()["paths"].values():
        for method, operation in methods.items():
            if method == "head":
                continue
            part = html.partition(f'<article class="panel" id="{operation["operationId"]}"')[2].partition(
                "</article>"
            )[0]
            defaults = [
                one["schema"]["default"]
                for one in operation.get("parameters", [])
                if one["schema"].get("default")
            ]
            assert all(f"default <code>&#34;{default}&#34;</code>" in part for default in defaults)
            assert f'data-answers="{operation["operationId"]}"' in part


def test_types_lead_to_their_schemas() -> None:
    """Names of schemas in a type become links, everything else stays as it is, escaped."""
    assert linked("list of Box or <null>", ["Box", "Crop"]) == (
        'list of <a href="#schema-Box">Box</a> or &lt;null&gt;'
    )


def test_descriptions_are_escaped() -> None:
    """Markup in a description is shown, not obeyed; backticks become code."""
    assert words("a `<b>` & <i>") == "a <code>&lt;b&gt;</code> &amp; &lt;i&gt;"


def test_the_problem_types_lead_to_their_explanation(client: httpx.Client) -> None:
    """The `type` of a problem is an address on this server that explains it."""
    page, _, anchor = client.get("/nothing").json()["type"].partition("#")
    assert f'id="{anchor}"' in client.get(page).text


def test_the_page_names_every_module_that_it_will_need(client: httpx.Client) -> None:
    """The head preloads each module of the page once, each is served, and what 3D alone needs is not among them."""
    named = re.findall(r'rel="modulepreload" href="([^"]+)"', client.get("/").text)
    assert "/static/js/views/network.js" in named
    assert len(named) == len(set(named))
    assert [address for address in named if client.get(address).status_code != 200] == []
    assert [
        address for address in named if address.startswith(("/static/vendor/", "/static/js/views/tower"))
    ] == []


def test_the_page_asks_for_its_first_data_with_its_modules(client: httpx.Client) -> None:
    """The architecture and the samples, which no first picture does without, are named in the head and served."""
    named = re.findall(
        r'rel="preload" as="fetch" crossorigin="anonymous" href="([^"]+)"', client.get("/").text
    )
    assert named == ["/api/v1/models/lenet", "/api/v1/samples"]
    assert [client.get(address).status_code for address in named] == [200, 200]
