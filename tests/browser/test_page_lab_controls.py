"""The lab's controls: cells, depth and size, play, the link, room on the screen, and who uses it without a mouse."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Modules
from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.browser.lab_explorer import ARTICLE, CROSS, EDGE, convolved, lab, output
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage

ROUND_TRIP = """
    const {formatLab, parseLab} = await load("state/lab-text.js");
    return argument.map((text) => { const found = parseLab(text); return found && formatLab(found); });
"""


def test_cells_are_edited(page: Page) -> None:
    """A cell takes what is typed, a comma too, arrow keys, the wheel and a drag, and the output follows; what is no number within the limits is told."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    cell = explorer.part("lab-cell-1-1")
    cell.fill("2,5")
    expect(cell).to_have_attribute("data-value", "2.5")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "5.5")
    cell.fill("3")
    page.keyboard.press("ArrowUp")
    expect(cell).to_have_attribute("data-value", "4")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "7")
    page.keyboard.press("ArrowDown")
    expect(cell).to_have_attribute("data-value", "3")
    cell.hover()
    page.mouse.wheel(0, -100)
    expect(cell).to_have_attribute("data-value", "4")
    box = cell.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 36, steps=4)
    page.mouse.up()
    expect(cell).to_have_attribute("data-value", "2")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "5")
    page.keyboard.press("Tab")
    cell.focus()
    page.keyboard.press("ArrowRight")
    expect(explorer.part("lab-cell-1-2")).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(explorer.part("lab-cell-1-2")).to_have_attribute("data-value", "-10")
    for wrong, field, kept in (
        ("2x", cell, "2"),
        ("10001", cell, "2"),
        ("0", explorer.part("lab-divisor"), "1"),
    ):
        field.fill(wrong)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(explorer.part("lab-kernel").get_by_role("alert")).to_contain_text("10,000 to 10,000")
        page.keyboard.press("Tab")
        expect(field).to_have_value(kept)
        expect(field).to_have_attribute("data-value", kept)
        expect(explorer.part("lab-kernel").get_by_role("alert")).to_be_hidden()


def test_kernels_slide_together(page: Page) -> None:
    """With a depth of three there are three kernels and three maps; a map is chosen with its kernel, and sizes from 1 to 7 are there."""
    explorer = lab(page, f"article~k3s1p1~none~none~{CROSS}/1/0")
    explorer.part("lab-depth").select_option("3")
    for name in ("map", "kernel"):
        expect(explorer.page.locator(f"[data-testid^=lab-{name}-]")).to_have_count(3)
    explorer.part("lab-map-1").click()
    expect(explorer.part("lab-kernel-1")).to_have_attribute("aria-pressed", "true")
    explorer.part("lab-chip-sobel_x").click()
    expected = convolved(ARTICLE[None], np.array(EDGE.split(","), np.float32).reshape(1, 3, 3), 1, 1)[0]
    expect(explorer.part("lab-output")).to_have_attribute("data-value", str(int(expected[2, 2])))
    np.testing.assert_array_equal(output(explorer), expected)
    for size in (7, 1):
        explorer.part("lab-size").select_option(str(size))
        expect(explorer.page.locator(".lab-cell")).to_have_count(size * size)
        expect(explorer.part("lab-formula")).to_have_attribute("data-value", str(max(7 - size + 1, 0)))


def test_a_window_that_does_not_fit_is_said(page: Page) -> None:
    """A kernel larger than its input has no output and a remedy; with more padding it has one."""
    explorer = Explorer(page)
    page.goto(f"/#view=lab&lab=article~k7s1p0~none~none~{','.join(['1'] * 49)}/1/0")
    expect(explorer.part("lab-output")).to_contain_text("padding")
    explorer.part("lab-padding").select_option("1")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", str(int(ARTICLE.sum())))


