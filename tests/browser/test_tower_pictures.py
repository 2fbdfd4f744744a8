"""Pictures of the tower beside stored ones: three cameras, both themes, on numbers that need no weights.

`RECORD_PICTURES=1 pytest tests/browser/test_tower_pictures.py` records them again; look at them before
committing.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.towers import difference, open_alone, pixels_of
from tests.conftest import OpenPage

STORED = Path(__file__).parent / "pictures"
CASES: dict[str, dict[str, Any]] = {
    "home-light": {"theme": "light"},
    "low-dark": {"theme": "dark", "unit": "conv2/9/4/5", "view": "low"},
    "heights-light": {"theme": "light", "heights": True, "view": "close"},
}
CAMERAS = {
    "low": {"azimuth": 0.5, "elevation": 0.25, "distance": 2300, "target": [0, 240, 0]},
    "close": {"azimuth": -0.6, "elevation": 0.7, "distance": 900, "target": [0, 250, 0]},
}
MOST_DIFFERENT = 0.02


@pytest.mark.parametrize("name", CASES)
def test_tower_looks_as_recorded(open_page: OpenPage, name: str) -> None:
    """The canvas differs from the stored picture in at most 2 % of its pixels, whatever draws it."""
    case = dict(CASES[name])
    camera = CAMERAS.get(str(case.pop("view", "")))
    page = open_page()
    open_alone(page, **case, camera=camera)
    page.add_style_tag(content=".tower-labels, .tower-foot { visibility: hidden; }")
    picture = page.locator(".tower-stage").screenshot()
    path = STORED / f"tower-{name}.png"
    if os.environ.get("RECORD_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(picture)
    assert difference(pixels_of(picture), pixels_of(path.read_bytes())) <= MOST_DIFFERENT


def test_tower_begins_as_the_flat_view(open_page: OpenPage) -> None:
    """Before it rises every block lies where the flat view has it, in the same colour."""
    page = open_page()
    alone = open_alone(page, view="2d")
    page.add_style_tag(content=".tower-labels, .tower-foot { visibility: hidden; }")
    blocks = pixels_of(page.locator(".tower-stage").screenshot())
    alone.run("""
        const {createNetwork, createText, en} = await load("views/network.js", "text/text.js", "text/en.js");
        const root = document.createElement("section");
        root.className = "network";
        Object.assign(root.style, {position: "absolute", left: "0", top: "0", width: "640px",
            height: "640px"});
        document.querySelector("#network").replaceWith(root);
        createNetwork(root, {onIntent() {}, text: createText(en)}).render({...alone.props,
            scene: alone.props.flat});
        const sheet = document.createElement("link");
        Object.assign(sheet, {rel: "stylesheet", href: "/static/css/components.css"});
        document.head.append(sheet);
        await within(30, "the style sheet",
            () => new Promise((done) => sheet.addEventListener("load", done)));
        await frames(2);
    """)
    page.add_style_tag(content=".layer-labels { visibility: hidden; } * { transition: none !important; }")
    maps = pixels_of(page.locator(".network").screenshot())
    # From pool2 downwards: over it the flat view writes numbers and digits into its cells.
    assert difference(blocks[250:, 100:], maps[250:, 100:]) < 0.06
