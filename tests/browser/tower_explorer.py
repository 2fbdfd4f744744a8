"""The explorer with the network in 3D, as a person uses it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.explorer import PATIENCE, Explorer
from tests.browser.towers import SITE, script

# The camera of a link, and where it shows units: the page's own reckoning.
CAMERA = "-12,28,2600,0,320,0"
PLACES = """
    const {parseCamera} = await load("model/camera-text.js");
    const {parseUnit} = await load("model/layers.js");
    const box = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const {gutterFor} = await load("views/tower.js");
    const gutter = gutterFor(box.width, 1);
    const sight = sightOf(parseCamera(argument.camera), {width: box.width, height: box.height, gutter});
    return argument.units.map((name) => {
        const place = placeOf(tower, parseUnit(layers, name));
        const {x, y} = project(sight, [place.x + place.width / 2, place.level, place.z + place.depth / 2]);
        return [box.left + x, box.top + y];
    });
"""


class Tower(Explorer):
    """The explorer with the network in 3D."""

    def rise(self, link: str = "") -> "Tower":
        """Open the page, in 3D, and wait until the tower stands."""
        self.page.goto(f"/#view=3d{link}")
        self.settle()
        return self.stand()

    def stand(self) -> "Tower":
        """Wait until the blocks have come to their places: then there are labels."""
        expect(self.part("network")).to_have_attribute("data-view", "3d")
        expect(self.page.locator(".tower-label:not(.is-hidden)").first).to_be_visible(timeout=PATIENCE)
        return self

    def seen(self, *units: str, camera: str = CAMERA) -> list[tuple[float, float]]:
        """Where units are seen in the window by the camera of a link."""
        narrow = self.page.evaluate("innerWidth") < 520
        argument = {"camera": camera, "units": units, "form": "slim" if narrow else "broad"}
        places: list[tuple[float, float]] = self.page.evaluate(script(SITE, PLACES), argument)
        return places

    def key(self, *keys: str) -> "Tower":
        """Press keys on the picture."""
        self.part("network").focus()
        for key in keys:
            self.page.keyboard.press(key)
        return self


def hash_of(page: Page) -> str:
    """What stands after the "#" of the address."""
    return str(page.evaluate("location.hash"))


def camera_in(link: str) -> str:
    """The camera of a link."""
    found = re.search(r"camera=([-\d.,]+)", link)
    assert found, link
    return found.group(1)


def distance_in(link: str) -> float:
    """How far a link's camera is from what it looks at."""
    return float(camera_in(link).split(",")[2])
