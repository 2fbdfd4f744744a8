"""The page's small helpers, and colour scales: neutral at zero, even to the eye, for the colour-blind too."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.browser.modules import Modules

MISUSES = {
    "tensor(new Float32Array(5), [2, 3])": "length 5 for shape 2\u00d73.",
    "offsetOf([2, 3], [1, 3])": "index [1,3] for shape 2\u00d73.",
    "offsetOf([2, 3], [1, 0.5])": "index [1,0.5] for shape 2\u00d73.",
    "indexAt([2, 3], 6)": "offset 6 for shape 2\u00d73.",
    "mapOf(tensor(new Float32Array(4), [1, 2, 2]), 1)": "map 1 of 1.",
    'beginStroke("brush", 20, 1, 1)': "tool brush.",
    'beginStroke("pen", 0, 1, 1)': "stroke width 0.",
    'beginStroke("pen", 20, NaN, 1)': "pad coordinate NaN.",
    "baseFrom({width: 2, height: 2, pixels: new Uint8Array(3)})": "3 pixels for a picture of 2\u00d72.",
    "encodePng({width: 2, height: 2, pixels: new Uint8Array(3)})": "3 pixels for a picture of 2\u00d72.",
    "encodePng({width: 0, height: 0, pixels: new Uint8Array(3)})": "3 pixels for a picture of 0\u00d70.",
    "turn(0, 0, {x: 0, y: 0})": "scale 0.",
}


def test_misuse_says_what_was_given(modules: Modules) -> None:
    """A wrong length, index, map, tool, width, coordinate, picture or scale throws with the value."""
    body = """
        const {indexAt, mapOf, offsetOf, tensor, beginStroke} = await load("lib/tensor.js", "ink/stroke.js");
        const {baseFrom, encodePng, turn} = await load("ink/base.js", "ink/png.js", "ink/transform.js");
    """
    for call, message in MISUSES.items():
        assert modules.error(f"{body} return {call};") == f"RangeError: Unexpected {message}"


def test_many_requests_draw_once_a_frame(modules: Modules) -> None:
    """Requests before a frame draw once, one made while drawing draws next, a cancelled one never."""
    body = """
        const {createFrame} = await load("lib/frame.js");
        const frames = [];
        const next = () => new Promise(requestAnimationFrame).then(() => frames.push("frame"));
        const frame = createFrame(() => { frames.push("drawn"); if (frames.length === 1) frame.request(); });
        frame.request();
        frame.request();
        for (let i = 0; i < 3; i++) await next();
        frame.request();
        frame.cancel();
        await next();
        return frames;
    """
    assert modules.run(body) == ["drawn", "frame", "drawn", "frame", "frame", "frame"]


def test_elements_hold_text_not_markup(modules: Modules) -> None:
    """Text stays text, empty attributes are left out, and those that the page's policy forbids refused."""
    body = """
        const {element} = await load("lib/dom.js");
        const attributes = {class: "note", hidden: true, title: null, lang: false};
        return element("p", attributes, "<b>", 3, null, element("i", {}, "x"), false).outerHTML;
    """
    assert modules.run(body) == '<p class="note" hidden="">&lt;b&gt;3<i>x</i></p>'
    for name in ("style", "onclick"):
        body = 'const {element} = await load("lib/dom.js"); return element("p", {[argument]: "x"});'
        assert (
            modules.error(body, name) == f"TypeError: Unexpected attribute {name}: use classes and listen()."
        )


TOKENS = {
    "light": {"zero": "#f4f4f1", "diverging": ("#b03a2e", "#2150a0"), "sequential": "#213a78"},
    "dark": {"zero": "#202227", "diverging": ("#ff8c78", "#74aaff"), "sequential": "#96c3ff"},
}
THEMES = pytest.mark.parametrize("theme", TOKENS)
Colours = NDArray[np.float64]


def linear(table: NDArray[np.uint8]) -> Colours:
    """SRGB bytes as linear light."""
    share = table / 255
    light: Colours = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return light


def oklab(light: Colours) -> Colours:
    """Linear RGB as OKLab, in which distances are what eyes see (Ottosson, 2020)."""
    to_cones = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    lab: Colours = np.cbrt(np.clip(light, 0, 1) @ np.transpose(to_cones)) @ np.transpose(to_lab)
    return lab


def table_of(modules: Modules, scale: str, theme: str, steps: int | None = None) -> NDArray[np.uint8]:
    """A colour table as rows of red, green, blue."""
    body = """
        const {scaleTable} = await load("lib/colour.js");
        const [scale, theme, steps] = argument;
        return [...new Uint8Array(scaleTable(scale, theme, steps ?? undefined).buffer)];
    """
    return np.array(modules.run(body, [scale, theme, steps]), np.uint8).reshape(-1, 4)[:, :3]