def test_everything_is_in_the_link(open_page: OpenPage) -> None:
    """What is set by hand opens again from the address in another browser, with the same number pointed at."""
    explorer = lab(open_page())
    explorer.part("lab-source").select_option("article")
    for name, value in {
        "lab-size": "2",
        "lab-stride": "2",
        "lab-padding": "1",
        "lab-depth": "2",
        "lab-activation": "tanh",
        "lab-pooling": "sum",
        "lab-pooling-size": "3",
    }.items():
        explorer.part(name).select_option(value)
    explorer.part("lab-cell-0-1").fill("0.75")
    explorer.part("lab-divisor").fill("3")
    explorer.part("lab-bias").fill("-0.5")
    explorer.page.keyboard.press("Tab")
    explorer.part("lab-flip").check()
    explorer.page.wait_for_url(re.compile("article~k2s2p1f~tanh~sum3~.*0.75.*/3/-0.5~"))
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "1")
    explorer.part("lab-kernel-1").click()
    explorer.part("lab-stage").select_option("activation")
    explorer.page.wait_for_url(re.compile("~k2s2p1fm1a~"))
    expect(explorer.part("lab-output")).to_have_attribute("data-stage", "activation")
    other = open_page()
    other.goto(explorer.page.url)
    second = Explorer(other)
    expect(second.part("lab-output")).to_have_attribute(
        "data-value", explorer.part("lab-output").get_attribute("data-value") or ""
    )
    for name in ("lab-stride", "lab-padding", "lab-depth", "lab-activation", "lab-pooling", "lab-divisor"):
        expect(second.part(name)).to_have_value(explorer.part(name).input_value())
    expect(second.part("lab-kernel-1")).to_have_attribute("aria-pressed", "true")
    expect(second.part("lab-output")).to_have_attribute("data-stage", "activation")
    other.evaluate("location.hash = 'view=lab'")
    expect(second.part("lab-source")).to_have_value("drawing")


BAD_SETTINGS = [
    "article~k8s1p0~none~none~1/1/0",
    "article~k1s5p0~none~none~1/1/0",
    "article~k1s1p0~softmax~none~1/1/0",
    "article~k1s1p0~none~max5~1/1/0",
    "article~k1s1p0~none~none~1,2/1/0",
    "article~k1s1p0~none~none~1/0/0",
    "article~k1s1p0~none~none~1/1/0/7",
    "article~k1s1p0~none~none~1e400/1/0",
    "article~k1s1p0~none~none~99999/1/0",
    "article~k1s1p0~none~none",
    "article~k1s1p0m1~none~none~1/1/0",
    "article~k1s1p0~none~none~" + "~".join(["1/1/0"] * 7),
    "rgb/4/AAAA~k1s1p0~none~none~1!1!1/1/0",
    "nonsense",
]


def test_bad_settings_are_not_read(modules: Modules) -> None:
    """Sizes, functions and numbers that the lab does not have, missing parts and too many kernels are no setting."""
    assert modules.run(ROUND_TRIP, BAD_SETTINGS) == [None] * len(BAD_SETTINGS)


def test_a_bad_setting_is_refused(page: Page) -> None:
    """A link that the lab cannot show is named, and the lab is as at first."""
    explorer = lab(page, BAD_SETTINGS[0])
    expect(explorer.part("status")).to_contain_text("lab")
    expect(explorer.part("lab-cell-1-2")).to_have_attribute("data-value", "2")
    expect(page).not_to_have_url(re.compile("&lab="))


def test_a_bad_setting_is_refused_outside_the_lab(page: Page) -> None:
    """It is named, too, where the network is shown, and leaves the address; a good one stays for the lab."""
    explorer = Explorer(page)
    page.goto(f"/#lab=article~k3s1p0~none~none~{CROSS}/1")
    expect(explorer.part("status")).to_contain_text("lab")
    expect(page).not_to_have_url(re.compile("lab="))
    page.evaluate("setting => { location.hash = `lab=${setting}`; }", f"article~k3s1p0~none~none~{CROSS}/1/0")
    explorer.part("view-lab").click()
    expect(explorer.part("lab-source")).to_have_value("article")


