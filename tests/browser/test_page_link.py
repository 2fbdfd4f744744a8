"""The link: it holds what is on the screen, and opens it again to the pixel."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from app.settings import ROOT
from tests.browser.explorer import ONE, SEVEN, Explorer
from tests.browser.modules import Modules
from tests.conftest import OpenPage, Trouble

README = (ROOT / "README.md").read_text()

# Every digit that the answer has, at every frame.
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
    part("tools-merge").click();
    const end = performance.now() + 600;
    while (performance.now() < end);
    location.hash = `unit=${argument}`;
"""


def hash_of(explorer: Explorer) -> str:
    """The part of the address after "#"."""
    return explorer.page.url.partition("#")[2]


def test_a_link_restores_the_picture_to_the_pixel(open_page: OpenPage) -> None:
    """A linked drawing with pin, range and theme looks the same to the pixel in another browser."""
    first = Explorer(open_page()).open().click("clear").draw(SEVEN).click("theme")
    first.part("range").select_option("layer")
    first.part("center").uncheck()
    first.pin("pool1/3/5/7").page.mouse.move(2, 400)
    first.settle().linked("unit=pool1/3/5/7")
    link = hash_of(first)
    assert all(part in link for part in ("drawing=", "range=layer", "preprocess=none", "theme=dark"))
    assert Explorer(open_page()).open(link).pictures() == first.pictures()


def test_a_link_restores_two_drawings(open_page: OpenPage) -> None:
    """A link made with A on the pad and A - B shown opens with the same maps, and both can be shown."""
    first = Explorer(open_page()).open().draw(SEVEN).click("hold", "clear").settle().draw(ONE)
    first.click("compare-a").settle().click("compare-difference").page.mouse.move(2, 400)
    first.linked("difference=1")
    assert "side=a" in hash_of(first)
    second = Explorer(open_page()).open(hash_of(first))
    expect(second.part("compare-difference")).to_have_attribute("aria-pressed", "true")
    expect(second.answer).to_contain_text("7 | 1")
    assert second.pictures() == first.pictures()
    second.click("compare-b").shows("answer", digit=1).click("compare-a").shows("answer", digit=7)


def test_an_address_written_by_a_script_is_read(explorer: Explorer) -> None:
    """An address written by another while the page is about to write is not overwritten."""
    explorer.open()
    for unit in ("fc1/17", "fc2/3", "pool1/1/2/3", "fc1/5"):
        explorer.run(WRITE_OVERDUE, unit)
        explorer.shows("inspector", unit=unit)


@pytest.mark.parametrize(("link", "digit"), [("sample=5", re.compile(r"\d")), ("drawing=AQAA", "")])
def test_a_linked_drawing_is_the_first_that_is_seen(explorer: Explorer, link: str, digit: Any) -> None:
    """A link's drawing is shown first, and its sample is not lost while it is fetched."""
    explorer.page.add_init_script(WATCH)
    assert "8" not in explorer.open(link).shows("answer", digit=digit).run("return seen;")


def test_the_next_visit_has_the_last_ones_sample_or_drawing(explorer: Explorer) -> None:
    """A sample comes back with its label, unless drawn upon; so do strokes, for an unknown sample too."""
    explorer.open().click("sample-3").shows("answer", digit=3).page.goto("about:blank")
    expect(explorer.open().shows("answer", digit=3).part("label")).to_have_text("True label 3")
    explorer.linked("#sample=[0-9]+$")
    explorer.draw(ONE).page.goto("about:blank")
    expect(explorer.open().part("label")).to_be_empty()
    explorer.linked("#drawing=")
    explorer.click("clear").draw(SEVEN).shows("answer", digit=7).page.goto("about:blank")
    explorer.open("sample=99999").shows("answer", digit=7, state="live")


