"""Pages and static files: complete, relative, versioned, and strict about scripts and styles."""

import re
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.api.problems import PROBLEM_TYPES
from app.pages import IMMUTABLE, VersionedFiles
from app.settings import Settings
from tests.asgi import client_of, served

PAGES = ["/", "/docs", "/docs/ten-minutes"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_obey_the_strict_policy(client: httpx.Client, path: str) -> None:
    """Pages have no inline script, style or handler; every address is relative and exists."""
    html = client.get(path).text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    addresses = set(re.findall(r'(?:src|href)="([^"#]+)', html))
    assert not [address for address in addresses if ":" in address or address.startswith("/")]
    for address in addresses:
        assert client.get(urljoin(path, address)).status_code == 200, address


def test_scripts_and_styles_have_their_media_types(client: httpx.Client) -> None:
    """With `nosniff` browsers take modules and styles only under their own media types."""
    for path, media_type in (("js/main.js", "text/javascript"), ("css/base.css", "text/css")):
        response = client.get(f"/static/{path}")
        assert response.headers["content-type"].startswith(media_type)
        assert response.headers["cache-control"] == "no-cache"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" not in response.headers
    assert client.get("/client/lenet_lens.py").headers["content-type"].startswith("text/x-python")


def test_a_part_of_a_file_can_be_requested(client: httpx.Client) -> None:
    """A range of bytes is answered with 206."""
    path = "/static/data/mnist/t10k-labels-idx1-ubyte.gz"
    part = client.get(path, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, client.get(path).content[2:5])


def test_the_policy_names_who_may_embed_the_page(settings: Settings) -> None:
    """A school can allow its own pages to embed the page."""
    with served(settings, frame_ancestors="https://school.example") as client:
        policy = client.get("/").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors https://school.example")


def test_the_reference_explains_every_problem_type(client: httpx.Client) -> None:
    """The `type` of a problem leads to its explanation."""
    page, _, anchor = client.get("/nothing").json()["type"].partition("#")
    html = client.get(page).text
    assert f'id="{anchor}"' in html
    assert all(f'id="{one.slug}"' in html for one in PROBLEM_TYPES)


def test_the_page_preloads_its_modules_and_first_data(client: httpx.Client) -> None:
    """The head names each module of the first view once, without those of 3D, and the first requests."""
    html = client.get("/").text
    modules = re.findall(r'rel="modulepreload" href="([^"]+)"', html)
    assert any(address.endswith("/js/views/network.js") for address in modules)
    assert len(modules) == len(set(modules))
    assert not [address for address in modules if "views/tower" in address or "/three" in address]
    data = re.findall(r'rel="preload" as="fetch" crossorigin="anonymous" href="([^"]+)"', html)
    assert data == ["./api/v1/models/lenet", "./api/v1/samples"]


def test_only_the_present_version_is_kept_for_ever(tmp_path: Path) -> None:
    """Any version's address gives the present file; its own, which every process knows, for ever."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("1")
    files = VersionedFiles(tmp_path)
    version = files.read_version()
    with client_of(Starlette(routes=[Mount("/v-{version}", files), Mount("/", files)])) as served:
        assert served.get(f"/v-{version}/js/one.js").headers["cache-control"] == IMMUTABLE
        for address in ("/js/one.js", "/v-0/js/one.js"):
            response = served.get(address)
            assert (response.text, response.headers.get("cache-control")) == ("1", None)
        (tmp_path / "js" / "one.js").write_text("other")
        newest = VersionedFiles(tmp_path).read_version()
        assert newest != version
        assert served.get(f"/v-{newest}/js/one.js").headers["cache-control"] == IMMUTABLE
        assert "cache-control" not in served.get(f"/v-{version}/js/one.js").headers


def test_pages_name_the_version_of_their_scripts_and_styles(client: httpx.Client) -> None:
    """What a page loads from the static files may be kept for ever; the page itself is revalidated."""
    for page, way in (("/", "/"), ("/docs", "/"), ("/docs/ten-minutes", "/docs/")):
        response = client.get(page)
        assert response.headers["cache-control"] == "no-cache"
        addresses = re.findall(r'="(\.\.?/static/[^"]+)"', response.text)
        assert addresses
        for address in addresses:
            assert client.get(way + address).headers["cache-control"] == IMMUTABLE, address
