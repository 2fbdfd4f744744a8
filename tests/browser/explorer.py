"""The explorer's page as a person uses it: draw, point, press keys, read what it says."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import httpx
import numpy as np
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.modules import Modules
from tests.browser.scripts import NUMBERS, PAGE, PLACE

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

# A seven and a one, in shares of the pad.
SEVEN: Strokes = [[(0.28, 0.25), (0.5, 0.24), (0.72, 0.25), (0.6, 0.5), (0.45, 0.8)]]
ONE: Strokes = [[(0.52, 0.18), (0.51, 0.4), (0.5, 0.6), (0.49, 0.82)]]


@dataclass(frozen=True)
class Shown:
    """One number of the panel."""

    role: str
    value: np.float32
    text: str


class Explorer:
    """One page. Its methods return when the page has done what was asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.modules = Modules(page)
        self.sent: list[bytes] = []
        page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if "activations" in request.url:
            self.sent.append(request.post_data_buffer or b"")

    def open(self, link: str = "") -> Self:
        """Load the page, with a link, and wait for the answer, and for the explanation of the link's unit."""
        self.page.goto(f"/#{link}" if link else "/")
        return self.settle()._reached(link)

    def go(self, link: str) -> Self:
        """Change the address of the open page, and wait for the explanation of the link's unit."""
        self.page.evaluate("link => { location.hash = link; }", link)
        return self._reached(link)

    def _reached(self, link: str) -> Self:
        unit = re.search(r"(?:^|&)unit=([^&]*)", link)
        return self.shows("inspector", unit=unit[1]) if unit else self

    def settle(self) -> Self:
        """Wait until the answer is that of what is drawn."""
        return self.shows("answer", state="live")

    def part(self, name: str) -> Locator:
        """An element by its hook for automation."""
        return self.page.get_by_test_id(name)

    def shows(self, name: str, **data: object) -> Self:
        """Wait until a part has these `data-` attributes."""
        for key, value in data.items():
            expected = value if isinstance(value, re.Pattern) else str(value)
            expect(self.part(name)).to_have_attribute(f"data-{key}", expected)
        return self

    def linked(self, pattern: str) -> Self:
        """Wait until the link matches."""
        self.page.wait_for_url(re.compile(pattern))
        return self

    def data(self, name: str, key: str = "value") -> str:
        """A `data-` attribute of a part."""
        return self.part(name).get_attribute(f"data-{key}") or ""

    def number(self, name: str) -> np.float32:
        """The exact number that a part shows."""
        return np.float32(self.data(name))

    def click(self, *names: str) -> Self:
        """Click parts, one after the other."""
        for name in names:
            self.part(name).click()
        return self

    def press(self, *keys: str) -> Self:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def box(self, place: str | Locator) -> FloatRect:
        """Where an element, given by its selector, lies in the window."""
        box = (self.page.locator(place) if isinstance(place, str) else place).bounding_box()
        assert box, place
        return box

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
        box = self.box(self.part("pad"))
        return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]

    def drag(self, *places: Point, steps: int = 1) -> Self:
        """Drag with the mouse through places of the window."""
        mouse = self.page.mouse
        mouse.move(*places[0])
        mouse.down()
        for place in places[1:]:
            mouse.move(*place, steps=steps)
        mouse.up()
        return self

    def draw(self, strokes: Strokes) -> Self:
        """Draw with the mouse, and wait for the answer."""
        for stroke in strokes:
            self.drag(*map(self.on_pad, stroke))
        return self.settle()

    def fingers(self, *paths: list[Point]) -> Self:
        """Lead fingers through places of the window, all at once."""
        devtools = self.page.context.new_cdp_session(self.page)
        for i, points in enumerate(zip(*paths, strict=True)):
            touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
            touch = {"type": "touchMove" if i else "touchStart", "touchPoints": touches}
            devtools.send("Input.dispatchTouchEvent", touch)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return self

    def touch(self, strokes: Strokes) -> Self:
        """Draw with a finger, and wait for the answer."""
        for stroke in strokes:
            self.fingers([self.on_pad(point) for point in stroke])
        return self.settle()

    def rects(self, units: list[str]) -> list[dict[str, float]]:
        """Where units lie in the window."""
        return list(self.run(PLACE, units))

    def places(self, units: list[str]) -> list[Point]:
        """The middles of units, in the window."""
        return [(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2) for rect in self.rects(units)]

    def point(self, unit: str) -> Self:
        """Put the mouse on a unit."""
        self.page.mouse.move(*self.places([unit])[0])
        return self

    def pin(self, unit: str) -> Self:
        """Click a unit."""
        self.page.mouse.click(*self.places([unit])[0])
        return self

    def explained(self, unit: str) -> list[Shown]:
        """The numbers of the panel, once it is about that unit."""
        self.shows("inspector", unit=unit)
        return [Shown(role, np.float32(value), text) for role, value, text in self.run(NUMBERS)]

    def values(self, unit: str, role: str = "output") -> list[np.float32]:
        """Those of the panel's numbers that have a role; a unit's own number stands there several times."""
        return [number.value for number in self.explained(unit) if number.role == role]

    def run(self, body: str, argument: object = None) -> Any:
        """Run JavaScript in the page, as `Modules.run` does, with what `PAGE` finds."""
        return self.modules.run(f"{PAGE} return (async () => {{ {body} }})();", argument)

    def pictures(self) -> list[str]:
        """The pad and the maps, to the pixel."""
        return list(self.run("return [part('pad'), maps].map((canvas) => canvas.toDataURL());"))

    def downloaded(self, button: str) -> tuple[str, bytes]:
        """The name and the bytes of the file that a button gives."""
        with self.page.expect_download() as download:
            self.part(button).click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def refuse(page: Page, address: str, status: int, detail: str) -> None:
    """Let the server refuse what this page asks of an address, with a problem document."""
    problem = {"title": "Refused", "status": status, "detail": detail}
    kind = "application/problem+json"
    page.route(address, lambda route: route.fulfill(status=status, content_type=kind, json=problem))


Floats = np.ndarray[Any, np.dtype[np.float32]]
Arrays = dict[str, Floats]


def activations_of(body: dict[str, Any]) -> Arrays:
    """The layers of an answer of the API, by name."""
    return {layer["name"]: np.array(layer["activations"], np.float32) for layer in body["layers"]}


def activations(client: httpx.Client, png: bytes) -> Arrays:
    """The layers of a picture, as the API answers programs."""
    headers = {"content-type": "image/png"}
    answer = client.post("/api/v1/models/lenet/activations", content=png, headers=headers)
    return activations_of(answer.json())


def sample(client: httpx.Client, index: int = 61) -> dict[str, Any]:
    """The body of a request with a digit of the test set."""
    return {"pixels": client.get(f"/api/v1/samples/{index}").json()["pixels"]}


def byte_counts(page: Page) -> list[float]:
    """The bytes over the wire of everything that the page fetches from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes
