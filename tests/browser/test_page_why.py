"""Why this answer: attributions over drawing and network; and what units look for, with their gallery."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PHONE, SEVEN, Explorer, sample
from tests.conftest import OpenPage, Trouble

# The map's pixels and the overlay's, and where the overlay lies on the pad, in shares of it.
SEEN = """
    const [map, over] = [part("attribution"), document.querySelector(".pad-why")];
    const [pad, box] = [part("pad"), over].map((one) => one.getBoundingClientRect());
    return {same: map.toDataURL() === over.toDataURL(), size: [map.width, map.height],
        place: [(box.left - pad.left) / pad.width, (box.top - pad.top) / pad.height, box.width / pad.width]};
"""

# The colour over the input's pixel 16, 16 of the network, and the attribution's there.
AT_THE_MIDDLE = """
    const {inScene, inStage} = await sceneNow();
    const {x, y, width, height} = inStage(inScene("input/0/16/16"));
    const at = (canvas, x, y) => [...pixelsOf(canvas, Math.floor(x), Math.floor(y), 1, 1)];
    return [at(overlay, (x + width / 2) * devicePixelRatio, (y + height / 2) * devicePixelRatio),
        at(part("attribution"), 16, 16)];
"""


def opened(explorer: Explorer, link: str) -> Explorer:
    """The page with an attribution of the digit 61 of the test set."""
    explorer.open(f"sample=61&{link}")
    expect(explorer.part("attribution")).to_be_visible()
    return explorer


def score(client: httpx.Client, query: str) -> np.float32:
    """The API's score for the same digit."""
    answer = client.post(f"/api/v1/models/lenet/attributions?{query}", json=sample(client)).json()
    return np.float32(answer["score"])


def test_why_is_asked_of_the_answer_and_of_any_digit(explorer: Explorer, client: httpx.Client) -> None:
    """Every method, another digit and "rather than" have the API's score, and stand in the link."""
    explorer.open("sample=61").click("inspector-why").shows("attribution", target=8)
    for method in ("gradient", "integrated-gradients", "smoothgrad", "grad-cam", "gradient-x-input"):
        explorer.part("method").select_option(method)
        explorer.shows("attribution", method=method)
    assert explorer.number("why-score") == score(client, "method=gradient-x-input&target=8")
    explorer.part("why-target").select_option("9")
    explorer.shows("attribution", target=9).part("why-against").select_option("4")
    explorer.page.wait_for_url("**why=gradient-x-input/9/4**")
    explorer.page.wait_for_function(
        "(value) => Math.fround(document.querySelector('[data-testid=why-score]').dataset.value) === value",
        arg=float(score(client, "method=gradient-x-input&target=9&against=4")),
    )
    explorer.click("inspector-number")
    expect(explorer.part("attribution")).to_be_hidden()
    expect(explorer.page.locator(".pad-why")).to_be_hidden()


def test_the_pinned_unit_is_explained(explorer: Explorer, client: httpx.Client) -> None:
    """A pinned unit's attribution is the API's, and a dense unit lists each map's contribution."""
    opened(explorer, "why=gradient/unit&unit=fc1/17").shows("attribution", target="fc1/17")
    assert explorer.number("why-score") == score(client, "method=gradient&unit=fc1/17")
    expect(explorer.part("why-maps").locator("li")).to_have_count(17)


def test_the_overlay_lies_where_the_ink_is_as_strong_as_asked(explorer: Explorer) -> None:
    """Over pad and input lies the map, with a frame of two pixels if not centred, as strong as asked."""
    seen = opened(explorer, "preprocess=none&why=gradient/8~40").run(SEEN)
    assert (seen["same"], seen["size"]) == (True, [32, 32])
    assert seen["place"] == pytest.approx([-2 / 28, -2 / 28, 32 / 28], abs=0.02)
    over, attribution = explorer.run(AT_THE_MIDDLE)
    assert over == pytest.approx([*attribution[:3], 0.4 * 255], abs=2)
    expect(explorer.page.locator(".pad-why")).to_have_css("opacity", "0.4")
    explorer.part("why-opacity").fill("100")
    expect(explorer.page.locator(".pad-why")).to_have_css("opacity", "1")
    explorer.linked("why=gradient/8~100$")
    over, attribution = explorer.run(AT_THE_MIDDLE)
    assert over == attribution


