"""The network in 3D, in the page: one more view of the same drawing, unit, colours and link."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import PATIENCE, SEVEN, Explorer
from tests.browser.towers import SITE, Pixels, difference, open_alone, pixels_of, script
from tests.conftest import OpenPage, Trouble

# The camera of a link, and where it shows units: the page's own reckoning.
CAMERA = "-12,28,2600,0,320,0"
PLACES = """
    const {parseCamera} = await load("model/camera-text.js");
    const {placeOf} = await load("views/tower/lines.js");
    const {parseUnit} = await load("model/layers.js");
    const box = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const sight = sightOf(parseCamera(argument.camera), {width: box.width, height: box.height});
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


@pytest.fixture
def tower(page: Page) -> Tower:
    """The explorer, nothing loaded yet."""
    return Tower(page)


def hash_of(page: Page) -> str:
    """What stands after the "#" of the address."""
    return str(page.evaluate("location.hash"))


def test_switch_keeps_everything(tower: Tower) -> None:
    """From flat to 3D and back: the drawing, the answer, the pinned unit and the colours' range are the same; one element is the network."""
    requests: list[str] = []
    tower.page.on("request", lambda request: requests.append(request.url))
    tower.open().draw(SEVEN)
    digit = tower.digit
    [place] = tower.places(["pool1/3/5/7"])
    tower.page.mouse.click(*place)
    tower.page.get_by_label("Range of the colours").select_option("network")
    assert not [
        url
        for url in requests
        if "three" in url or ("/tower" in url and url.endswith(".js") and "state" not in url)
    ]
    tower.part("view-3d").click()
    tower.stand()
    assert [url for url in requests if url.endswith("/three.module.min.js")]
    for view in ("3d", "2d"):
        expect(tower.part("network")).to_have_count(1)
        expect(tower.part("network")).to_have_attribute("data-view", view)
        assert tower.digit == digit
        expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
        expect(tower.page.get_by_label("Range of the colours")).to_have_value("network")
        tower.part("view-2d").click()


def test_pointer_finds_the_unit_that_it_is_on(tower: Tower) -> None:
    """Pointing at the place where a unit is seen explains that very unit; a click pins it, a click beside the tower lets go."""
    tower.rise(f"&camera={CAMERA}")
    units = [
        "input/0/16/16",
        "conv1/0/3/4",
        "relu1/5/20/11",
        "pool1/3/5/7",
        "conv2/9/4/5",
        "pool2/15/2/2",
        "fc1/77",
        "fc2/3",
        "fc3/4",
        "softmax/8",
    ]
    for unit, place in zip(units, tower.seen(*units), strict=True):
        tower.page.mouse.move(*place)
        expect(tower.part("inspector")).to_have_attribute("data-unit", unit)
    tower.page.mouse.click(*tower.seen("pool1/3/5/7")[0])
    tower.page.mouse.move(*tower.seen("fc1/77")[0])
    expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")


def test_colours_are_those_of_the_flat_view(open_page: OpenPage) -> None:
    """In the middle of large units the screen has, byte for byte, the colour that the flat view's table gives."""
    for theme in ("light", "dark"):
        page = open_alone(open_page(), theme=theme, camera=None)
        wanted = page.evaluate(
            script("""
                const {cssColour} = await load("lib/colour.js");
                const {props} = window.alone;
                return ["fc1", "fc2", "relu3", "fc3", "softmax"].flatMap((name) => props.activations.get(name).data.reduce((all, value, i) => [...all,
                    [`${name}/${i}`, cssColour(value, props.ranges.get(name)[0], props.tables[props.scales.get(name)])]], []));
            """)
        )
        places = page.evaluate(
            script(
                SITE,
                """
                const {placeOf} = await load("views/tower/lines.js");
                const {parseUnit} = await load("model/layers.js");
                const floor = (name) => tower.floors.find(({row}) => row.layer === name);
                const camera = {azimuth: 0, elevation: 1.5, distance: 1300, target: [0, floor(argument.layer).level, 0]};
                alone.render({camera});
                await alone.frames(4);
                const sight = sightOf(camera, size);
                return argument.units.map((name) => {
                    const place = placeOf(tower, parseUnit(layers, name));
                    const {x, y} = project(sight, [place.x + place.width / 2, place.level, place.z + place.depth / 2]);
                    return [x, y];
                });
            """,
            ),
            {
                "layer": "fc1",
                "units": [unit for unit, _ in wanted if unit.startswith("fc1/")],
                "size": {"width": 640, "height": 640},
            },
        )
        picture = pixels_of(page.screenshot()).astype(np.uint8)
        colours = [colour for unit, colour in wanted if unit.startswith("fc1/")]
        for (x, y), colour in zip(places, colours, strict=True):
            assert "#" + "".join(f"{byte:02x}" for byte in picture[int(y), int(x)]) == colour


