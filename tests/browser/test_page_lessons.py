"""Lessons: every step on the page, what it changes and gives back, its task, its link and its keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Modules
from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage

LAYOUTS: dict[str, dict[str, Any]] = {
    "1280": DESKTOP,
    "1920": {"viewport": {"width": 1920, "height": 1080}},
    "390": {**PHONE, "device_scale_factor": 1},
}

# The page's state without its views: every step is entered, shown to be done, and left.
BORROWING = """
    const {createActions} = await load("state/actions.js");
    const {createSignals} = await load("state/signals.js");
    const {createClient} = await load("api/client.js");
    const {createLessonsState} = await load("state/lessons.js");
    const {createTrainingState} = await load("state/training.js");
    const {linkOf} = await load("state/url.js");
    const {createStorage} = await load("state/storage.js");
    const {LESSONS} = await load("lessons/index.js");
    const signals = createSignals();
    const memory = new Map();
    const kept = {getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value)};
    const actions = createActions(signals, {client: createClient(), storage: createStorage(() => kept, () => signals.borrowed.value), hands: {}});
    const {perform} = actions;
    const until = async (test) => {
        for (let i = 0; i < 2000; i++) {
            if (test()) return true;
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return false;
    };
    const live = () => signals.answered.value?.revision === signals.revision.value && signals.answered.value?.trace.response.model === signals.chosen.value;
    actions.start();
    signals.still.value = true;
    const training = createTrainingState(actions.outside);
    const lessons = createLessonsState({...actions.outside, network: () => ({}), training: async () => training});
    await until(() => live() && signals.samples.value);
    for (const intent of argument) perform(intent);
    await until(() => live() && signals.expected.value === null);
    const CHANGING = ["answered", "painted", "revision", "weights", "fetchingWeights", "raster", "model"];
    const card = () => Object.entries({tab: training.tab, ...training.learning.signals}).map(([name, one]) => [`training ${name}`, one]);
    const stateNow = () => new Map([...Object.entries(signals), ...card()].filter(([name]) => !CHANGING.includes(name)).map(([name, {value}]) => [name, value]));
    const pixels = () => signals.raster.value.pixels.join();
    const troubles = [];
    for (const lesson of LESSONS) {
        for (const [i, step] of lesson.steps.entries()) {
            const name = `${lesson.name}/${i + 1}`;
            const [state, link, ink, texts] = [stateNow(), linkOf(signals), pixels(), JSON.stringify([...memory].filter(([key]) => !key.endsWith("lessons")))];
            perform({type: "lesson", name: lesson.name});
            perform({type: "turn", step: i + 1});
            if (!await until(() => lessons.entered.value === step && live())) troubles.push(`${name} is not entered`);
            lessons.show();
            if (!await until(lessons.isDone)) troubles.push(`${name} is not done`);
            perform({type: "lesson", name: null});
            if (!await until(() => live() && signals.borrowed.value.size === 0)) troubles.push(`${name} keeps ${[...signals.borrowed.value.keys()]}`);
            const now = stateNow();
            const changed = [...state].filter(([key, value]) => key !== "borrowed" && !Object.is(value, now.get(key))).map(([key]) => key);
            if (changed.length) troubles.push(`${name} changes ${changed}`);
            if (linkOf(signals) !== link) troubles.push(`${name} changes the link to ${linkOf(signals)}`);
            if (pixels() !== ink) troubles.push(`${name} changes the ink`);
            if (JSON.stringify([...memory].filter(([key]) => !key.endsWith("lessons"))) !== texts) troubles.push(`${name} changes what is kept`);
        }
    }
    return {troubles, count: LESSONS.flatMap(({steps}) => steps).length, failure: signals.failure.value?.error.message ?? null};
"""


def test_every_step_gives_back_what_it_changed(modules: Modules) -> None:
    """Each step is entered, its task is done by what is shown, and left: every piece of state is the same object as before, and so are link, ink and what is kept."""
    intents = [
        {"type": "sample", "index": 30},
        {"type": "set", "name": "preprocess", "value": "none"},
        {"type": "folds", "layers": ["fc2"]},
        {"type": "set", "name": "zoom", "value": {"factor": 1.23456789, "sceneX": 100.0000001, "sceneY": 90}},
        {"type": "pin", "unit": {"layer": "conv2", "index": [3, 4, 5]}},
        {"type": "set", "name": "range", "value": "layer"},
    ]
    told = modules.run(BORROWING, intents)
    assert told["troubles"] == []
    assert told["failure"] is None


# Goes through all steps with the page's own buttons; says what is clipped, covered, not framed or not done.
WALK = """
    const {LESSONS} = await load("lessons/index.js");
    const part = (name) => document.querySelector(`[data-testid=${name}]`);
    const until = async (test) => {
        for (let i = 0; i < 6000; i++) {
            if (test()) return true;
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return false;
    };
    const brush = document.createElement("canvas").getContext("2d");
    const titleFits = (select) => {
        const {fontWeight, fontSize, fontFamily} = getComputedStyle(select);
        brush.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        return brush.measureText(select.selectedOptions[0].text).width <= select.clientWidth - 24;
    };
    const clipped = (card) => {
        const box = card.getBoundingClientRect();
        const isOut = box.left < -1 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
        const places = [...card.querySelectorAll("*")].filter((one) => one.textContent.trim() && !one.closest("svg, select, .visually-hidden"));
        const wide = places.filter((one) => {
            const {left, right} = one.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1);
        });
        return [...(isOut ? ["the card"] : []), ...(titleFits(part("lesson-choose")) ? [] : ["the title"]), ...wide.map((one) => `${one.className} "${one.textContent.trim().slice(0, 40)}"`)];
    };
    const covers = (card) => {
        const [own, other] = [card, document.getElementById("network")].map((one) => one.getBoundingClientRect());
        if (innerWidth < 1180) return own.height > 0.35 * innerHeight + 1;
        return own.right > other.left && own.left < other.right && own.bottom > other.top && own.top < other.bottom;
    };
    const troubles = [];
    for (const lesson of LESSONS) {
        for (const [i, {highlight = []}] of lesson.steps.entries()) {
            const name = `${lesson.name}/${i + 1}`;
            const isThere = () => part("lesson")?.dataset.lesson === lesson.name && part("lesson").dataset.step === String(i + 1);
            if (!await until(() => isThere() && document.querySelectorAll(".lesson-frame").length >= highlight.length)) return [...troubles, `${name} does not come`];
            part("lesson-show").click();
            if (!await until(() => part("lesson").dataset.done === "1")) troubles.push(`${name} is not done`);
            troubles.push(...clipped(part("lesson")).map((what) => `${name} clips ${what}`));
            if (covers(part("lesson"))) troubles.push(`${name} covers the network`);
            if (document.documentElement.scrollWidth > innerWidth) troubles.push(`${name} is too wide`);
            part("lesson-next").click();
        }
    }
    return troubles;
"""

PICTURE = """
    return ["pad", "network"].map((name) => (document.querySelector(`canvas[data-testid=${name}]`)
        ?? document.querySelector(`[data-testid=${name}] canvas`)).toDataURL());
"""


def lesson(explorer: Explorer, link: str) -> Explorer:
    """Open a link to a lesson."""
    explorer.page.goto(f"/{link}")
    expect(explorer.part("lesson")).to_be_visible()
    return explorer.settle()


def at(explorer: Explorer, name: str, step: int) -> None:
    """Wait until a step is open."""
    expect(explorer.part("lesson")).to_have_attribute("data-lesson", name)
    expect(explorer.part("lesson")).to_have_attribute("data-step", str(step))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_step_is_shown_and_done(open_page: OpenPage, language: str, layout: str) -> None:
    """On a way through all lessons no text is clipped, the network is not covered, and "Show me" does every task."""
    page = open_page(**LAYOUTS[layout], locale=language, reduced_motion="reduce")
    explorer = lesson(Explorer(page), "#lesson=picture")
    assert explorer.run(WALK) == []
    explorer.part("lesson-close").click()
    expect(explorer.part("lesson")).to_have_count(0)


def test_closing_a_lesson_gives_the_page_back(open_page: OpenPage) -> None:
    """What was drawn, pinned and chosen before a lesson is there to the pixel when it is closed, and meanwhile in the link."""
    explorer = Explorer(open_page())
    explorer.page.goto("/#sample=30&preprocess=none&unit=conv2/3/4/5&range=layer")
    explorer.settle()
    explorer.page.mouse.move(2, 400)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "conv2/3/4/5")
    before, undo = explorer.run(PICTURE), explorer.part("undo").is_enabled()
    explorer.part("learn").click()
    at(explorer, "picture", 1)
    expect(explorer.part("inspector")).not_to_have_attribute("data-unit", "conv2/3/4/5")
    explorer.part("lesson-choose").select_option("limits")
    at(explorer, "limits", 1)
    explorer.part("lesson-show").click()
    expect(explorer.answer).to_contain_text("Read")
    explorer.page.wait_for_url(re.compile("sample=30.*preprocess=none.*unit=conv2/3/4/5.*lesson=limits"))
    explorer.part("lesson-close").click()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "conv2/3/4/5")
    explorer.page.mouse.move(2, 400)
    explorer.settle()
    explorer.page.wait_for_function(
        f"(before) => {{ const run = () => {{ {PICTURE} }}; return run().join() === before.join(); }}",
        arg=before,
    )
    assert explorer.part("undo").is_enabled() == undo


def test_a_link_opens_a_step(open_page: OpenPage) -> None:
    """The address of a step opens it in another browser; the way back goes to the step before, and out of the lesson; an unknown lesson is told of."""
    explorer = Explorer(open_page()).open()
    explorer.part("learn").click()
    at(explorer, "picture", 1)
    explorer.page.wait_for_url(re.compile("lesson=picture"))
    explorer.part("lesson-next").click()
    at(explorer, "picture", 2)
    explorer.page.wait_for_url(re.compile("step=2"))
    other = lesson(
        Explorer(open_page()), explorer.page.url.partition("/")[2].partition("/")[2].partition("/")[2]
    )
    at(other, "picture", 2)
    explorer.page.go_back()
    at(explorer, "picture", 1)
    explorer.page.go_back()
    expect(explorer.part("lesson")).to_have_count(0)
    expect(explorer.part("learn")).to_have_attribute("aria-pressed", "false")
    explorer.run("location.hash = argument;", "#lesson=nothing")
    expect(explorer.part("status")).to_contain_text("lesson")
    expect(explorer.part("lesson")).to_have_count(0)


def test_keys_turn_the_pages_and_progress_is_kept(open_page: OpenPage) -> None:
    """With the keyboard in the lesson, arrows turn its pages; a task that was done stays done, and the lesson opens where it was left."""
    explorer = lesson(Explorer(open_page()), "#lesson=window&step=2")
    explorer.page.locator(".lesson-body").focus()
    explorer.page.keyboard.press("ArrowRight")
    at(explorer, "window", 3)
    explorer.page.keyboard.press("ArrowLeft")
    explorer.page.keyboard.press("ArrowLeft")
    at(explorer, "window", 1)
    expect(explorer.part("lesson")).to_have_attribute("data-done", "0")
    explorer.settle()
    explorer.page.mouse.move(*explorer.places(["conv1/2/10/11"])[0])
    expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
    explorer.page.goto("about:blank")
    explorer.open()
    explorer.part("learn").click()
    at(explorer, "window", 1)
    expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
    explorer.part("lesson-fold").click()
    expect(explorer.page.locator(".lesson-body")).to_be_hidden()


def test_a_word_lights_its_layer(open_page: OpenPage) -> None:
    """A layer's word frames the layer while it is pointed at or has the keyboard."""
    explorer = lesson(Explorer(open_page()), "#lesson=kernels")
    word = explorer.page.locator(".layer-word[data-layer=input]").first
    expect(explorer.page.locator(".lesson-frame[data-layer=input]")).to_have_count(0)
    word.hover()
    expect(explorer.page.locator(".lesson-frame[data-layer=input]")).to_be_visible()
    explorer.page.mouse.move(2, 400)
    expect(explorer.page.locator(".lesson-frame[data-layer=input]")).to_have_count(0)
    word.focus()
    expect(explorer.page.locator(".lesson-frame[data-layer=input]")).to_be_visible()


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_lessons(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds for a lesson's words, each kind of figure, and a task that is done."""
    explorer = lesson(Explorer(open_page(**layout, reduced_motion="reduce")), "#lesson=picture&step=4")
    for link in (
        "edges&step=2",
        "sizes",
        "relu",
        "pooling&step=2",
        "pooling&step=3",
        "softmax&step=2",
        "limits&step=4",
    ):
        explorer.run("location.hash = argument;", f"#lesson={link}")
        at(explorer, link.partition("&")[0], int(link.partition("=")[2] or 1))
        explorer.part("lesson-show").click()
        expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
        assert faults(explorer.settle()) == []