@THEMES
def test_zero_is_neutral_and_the_ends_are_the_tokens(modules: Modules, theme: str) -> None:
    """Zero is the neutral colour and the ends are the tokens, to the byte; neighbours differ invisibly."""
    tables = [table_of(modules, scale, theme) for scale in ("diverging", "sequential")]
    assert all(np.abs(np.diff(table.astype(int), axis=0)).max() <= 2 for table in tables)
    diverging, sequential = (["#" + bytes(row).hex() for row in table] for table in tables)
    assert (diverging[0], diverging[-1]) == TOKENS[theme]["diverging"]
    assert diverging[len(diverging) // 2] == TOKENS[theme]["zero"]
    assert (sequential[0], sequential[-1]) == (TOKENS[theme]["zero"], TOKENS[theme]["sequential"])


@THEMES
def test_equal_steps_look_equal(modules: Modules, theme: str) -> None:
    """Along each side of each scale perceived lightness moves away from zero's in equal steps."""
    diverging, sequential = (
        oklab(linear(table_of(modules, scale, theme))) for scale in ("diverging", "sequential")
    )
    middle = len(diverging) // 2
    for side in (diverging[middle::-1], diverging[middle:], sequential):
        coarse = side[:: (len(side) - 1) // 10]
        steps = np.linalg.norm(np.diff(coarse, axis=0), axis=1)
        assert steps.max() < 1.25 * steps.min()
        assert len(set(np.sign(np.diff(coarse[:, 0])))) == 1


# On linear RGB, at full severity; table 1 of "A Physiologically-based Model for Simulation of Color Vision
# Deficiency" by Machado, Oliveira and Fernandes (2009).
SEEN_BY: dict[str, list[list[float]]] = {
    "trichromats": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopes": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopes": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopes": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

# sRGB's primaries in XYZ, in shares of its white.
XYZ = [
    [0.4339527, 0.3762098, 0.1898407],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0177565, 0.1094700, 0.8728634],
]
STEPS = 101
COARSE = 5
"""Steps that the rounding to bytes does not blur."""
NOTICED = 10.0
"""A difference in CIELAB that nobody overlooks between patches that do not touch.

2.3 is just noticeable side by side.
"""


def scale_as_seen(modules: Modules, scale: str, theme: str, eyes: str) -> Colours:
    """CIELAB of the scale's colours, from one end to the other, as somebody sees them."""
    light = linear(table_of(modules, scale, theme, STEPS))
    seen = np.clip(light @ np.transpose(SEEN_BY[eyes]), 0, 1)
    x, y, z = np.cbrt(np.maximum(seen @ np.transpose(XYZ), 1e-12)).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


@pytest.mark.parametrize("eyes", SEEN_BY)
@THEMES
def test_sign_and_size_are_seen(modules: Modules, theme: str, eyes: str) -> None:
    """A value differs clearly from its negative; lightness goes one way from zero to each end."""
    diverging = scale_as_seen(modules, "diverging", theme, eyes)
    middle = STEPS // 2
    apart = np.linalg.norm(diverging[middle:] - diverging[middle::-1], axis=-1)
    assert apart[middle // 4 :].min() > NOTICED
    assert (np.diff(apart[::COARSE]) > 0).all()
    direction = -1 if theme == "light" else 1
    sequential = scale_as_seen(modules, "sequential", theme, eyes)[:, 0]
    for rising in (diverging[middle:, 0], diverging[middle::-1, 0], sequential):
        assert (direction * np.diff(rising) > 0).all()
        assert abs(rising[len(rising) // 2] - rising[0]) > NOTICED
        assert abs(rising[-1] - rising[0]) > 4 * NOTICED


def test_painting_agrees_with_the_single_colour(modules: Modules) -> None:
    """Every number is painted in the colour named for it, one beyond the ends in that of the end."""
    body = """
        const {colourise, cssColour, scaleTable} = await load("lib/colour.js");
        const table = scaleTable("diverging", "light");
        const range = {low: -2, high: 2};
        const pixels = new Uint32Array(argument.length + 1);
        colourise(Float32Array.from(argument), range, table, pixels, 1);
        const named = argument.map((value) => cssColour(Math.fround(value), range, table));
        return [[...new Uint8Array(pixels.buffer)], named];
    """
    values = [-9.0, -2.0, *np.linspace(-2, 2, 101).tolist(), 2.0, 9.0]
    painted, named = modules.run(body, values)
    before, *rows = np.array(painted, np.uint8).reshape(-1, 4)
    assert ["#" + bytes(row[:3]).hex() for row in rows] == named
    assert not before.any()
    assert (named[0], named[-1]) == TOKENS["light"]["diverging"]


@THEMES
def test_text_on_a_colour_can_be_read(modules: Modules, theme: str) -> None:
    """Text, black on bright colours and white on others, has a contrast of at least 4.5 : 1 everywhere."""
    body = """
        const {cssColour, isBright, scaleTable} = await load("lib/colour.js");
        const [range, table] = [{low: -1, high: 1}, scaleTable("diverging", argument)];
        return Array.from({length: 201}, (_, i) => i / 100 - 1)
            .map((value) => [cssColour(value, range, table), isBright(value, range, table)]);
    """
    for colour, bright in modules.run(body, theme):
        light = linear(np.frombuffer(bytes.fromhex(colour[1:]), np.uint8))
        behind = float(light @ [0.2126, 0.7152, 0.0722])
        assert ((behind + 0.05) / 0.05 if bright else 1.05 / (behind + 0.05)) >= 4.5, colour


def test_ranges_keep_zero_neutral(modules: Modules) -> None:
    """A signed range is symmetric, an unsigned one begins at 0, and zeros give a non-empty range."""
    body = """
        const {rangeOf} = await load("lib/colour.js");
        return argument.map(([values, signed]) => rangeOf(values, signed)).map(({low, high}) => [low, high]);
    """
    given = [([0.5, -3, 2], True), ([0.5, 3, 2], False), ([0, 0], True), ([], False)]
    assert modules.run(body, given) == [[-3, 3], [0, 3], [-1, 1], [0, 1]]
