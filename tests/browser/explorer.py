"""The explorer's page as a person uses it: draw, point, press keys, read what it says."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Modules

PATIENCE = 60_000  # milliseconds: a machine that does ten other things is slow, not wrong
expect.set_options(timeout=PATIENCE)

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 3,
}

Point = tuple[float, float]
Strokes = list[list[Point]]

# A seven and an eight, in shares of the pad.
SEVEN: Strokes = [[(0.28, 0.25), (0.5, 0.24), (0.72, 0.25), (0.6, 0.5), (0.45, 0.8)]]
ONE: Strokes = [[(0.52, 0.18), (0.51, 0.4), (0.5, 0.6), (0.49, 0.82)]]

# Where a unit lies in the window, found with the page's own layout.
PLACE = """
    const {layoutScene} = await load("model/layout.js");
    const {rectOf} = await load("model/places.js");
    const {parseUnit} = await load("model/layers.js");
    const {fit, cssRect} = await load("views/network/viewport.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const narrow = document.documentElement.clientWidth < 1180;
    const scene = layoutScene(layers, narrow ? {direction: "down", width: Math.floor(stage.width)} : {});
    const viewport = fit(scene, {width: Math.floor(stage.width), height: Math.floor(stage.height)}, devicePixelRatio);
    return argument.map((text) => {
        const {x, y, width, height} = cssRect(viewport, rectOf(scene, parseUnit(layers, text)));
        return {x: stage.left + x, y: stage.top + y, width, height};
    });
"""

# Everything that the panel says in numbers: role, exact value, and the text that is seen.
NUMBERS = """
    const shown = document.querySelectorAll("[data-testid=inspector] [data-value]");
    return [...shown].map((one) => [one.dataset.role, one.dataset.value, one.textContent]);
"""


@dataclass(frozen=True)
class Shown:
    """One number of the panel."""

    role: str
    value: np.float32
    text: str


class Explorer:
    """One open page. Its methods return when the page has done what was asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.modules = Modules(page)
        self.sent: list[bytes] = []
        page.on(
            "request",
            lambda request: (
                self.sent.append(request.post_data_buffer or b"") if "activations" in request.url else None
            ),
        )

    def open(self) -> "Explorer":
        """Load the page and wait for the first answer."""
        self.page.goto("/")
        return self.settle()

    def settle(self) -> "Explorer":
        """Wait until the answer is that of what is drawn."""
        expect(self.answer).to_have_attribute("data-state", "live")
        return self

    def part(self, name: str) -> Locator:
        """An element by its hook for automation."""
        return self.page.get_by_test_id(name)

    @cached_property
    def answer(self) -> Locator:
        """The element that carries the digit and the state."""
        return self.part("answer")

    @property
    def digit(self) -> str | None:
        """The answer; empty if nothing is drawn."""
        return self.answer.get_attribute("data-digit")

    def on_pad(self, point: Point) -> Point:
        """A point of the pad, given in shares of it, in the window."""
        box = self.part("pad").bounding_box()
        assert box
        return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]

    def draw(self, strokes: Strokes) -> "Explorer":
        """Draw with the mouse, and wait for the answer."""
        for stroke in strokes:
            first, *others = [self.on_pad(point) for point in stroke]
            self.page.mouse.move(*first)
            self.page.mouse.down()
            for point in others:
                self.page.mouse.move(*point)
            self.page.mouse.up()
        return self.settle()

    def places(self, units: list[str]) -> list[Point]:
        """The middles of units, in the window."""
        return [(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2) for rect in self.rects(units)]

    def rects(self, units: list[str]) -> list[dict[str, float]]:
        """Where units lie in the window."""
        rects: list[dict[str, float]] = self.modules.run(PLACE, units)
        return rects

    def explained(self, unit: str) -> list[Shown]:
        """The numbers of the panel, once it is about that unit."""
        expect(self.part("inspector")).to_have_attribute("data-unit", unit)
        return [Shown(role, np.float32(value), text) for role, value, text in self.modules.run(NUMBERS)]

    def run(self, body: str, argument: object = None) -> Any:
        """Run JavaScript in the page, as `Modules.run` does."""
        return self.modules.run(body, argument)

    def touch(self, strokes: Strokes) -> "Explorer":
        """Draw with a finger, and wait for the answer."""
        devtools = self.page.context.new_cdp_session(self.page)
        for stroke in strokes:
            points = [self.on_pad(point) for point in stroke]
            for kind, point in zip(["touchStart"] + ["touchMove"] * (len(points) - 1), points, strict=True):
                devtools.send(
                    "Input.dispatchTouchEvent",
                    {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]},
                )
            devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return self.settle()


def activations_of(body: dict[str, Any]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """The layers of an answer of the API, by name."""
    return {layer["name"]: np.array(layer["activations"], np.float32) for layer in body["layers"]}