def test_keyboard_walks_and_the_camera_follows(tower: Tower) -> None:
    """Keys move from unit to unit as in the flat view; the camera stays while the unit is in sight and moves when it is not; H brings it home."""
    tower.rise()
    tower.key("ArrowRight", "PageUp")
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^conv1/"))
    assert "camera=" not in hash_of(tower.page)
    tower.key("2")
    tower.page.wait_for_function("() => location.hash.includes('camera=')")
    aside = hash_of(tower.page)
    tower.key(
        "5", "Home", "[", "[", "[", "[", "[", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp"
    )
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^fc1/"))
    tower.page.wait_for_function("(aside) => location.hash !== aside", arg=aside)
    tower.key("h")
    tower.page.wait_for_function("() => !location.hash.includes('camera=')")


def test_link_brings_the_view_back(tower: Tower, open_page: OpenPage) -> None:
    """The address holds view, camera and heights, and opens the same picture again; nonsense in it is passed over."""
    tower.rise(f"&camera={CAMERA}&heights=1")
    tower.page.wait_for_timeout(500)
    assert f"camera={CAMERA}" in hash_of(tower.page)
    expect(tower.part("tower-heights")).to_have_attribute("aria-pressed", "true")
    other = Tower(open_page())
    other.rise("&camera=1,2,three")
    expect(other.part("network")).to_have_attribute("data-view", "3d")


def test_nothing_is_drawn_while_nothing_moves(tower: Tower) -> None:
    """Once the tower stands no frame is drawn until something changes; a frame takes no more than four draw calls, whatever is shown."""
    tower.page.add_init_script("""
        window.calls = [];
        for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
            const real = WebGL2RenderingContext.prototype[name];
            WebGL2RenderingContext.prototype[name] = function (...rest) { window.calls.push(performance.now()); return real.apply(this, rest); };
        }
    """)
    tower.rise("&heights=1&unit=conv2/3/4/5")
    tower.page.wait_for_function("() => performance.now() - window.calls.at(-1) > 1000")
    before = tower.page.evaluate("window.calls.length")
    tower.page.wait_for_timeout(700)
    assert tower.page.evaluate("window.calls.length") == before
    tower.page.evaluate("document.querySelector('[data-testid=theme]').click()")
    tower.page.wait_for_function("(before) => window.calls.length > before", arg=before)
    tower.page.wait_for_timeout(300)
    assert tower.page.evaluate("window.calls.length") - before <= 2 * 4


def test_lost_picture_comes_back(tower: Tower) -> None:
    """A lost WebGL context is told in words with the flat view beside it; when it is restored the words go and the picture is the same."""
    tower.rise()
    canvas = tower.page.locator(".tower-canvas")
    before = settled_picture(tower)
    tower.page.evaluate(
        "window.loser = document.querySelector('.tower-canvas').getContext('webgl2').getExtension('WEBGL_lose_context'); loser.loseContext()"
    )
    expect(tower.part("tower-note")).to_contain_text("dropped the picture")
    expect(tower.page.locator(".tower-label").first).to_be_hidden()
    expect(tower.part("tower-flat")).to_be_visible()
    tower.page.evaluate("window.loser.restoreContext()")
    expect(tower.part("tower-note")).to_be_hidden()
    expect(canvas).to_be_visible()
    assert difference(settled_picture(tower), before) < 0.01


def settled_picture(tower: Tower) -> Pixels:
    """The stage, when nothing has moved for a while."""
    tower.page.wait_for_timeout(700)
    return pixels_of(tower.part("network").screenshot())


def test_browser_without_webgl_is_told(tower: Tower) -> None:
    """Where there is no WebGL 2 the page says so and leads back to the flat view, which works."""
    tower.page.add_init_script("""
        const none = (real) => function (kind, ...rest) { return kind === "webgl2" ? null : real.call(this, kind, ...rest); };
        HTMLCanvasElement.prototype.getContext = none(HTMLCanvasElement.prototype.getContext);
        OffscreenCanvas.prototype.getContext = none(OffscreenCanvas.prototype.getContext);
    """)
    tower.page.goto("/#view=3d")
    expect(tower.part("tower-note")).to_contain_text("WebGL 2")
    expect(tower.part("tour")).to_be_hidden()
    tower.part("tower-flat").click()
    expect(tower.part("network")).to_have_attribute("data-view", "2d")
    [place] = tower.places(["conv1/0/3/4"])
    tower.page.mouse.move(*place)
    expect(tower.part("inspector")).to_have_attribute("data-unit", "conv1/0/3/4")


