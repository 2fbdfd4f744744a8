"""The names in 3D: each at the height of its own plane, none dropped, from wherever the network is seen."""

import pytest
from playwright.sync_api import Page

from tests.browser.tower_explorer import Tower
from tests.browser.towers import SITE, script

# Of every camera: the planes whose name is missing, or whose name meets another plane first; and the names that overlap.
FAULTS = """
    const {parseCamera} = await load("model/camera-text.js");
    const {cornersOf} = await load("views/tower/floors.js");
    const {placeNames} = await load("views/tower/naming.js");
    const room = {width: 1000, height: 700};
    const name = {full: {width: 130, height: 20}, brief: {width: 60, height: 20}};
    const crossing = (corners, y) => Math.min(...corners.flatMap((a, i) => {
        const b = corners[(i + 1) % 4];
        return a.y > y === b.y > y ? [] : [a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)];
    }));
    return argument.cameras.flatMap((text) => {
        const sight = sightOf(parseCamera(text), room);
        const planes = tower.floors.map((floor) => cornersOf(floor).map((corner) => project(sight, corner)));
        const names = placeNames(planes, planes.map(() => name), room);
        const faults = names.flatMap((place, i) => {
            if (!place) return [`${text} ${tower.floors[i].row.layer} dropped`];
            const met = planes.map((corners) => crossing(corners, place.y + place.height / 2));
            return met[i] > Math.min(...met) + 0.5 ? [`${text} ${tower.floors[i].row.layer}`] : [];
        });
        const sorted = names.filter(Boolean).sort((a, b) => a.y - b.y);
        return [...faults, ...sorted.filter((one, i) => i && one.y < sorted[i - 1].y + sorted[i - 1].height - 0.01).map(() => `${text} overlap`)];
    });
"""


def test_the_first_plane_beside_a_name_is_its_own(page: Page) -> None:
    """Going right from a name's middle, the first plane met is its own, seen from the front and obliquely."""
    Tower(page).open()
    cameras = [f"{azimuth},{height},2600,0,320,0" for azimuth in range(-40, 41, 10) for height in (24, 28)]
    assert page.evaluate(script(SITE, FAULTS), {"cameras": cameras, "form": "broad", "units": []}) == []


def test_no_name_is_dropped_or_overlaps_another(page: Page) -> None:
    """All round and at all heights every plane that is seen has its name, with a line to its edge."""
    Tower(page).open()
    cameras = [
        f"{azimuth},{height},2600,0,320,0"
        for azimuth in range(-180, 180, 20)
        for height in (0, 7, 16, 28, 40)
    ]
    faults = page.evaluate(script(SITE, FAULTS), {"cameras": cameras, "form": "broad", "units": []})
    assert [fault for fault in faults if fault.endswith(("dropped", "overlap"))] == []


@pytest.mark.parametrize("preset", ["home", "front", "side"])
def test_every_name_is_seen_at_every_preset(page: Page, preset: str) -> None:
    """Home, front and side show all thirteen names with their sizes."""
    tower = Tower(page).rise("&sample=61")
    tower.part(f"tower-{preset}").click()
    page.wait_for_function(
        "() => document.querySelectorAll('.tower-label:not(.is-hidden):not(.is-brief)').length === 13"
    )