def test_links_are_written_as_they_are_read(modules: Modules) -> None:
    """A setting that is read and written again is the same text."""
    texts = [
        f"article~k3s1p0~none~none~{CROSS}/1/0",
        f"drawing~k3s4p3f~sigmoid~average4~{EDGE}/16/-0.125~{CROSS}/256/1e-7",
        "conv2/15~k1s2p1c~relu~max2~0.123456789/1/0",
        "conv2/15~k1s2p1m1a~relu~max2~0.5/1/0~-1/1/0",
        "rgb/1/AAEC~k1s1p0~tanh~sum3~1!-2!0.5/1/10000",
    ]
    assert modules.run(ROUND_TRIP, texts) == texts


def test_the_window_slides(page: Page) -> None:
    """Play moves the pointed cell over the whole output, and ends at its last one."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    explorer.part("lab-play").click()
    field = explorer.part("lab-output")
    expect(field).to_have_attribute("data-row", "2")
    expect(field).to_have_attribute("data-column", "2")
    expect(explorer.part("lab-play")).to_have_attribute("aria-label", re.compile("Slide"))


SIZES = """
    const [width, height] = [document.documentElement.scrollWidth, document.documentElement.scrollHeight];
    const parts = ["lab-input", "lab-kernel", "lab-output"].map((name) => document.querySelector(`[data-testid=${name}]`).getBoundingClientRect());
    const sum = document.querySelector("[data-testid=lab-sum]").getBoundingClientRect();
    return {width, height, parts: parts.map((rect) => rect.width), lefts: parts.map((rect) => rect.left), sum: sum.bottom};
"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_lab_fits_its_window(open_page: OpenPage, language: str) -> None:
    """At 1280 by 800 input, kernel and output have 340 pixels each and the sum is in sight, with six kernels too; a phone stacks them and scrolls downwards only."""
    kernels = "~".join([",".join(["-0.123"] * 49) + "/1/0"] * 6)
    setting = f"drawing~k7s1p3~relu~max2~{kernels}"
    wide = lab(open_page(locale=language), setting).run(SIZES)
    assert (wide["width"], wide["height"]) == (1280, 800)
    assert min(wide["parts"]) >= 340
    assert wide["sum"] <= 800
    narrow = lab(open_page(**PHONE, locale=language), setting).run(SIZES)
    assert narrow["width"] == 390
    assert len(set(narrow["lefts"])) == 1


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_the_lab(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds in the lab: at first, and with several kernels, padding, activation and pooling."""
    explorer = lab(open_page(**layout, reduced_motion="reduce"))
    explorer.settle()
    assert faults(explorer) == []
    explorer.run(
        "location.hash = argument;", f"#view=lab&lab=article~k3s1p2~tanh~max2~{CROSS}/1/0~{EDGE}/3/0.5"
    )
    expect(explorer.page.locator("[data-testid^=lab-map-]")).to_have_count(2)
    assert faults(explorer) == []


def test_the_lab_and_the_other_views_change_places(page: Page) -> None:
    """The network comes back as it was; training leaves the lab; a German page keeps what the lab is set to."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    expect(explorer.part("network")).to_be_hidden()
    explorer.part("language").select_option("de")
    expect(explorer.part("view-lab")).to_have_text("Labor")
    expect(explorer.part("lab-source")).to_have_value("article")
    explorer.part("view-2d").click()
    expect(explorer.part("network")).to_be_visible()
    expect(explorer.part("lab")).to_be_hidden()
    page.mouse.click(*explorer.places(["conv1/1/9/9"])[0])
    explorer.explained("conv1/1/9/9")
    explorer.part("view-lab").click()
    expect(explorer.part("lab-output")).to_be_visible()
    explorer.part("view-train").click()
    expect(explorer.part("lab")).to_be_hidden()
    expect(explorer.part("view-train")).to_have_attribute("aria-pressed", "true")


def test_the_lab_is_small(page: Page) -> None:
    """Opening the lab loads at most 70 kB over the wire: scripts, style sheets, words and its first numbers."""
    Explorer(page).open()
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.get_by_test_id("view-lab").click()
    expect(page.get_by_test_id("lab-output")).to_have_attribute("data-value", re.compile("."))
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 70_000
