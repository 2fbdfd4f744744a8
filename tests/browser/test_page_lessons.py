"""Lessons: every step on the page, what it changes and gives back, its task, its link and its keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.browser.modules import Modules
from tests.conftest import OpenPage

WIDE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}

# The page's state without its views: every step is entered, shown to be done, and left.
BORROWING = """
    const {createActions, createSignals} = await load("state/actions.js", "state/signals.js");
    const {createClient, createLessonsState} = await load("api/client.js", "state/lessons.js");
    const {createTrainingState, linkOf} = await load("state/training.js", "state/url.js");
    const {createStorage, LESSONS} = await load("state/storage.js", "lessons/index.js");
    const signals = createSignals();
    const memory = new Map();
    const kept = {getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key,
        value)};
    const actions = createActions(signals, {client: createClient(), storage: createStorage(() => kept, () =>
        signals.borrowed.value), hands: {}});
    const {perform} = actions;
    const live = () => signals.answered.value?.revision === signals.revision.value &&
        signals.answered.value?.trace.response.model === signals.chosen.value;
    actions.start();
    signals.reducedMotion.value = true;
    const training = createTrainingState(actions.outside);
    const lessons = createLessonsState({...actions.outside, network: () => ({}), training: async () =>
        training});
    await until(() => live() && signals.samples.value);
    for (const intent of argument) perform(intent);
    await until(() => live() && signals.expected.value === null);
    const CHANGING = ["answered", "painted", "revision", "weights", "fetchingWeights", "raster", "model",
        "revealing", "borrowed"];
    const card = () => Object.entries({tab: training.tab, ...training.learning.signals}).map(([name, one]) =>
        [`training ${name}`, one]);
    const stored = () => JSON.stringify([...memory].filter(([key]) => !key.endsWith("lessons")));
    const stateNow = () => [...Object.entries(signals), ...card()]
        .filter(([name]) => !CHANGING.includes(name)).map(([name, {value}]) => [name, value])
        .concat([["link", linkOf(signals)], ["ink", signals.raster.value.pixels.join()], ["kept", stored()]]);
    const troubles = [];
    for (const lesson of LESSONS) {
        for (const [i, step] of lesson.steps.entries()) {
            const name = `${lesson.name}/${i + 1}`;
            const before = stateNow();
            perform({type: "lesson", name: lesson.name});
            perform({type: "goToStep", step: i + 1});
            await until(() => lessons.entered.value === step && live(), `${name} entered`);
            lessons.show();
            await until(lessons.isDone, `${name} done`);
            perform({type: "lesson", name: null});
            await until(() => live() && signals.borrowed.value.size === 0, `${name} giving back all it has`);
            const now = new Map(stateNow());
            troubles.push(...before.filter(([key, value]) => !Object.is(value, now.get(key)))
                .map(([key]) => `${name} changes ${key}`));
        }
    }
    return {troubles, failure: signals.failure.value?.error.message ?? null};
