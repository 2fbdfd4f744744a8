"""The lab's controls: cells, depth and size, play, the link, room on the screen."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PHONE, Explorer, byte_counts
from tests.browser.lab_explorer import ARTICLE, CROSS, EDGE, convolved, edge, lab, output
from tests.browser.modules import Modules
from tests.conftest import OpenPage

PLAIN = f"article~k3s1p0~none~none~{CROSS}/1/0"


def test_cells_are_edited(explorer: Explorer) -> None:
    """A cell takes what is typed, arrow keys, the wheel and a drag; the output follows, nonsense is told."""
    cell = lab(explorer, PLAIN).part("lab-cell-1-1")
    cell.fill("2,5")
    explorer.shows("lab-cell-1-1", value=2.5).shows("lab-output", value=5.5)
    cell.fill("3")
    explorer.press("ArrowUp").shows("lab-cell-1-1", value=4).shows("lab-output", value=7)
    explorer.press("ArrowDown").shows("lab-cell-1-1", value=3)
    cell.hover()
    explorer.page.mouse.wheel(0, -100)
    explorer.shows("lab-cell-1-1", value=4)
    box = explorer.box(cell)
    explorer.drag((box["x"] + 20, box["y"] + 20), (box["x"] + 20, box["y"] + 36), steps=4)
    explorer.shows("lab-cell-1-1", value=2).shows("lab-output", value=5).press("Tab")
    cell.focus()
    expect(explorer.press("ArrowRight").part("lab-cell-1-2")).to_be_focused()
    explorer.press("Shift+ArrowDown").shows("lab-cell-1-2", value=-10)
    told = explorer.part("lab-kernel").get_by_role("alert")
    for wrong, name, kept in (
        ("2x", "lab-cell-1-1", "2"),
        ("10001", "lab-cell-1-1", "2"),
        ("0", "lab-divisor", "1"),
    ):
        explorer.part(name).fill(wrong)
        expect(explorer.part(name)).to_have_attribute("aria-invalid", "true")
        expect(told).to_contain_text("10,000 to 10,000")
        expect(explorer.press("Tab").shows(name, value=kept).part(name)).to_have_value(kept)
        expect(told).to_be_hidden()


def test_kernels_slide_together(explorer: Explorer) -> None:
    """A depth of three has three kernels and maps, a map is chosen with its kernel, sizes go from 1 to 7."""
    lab(explorer, f"article~k3s1p1~none~none~{CROSS}/1/0").part("lab-depth").select_option("3")
    for name in ("map", "kernel"):
        expect(explorer.page.locator(f"[data-testid^=lab-{name}-]")).to_have_count(3)
    expect(explorer.click("lab-map-1").part("lab-kernel-1")).to_have_attribute("aria-pressed", "true")
    expected = convolved(ARTICLE[None], edge(), 1, 1)[0]
    explorer.click("lab-chip-sobel_x").shows("lab-output", value=int(expected[2, 2]))
    np.testing.assert_array_equal(output(explorer), expected)
    for size in (7, 1):
        explorer.part("lab-size").select_option(str(size))
        expect(explorer.page.locator(".lab-cell")).to_have_count(size * size)
        explorer.shows("lab-formula", value=max(7 - size + 1, 0))


def test_a_window_slides_or_does_not_fit(explorer: Explorer) -> None:
    """A kernel that is too large has a remedy instead of an output; Play moves over the output to its end."""
    explorer.page.goto(f"/#view=lab&lab=article~k7s1p0~none~none~{','.join(['1'] * 49)}/1/0")
    expect(explorer.part("lab-output")).to_contain_text("padding")
    explorer.part("lab-padding").select_option("1")
    explorer.shows("lab-output", value=int(ARTICLE.sum()))
    explorer.go(f"view=lab&lab={PLAIN}").click("lab-play").shows("lab-output", row=2, column=2)
    expect(explorer.part("lab-play")).to_have_attribute("aria-label", re.compile("Slide"))


CHOICES = {"size": "2", "stride": "2", "padding": "1", "depth": "2", "activation": "tanh", "pooling": "sum"}


def test_everything_is_in_the_link(open_page: OpenPage) -> None:
    """A setting made by hand opens from its link in another browser, at the same cell."""
    explorer = lab(Explorer(open_page()))
    explorer.part("lab-source").select_option("article")
    for name, value in {**CHOICES, "pooling-size": "3"}.items():
        explorer.part(f"lab-{name}").select_option(value)
    for name, value in {"cell-0-1": "0.75", "divisor": "3", "bias": "-0.5"}.items():
        explorer.part(f"lab-{name}").fill(value)
    explorer.press("Tab").part("lab-flip").check()
    explorer.linked("article~k2s2p1f~tanh~sum3~.*0.75.*/3/-0.5~")
    explorer.shows("lab-output", side=1).click("lab-kernel-1").part("lab-stage").select_option("activation")
    explorer.linked("~k2s2p1fm1a~")
    explorer.shows("lab-output", stage="activation")
    second = Explorer(open_page())
    second.page.goto(explorer.page.url)
    second.shows("lab-output", value=explorer.data("lab-output"), stage="activation")
    for name, value in CHOICES.items():
        expect(second.part(f"lab-{name}")).to_have_value(value)
    expect(second.part("lab-kernel-1")).to_have_attribute("aria-pressed", "true")
    expect(second.go("view=lab").part("lab-source")).to_have_value("drawing")


ROUND_TRIP = """
    const {formatLab, parseLab} = await load("state/lab-text.js");
    return argument.map((text) => { const found = parseLab(text); return found && formatLab(found); });
