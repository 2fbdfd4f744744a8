"""Why this answer: the attribution beside the network and over the drawing."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import DESKTOP, PHONE, SEVEN, Explorer
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage, Trouble

# The map's pixels and the overlay's, and where the overlay lies on the pad, in shares of it.
SEEN = """
    const [map, over] = [document.querySelector("[data-testid=attribution]"), document.querySelector(".pad-why")];
    const [pad, box] = [document.querySelector("[data-testid=pad]"), over].map((one) => one.getBoundingClientRect());
    return {same: map.toDataURL() === over.toDataURL(), size: [map.width, map.height],
        left: (box.left - pad.left) / pad.width, top: (box.top - pad.top) / pad.height, width: box.width / pad.width};
"""

# The colour over the input's pixel 16, 16 of the network, and the attribution's there.
AT_THE_MIDDLE = """
    const [, overlay] = document.querySelectorAll(".network-canvas");
    const stage = overlay.getBoundingClientRect();
    const at = (canvas, x, y) => {
        const copy = new OffscreenCanvas(1, 1).getContext("2d");
        copy.drawImage(canvas, -x, -y);
        return [...copy.getImageData(0, 0, 1, 1).data];
    };
    const scale = overlay.width / stage.width;
    const {x, y, width, height} = argument;
    return [at(overlay, Math.floor((x + width / 2 - stage.left) * scale), Math.floor((y + height / 2 - stage.top) * scale)),
        at(document.querySelector("[data-testid=attribution]"), 16, 16)];
"""


def opened(page: Page, link: str) -> Explorer:
    """The page with an attribution of the digit 61 of the test set."""
    explorer = Explorer(page)
    page.goto(f"/#sample=61&{link}")
    expect(explorer.part("attribution")).to_be_visible()
    return explorer.settle()


def score_of(explorer: Explorer) -> np.float32:
    """The score as the page has it."""
    return np.float32(explorer.part("why-score").get_attribute("data-value") or "nan")


def asked(client: httpx.Client, query: str) -> dict[str, Any]:
    """The API's answer for the same digit."""
    pixels = client.get("/api/v1/samples/61").json()["pixels"]
    answer: dict[str, Any] = client.post(
        f"/api/v1/models/lenet/attributions?{query}", json={"pixels": pixels}
    ).json()
    return answer


def test_why_is_asked_of_the_answer_and_of_any_digit(page: Page, client: httpx.Client) -> None:
    """The tab explains the answer; every method, another digit and "rather than" have the API's score, and stand in the link."""
    explorer = Explorer(page)
    page.goto("/#sample=61")
    explorer.settle().part("inspector-why").click()
    attribution = explorer.part("attribution")
    expect(attribution).to_have_attribute("data-target", "8")
    for method in ("gradient", "integrated-gradients", "smoothgrad", "grad-cam", "gradient-x-input"):
        explorer.part("method").select_option(method)
        expect(attribution).to_have_attribute("data-method", method)
    assert score_of(explorer) == np.float32(asked(client, "method=gradient-x-input&target=8")["score"])
    explorer.part("why-target").select_option("9")
    expect(attribution).to_have_attribute("data-target", "9")
    explorer.part("why-against").select_option("4")
    page.wait_for_url("**why=gradient-x-input/9/4**")
    expected = np.float32(asked(client, "method=gradient-x-input&target=9&against=4")["score"])
    page.wait_for_function(
        "(value) => Math.fround(document.querySelector('[data-testid=why-score]').dataset.value) === Math.fround(value)",
        arg=str(expected),
    )
    explorer.part("inspector-number").click()
    expect(attribution).to_be_hidden()
    expect(page.locator(".pad-why")).to_be_hidden()


def test_the_pinned_unit_is_explained(page: Page, client: httpx.Client) -> None:
    """For a pinned unit the attribution is the API's for it, and a dense unit over maps lists what every map contributes."""
    explorer = opened(page, "why=gradient/unit&unit=fc1/17")
    expect(explorer.part("attribution")).to_have_attribute("data-target", "fc1/17")
    assert score_of(explorer) == np.float32(asked(client, "method=gradient&unit=fc1/17")["score"])
    expect(explorer.part("why-maps").locator("li")).to_have_count(17)


def test_the_overlay_lies_where_the_ink_is(page: Page) -> None:
    """The map over the pad has the same colours, and covers what the input shows: the whole picture with a frame of two pixels, if it is not centred."""
    explorer = opened(page, "why=gradient&preprocess=none")
    seen = explorer.run(SEEN)
    assert seen["same"]
    assert seen["size"] == [32, 32]
    assert seen["width"] == pytest.approx(32 / 28, abs=0.02)
    assert seen["left"] == pytest.approx(-2 / 28, abs=0.02)
    assert seen["top"] == pytest.approx(-2 / 28, abs=0.02)


def test_the_overlay_is_as_strong_as_asked(page: Page) -> None:
    """On the drawing, and over the input among the network's maps; the link has how strong that is."""
    explorer = opened(page, "why=gradient/8~40")
    [box] = explorer.rects(["input/0/16/16"])
    over, attribution = explorer.run(AT_THE_MIDDLE, box)
    assert over == pytest.approx([*attribution[:3], 0.4 * 255], abs=2)
    expect(page.locator(".pad-why")).to_have_css("opacity", "0.4")
    explorer.part("why-opacity").fill("100")
    expect(page.locator(".pad-why")).to_have_css("opacity", "1")
    page.wait_for_url(re.compile("why=gradient/8~100$"))
    assert explorer.run(AT_THE_MIDDLE, box)[0] == attribution


