"""The digits that a model misreads: the matrix, its cells, the way through them, and two models compared."""

import re
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.explorer import Explorer


def opened(explorer: Explorer, link: str = "errors=1") -> Explorer:
    """The page with the dialog open and filled."""
    explorer.page.goto(f"/#{link}")
    expect(explorer.part("confusion-0-0")).to_be_visible()
    return explorer


def centred(client: httpx.Client, model: str) -> dict[str, Any]:
    """The API's evaluation of a model on centred digits."""
    document = client.get(f"/api/v1/models/{model}/evaluation").json()
    found: dict[str, Any] = next(one for one in document["evaluations"] if one["preprocess"] == "center")
    return found


def test_the_matrix_leads_to_the_misread_digits(explorer: Explorer, client: httpx.Client) -> None:
    """Cells and lists are the API's; keys reach a cell, which lists its own digits; Next visits them."""
    found = centred(client, "lenet")
    explorer.open().click("errors").shows("confusion-0-0", count=found["confusion_matrix"][0][0])
    counts = "return [...document.querySelectorAll('.confusion')].map(({dataset}) => Number(dataset.count));"
    assert explorer.run(counts) == [count for row in found["confusion_matrix"] for count in row]
    listed = explorer.page.locator(".errors-digit")
    expect(listed).to_have_count(min(60, len(found["misread"])))
    shown = explorer.page.locator(".errors-classes li").all_inner_texts()
    assert shown == [f"{digit} {100 * share:.1f} %" for digit, share in enumerate(found["accuracy_by_class"])]
    nines = [one["index"] for one in found["misread"] if (one["label"], one["prediction"]) == (9, 4)]
    explorer.part("confusion-0-0").focus()
    explorer.press(*["ArrowDown"] * 9, *["ArrowRight"] * 4)
    expect(explorer.part("confusion-9-4")).to_be_focused()
    explorer.press("Enter")
    expect(listed).to_have_count(len(nines))
    explorer.linked("cell=9/4")
    explorer.page.reload()
    expect(listed).to_have_count(len(nines))
    explorer.click(f"error-{nines[0]}").shows("answer", digit=4)
    expect(explorer.page.locator("#errors")).to_be_hidden()
    expect(explorer.part("label")).to_contain_text("9")
    for index in [*nines[1:], nines[0]]:
        explorer.click("next-error").linked(rf"sample={index}(&|$)")


def test_the_list_that_is_gone_through_is_in_the_link(explorer: Explorer, client: httpx.Client) -> None:
    """A list goes on at its digit after a reload and with another model; a bad one is told."""
    own, other = (centred(client, name)["misread"] for name in ("lenet", "mlp"))
    theirs = {one["index"] for one in other}
    both = [
        one["index"] for one in own if one["index"] in theirs and (one["label"], one["prediction"]) == (9, 4)
    ]
    page = opened(explorer, "errors=1&against=mlp&cell=9/4").page
    page.locator(".errors-list").last.get_by_test_id(f"error-{both[0]}").click()
    page.wait_for_url(re.compile(f"walk=both/{both[0]}/lenet/mlp"))
    page.reload()
    button = explorer.part("next-error")
    expect(button).to_contain_text(f"1/{len(both)}")
    explorer.part("model").select_option("lenet-1998")
    button.click()
    page.wait_for_url(re.compile(rf"sample={both[1]}&.*walk=both/{both[1]}/lenet/mlp"))
    page.reload()
    expect(button).to_contain_text(f"2/{len(both)}")
    page.goto("about:blank")
    page.goto("/#walk=some/3/lenet")
    expect(explorer.part("status")).to_contain_text("walk")
    expect(button).to_have_count(0)


def test_two_models_are_compared(explorer: Explorer, client: httpx.Client) -> None:
    """Two models' lists have the digits that one misreads, the other or both, and of a cell its own."""
    opened(explorer).part("errors-compare").select_option("mlp")
    own, other = ({one["index"] for one in centred(client, name)["misread"]} for name in ("lenet", "mlp"))
    counts = [str(len(those)) for those in (own - other, other - own, own & other)]
    lists = explorer.page.locator(".errors-list h3 .caption")
    expect(lists).to_have_text(counts)
    explorer.linked("against=mlp")
    explorer.page.reload()
    expect(lists).to_have_text(counts)
    expect(explorer.part("errors-compare").locator("option")).to_have_count(3 + 41)
    explorer.click("confusion-9-4")
    expect(explorer.page.get_by_role("dialog")).to_contain_text("9 read as 4")
    assert set(explorer.page.locator(".errors-digit .caption").all_text_contents()) == {"9 → 4"}


def test_progress_of_an_evaluation_is_shown(explorer: Explorer) -> None:
    """While a model that does not ship is evaluated a bar shows how far, and then there is its matrix."""
    explorer.open().page.goto("/#errors=1&model=lenet@2")
    explorer.page.wait_for_function(
        "() => document.querySelector('[data-testid=errors-progress]')?.value > 0"
    )
    expect(explorer.part("confusion-0-0")).to_be_visible()
    expect(explorer.part("errors-progress")).to_have_count(0)
