"""The reference page in a browser, and what the first view of the explorer costs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import byte_counts

MOST_BYTES = 280_000
"""A quarter of it is the one answer with all feature maps, which no packing makes smaller."""


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


@pytest.mark.parametrize("address", ["/docs", "/docs/ten-minutes"])
def test_the_documents_fit_their_window(page: Page, address: str) -> None:
    """Nothing has to be scrolled sideways, on a phone neither."""
    page.goto(address, wait_until="networkidle")
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_examples_go_to_where_the_page_is(page: Page) -> None:
    """Whatever address the page was opened at, its examples can be pasted as they are."""
    page.goto("/docs/ten-minutes")
    expect(page.locator("pre code").first).to_contain_text(page.evaluate("location.origin"))
    assert "127.0.0.1:8000" not in page.locator("main").inner_text()


def test_the_first_view_is_small(page: Page) -> None:
    """The first view's transfers keep to the bound, and all come at once."""
    sizes = byte_counts(page)
    page.goto("/")
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "live")
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= MOST_BYTES
