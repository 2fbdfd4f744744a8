"""Pointing without a mouse: the keyboard, and the finger on a phone."""

from playwright.sync_api import expect

from tests.browser.explorer import PHONE, Explorer
from tests.conftest import OpenPage

MOST_TABS = 40


def test_the_keyboard_alone_reaches_and_reads_a_pooled_pixel(explorer: Explorer) -> None:
    """Keys alone lead to a pooled pixel whose numbers are said; Enter pins it, Escape lets go."""
    explorer.open()
    is_there = "return document.activeElement?.dataset.testid === 'network';"
    assert any(explorer.press("Tab").run(is_there) for _ in range(MOST_TABS))
    explorer.shows("inspector", unit="input/0/16/16")
    explorer.press("PageUp", "PageUp", "PageUp", "]", "ArrowRight", "ArrowUp", "ArrowUp")
    numbers = explorer.explained("pool1/1/5/8")
    assert [number.role for number in numbers[1:5]].count("winner") == 1
    said = explorer.page.locator("#inspector [role=status]")
    expect(said).to_contain_text("pool1 · map 1 · row 5, column 8")
    expect(said).to_contain_text(numbers[0].text)
    explorer.press("Enter", "ArrowLeft").shows("inspector", unit="pool1/1/5/7")
    explorer.point("conv2/3/4/5").shows("inspector", unit="pool1/1/5/7").press("Escape")
    explorer.page.mouse.move(0, 0)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_links_pinned_unit_has_the_keys_at_once(explorer: Explorer) -> None:
    """Where nothing has the focus keys move the pinned unit; without one, or in a field, they do not."""
    explorer.open("unit=conv1/2/10/12")
    for key, unit in (("PageUp", "relu1/2/10/12"), ("ArrowRight", "relu1/2/10/13"), ("Home", "relu1/2/10/0")):
        explorer.press(key).shows("inspector", unit=unit)
    explorer.part("range").focus()
    expect(explorer.press("ArrowDown").click("export").part("export-dialog")).to_be_visible()
    expect(explorer.press("ArrowRight", "Escape").part("export-dialog")).to_be_hidden()
    explorer.shows("inspector", unit="relu1/2/10/0").run("document.activeElement.blur();")
    expect(explorer.press("Escape").part("inspector")).to_have_attribute("data-unit", "")
    scrolls = """
        const options = {key: "PageDown", bubbles: true, cancelable: true};
        return document.body.dispatchEvent(new KeyboardEvent("keydown", options));
    """
    assert explorer.run(scrolls)


def test_a_click_pins_and_a_second_one_lets_go(explorer: Explorer) -> None:
    """A clicked unit stays explained until it, or a place beside the maps, is clicked."""
    unit, other = "pool2/3/2/2", "relu1/0/9/9"
    explorer.open().pin(unit).point(other).explained(unit)
    explorer.pin(unit).point(other).explained(other)
    explorer.pin(unit).point(other).explained(unit)
    [corner] = explorer.rects(["input/0/31/31"])
    explorer.page.mouse.click(corner["x"] + 80, corner["y"])
    expect(explorer.page.locator("#inspector")).not_to_contain_class("is-pinned")


def test_a_tap_opens_a_sheet_that_hides_nothing_it_explains(open_page: OpenPage) -> None:
    """On a phone a tapped pixel is explained in a sheet; the pixel and its window stay in sight above it."""
    explorer = Explorer(open_page(**PHONE, reduced_motion="reduce")).open()
    explorer.page.mouse.wheel(0, 900)
    explorer.page.wait_for_function("() => scrollY === 900")
    explorer.page.touchscreen.tap(*explorer.places(["pool2/3/2/2"])[0])
    explorer.explained("pool2/3/2/2")
    (_, unit), (_, source) = explorer.places(["pool2/3/2/2", "relu2/3/4/4"])
    assert 48 < source < unit < explorer.box("#inspector")["y"]
    explorer.page.get_by_role("button", name="Unpin").tap()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_tools_and_samples_are_buttons_with_names(explorer: Explorer) -> None:
    """What can be clicked has a role and a name, and a sample chosen with the keyboard is drawn and read."""
    explorer.open()
    for name in ("Pen", "Erase", "Undo", "Clear", "Surprise me", "Open a picture", "Dark theme"):
        expect(explorer.page.get_by_role("button", name=name, exact=True)).to_be_visible()
    explorer.page.get_by_role("button", name="Sample digit 3").focus()
    explorer.press("Enter").shows("answer", digit=3)
