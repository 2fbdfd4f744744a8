"""WCAG 2.2 AA in every state of the page: axe-core finds nothing, in both themes, languages and layouts."""

import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import expect

from app.settings import ROOT
from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.conftest import OpenPage

AXE = (ROOT / "requirements/node_modules/axe-core/axe.min.js").read_text()

# Sizes and names of what is scrolled under the header or the sheet are judged when it is in sight,
# before axe looks at the page and after it: the page may scroll meanwhile.
CHECK = """
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
    const inSight = (place) => {
        const {left, right, top, bottom} = place.getBoundingClientRect();
        const corners = [[left + 1, top + 1], [right - 1, bottom - 1]].map(([x, y]) =>
            document.elementFromPoint(x, y));
        return corners.every((found) => found && (place.contains(found) || found.contains(place)));
    };
    const controls = "a, button, input, select, summary, textarea, [role], [tabindex]";
    const before = new Set([...document.querySelectorAll(controls)].filter(inSight));
    const {violations} = await axe.run(document.querySelector(argument), options);
    const isHere = (id, target) => !["target-size", "label-content-name-mismatch"].includes(id)
        || (before.has(document.querySelector(target)) && inSight(document.querySelector(target)));
    return violations.flatMap(({id, help, nodes}) => nodes.filter(({target}) => isHere(id, target[0]))
        .map(({target, failureSummary}) => `${id}: ${help}: ${target} ${failureSummary}`));
"""

CROSS = "1,0,1,0,1,0,1,0,1"
LESSONS = "picture&step=4 edges&step=2 sizes relu pooling&step=2 pooling&step=3 softmax&step=2 limits&step=4"

States = Iterator[tuple[str, str]]


def states_of_network(explorer: Explorer) -> States:
    """Lead the page through the network's states: their names, and the part of the page that each changes."""
    yield "at first", "html"
    for unit in ("input/0/12/14", "pool1/3/5/7", "conv2/3/4/5", "relu2/3/4/5", "fc1/17", "softmax/8"):
        explorer.go(f"unit={unit}")
        yield unit, "#inspector"
    explorer.part("digits").check()
    explorer.go("unit=conv1/3/10/11&folded=fc2,pool2&merged=0").click("step")
    yield "all digits, a window that slides, folded rows", "html"
    explorer.click("kernels")
    expect(explorer.part("kernels-panel")).to_be_visible()
    yield "kernels", "dialog[open]"
    explorer.press("Escape")
    if explorer.part("more").is_visible():
        explorer.click("more")
        yield "more", ".bar"
    explorer.click("export")
    expect(explorer.part("export-dialog")).to_be_visible()
    yield "export", "dialog[open]"
    explorer.click("export-close", "hold", "move", "compare-difference").go("unit=fc3/8")
    yield "two drawings compared, the Move tool", "html"
    explorer.go("sample=247&unit=softmax/4&nose=1")
    expect(explorer.part("status")).to_contain_text("nose")
    yield "a link that is refused", ".status"
    explorer.click("clear").shows("answer", digit="")
    yield "nothing drawn", "html"
    explorer.click("view-3d").shows("network", view="3d")
    yield "3D", "#network"


def states_of_parts(explorer: Explorer) -> States:
    """Lead the page through lab, lessons, training, and why a digit is read, looked for or misread."""
    explorer.go("view=lab")
    expect(explorer.part("lab-cell-0-0")).to_be_visible()
    yield "lab", "html"
    explorer.go(f"view=lab&lab=article~k3s1p2~tanh~max2~{CROSS}/1/0~{CROSS}/3/0.5")
    expect(explorer.page.locator("[data-testid^=lab-map-]")).to_have_count(2)
    yield "lab with two kernels", "[data-testid=lab]"
    for lesson in LESSONS.split():
        name, _, step = lesson.partition("&step=")
        explorer.go(f"lesson={lesson}").shows("lesson", lesson=name, step=step or 1)
        explorer.click("lesson-show").shows("lesson", done=1).settle()
        yield lesson, "[data-testid=lesson]"
    explorer.click("lesson-close").go("train=1&sample=61&model=lenet@0")
    explorer.click("training-step")
    for phase in ("forward", "error", "gradients", "update", "again"):
        explorer.click(f"step-{phase}")
        yield f"training: {phase}", "html" if phase == "gradients" else ".training-strip"
    for tab in ("checkpoints", "live"):
        explorer.click(f"training-{tab}")
        yield f"training: {tab}", ".training-strip"
    explorer.go("sample=61&why=gradient").click("why-erase")
    explorer.shows("why-erased", digit=re.compile(r"\d"))
    yield "why, with a window that erases", "html"
    explorer.click("why-erase").go("sample=61&why=gradient/unit&unit=fc1/17")
    expect(explorer.part("why-maps")).to_be_visible()
    yield "why a unit", "#why"
    explorer.go("sample=61&unit=conv1/4/5/5&looks=1")
    expect(explorer.part("patch-8")).to_be_attached()
    yield "what a unit looks for", "#features"
    explorer.click("features-gallery")
    expect(explorer.part("gallery-5")).to_be_visible()
    yield "gallery", "dialog[open]"
    explorer.go("errors=1")
    expect(explorer.part("confusion-0-0")).to_be_visible()
    assert explorer.run(
        "const {scrollWidth, clientWidth} = document.querySelector('.errors-body'); "
        "return scrollWidth <= clientWidth;"
    )
    yield "errors", "dialog[open]"


@pytest.mark.parametrize("states", [states_of_network, states_of_parts], ids=["network", "parts"])
@pytest.mark.parametrize(("layout", "language"), [(DESKTOP, "en"), (PHONE, "de")], ids=["desktop", "phone"])
def test_axe_finds_nothing(open_page: OpenPage, layout: dict[str, Any], language: str, states: Any) -> None:
    """WCAG 2.2 AA holds in every state, on an English desktop and a German phone, in either theme."""
    explorer = Explorer(open_page(**layout, locale=language, reduced_motion="reduce")).open()
    explorer.page.evaluate(AXE)
    schemes: list[Literal["light", "dark"]] = ["light", "dark"] if layout is DESKTOP else ["dark", "light"]
    found = {}
    for i, (state, place) in enumerate(states(explorer)):
        explorer.page.emulate_media(color_scheme=schemes[i % 2])
        found[state] = explorer.run(CHECK, place)
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert len(found) > 12