"""
BAD_KERNELS = ["1,2/1/0", "1/0/0", "1/1/0/7", "1e400/1/0", "99999/1/0", "~".join(["1/1/0"] * 7)]
BAD_PARTS = [
    "k8s1p0~none~none",
    "k1s5p0~none~none",
    "k1s1p0~softmax~none",
    "k1s1p0~none~max5",
    "k1s1p0m1~none~none",
]
BAD = [
    *(f"article~{parts}~1/1/0" for parts in BAD_PARTS),
    *(f"article~k1s1p0~none~none~{kernels}" for kernels in BAD_KERNELS),
    *("article~k1s1p0~none~none", "rgb/4/AAAA~k1s1p0~none~none~1!1!1/1/0", "nonsense"),
]
GOOD = [
    PLAIN,
    f"drawing~k3s4p3f~sigmoid~average4~{EDGE}/16/-0.125~{CROSS}/256/1e-7",
    "conv2/15~k1s2p1c~relu~max2~0.123456789/1/0",
    "conv2/15~k1s2p1m1a~relu~max2~0.5/1/0~-1/1/0",
    "rgb/1/AAEC~k1s1p0~tanh~sum3~1!-2!0.5/1/10000",
]


def test_links_are_written_as_they_are_read(modules: Modules) -> None:
    """A setting read and written again is the same text, and what the lab does not have is no setting."""
    assert modules.run(ROUND_TRIP, GOOD + BAD) == GOOD + [None] * len(BAD)


def test_a_bad_setting_is_refused(explorer: Explorer) -> None:
    """A setting that the lab cannot show is named, in the network's view too; a good one stays."""
    status = lab(explorer, BAD[0]).shows("lab-cell-1-2", value=2).part("status")
    expect(status).to_contain_text("lab")
    expect(explorer.page).not_to_have_url(re.compile("&lab="))
    explorer.page.goto("about:blank")
    explorer.open(f"lab={PLAIN.removesuffix('/0')}")
    expect(status).to_contain_text("lab")
    expect(explorer.page).not_to_have_url(re.compile("lab="))
    expect(explorer.go(f"lab={PLAIN}").click("view-lab").part("lab-source")).to_have_value("article")


SIZES = """
    const {scrollWidth, scrollHeight} = document.documentElement;
    const parts = ["input", "kernel", "output"].map((name) => part(`lab-${name}`).getBoundingClientRect());
    return {page: [scrollWidth, scrollHeight], widths: parts.map(({width}) => width),
        lefts: parts.map(({left}) => left), sum: part("lab-sum").getBoundingClientRect().bottom};
"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_lab_fits_its_window(open_page: OpenPage, language: str) -> None:
    """At 1280 by 800 the parts have 340 pixels and the sum is in sight; a phone stacks them."""
    kernels = "~".join([",".join(["-0.123"] * 49) + "/1/0"] * 6)
    setting = f"drawing~k7s1p3~relu~max2~{kernels}"
    wide = lab(Explorer(open_page(locale=language)), setting).run(SIZES)
    assert wide["page"] == [1280, 800]
    assert min(wide["widths"]) >= 340
    assert wide["sum"] <= 800
    narrow = lab(Explorer(open_page(**PHONE, locale=language)), setting).run(SIZES)
    assert narrow["page"][0] == 390
    assert len(set(narrow["lefts"])) == 1


def test_the_lab_and_the_other_views_change_places(explorer: Explorer) -> None:
    """The network comes back as it was, training leaves the lab, another language keeps its setting."""
    expect(lab(explorer, PLAIN).part("network")).to_be_hidden()
    explorer.part("language").select_option("de")
    expect(explorer.part("view-lab")).to_have_text("Labor")
    expect(explorer.part("lab-source")).to_have_value("article")
    expect(explorer.click("view-2d").part("network")).to_be_visible()
    expect(explorer.part("lab")).to_be_hidden()
    explorer.pin("conv1/1/9/9").explained("conv1/1/9/9")
    expect(explorer.click("view-lab").part("lab-output")).to_be_visible()
    expect(explorer.click("view-train").part("lab")).to_be_hidden()
    expect(explorer.part("view-train")).to_have_attribute("aria-pressed", "true")


def test_the_lab_is_small(explorer: Explorer) -> None:
    """Opening the lab loads at most 70 kB over the wire."""
    explorer.open().page.wait_for_load_state("networkidle")
    sizes = byte_counts(explorer.page)
    explorer.click("view-lab").shows("lab-output", value=re.compile("."))
    explorer.page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 70_000