"""


def test_every_step_gives_back_what_it_changed(modules: Modules) -> None:
    """A step, done and left, leaves each piece of state the same object, link, ink and storage as before."""
    intents = [
        {"type": "loadSample", "index": 30},
        {"type": "set", "name": "preprocess", "value": "none"},
        {"type": "setFolds", "layers": ["fc2"]},
        {"type": "set", "name": "zoom", "value": {"factor": 1.23456789, "sceneX": 100.0000001, "sceneY": 90}},
        {"type": "pinUnit", "unit": {"layer": "conv2", "index": [3, 4, 5]}},
        {"type": "set", "name": "range", "value": "layer"},
    ]
    assert modules.run(BORROWING, intents) == {"troubles": [], "failure": None}


# Goes through all steps with the page's own buttons; says what is clipped or covered.
WALK = """
    const {LESSONS} = await load("lessons/index.js");
    const brush = document.createElement("canvas").getContext("2d");
    const titleFits = (select) => {
        const {fontWeight, fontSize, fontFamily} = getComputedStyle(select);
        brush.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        return brush.measureText(select.selectedOptions[0].text).width <= select.clientWidth - 24;
    };
    const clipped = (card) => {
        const box = card.getBoundingClientRect();
        const isOut = box.left < -1 || box.top < 0 || box.right > innerWidth + 1 ||
            box.bottom > innerHeight + 1;
        const places = [...card.querySelectorAll("*")].filter((one) => one.textContent.trim() && !one.closest(
            "svg, select, .visually-hidden"));
        const wide = places.filter((one) => {
            const {left, right} = one.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || (one.clientWidth > 0 &&
                one.scrollWidth > one.clientWidth + 1);
        });
        return [...(isOut ? ["the card"] : []), ...(titleFits(part("lesson-choose")) ? [] : ["the title"]),
            ...wide.map((one) => `${one.className} "${one.textContent.trim().slice(0, 40)}"`)];
    };
    const covers = (card) => {
        const [own, other] = [card, document.getElementById("network")].map((one) =>
            one.getBoundingClientRect());
        if (innerWidth < 1180) return own.height > 0.35 * innerHeight + 1;
        return own.right > other.left && own.left < other.right && own.bottom > other.top &&
            own.top < other.bottom;
    };
    const troubles = [];
    for (const lesson of LESSONS) {
        for (const [i, {highlight = []}] of lesson.steps.entries()) {
            const name = `${lesson.name}/${i + 1}`;
            const isThere = () => part("lesson")?.dataset.lesson === lesson.name && part(
                "lesson").dataset.step === String(i + 1);
            const frames = () => document.querySelectorAll(".lesson-frame").length;
            await until(() => isThere() && frames() >= highlight.length, `${name} with its frames`);
            part("lesson-show").click();
            await until(() => part("lesson").dataset.done === "1", `${name} done`);
            troubles.push(...clipped(part("lesson")).map((what) => `${name} clips ${what}`));
            if (covers(part("lesson"))) troubles.push(`${name} covers the network`);
            if (document.documentElement.scrollWidth > innerWidth) troubles.push(`${name} is too wide`);
            part("lesson-next").click();
        }
    }
    return troubles;
"""


def lesson(explorer: Explorer, link: str) -> Explorer:
    """Open a link to a lesson."""
    explorer.page.goto(f"/#{link}")
    expect(explorer.part("lesson")).to_be_visible()
    return explorer.settle()


@pytest.mark.parametrize(
    ("layout", "language"), [(DESKTOP, "en"), (WIDE, "de"), (PHONE, "de")], ids=["1280", "1920", "390"]
)
def test_every_step_is_shown_and_done(open_page: OpenPage, layout: dict[str, Any], language: str) -> None:
    """In all lessons no text is clipped, the network is uncovered, and "Show me" does each task."""
    page = open_page(**{**layout, "device_scale_factor": 1}, locale=language, reduced_motion="reduce")
    explorer = lesson(Explorer(page), "lesson=picture")
    assert explorer.run(WALK) == []
    expect(explorer.click("lesson-close").part("lesson")).to_have_count(0)


def test_show_me_waits_for_its_step(explorer: Explorer) -> None:
    """Pressed while what the step needs is on its way, "Show me" does the task once it is there."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    explorer.page.route("**/api/v1/samples", hold)
    explorer.page.goto("/#lesson=edges")
    explorer.click("lesson-show")
    for route in held:
        route.continue_()
    explorer.shows("lesson", lesson="edges", done="1")


def test_a_step_of_learning_ends_with_the_same_picture_again(explorer: Explorer) -> None:
    """The changed network alone does not do the task."""
    lesson(explorer, "lesson=learning&step=3").click("training-step")
    explorer.click("step-forward", "step-error", "step-gradients", "step-update")
    explorer.shows("answer", model=re.compile("^m-")).settle().shows("lesson", done="0")
    explorer.click("step-again").shows("lesson", done="1")


