"""Parts that are loaded when needed, told of when they cannot be; the reference; what a first view costs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer, byte_counts
from tests.conftest import OpenPage, Trouble

MOST_BYTES = 280_000
"""A quarter of it is the one answer with all feature maps, which no packing makes smaller."""

LATER = (
    *("views/inspector.js", "css/arithmetic.css", "css/products.css", "css/kernels.css", "css/lab.css"),
    *("views/lab.js", "views/export.js", "views/kernels.js", "text/en-kernels.js", "text/en-export.js"),
    *("state/edit-actions.js", "text/de.js", "api/snippets.js"),
)


def test_the_first_view_is_small_and_does_without_what_is_asked_for_later(explorer: Explorer) -> None:
    """Its transfers keep to the bound; explanations, dialogs and the other language are not among them."""
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url))
    sizes = byte_counts(explorer.page)
    explorer.open().page.wait_for_load_state("networkidle")
    assert any(url.endswith("/views/network.js") for url in asked)
    assert [url for url in asked if url.endswith(LATER)] == []
    assert len(sizes) > 5
    assert sum(sizes) <= MOST_BYTES


@pytest.mark.parametrize("part", ["views/inspector.js", "css/products.css"])
def test_a_part_that_does_not_come_is_told(explorer: Explorer, trouble: Trouble, part: str) -> None:
    """Explanations, or their style, that cannot be fetched are told of and come when they can."""
    explorer.page.route(f"**/{part}*", lambda route: route.abort())
    expect(explorer.open().point("conv1/0/5/5").part("status")).not_to_be_empty()
    explorer.page.unroute(f"**/{part}*")
    explorer.page.get_by_role("button", name="Try again").click()
    # While a message stands below it the network is smaller: units have their places again when it is gone.
    expect(explorer.part("status")).to_be_empty()
    explorer.settle().point("conv1/1/9/9").shows("inspector", unit="conv1/1/9/9")
    assert all(part in line or "ERR_FAILED" in line for line in trouble.take())


@contextmanager
def server_away(explorer: Explorer, told: str = "could not be loaded") -> Iterator[None]:
    """Ask for something without a server: it is told to be missing before the server is back."""
    explorer.page.context.set_offline(True)
    yield
    expect(explorer.part("status")).to_contain_text(told)
    explorer.page.context.set_offline(False)


def test_what_was_wanted_while_the_server_was_away_comes_with_it(
    open_page: OpenPage, trouble: Trouble
) -> None:
    """Export, German and 3D without a server report an error, and load when tried again."""
    complete = Explorer(open_page(fresh=True)).open()
    complete.page.wait_for_load_state("networkidle")
    again = complete.page.get_by_role("button", name="Try again")
    with server_away(complete):
        complete.click("export")
    again.click()
    expect(complete.part("export-dialog")).to_be_visible()
    expect(complete.part("status")).to_be_empty()
    complete.click("export-close")
    with server_away(complete, told="3D could not be loaded"):
        complete.click("view-3d")
    complete.shows("network", view="2d").click("view-3d").shows("network", view="3d")
    expect(complete.part("status")).to_be_empty()
    with server_away(complete):
        complete.part("language").select_option("de")
    again.click()
    expect(complete.part("clear")).to_have_attribute("aria-label", "Leeren")
    expect(complete.part("status")).to_be_empty()
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in trouble.take())


def test_the_reference_shows_and_sends_every_operation(page: Page) -> None:
    """Swagger UI lists all operations under the strict policy, follows the scheme, and sends a request."""
    page.goto("/docs")
    document = page.request.get("/openapi.json").json()
    expect(page.locator(".opblock")).to_have_count(sum(map(len, document["paths"].values())))
    expect(page.locator("html.dark-mode")).to_have_count(0)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html.dark-mode")).to_have_count(1)
    model = page.locator("#operations-models-get_model")
    model.get_by_role("button").first.click()
    model.get_by_role("button", name="Execute").click()
    expect(model.locator(".live-responses-table")).to_contain_text('"conv1.weight"')


def test_the_documents_fit_their_window_and_name_their_server(page: Page) -> None:
    """Nothing is scrolled sideways, on a phone neither, and examples can be pasted as they are."""
    for address in ("/docs", "/docs/ten-minutes"):
        page.goto(address, wait_until="networkidle")
        for width in (1280, 768, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("pre code").first).to_contain_text(page.evaluate("location.origin"))
    assert "127.0.0.1:8000" not in page.locator("main").inner_text()