def erased_answer(client: httpx.Client, corner: str) -> dict[str, Any]:
    """The API's prediction of the same digit, ten pad pixels to a pixel, without the window's ink."""
    pixels = np.array(sample(client)["pixels"])
    left, top = (round(int(part) / 10) for part in corner.split(","))
    pixels[top : top + 6, left : left + 6] = 0
    answer = client.post("/api/v1/models/lenet/predictions", json={"pixels": pixels.tolist()}).json()
    prediction: dict[str, Any] = answer["prediction"]
    return prediction


def expect_erased(explorer: Explorer, client: httpx.Client, corner: str) -> None:
    """What is shown is read without the ink under the window."""
    expected = erased_answer(client, corner)
    explorer.shows("why-erased", corner=corner, digit=expected["digit"])
    assert float(explorer.data("why-erased")) == pytest.approx(expected["probability"], abs=1e-6)


def test_a_window_over_the_drawing_erases(explorer: Explorer, client: httpx.Client) -> None:
    """Dragging the eraser or moving it with keys shows the API's answer; the drawing stays."""
    opened(explorer, "why=gradient").click("move", "why-erase")
    expect(explorer.part("eraser-window")).to_be_focused()
    expect_erased(explorer, client, "110,110")
    explorer.press("ArrowLeft", "Shift+ArrowUp")
    expect_erased(explorer, client, "100,80")
    mouse = explorer.page.mouse
    mouse.move(*explorer.on_pad((130 / 280, 110 / 280)))
    mouse.down()
    mouse.move(*explorer.on_pad((1, 1)))
    expect_erased(explorer, client, "220,220")
    mouse.move(*explorer.on_pad((0, 0.1)))
    mouse.up()
    explorer.shows("why-erased", corner=re.compile("^0,")).settle().shows("answer", digit=8)
    explorer.linked("sample=61&.*why=gradient@0,")
    explorer.press("Escape")
    expect(explorer.part("eraser-window")).to_have_count(0)
    expect(explorer.part("why-erase")).to_be_focused()


def test_a_finger_drags_the_window_of_a_link(open_page: OpenPage, client: httpx.Client) -> None:
    """A finger moves the window of a link and not the page; what is drawn there is erased."""
    explorer = opened(Explorer(open_page(**PHONE)), "why=gradient/8@100,30")
    expect_erased(explorer, client, "100,30")
    explorer.part("pad").scroll_into_view_if_needed()
    explorer.touch([[(0.4, 0.15), (0.5, 0.3), (0.6, 0.5)]])
    explorer.shows("why-erased", corner=re.compile(r"^15\d,12\d$"))
    assert explorer.digit == "8"


def test_the_attribution_follows_the_drawing_and_a_bad_link_is_told(explorer: Explorer) -> None:
    """Without ink nothing is explained, a stroke is at once; what is no method or digit is named."""
    explorer.open("sample=61")
    bad = ("salt", "gradient/10", "gradient/unit/3", "occlusion/", "gradient@221,0", "gradient~101")
    for i, text in enumerate(bad):
        explorer.go(f"sample=61&why={text}&bad{i}=1")
        expect(explorer.part("status")).to_contain_text(re.compile(rf"why.*bad{i}|bad{i}.*why"))
        expect(explorer.settle().part("attribution")).to_have_count(0)
    explorer.go("sample=61&why=integrated-gradients").shows("attribution", target=8).click("clear")
    expect(explorer.page.locator("#why")).to_contain_text("Draw a digit first")
    explorer.draw(SEVEN).shows("attribution", target=7)


def test_what_a_network_cannot_is_told(explorer: Explorer, trouble: Trouble) -> None:
    """Grad-CAM on the network without maps shows the server's reason; another method goes on."""
    explorer.page.goto("/#sample=61&model=mlp&why=grad-cam")
    expect(explorer.page.locator("#why").get_by_role("alert")).to_contain_text("grad-cam")
    explorer.part("method").select_option("gradient")
    explorer.shows("attribution", method="gradient")
    assert all("422" in line for line in trouble.take())


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
        explorer.linked("looks=1")
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
    explorer.linked(rf"sample={patch['index']}&.*unit={patch['unit']}")
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
    explorer.linked("gallery=conv2")
    explorer.part("gallery-layer").select_option("fc2")
    expect(explorer.part("gallery-99")).to_be_attached()
    explorer.part("gallery-7").focus()
    explorer.press("Enter").linked(r"unit=fc2/7(&|$)")
    expect(explorer.page.locator("#gallery")).to_be_hidden()
    expect(explorer.page.locator("#features")).to_contain_text("fc2, unit 7")
