"""Pointing without a mouse: the keyboard, and the finger on a phone."""

from playwright.sync_api import Page, expect

from tests.browser.explorer import PHONE, Explorer
from tests.conftest import OpenPage

MOST_TABS = 40


def tab_to_network(explorer: Explorer) -> None:
    """Press Tab until the network has the focus."""
    for _ in range(MOST_TABS):
        explorer.page.keyboard.press("Tab")
        if explorer.run("return document.activeElement?.dataset.testid === 'network';"):
            return
    raise AssertionError(f"the network is not reached with {MOST_TABS} presses of Tab")


def test_the_keyboard_alone_reaches_and_reads_a_pooled_pixel(page: Page) -> None:
    """Tab, page, map and arrow keys lead to a pooled pixel, whose numbers are shown and said; Enter pins it, Escape lets go."""
    explorer = Explorer(page).open()
    tab_to_network(explorer)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "input/0/16/16")
    for key in ("PageUp", "PageUp", "PageUp", "]", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    numbers = explorer.explained("pool1/1/5/8")
    assert [number.role for number in numbers[1:5]].count("winner") == 1
    said = page.locator("#inspector [role=status]")
    expect(said).to_contain_text("pool1 · map 1 · row 5, column 8")
    expect(said).to_contain_text(numbers[0].text)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool1/1/5/7")
    page.mouse.move(*explorer.places(["conv2/3/4/5"])[0])
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool1/1/5/7")
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_links_pinned_unit_has_the_keys_at_once(page: Page) -> None:
    """Where nothing has the focus the keys move the pinned unit; without one, or in a field or a dialog, they are the page's."""
    explorer = Explorer(page)
    page.goto("/#unit=conv1/2/10/12")
    explorer.settle().explained("conv1/2/10/12")
    for key, unit in (("PageUp", "relu1/2/10/12"), ("ArrowRight", "relu1/2/10/13"), ("Home", "relu1/2/10/0")):
        page.keyboard.press(key)
        explorer.explained(unit)
    explorer.part("range").focus()
    page.keyboard.press("ArrowDown")
    explorer.part("export").click()
    expect(explorer.part("export-dialog")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(explorer.part("export-dialog")).to_be_hidden()
    explorer.explained("relu1/2/10/0")
    explorer.run("document.activeElement.blur();")
    page.keyboard.press("Escape")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")
    scrolls = "return document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageDown', bubbles: true, cancelable: true}));"
    assert explorer.run(scrolls) is True


def test_a_click_pins_and_a_second_one_lets_go(page: Page) -> None:
    """A clicked unit stays explained while the pointer wanders; clicking it again lets it go."""
    explorer = Explorer(page).open()
    place, other = explorer.places(["pool2/3/2/2", "relu1/0/9/9"])
    page.mouse.click(*place)
    page.mouse.move(*other)
    explorer.explained("pool2/3/2/2")
    page.mouse.click(*place)
    page.mouse.move(*other)
    explorer.explained("relu1/0/9/9")


def test_a_tap_opens_a_sheet_that_hides_nothing_it_explains(open_page: OpenPage) -> None:
    """On a phone a tapped pixel is explained in a sheet; the pixel and its window stay in sight above it."""
    explorer = Explorer(open_page(**PHONE, reduced_motion="reduce")).open()
    explorer.page.mouse.wheel(0, 900)
    explorer.page.wait_for_function("() => scrollY === 900")
    explorer.page.touchscreen.tap(*explorer.places(["pool2/3/2/2"])[0])
    explorer.explained("pool2/3/2/2")
    sheet = explorer.page.locator("#inspector").bounding_box()
    assert sheet
    (_, unit), (_, source) = explorer.places(["pool2/3/2/2", "relu2/3/4/4"])
    assert 48 < source < unit < sheet["y"]
    explorer.page.get_by_role("button", name="Unpin").tap()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_links_pinned_unit_is_in_sight(open_page: OpenPage) -> None:
    """On a phone a link to a unit of the last layers opens with that unit between the header and the sheet."""
    explorer = Explorer(open_page(**PHONE, reduced_motion="reduce"))
    explorer.page.goto("/#unit=softmax/8")
    explorer.settle().explained("softmax/8")
    sheet = explorer.page.locator("#inspector").bounding_box()
    assert sheet
    [(_, unit)] = explorer.places(["softmax/8"])
    assert 48 < unit < sheet["y"]


def test_tools_and_samples_are_buttons_with_names(page: Page) -> None:
    """What can be clicked has a role and a name, and a sample chosen with the keyboard is drawn and read."""
    explorer = Explorer(page).open()
    for name in ("Pen", "Erase", "Undo", "Clear", "Surprise me", "Open a picture", "Dark theme"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Sample digit 3").focus()
    page.keyboard.press("Enter")
    expect(explorer.answer).to_have_attribute("data-digit", "3")
