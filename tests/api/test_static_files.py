"""Scripts and styles under an address with their version, which browsers need not ask for again."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.pages import IMMUTABLE, VersionedFiles
from tests.asgi import client_of


@pytest.fixture
def files(tmp_path: Path) -> VersionedFiles:
    """A folder of static files with one script."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("1")
    return VersionedFiles(tmp_path)


@pytest.fixture
def served(files: VersionedFiles) -> Iterator[httpx.Client]:
    """A client of a service that serves the folder."""
    with client_of(Starlette(routes=[Mount("/v-{version}", files), Mount("/", files)])) as client:
        yield client


def test_only_the_present_version_is_kept_for_ever(
    files: VersionedFiles, served: httpx.Client, tmp_path: Path
) -> None:
    """An address with another version, or none, gives the present file, which is revalidated."""
    version = files.read_version()
    assert served.get(f"/v-{version}/js/one.js").headers["cache-control"] == IMMUTABLE
    for address in ("/js/one.js", "/v-0/js/one.js"):
        response = served.get(address)
        assert (response.text, response.headers.get("cache-control")) == ("1", None)
    (tmp_path / "js" / "one.js").write_text("other")
    assert files.read_version() != version
    assert "cache-control" not in served.get(f"/v-{version}/js/one.js").headers


def test_another_process_may_have_named_the_version(
    files: VersionedFiles, served: httpx.Client, tmp_path: Path
) -> None:
    """A process that has shown no page since a change knows the new version when it is asked for."""
    files.read_version()
    (tmp_path / "js" / "two.js").write_text("2")
    newest = VersionedFiles(tmp_path).read_version()
    assert served.get(f"/v-{newest}/js/two.js").headers["cache-control"] == IMMUTABLE


def test_pages_name_the_version_of_their_scripts_and_styles(client: httpx.Client) -> None:
    """What a page loads from the static files may be kept for ever; the page itself is revalidated."""
    for page, way in (("/", "/"), ("/docs", "/"), ("/docs/ten-minutes", "/docs/")):
        response = client.get(page)
        assert response.headers["cache-control"] == "no-cache"
        addresses = re.findall(r'="(\.\.?/static/[^"]+)"', response.text)
        assert addresses
        for address in addresses:
            assert client.get(way + address).headers["cache-control"] == IMMUTABLE, address
