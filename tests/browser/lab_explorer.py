"""The lab as a person uses it: open it, point at its output, read every number of it."""

import re

import numpy as np

from app.lenet import operations
from tests.browser.explorer import Arrays, Explorer, Floats

ARTICLE = np.array(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]], np.float32
)
CROSS = "1,0,1,0,1,0,1,0,1"
EDGE = "-1,0,1,-2,0,2,-1,0,1"

# The shown map, read cell by cell with the arrow keys, as somebody does who sees nothing.
READ = """
    const field = part("lab-output");
    const {side} = field.dataset;
    const press = (key) => field.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true,
        cancelable: true}));
    field.focus();
    for (let i = 0; i < side; i++) press("ArrowUp");
    const values = [];
    for (let row = 0; row < side; row++) {
        press("Home");
        for (let column = 0; column < side; column++) {
            await until(() => Number(field.dataset.row) === row && Number(field.dataset.column) === column);
            values.push(field.dataset.value);
            press("ArrowRight");
        }
        press("ArrowDown");
    }
    return values;
"""


def lab(explorer: Explorer, setting: str = "", more: str = "") -> Explorer:
    """Open the lab with a setting of the link, and wait for its output."""
    explorer.page.goto(f"/#view=lab{more}" + (f"&lab={setting}" if setting else ""))
    return explorer.shows("lab-output", value=re.compile("."))


def output(explorer: Explorer) -> Floats:
    """The shown map."""
    side = int(explorer.data("lab-output", "side"))
    return np.array(explorer.run(READ), np.float32).reshape(side, side)


def point(explorer: Explorer, row: int, column: int) -> np.float32:
    """The value of a cell of the output that the mouse is on."""
    side = int(explorer.data("lab-output", "side"))
    box = explorer.box(explorer.part("lab-output"))
    x, y = ((place + 0.5) / side for place in (column, row))
    explorer.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    return explorer.shows("lab-output", row=row, column=column).number("lab-output")


def convolved(maps: Floats, kernel: Floats, stride: int = 1, padding: int = 0, bias: float = 0.0) -> Floats:
    """What NumPy makes of maps (maps, rows, columns) and one kernel of the same number of maps."""
    biases = np.array([bias], np.float32)
    result: Floats = np.asarray(operations.conv2d(maps[None], kernel[None], biases, stride, padding)[0])
    return result


def edge(divisor: float = 1, *, turned: bool = False) -> Floats:
    """The kernel that finds edges, in float32 as the page has it."""
    kernel = (np.array(EDGE.split(","), np.float64) / divisor).astype(np.float32).reshape(1, 3, 3)
    return kernel[:, ::-1, ::-1].copy() if turned else kernel


def layers_of_sample(explorer: Explorer, index: int = 61) -> Arrays:
    """The layers that are maps, for a digit, as the server gives them to the page itself."""
    found = explorer.run(
        """
        const {createClient} = await load("api/client.js");
        const {encodePng, pictureFrom} = await load("ink/png.js", "ink/base.js");
        const {pixels} = await createClient().sample(argument);
        const {layers} = await createClient().activations(encodePng(pictureFrom(pixels)));
        return [...layers].filter(([, {shape}]) => shape.length === 3)
            .map(([name, {shape, data}]) => [name, shape, [...data]]);
        """,
        index,
    )
    return {name: np.array(data, np.float32).reshape(shape) for name, shape, data in found}
