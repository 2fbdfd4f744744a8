"""The explorer with the network in 3D, as a person uses it."""

import re
from typing import Self

from playwright.sync_api import expect

from tests.browser.explorer import Explorer, Point
from tests.browser.towers import run_by_tower

# The camera of a link, and where it shows units: the page's own reckoning.
CAMERA = "-12,28,2600,0,320,0"
PLACES = """
    const {parseCamera, parseUnit} = await load("model/camera-text.js", "model/layers.js");
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

    def rise(self, link: str = "") -> Self:
        """Open the page, in 3D, and wait until the tower stands."""
        return self.open(f"view=3d{link}").stand()

    def stand(self) -> Self:
        """Wait until the blocks have come to their places: then there are labels."""
        self.shows("network", view="3d")
        expect(self.page.locator(".tower-label:not(.is-hidden)").first).to_be_visible()
        return self

    def seen(self, *units: str, camera: str = CAMERA) -> list[Point]:
        """Where units are seen in the window by the camera of a link."""
        narrow = self.page.evaluate("innerWidth") < 520
        form = "slim" if narrow else "broad"
        found = run_by_tower(self.modules, PLACES, camera=camera, units=units, form=form)
        return [(x, y) for x, y in found]

    def key(self, *keys: str) -> Self:
        """Press keys on the picture."""
        self.part("network").focus()
        return self.press(*keys)

    def camera(self) -> list[float]:
        """Azimuth, elevation, distance and target of the link's camera, once it is at rest."""
        link = self.run("return atRest(() => location.hash);")
        found = re.search(r"camera=([-\d.,]+)", link)
        assert found, link
        return [float(number) for number in found[1].split(",")]
