"""The digits that a model misreads: the matrix, its cells, the way through them, and two models compared."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage


def opened(page: Page, link: str = "") -> Explorer:
    """The page with the dialog open and filled."""
    explorer = Explorer(page)
    page.goto(f"/#errors=1{link}")
    expect(explorer.part("confusion-0-0")).to_be_visible()
    return explorer


def centred(client: httpx.Client, model: str) -> dict[str, Any]:
    """The API's evaluation of a model on centred digits."""
    document = client.get(f"/api/v1/models/{model}/evaluation").json()
    found: dict[str, Any] = next(one for one in document["evaluations"] if one["preprocess"] == "center")
    return found


def test_the_matrix_is_the_apis(page: Page, client: httpx.Client) -> None:
    """The dialog shows the API's counts, misread digits and accuracies, which may be 100 %."""
    explorer = Explorer(page).open()
    explorer.part("errors").click()
    expect(explorer.part("confusion-0-0")).to_be_visible()
    found = centred(client, "lenet")
    counts = explorer.run(
        "return [...document.querySelectorAll('.confusion')].map(({dataset}) => Number(dataset.count));"
    )
    assert counts == [count for row in found["confusion_matrix"] for count in row]
    expect(page.locator(".errors-digit")).to_have_count(min(60, len(found["misread"])))
    shown = page.locator(".errors-classes li").all_inner_texts()
    assert shown == [f"{digit} {100 * share:.1f} %" for digit, share in enumerate(found["accuracy_by_class"])]
    explorer.part("errors-close").click()
    expect(page.locator("#errors")).to_be_hidden()


def test_a_cell_leads_to_its_digits_and_to_the_next(page: Page, client: httpx.Client) -> None:
    """A cell is reached with arrow keys and lists its digits; one is shown with its label, and Next goes through the others."""
    misread = [
        one for one in centred(client, "lenet")["misread"] if (one["label"], one["prediction"]) == (9, 4)
    ]
    explorer = opened(page)
    explorer.part("confusion-0-0").focus()
    for key in ["ArrowDown"] * 9 + ["ArrowRight"] * 4:
        page.keyboard.press(key)
    expect(explorer.part("confusion-9-4")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".errors-digit")).to_have_count(len(misread))
    page.wait_for_url(re.compile("cell=9/4"))
    page.reload()
    expect(page.locator(".errors-digit")).to_have_count(len(misread))
    explorer.part(f"error-{misread[0]['index']}").click()
    expect(explorer.answer).to_have_attribute("data-digit", "4")
    expect(explorer.part("label")).to_contain_text("9")
    for one in [*misread[1:], misread[0]]:
        explorer.part("next-error").click()
        page.wait_for_url(re.compile(rf"sample={one['index']}(&|$)"))


def test_two_models_are_compared(page: Page, client: httpx.Client) -> None:
    """Compared with another model, the digits are listed that only one of them misreads, and those of both; of a cell only its own."""
    explorer = opened(page)
    explorer.part("errors-compare").select_option("mlp")
    own, other = ({one["index"] for one in centred(client, name)["misread"]} for name in ("lenet", "mlp"))
    lists = page.locator(".errors-list h3 .caption")
    expect(lists).to_have_text([str(len(own - other)), str(len(other - own)), str(len(own & other))])
    page.wait_for_url(re.compile("against=mlp"))
    page.reload()
    expect(lists).to_have_text([str(len(own - other)), str(len(other - own)), str(len(own & other))])
    expect(explorer.part("errors-compare").locator("option")).to_have_count(3 + 41)
    explorer.part("confusion-9-4").click()
    expect(page.get_by_role("dialog")).to_contain_text("9 read as 4")
    shown = page.locator(".errors-digit .caption")
    assert set(shown.all_text_contents()) == {"9 → 4"}


def test_progress_of_an_evaluation_is_shown(page: Page) -> None:
    """While the digits are read by a model that does not ship, a bar shows how many; then there is its matrix."""
    explorer = Explorer(page).open()
    page.goto("/#errors=1&model=lenet@2")
    progress = explorer.part("errors-progress")
    page.wait_for_function("() => document.querySelector('[data-testid=errors-progress]')?.value > 0")
    expect(explorer.part("confusion-0-0")).to_be_visible(timeout=60_000)
    expect(progress).to_have_count(0)


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_errors(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds for the dialog, in German too, and nothing scrolls sideways but the matrix."""
    page = open_page(**layout, reduced_motion="reduce", locale="de")
    explorer = opened(page)
    assert faults(explorer) == []
    assert explorer.run(
        "const body = document.querySelector('.errors-body'); return body.scrollWidth <= body.clientWidth;"
    )