def test_library_that_does_not_come_is_told(tower: Tower, trouble: Trouble) -> None:
    """If 3D cannot be fetched the flat view stays, the page says what to do, and trying again works."""
    page = tower.page
    page.route("**/three.module.min.js", lambda route: route.abort())
    tower.open()
    tower.part("view-3d").click()
    expect(tower.part("status")).to_contain_text("3D could not be loaded")
    expect(tower.part("network")).to_have_attribute("data-view", "2d")
    assert trouble.take()


def test_tour_tells_then_shows(tower: Tower) -> None:
    """The tour says in the drawing's own numbers what a stage does, acts when asked, goes back, seeks, plays and ends."""
    tower.rise()
    tower.part("tower-tour").click()
    words = tower.part("tour-words")
    expect(words).to_contain_text("input")
    expect(words).to_contain_text("1024 numbers")
    tower.part("tour-forward").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
    tower.part("tour-forward").click()
    expect(words).to_contain_text("conv1")
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
    tower.part("tour-forward").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^conv1/"))
    tower.page.get_by_role("button", name="Back").click()
    expect(words).to_have_attribute("data-phase", "words")
    tower.page.get_by_label("Place in the tour").fill("12")
    expect(words).to_contain_text("that is the answer")
    tower.part("tour-play").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", f"softmax/{tower.digit}")
    tower.page.keyboard.press("Escape")
    expect(tower.part("tour")).to_be_hidden()
    expect(tower.part("tower-tools")).to_have_count(0)
    expect(tower.page.locator(".tower-tools")).to_be_visible()


def test_tour_puts_back_what_was_seen_before(tower: Tower) -> None:
    """Closed, the tour leaves the pinned unit, its explanation and the camera as it found them, the first time and the second."""
    tower.page.emulate_media(reduced_motion="reduce")
    tower.rise(f"&camera={CAMERA}&unit=pool1/3/5/7")
    expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
    before = hash_of(tower.page)
    for _ in range(2):
        tower.part("tower-tour").click()
        tower.part("tour-forward").click()
        expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
        tower.page.keyboard.press("Escape")
        expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
        tower.page.wait_for_function("(before) => location.hash === before", arg=before)


def test_drawing_goes_on_in_3d(tower: Tower) -> None:
    """A stroke drawn while the tower stands changes its blocks: the picture is not the one before."""
    tower.rise()
    before = settled_picture(tower)
    tower.draw(SEVEN)
    after = settled_picture(tower)
    assert difference(before, after) > 0.01


def test_fingers_turn_shift_and_pin(open_page: OpenPage) -> None:
    """On a phone a tap pins, one finger turns, two fingers come closer; the page does not scroll meanwhile."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    tower = Tower(page)
    tower.rise(f"&camera={CAMERA}")
    page.locator(".tower-stage").scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    devtools = page.context.new_cdp_session(page)
    box = tower.part("network").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        parameters = {
            "type": kind,
            "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)],
        }
        devtools.send("Input.dispatchTouchEvent", parameters)

    touch("touchStart", middle)
    for step in range(1, 6):
        touch("touchMove", (middle[0] + 12 * step, middle[1]))
    touch("touchEnd")
    page.wait_for_function("(camera) => !location.hash.includes(camera)", arg=CAMERA)
    turned = hash_of(page)
    touch("touchStart", (middle[0] - 30, middle[1]), (middle[0] + 30, middle[1]))
    for step in range(1, 6):
        touch("touchMove", (middle[0] - 30 - 8 * step, middle[1]), (middle[0] + 30 + 8 * step, middle[1]))
    touch("touchEnd")
    # The link may still be told of the turn while the fingers already come closer.
    is_nearer = "(far) => Number(location.hash.match(/camera=([^&]*)/)?.[1].split(',')[2]) < far"
    page.wait_for_function(is_nearer, arg=distance_in(turned))
    assert page.evaluate("scrollY") == scrolled
    page.evaluate("(camera) => { location.hash = `#view=3d&camera=${camera}` }", CAMERA)
    page.wait_for_function("(camera) => location.hash.includes(camera)", arg=CAMERA)
    page.wait_for_timeout(500)
    page.touchscreen.tap(*tower.seen("conv2/9/4/5")[0])
    expect(tower.part("inspector")).to_have_attribute("data-unit", "conv2/9/4/5")


def camera_in(link: str) -> str:
    """The camera of a link."""
    found = re.search(r"camera=([-\d.,]+)", link)
    assert found, link
    return found.group(1)


def distance_in(link: str) -> float:
    """How far a link's camera is from what it looks at."""
    return float(camera_in(link).split(",")[2])
