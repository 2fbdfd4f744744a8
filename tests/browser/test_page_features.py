"""What units look for: the tab beside the explanation, its patches, and the gallery of a layer."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage

FEATURES = "/api/v1/models/lenet/features"


def opened(page: Page, link: str) -> Explorer:
    """The page with a link, and the answer to it."""
    explorer = Explorer(page)
    page.goto(f"/#{link}")
    return explorer.settle()


def test_patches_are_the_apis(page: Page, client: httpx.Client) -> None:
    """The tab shows the API's nine digits of the pinned unit's map, and stands in the link; another unit has others."""
    explorer = opened(page, "sample=61&unit=conv2/4/5/5")
    explorer.part("inspector-looks-for").click()
    for name, unit in (("conv2/4", None), ("fc1/17", "fc1/17")):
        if unit:
            page.evaluate("unit => { location.hash = location.hash.replace('conv2/4/5/5', unit); }", unit)
        found = client.get(f"{FEATURES}/{name}").json()
        for i, patch in enumerate(found["patches"]):
            shown = explorer.part(f"patch-{i}")
            expect(shown).to_have_attribute("data-index", str(patch["index"]))
            expect(shown).to_have_attribute("data-unit", patch["unit"])
        page.wait_for_url(re.compile("looks=1"))
    expect(page.locator("#features")).to_contain_text("Synthetic")
    explorer.part("inspector-number").click()
    expect(page.locator("#features")).to_be_hidden()
    expect(page.locator("#inspector")).to_be_visible()


@pytest.mark.parametrize("preprocess", ["center", "none"])
def test_a_patch_opens_its_digit(page: Page, client: httpx.Client, preprocess: str) -> None:
    """A click shows the digit, centred, with the unit pinned, whose value is the patch's."""
    explorer = opened(page, f"sample=61&preprocess={preprocess}&unit=pool1/2/5/5&looks=1")
    expect(page.locator("#features")).to_contain_text("conv1, map 2")
    patch = client.get(f"{FEATURES}/conv1/2").json()["patches"][3]
    explorer.part("patch-3").click()
    page.wait_for_url(re.compile(rf"sample={patch['index']}&.*unit={patch['unit']}"))
    explorer.settle()
    outputs = [one for one in explorer.explained(patch["unit"]) if one.role == "output"]
    assert [float(one.value) for one in outputs] == pytest.approx([patch["value"]] * len(outputs), abs=1e-3)
    assert outputs


def test_what_has_no_features_says_so(page: Page) -> None:
    """Without a pinned unit, for logits, and for other weights, words say what to do; a model of its own is no failure."""
    explorer = opened(page, "sample=61&looks=1")
    features = page.locator("#features")
    expect(features).to_contain_text("Pin a unit of conv1, conv2, fc1, fc2")
    page.evaluate("location.hash = 'sample=61&unit=fc3/8&looks=1'")
    expect(features).to_contain_text("There are no features of fc3")
    explorer.part("inspector-why").click()
    expect(features).to_be_hidden()


def test_a_layers_gallery(page: Page) -> None:
    """The gallery has a picture of every map of the chosen layer; one is chosen with the keyboard and pinned."""
    explorer = opened(page, "sample=61&looks=1&unit=conv2/4/5/5")
    explorer.part("features-gallery").click()
    expect(explorer.part("gallery-15")).to_be_visible()
    expect(explorer.part("gallery-16")).to_have_count(0)
    page.wait_for_url(re.compile("gallery=conv2"))
    explorer.part("gallery-layer").select_option("fc2")
    expect(explorer.part("gallery-99")).to_be_attached()
    explorer.part("gallery-7").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"unit=fc2/7(&|$)"))
    expect(page.locator("#gallery")).to_be_hidden()
    expect(page.locator("#features")).to_contain_text("fc2, unit 7")


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_features(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds for tab and gallery, in German too."""
    page = open_page(**layout, reduced_motion="reduce", locale="de")
    explorer = opened(page, "sample=61&unit=conv1/4/5/5&looks=1")
    expect(explorer.part("patch-8")).to_be_attached()
    assert faults(explorer) == []
    explorer.part("features-gallery").click()
    expect(explorer.part("gallery-5")).to_be_visible()
    assert faults(explorer) == []
