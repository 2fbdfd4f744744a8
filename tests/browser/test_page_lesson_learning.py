"""The lesson on learning: what "Show me" does with training's card."""

import re

from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.test_page_lessons import lesson
from tests.conftest import OpenPage


def test_a_step_of_learning_is_shown(open_page: OpenPage) -> None:
    """The buttons of one step on training's card are pressed for the learner, up to the changed network; the next step begins with the card as it was."""
    explorer = lesson(Explorer(open_page(reduced_motion="reduce")), "#lesson=learning&step=3")
    expect(explorer.part("lesson")).to_have_attribute("data-done", "0")
    explorer.part("timeline").focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.settle()
    expect(explorer.part("lesson")).to_have_attribute("data-done", "0")
    explorer.page.keyboard.press("ArrowLeft")
    explorer.part("lesson-show").click()
    expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
    expect(explorer.part("step-again")).to_have_attribute("aria-pressed", "true")
    expect(explorer.part("step-count")).to_have_attribute("data-count", "1")
    expect(explorer.answer).to_have_attribute("data-model", re.compile("^m-"))
    explorer.part("lesson-next").click()
    expect(explorer.part("training-checkpoints")).to_have_attribute("aria-pressed", "true")
    explorer.part("training-step").click()
    expect(explorer.part("step-again")).to_have_attribute("aria-pressed", "false")
    expect(explorer.part("step-count")).to_have_count(0)
