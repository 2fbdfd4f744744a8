"""The names in 3D: each at its own plane, none dropped, none on a map, from wherever the network is seen."""

from typing import Any

import pytest

from tests.browser.tower_explorer import Tower
from tests.browser.towers import run_by_tower
from tests.conftest import OpenPage

pytestmark = pytest.mark.layout

# Of the page as it stands: names that are missing, though their plane is the first one at some height, or
# without their size, that cover another name, a plane, or the rim of the stage, and those from whose middle,
# going right, another plane is met before their own. Of planes that reach out of the picture the one that is
# nearest to the eye is met first. `argument.camera` is null at home.
FAULTS = """
    const {parseCamera, gutterFor} = await load("model/camera-text.js", "views/tower.js");
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const foot = document.querySelector(".tower-foot").getBoundingClientRect();
    const room = {width: stage.width, height: stage.height, gutter: gutterFor(stage.width, parseFloat(
        getComputedStyle(document.documentElement).fontSize) / 16)};
    const insets = {left: room.gutter + 16, right: 20, top: 58, bottom: foot.height + 22};
    const link = new URLSearchParams(location.hash.slice(1)).get("camera");
    const camera = link ? parseCamera(link) : presets.viewTower("home", {tower, stage: {...room, ...insets}});
    const sight = sightOf(camera, room);
    const shown = floorsSeen(tower, camera);
    const floors = tower.floors.filter((floor) => shown.has(floor));
    const planes = floors.map((floor) => planeOf(tower, floor).map((corner) => project(sight, corner)));
    const first = (corners, y) => {
        const found = corners.flatMap((a, i) => {
            const b = corners[(i + 1) % 4];
            return a.y > y === b.y > y ? [] : [a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)];
        });
        return Math.max(...found) < room.gutter ? Infinity : Math.max(Math.min(...found), room.gutter);
    };
    const before = (at) => ([other, i]) => {
        const isTie = at.own <= room.gutter + 0.5 && other <= room.gutter + 0.5;
        const isNearer = floors[i].level < sight.eye.position.y ? i > at.i : i < at.i;
        return i !== at.i && (isTie ? isNearer : other < at.own - 1);
    };
    const nearerAt = (i, y) => planes.map((corners, j) => [first(corners, y), j]).find(before({own: first(
        planes[i], y), i}));
    const isFirst = (i) => {
        const head = stage.width < 500 ? 12 : 48;
        const ys = Array.from({length: 400}, (_, k) => k / 400 * (
            stage.height - foot.height - head - 12) + head);
        return ys.filter((y) => first(planes[i], y) < stage.width && !nearerAt(i, y)).length > 8;
    };
    const items = floors.map((floor) => document.querySelector(
        `.tower-label[data-layer=${floor.row.layer}]`));
    const boxes = items.map((item) => {
        const words = document.createRange();
        words.selectNodeContents(item);
        const {left, right, top, bottom} = words.getBoundingClientRect();
        return {left: left - stage.left, right: right - stage.left, top: top - stage.top,
            bottom: bottom - stage.top};
    });
    // Where there is little room, lines of 15 pixels overlap by 0.35, which their letters leave free.
    return floors.flatMap((floor, i) => {
        const name = floor.row.layer;
        if (items[i].classList.contains("is-hidden")) return isFirst(i) ? [`${name} dropped`] : [];
        const {left, right, top, bottom} = boxes[i];
        const faults = [];
        if (!items[i].querySelector(".caption").checkVisibility()) faults.push("without its size");
        if (left < 0 || top < 0 || bottom > stage.height - foot.height) faults.push("outside");
        if (boxes.some((box, j) => j !== i && !items[j].classList.contains("is-hidden") &&
            box.top < bottom - 5.5 && top < box.bottom - 5.5)) faults.push("on a name");
        if (planes.some((corners) => [top + 3, bottom - 3].some((y) => first(corners,
            y) < right))) faults.push("on a plane");
        const middle = (top + bottom) / 2;
        const nearer = nearerAt(i, middle);
        if (nearer) faults.push(`at ${floors[nearer[1]].row.layer}`);
        return faults.map((fault) => `${name} ${fault}`);
    });
"""
WINDOWS: dict[str, dict[str, Any]] = {
    "1180": {"viewport": {"width": 1180, "height": 800}},
    "1280": {"viewport": {"width": 1280, "height": 800}},
    "1920": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
TURNS = [f"{azimuth},{elevation}" for azimuth in range(-180, 180, 30) for elevation in (4, 16, 28, 44)]
CAMERA_OF = "new URLSearchParams(location.hash.slice(1)).get('camera')"


def faults_of(tower: Tower) -> list[str]:
    """What is wrong with the names, once nothing moves."""
    tower.run("await frames(2);")
    form = "slim" if tower.page.evaluate("innerWidth") < 520 else "broad"
    return list(run_by_tower(tower.modules, FAULTS, form=form))


@pytest.mark.parametrize(("window", "language"), [("1180", "de"), ("1920", "en"), ("phone", "de")])
def test_names_stand_at_their_planes(open_page: OpenPage, window: str, language: str) -> None:
    """At every preset and tour step each visible plane has its name, and is the first beside it."""
    tower = Tower(open_page(**WINDOWS[window], reduced_motion="reduce"))
    tower.rise(f"&sample=61&language={language}")
    faults = {"home": faults_of(tower)}
    steps = ["tower-front", "tower-side", "tower-top", "tower-tour", *["tour-forward"] * 12]
    for i, part in enumerate(steps):
        before = tower.page.evaluate(CAMERA_OF)
        tower.click(part).page.wait_for_function(f"(before) => {CAMERA_OF} !== before", arg=before)
        faults[f"{i} {part}"] = faults_of(tower)
    assert {place: found for place, found in faults.items() if found} == {}


def test_names_have_their_places_when_the_tower_has_risen(open_page: OpenPage) -> None:
    """Gliding up from the flat view, too, the tower ends with its names at their planes."""
    tower = Tower(open_page(**WINDOWS["1280"])).open().click("view-3d").stand()
    assert faults_of(tower) == []


@pytest.mark.parametrize(("window", "first"), [("1280", 0), ("phone", 1)])
def test_names_stay_at_their_planes_while_turning(open_page: OpenPage, window: str, first: int) -> None:
    """All round and from four heights, no name is dropped or nearest to another plane."""
    tower = Tower(open_page(fresh=True, **WINDOWS[window], reduced_motion="reduce")).rise("&sample=61")
    tower.run("await frames(30);")  # the camera is at its first place when the stage has its size
    _, _, *rest = tower.key("Shift+ArrowRight").linked("camera=").camera()
    faults = {}
    for turn in TURNS[first::3]:
        camera = ",".join([turn, *(f"{number:g}" for number in rest)])
        tower.go(f"view=3d&sample=61&camera={camera}").run("await frames(4);")
        faults[camera] = faults_of(tower)
    assert {place: found for place, found in faults.items() if found} == {}