def test_undo_brings_back_the_sample_with_its_short_link(explorer: Explorer) -> None:
    """What was drawn on a sample and undone is the sample again: its label and its number in the link."""
    explorer.open("sample=61").draw(ONE).linked("#drawing=")
    explorer.click("undo").linked("#sample=61$")
    expect(explorer.part("label")).to_have_text("True label 8")


def test_what_a_link_names_in_vain_is_told_and_the_rest_counts(explorer: Explorer, trouble: Trouble) -> None:
    """One bad entry of a list leaves the good ones; unknown models are told of like unknown keys."""
    explorer.open("sample=61&nose=1&folded=conv2,zz&hide=legend,mouth&against=zzz&walk=all/5/zz")
    status = explorer.part("status")
    for name in ("nose", "hide=mouth", "folded=zz"):
        expect(status).to_contain_text(name)
    expect(explorer.part("legend")).to_be_hidden()
    explorer.linked("#sample=61&folded=conv2&hide=legend$")
    explorer.go("against=zzz&walk=all/5/zz")
    expect(status).to_contain_text("Unknown in this link: against, walk.")
    assert all("404" in line for line in trouble.take())


def test_what_a_link_waits_for_is_not_lost(explorer: Explorer) -> None:
    """Until the server gives sample and architecture the address names both, and then both are shown."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for address in ("**/samples/77", "**/models/lenet"):
        explorer.page.route(address, hold)
    explorer.page.goto("/#sample=77&unit=fc1/17&range=layer")
    explorer.part("range").select_option("network")
    explorer.linked("sample=77.*unit=fc1/17.*range=network")
    for route in held:
        route.continue_()
    explorer.settle().shows("inspector", unit="fc1/17")
    assert "sample=77" in hash_of(explorer)


def test_a_link_means_the_same_whatever_was_chosen_before(explorer: Explorer) -> None:
    """What a link leaves out has its default; values that mean nothing are named, and the others hold."""
    explorer.open().part("range").select_option("network")
    explorer.part("center").uncheck()
    expect(explorer.go("unit=fc1/17").part("range")).to_have_value("map")
    expect(explorer.part("center")).to_be_checked()
    explorer.part("range").select_option("network")
    explorer.page.goto("about:blank")
    expect(explorer.open("unit=fc1/17").part("range")).to_have_value("map")
    explorer.page.goto("about:blank")
    explorer.page.goto("/#range=layer&theme=pink&unit=fc9/1&hide=eye,nose&nonsense=1")
    expect(explorer.settle().part("status")).to_contain_text(re.compile("theme|unit"))
    expect(explorer.part("range")).to_have_value("layer")
    expect(explorer.part("pad")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_an_embedded_page_is_bare(open_page: OpenPage, size: tuple[int, int]) -> None:
    """`embed=1` leaves header and drawing side out; `hide` says what else, or that nothing is."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    explorer = Explorer(page).open("sample=5&embed=1")
    for selector in (".bar", "#pad canvas", ".sample-list", "#received canvas"):
        expect(page.locator(selector)).to_be_hidden()
    expect(explorer.part("network")).to_be_visible()
    expect(explorer.answer).to_be_visible()
    assert explorer.run("return document.documentElement.scrollWidth;") == size[0]
    expect(explorer.go("embed=1&hide=legend,answer").part("pad")).to_be_visible()
    expect(explorer.answer).to_be_hidden()
    expect(page.locator("#legend")).to_be_hidden()
    expect(explorer.go("hide=none").page.locator(".bar")).to_be_visible()
    expect(explorer.answer).to_be_visible()


def test_every_setting_is_documented(modules: Modules) -> None:
    """The README's table of the link is the page's own, row by row, and no setting is declared twice."""
    rows = modules.run("""
        const {SETTINGS} = await load("state/url.js");
        return SETTINGS.map(({key, values, meaning}) => [key, values, meaning]);
    """)
    assert len({key for key, _, _ in rows}) == len(rows)
    table = "\n".join(f"| `{key}` | {values} | {meaning} |" for key, values, meaning in rows)
    assert table in README.split("## The link")[1].split("\n## ")[0]