def erased_answer(client: httpx.Client, corner: str) -> dict[str, Any]:
    """The API's prediction of the same digit, ten pad pixels to a pixel, without the window's ink."""
    pixels = np.array(client.get("/api/v1/samples/61").json()["pixels"])
    left, top = (round(int(part) / 10) for part in corner.split(","))
    pixels[top : top + 6, left : left + 6] = 0
    answer = client.post("/api/v1/models/lenet/predictions", json={"pixels": pixels.tolist()}).json()
    prediction: dict[str, Any] = answer["prediction"]
    return prediction


def expect_erased(explorer: Explorer, client: httpx.Client, corner: str) -> None:
    """What is shown is read without the ink under the window."""
    erased = explorer.part("why-erased")
    expect(erased).to_have_attribute("data-corner", corner)
    expected = erased_answer(client, corner)
    expect(erased).to_have_attribute("data-digit", str(expected["digit"]))
    assert float(erased.get_attribute("data-value") or "nan") == pytest.approx(
        expected["probability"], abs=1e-6
    )


def test_a_window_over_the_drawing_erases(page: Page, client: httpx.Client) -> None:
    """Dragged while it is asked live, moved with keys even with the Move tool, the answer is the API's for the rest; the drawing stays."""
    explorer = opened(page, "why=gradient")
    explorer.part("move").click()
    explorer.part("why-erase").click()
    expect(explorer.part("eraser-window")).to_be_focused()
    expect_erased(explorer, client, "110,110")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect_erased(explorer, client, "100,80")
    page.mouse.move(*explorer.on_pad((130 / 280, 110 / 280)))
    page.mouse.down()
    page.mouse.move(*explorer.on_pad((1, 1)))
    expect_erased(explorer, client, "220,220")
    page.mouse.move(*explorer.on_pad((0, 0.1)))
    page.mouse.up()
    expect(explorer.part("why-erased")).to_have_attribute("data-corner", re.compile("^0,"))
    assert explorer.settle().digit == "8"
    page.wait_for_url(re.compile("sample=61&.*why=gradient@0,"))
    page.keyboard.press("Escape")
    expect(explorer.part("eraser-window")).to_have_count(0)
    expect(explorer.part("why-erase")).to_be_focused()


def test_a_finger_drags_the_window_of_a_link(open_page: OpenPage, client: httpx.Client) -> None:
    """The link has the window; a finger moves it and not the page; what is drawn is erased where the window lies."""
    explorer = opened(open_page(**PHONE), "why=gradient/8@100,30")
    expect_erased(explorer, client, "100,30")
    explorer.part("pad").scroll_into_view_if_needed()
    explorer.touch([[(0.4, 0.15), (0.5, 0.3), (0.6, 0.5)]])
    expect(explorer.part("why-erased")).to_have_attribute("data-corner", re.compile(r"^15\d,12\d$"))
    assert explorer.digit == "8"


def test_the_attribution_follows_the_drawing(page: Page) -> None:
    """Without ink there is nothing to explain; a stroke brings the attribution of what is read then."""
    explorer = opened(page, "why=integrated-gradients")
    explorer.part("clear").click()
    expect(page.locator("#why")).to_contain_text("Draw a digit first")
    explorer.draw(SEVEN)
    expect(explorer.part("attribution")).to_have_attribute("data-target", "7")


def test_what_a_network_cannot_is_told(page: Page, trouble: Trouble) -> None:
    """Grad-CAM on the network without maps shows the server's reason; another method goes on."""
    explorer = Explorer(page)
    page.goto("/#sample=61&model=mlp&why=grad-cam")
    expect(page.locator("#why").get_by_role("alert")).to_contain_text("grad-cam")
    explorer.part("method").select_option("gradient")
    expect(explorer.part("attribution")).to_have_attribute("data-method", "gradient")
    assert all("422" in line for line in trouble.take())


@pytest.mark.parametrize(
    "text", ["salt", "gradient/10", "gradient/unit/3", "occlusion/", "gradient@221,0", "gradient~101"]
)
def test_a_bad_link_is_told(page: Page, text: str) -> None:
    """A method or digit that is none is named, and the rest of the link is shown."""
    explorer = Explorer(page)
    page.goto(f"/#sample=61&why={text}")
    expect(explorer.part("status")).to_contain_text("why")
    expect(explorer.settle().part("attribution")).to_have_count(0)


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_attributions(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds with an attribution of a digit, a window that erases, and a dense unit."""
    explorer = opened(open_page(**layout, reduced_motion="reduce"), "why=gradient")
    explorer.part("why-erase").click()
    expect(explorer.part("why-erased")).to_have_attribute("data-digit", re.compile(r"\d"))
    assert faults(explorer) == []
    explorer.part("why-erase").click()
    explorer.run("location.hash += argument;", "/unit&unit=fc1/17")
    expect(explorer.part("why-maps")).to_be_visible()
    assert faults(explorer) == []
