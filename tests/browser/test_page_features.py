"""What units look for: the tab beside the explanation, its patches, and the gallery of a layer."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer

FEATURES = "/api/v1/models/lenet/features"


def test_patches_are_the_apis(explorer: Explorer, client: httpx.Client) -> None:
    """The tab, which is in the link, shows the API's nine digits of the pinned unit's map."""
    explorer.open("sample=61&unit=conv2/4/5/5").click("inspector-looks-for")
    features = explorer.page.locator("#features")
    for feature, unit in (("conv2/4", "conv2/4/5/5"), ("fc1/17", "fc1/17")):
        if unit == "fc1/17":
            explorer.go("sample=61&unit=fc1/17&looks=1")
        for i, patch in enumerate(client.get(f"{FEATURES}/{feature}").json()["patches"]):
            explorer.shows(f"patch-{i}", index=patch["index"], unit=patch["unit"])
        explorer.page.wait_for_url(re.compile("looks=1"))
    expect(features).to_contain_text("Synthetic")
    explorer.click("inspector-number")
    expect(features).to_be_hidden()
    expect(explorer.page.locator("#inspector")).to_be_visible()


@pytest.mark.parametrize("preprocess", ["center", "none"])
def test_a_patch_opens_its_digit(explorer: Explorer, client: httpx.Client, preprocess: str) -> None:
    """A click shows the digit, centred, with the unit pinned, whose value is the patch's."""
    explorer.open(f"sample=61&preprocess={preprocess}&unit=pool1/2/5/5&looks=1")
    expect(explorer.page.locator("#features")).to_contain_text("conv1, map 2")
    patch = client.get(f"{FEATURES}/conv1/2").json()["patches"][3]
    explorer.click("patch-3")
    explorer.page.wait_for_url(re.compile(rf"sample={patch['index']}&.*unit={patch['unit']}"))
    assert float(explorer.settle().values(patch["unit"])[0]) == pytest.approx(patch["value"], abs=1e-3)


def test_what_has_no_features_says_so(explorer: Explorer) -> None:
    """Without a pinned unit, and for logits, words say what to do."""
    explorer.open("sample=61&looks=1")
    features = explorer.page.locator("#features")
    expect(features).to_contain_text("Pin a unit of conv1, conv2, fc1, fc2")
    explorer.page.evaluate("location.hash = 'sample=61&unit=fc3/8&looks=1'")
    expect(features).to_contain_text("There are no features of fc3")
    explorer.click("inspector-why")
    expect(features).to_be_hidden()


def test_a_layers_gallery(explorer: Explorer) -> None:
    """The gallery has a picture of every map of a layer, of which a key chooses and pins one."""
    explorer.open("sample=61&looks=1&unit=conv2/4/5/5").click("features-gallery")
    expect(explorer.part("gallery-15")).to_be_visible()
    expect(explorer.part("gallery-16")).to_have_count(0)
    explorer.page.wait_for_url(re.compile("gallery=conv2"))
    explorer.part("gallery-layer").select_option("fc2")
    expect(explorer.part("gallery-99")).to_be_attached()
    explorer.part("gallery-7").focus()
    explorer.press("Enter").page.wait_for_url(re.compile(r"unit=fc2/7(&|$)"))
    expect(explorer.page.locator("#gallery")).to_be_hidden()
    expect(explorer.page.locator("#features")).to_contain_text("fc2, unit 7")
