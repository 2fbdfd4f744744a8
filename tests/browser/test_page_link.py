"""The link: it holds what is on the screen, and opens it again to the pixel."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from app.settings import ROOT
from tests.browser.explorer import ONE, SEVEN, Explorer
from tests.browser.modules import Modules
from tests.conftest import OpenPage

README = (ROOT / "README.md").read_text()

PICTURE = """
    const [maps] = document.querySelectorAll("[data-testid=network] canvas");
    return [document.querySelector("[data-testid=pad]").toDataURL(), maps.toDataURL()];
"""

# The greeting is noticed in the pad's own pixels, at every frame.
WATCH = """
    window.seen = [];
    const look = () => {
        const answer = document.querySelector("[data-testid=answer]");
        if (answer && !seen.includes(answer.dataset.digit)) seen.push(answer.dataset.digit);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""

# The page's own write is overdue when the script writes.
WRITE_OVERDUE = """
    document.querySelector("[data-testid=tools-merge]").click();
    const end = performance.now() + 600;
    while (performance.now() < end);
    location.hash = `unit=${argument}`;
"""

ROWS = "const {SETTINGS} = await load('state/url.js'); return SETTINGS.map(({key, values, meaning}) => [key, values, meaning]);"


def hash_of(explorer: Explorer) -> str:
    """The part of the address after "#"."""
    return urlsplit(explorer.page.url).fragment


def go(explorer: Explorer, link: str) -> Explorer:
    """Open a link in a page, and wait for its answer."""
    explorer.page.goto(f"/{link}")
    return explorer.settle()


def test_a_link_restores_the_picture_to_the_pixel(open_page: OpenPage) -> None:
    """A drawing with a pinned unit, ranges and theme looks the same to the pixel in another browser that opens its link."""
    first = Explorer(open_page()).open()
    first.part("clear").click()
    first.draw(SEVEN)
    first.part("range").select_option("layer")
    first.part("center").uncheck()
    first.part("theme").click()
    first.page.mouse.click(*first.places(["pool1/3/5/7"])[0])
    first.page.mouse.move(2, 400)
    first.settle()
    first.page.wait_for_url(re.compile("unit=pool1/3/5/7"))
    link = hash_of(first)
    assert all(part in link for part in ("drawing=", "range=layer", "preprocess=none", "theme=dark"))
    second = go(Explorer(open_page()), f"#{link}")
    expect(second.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
    assert second.run(PICTURE) == first.run(PICTURE)


def test_a_link_restores_two_drawings(open_page: OpenPage) -> None:
    """A link made while A is on the pad and A - B is shown opens with the same maps; both drawings can be flipped between."""
    first = Explorer(open_page()).open().draw(SEVEN)
    first.part("hold").click()
    first.part("clear").click()
    first.settle().draw(ONE)
    first.part("compare-a").click()
    first.settle()
    first.part("compare-difference").click()
    first.page.mouse.move(2, 400)
    first.page.wait_for_url(re.compile("difference=1"))
    second = go(Explorer(open_page()), f"#{hash_of(first)}")
    expect(second.part("compare-difference")).to_have_attribute("aria-pressed", "true")
    expect(second.answer).to_contain_text("7")
    expect(second.answer).to_contain_text("1")
    assert second.run(PICTURE) == first.run(PICTURE)
    second.part("compare-b").click()
    assert second.settle().digit == "1"
    second.part("compare-a").click()
    assert second.settle().digit == "7"
    assert "side=a" in hash_of(first)


def test_an_address_written_by_a_script_is_read(page: Page) -> None:
    """What another writes while the page is about to write its own address is not overwritten, whichever comes first."""
    explorer = Explorer(page).open()
    for unit in ("fc1/17", "fc2/3", "pool1/1/2/3", "fc1/5"):
        explorer.run(WRITE_OVERDUE, unit)
        expect(explorer.part("inspector")).to_have_attribute("data-unit", unit)


@pytest.mark.parametrize("link", ["#sample=5", "#drawing=EMPTY"])
def test_a_linked_drawing_is_the_first_that_is_seen(open_page: OpenPage, link: str) -> None:
    """A link that names what is drawn shows nothing else before it, and its sample is not lost while it is being fetched."""
    explorer = Explorer(open_page())
    explorer.page.add_init_script(WATCH)
    empty = "AQAA"
    go(explorer, link.replace("EMPTY", empty))
    if "sample" in link:
        expect(explorer.answer).not_to_have_attribute("data-digit", "")
    seen = explorer.run("return seen;")
    assert "8" not in seen


def test_what_a_link_waits_for_is_not_lost(open_page: OpenPage) -> None:
    """While the server gives neither the sample nor the architecture, the address keeps naming both; then both are shown."""
    explorer = Explorer(open_page())
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for address in ("**/samples/77", "**/models/lenet"):
        explorer.page.route(address, hold)
    explorer.page.goto("/#sample=77&unit=fc1/17&range=layer")
    explorer.part("range").select_option("network")
    explorer.page.wait_for_url(re.compile("range=network"))
    assert "sample=77" in hash_of(explorer)
    assert "unit=fc1/17" in hash_of(explorer)
    for route in held:
        route.continue_()
    explorer.settle()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "fc1/17")
    assert "sample=77" in hash_of(explorer)


def test_a_link_means_the_same_whatever_was_chosen_before(page: Page) -> None:
    """What a link leaves out is at its default, on a page that was set otherwise before and after a reload alike."""
    explorer = Explorer(page).open()
    explorer.part("range").select_option("network")
    explorer.part("center").uncheck()
    explorer.run("location.hash = '#unit=fc1/17';")
    expect(explorer.part("range")).to_have_value("map")
    expect(explorer.part("center")).to_be_checked()
    explorer.part("range").select_option("network")
    page.goto("about:blank")
    go(explorer, "#unit=fc1/17")
    expect(explorer.part("range")).to_have_value("map")


def test_bad_values_are_ignored_with_a_word(page: Page) -> None:
    """Values that mean nothing are named, one and all; the others hold."""
    explorer = go(Explorer(page), "#range=layer&theme=pink&unit=fc9/1&hide=pad,nose&nonsense=1")
    status = explorer.part("status")
    expect(status).to_contain_text(re.compile("theme|unit"))
    expect(explorer.part("range")).to_have_value("layer")
    expect(explorer.part("pad")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_an_embedded_page_is_bare(open_page: OpenPage, size: tuple[int, int]) -> None:
    """`embed=1` leaves header and drawing side out; `hide` says what else, or that nothing is."""
    explorer = go(Explorer(open_page(viewport={"width": size[0], "height": size[1]})), "#sample=5&embed=1")
    for selector in (".bar", "#pad canvas", ".sample-list", "#received canvas"):
        expect(explorer.page.locator(selector)).to_be_hidden()
    for name in ("network", "answer"):
        expect(explorer.part(name)).to_be_visible()
    width = explorer.run("return document.documentElement.scrollWidth;")
    assert width == size[0]
    explorer.run("location.hash = '#embed=1&hide=legend,answer';")
    expect(explorer.part("pad")).to_be_visible()
    expect(explorer.part("answer")).to_be_hidden()
    expect(explorer.page.locator("#legend")).to_be_hidden()
    explorer.run("location.hash = '#hide=none';")
    expect(explorer.page.locator(".bar")).to_be_visible()
    expect(explorer.part("answer")).to_be_visible()


def test_every_setting_is_documented(modules: Modules) -> None:
    """The README's table of the link is the page's own, row by row, and no setting is declared twice."""
    rows = modules.run(ROWS)
    assert len({key for key, _, _ in rows}) == len(rows)
    table = "\n".join(f"| `{key}` | {values} | {meaning} |" for key, values, meaning in rows)
    part = README.split("## The link")[1].split("\n## ")[0]
    assert table in part
