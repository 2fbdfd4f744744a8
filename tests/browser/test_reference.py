"""The reference page in a browser, and what the first view of the explorer costs."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage

MOST_BYTES = 250_000
"""A quarter of it is the one answer with all feature maps, which no packing makes smaller."""


def test_the_reference_reads_without_scripts(open_page: OpenPage) -> None:
    """The page is complete with JavaScript switched off, and a link in its contents leads to its operation."""
    page = open_page(java_script_enabled=False)
    page.goto("/docs")
    page.get_by_role("navigation", name="Contents").get_by_role(
        "link", name="Where a number comes from"
    ).click()
    expect(page.get_by_role("article", name="Where a number comes from")).to_be_in_viewport()


@pytest.mark.parametrize("address", ["/docs", "/docs/ten-minutes"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_documents_fit_their_window(open_page: OpenPage, width: int, address: str) -> None:
    """Nothing has to be scrolled sideways, on a phone neither."""
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", ["/docs", "/docs/ten-minutes"])
def test_examples_go_to_where_the_page_is(open_page: OpenPage, address: str) -> None:
    """Whatever address the page was opened at, its examples can be pasted as they are."""
    page = open_page()
    page.goto(address)
    expect(page.locator("pre code").first).to_contain_text(page.evaluate("location.origin"))
    assert "127.0.0.1:8000" not in page.locator("main").inner_text()


def test_the_first_view_is_small(page: Page) -> None:
    """Everything that the first sight of the page loads keeps to the bound over the wire, and comes in one view."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/")
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "live")
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= MOST_BYTES