def test_a_pixel_full_of_ink_has_exactly_1(modules: Modules) -> None:
    """0.992 is not taken for the 1 that the task asks for."""
    done = """
        const {picture} = await load("lessons/picture.js");
        const unit = {layer: "input", index: [0, 0, 0]};
        const layers = [{name: "input", shape: [1, 1, 1], inputs: []}];
        return [0.992, 1].map((value) => picture.steps[0].done({unit, layers,
            trace: {layers: new Map([["input", {shape: [1, 1, 1], data: [value]}]])}}));
    """
    assert modules.run(done) == [False, True]


def test_closing_a_lesson_gives_the_page_back(explorer: Explorer) -> None:
    """Drawing, pin and choices from before a lesson return to the pixel, and stay in the link."""
    explorer.open("sample=30&preprocess=none&unit=conv2/3/4/5&range=layer").page.mouse.move(2, 400)
    before, undo = explorer.pictures(), explorer.part("undo").is_enabled()
    explorer.click("learn").shows("lesson", lesson="picture", step=1)
    expect(explorer.part("inspector")).not_to_have_attribute("data-unit", "conv2/3/4/5")
    explorer.part("lesson-choose").select_option("limits")
    explorer.shows("lesson", lesson="limits", step=1).click("lesson-show")
    expect(explorer.answer).to_contain_text("Read")
    explorer.linked("sample=30.*preprocess=none.*unit=conv2/3/4/5.*lesson=limits")
    explorer.click("lesson-close").shows("inspector", unit="conv2/3/4/5").page.mouse.move(2, 400)
    same = "await until(() => [part('pad'), maps].every((one, i) => one.toDataURL() === argument[i]));"
    explorer.settle().run(same, before)
    assert explorer.part("undo").is_enabled() == undo


def test_a_link_opens_a_step(open_page: OpenPage) -> None:
    """A step's address opens it elsewhere, Back goes a step back and out, and an unknown one is told."""
    explorer = Explorer(open_page()).open().click("learn").shows("lesson", lesson="picture", step=1)
    explorer.linked("lesson=picture")
    explorer.click("lesson-next").shows("lesson", step=2).linked("step=2")
    lesson(Explorer(open_page()), explorer.page.url.partition("#")[2]).shows(
        "lesson", lesson="picture", step=2
    )
    explorer.page.go_back()
    explorer.shows("lesson", lesson="picture", step=1).page.go_back()
    expect(explorer.part("lesson")).to_have_count(0)
    expect(explorer.part("learn")).to_have_attribute("aria-pressed", "false")
    expect(explorer.go("lesson=nothing").part("status")).to_contain_text("lesson")
    expect(explorer.part("lesson")).to_have_count(0)


def test_keys_turn_the_pages_and_progress_is_kept(explorer: Explorer) -> None:
    """Arrows turn the pages, a done task stays done, and the lesson opens where it was left."""
    lesson(explorer, "lesson=window&step=2").page.locator(".lesson-body").focus()
    explorer.press("ArrowRight").shows("lesson", lesson="window", step=3)
    explorer.press("ArrowLeft", "ArrowLeft").shows("lesson", step=1, done=0).settle()
    explorer.point("conv1/2/10/11").shows("lesson", done=1).page.goto("about:blank")
    explorer.open().click("learn").shows("lesson", lesson="window", step=1, done=1).click("lesson-fold")
    expect(explorer.page.locator(".lesson-body")).to_be_hidden()


def test_a_word_lights_its_layer(explorer: Explorer) -> None:
    """A layer's word frames the layer while it is pointed at or has the keyboard."""
    word = lesson(explorer, "lesson=kernels").page.locator(".layer-word[data-layer=input]").first
    frame = explorer.page.locator(".lesson-frame[data-layer=input]")
    expect(frame).to_have_count(0)
    word.hover()
    expect(frame).to_be_visible()
    explorer.page.mouse.move(2, 400)
    expect(frame).to_have_count(0)
    word.focus()
    expect(frame).to_be_visible()
