"""The page's small helpers: shapes and offsets, colours, values that can be watched, frames, elements."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.architecture import LENET
from tests.browser.conftest import Modules

TOKENS = {
    "light": {"zero": "#f4f4f1", "diverging": ("#b03a2e", "#2150a0"), "sequential": "#213a78"},
    "dark": {"zero": "#202227", "diverging": ("#ff8c78", "#74aaff"), "sequential": "#96c3ff"},
}

# Linear RGB as a viewer without one kind of cone sees it: Machado, Oliveira and Fernandes, 2009, severity 1.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(table: NDArray[np.uint8]) -> NDArray[np.float64]:
    """SRGB bytes as linear light."""
    share = table / 255
    light: NDArray[np.float64] = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return light


def oklab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear RGB as OKLab, in which distances are what eyes see (Ottosson, 2020)."""
    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    lab: NDArray[np.float64] = np.cbrt(np.clip(light, 0, 1) @ to_cones.T) @ to_lab.T
    return lab


def table_of(modules: Modules, scale: str, theme: str) -> NDArray[np.uint8]:
    """A colour table as rows of red, green, blue."""
    body = """
        const {scaleTable} = await load("lib/colour.js");
        return [...new Uint8Array(scaleTable(argument[0], argument[1]).buffer)];
    """
    return np.array(modules.run(body, [scale, theme]), np.uint8).reshape(-1, 4)[:, :3]


def hexes(table: NDArray[np.uint8]) -> list[str]:
    """Rows of bytes as CSS colours."""
    return ["#" + bytes(row).hex() for row in table]


def test_offsets_and_indices_are_inverse(modules: Modules) -> None:
    """Every offset of every layer's shape leads to an index and back, and the index counts row by row as NumPy's does."""
    body = """
        const {indexAt, offsetOf} = await load("lib/tensor.js");
        return argument.map((shape) => Array.from({length: shape.reduce((a, b) => a * b)}, (_, offset) => {
            const index = indexAt(shape, offset);
            return [offsetOf(shape, index), index];
        }));
    """
    shapes = [layer.shape for layer in LENET]
    for shape, found in zip(shapes, modules.run(body, shapes), strict=True):
        expected = [[offset, list(index)] for offset, index in enumerate(np.ndindex(*shape))]
        assert found == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tensor(new Float32Array(5), [2, 3])", "RangeError: Unexpected length 5 for shape 2\u00d73."),
        ("offsetOf([2, 3], [1])", "RangeError: Unexpected index [1] for shape 2\u00d73."),
        ("offsetOf([2, 3], [1, 3])", "RangeError: Unexpected index [1,3] for shape 2\u00d73."),
        ("offsetOf([2, 3], [1, 0.5])", "RangeError: Unexpected index [1,0.5] for shape 2\u00d73."),
        ("indexAt([2, 3], 6)", "RangeError: Unexpected offset 6 for shape 2\u00d73."),
        ("volumeOf([2, 3])", "RangeError: Unexpected shape 2\u00d73: a layer has one or three axes."),
        ("mapOf(tensor(new Float32Array(4), [1, 2, 2]), 1)", "RangeError: Unexpected map 1 of 1."),
    ],
)
def test_misused_tensors_say_what_was_given(modules: Modules, call: str, message: str) -> None:
    """A wrong length, index, offset, shape or map throws with the value in the message."""
    body = (
        f'const {{indexAt, mapOf, offsetOf, tensor, volumeOf}} = await load("lib/tensor.js"); return {call};'
    )
    assert modules.error(body) == message


def test_a_map_is_a_view(modules: Modules) -> None:
    """Taking one map of a tensor copies nothing, and a dense layer is one map."""
    body = """
        const {mapOf, tensor, valueAt} = await load("lib/tensor.js");
        const values = tensor(Float32Array.from({length: 12}, (_, i) => i), [3, 2, 2]);
        const map = mapOf(values, 1);
        const dense = mapOf(tensor(values.data, [12]), 0);
        return [[...map], map.buffer === values.data.buffer, dense.length, valueAt(values, [2, 0, 1])];
    """
    assert modules.run(body) == [[4, 5, 6, 7], True, 12, 9]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_zero_is_neutral_and_the_ends_are_the_tokens(modules: Modules, theme: str) -> None:
    """Zero has the neutral colour to the byte in both scales, and so have the ends theirs."""
    tokens = TOKENS[theme]
    diverging = hexes(table_of(modules, "diverging", theme))
    sequential = hexes(table_of(modules, "sequential", theme))
    assert (diverging[0], diverging[-1]) == tokens["diverging"]
    assert diverging[len(diverging) // 2] == tokens["zero"]
    assert (sequential[0], sequential[-1]) == (tokens["zero"], tokens["sequential"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_equal_steps_look_equal(modules: Modules, theme: str) -> None:
    """Along each side of each scale the perceived lightness only moves away from zero's, and all steps are equally far."""
    diverging = oklab(linear(table_of(modules, "diverging", theme)))
    middle = len(diverging) // 2
    sides = [
        diverging[middle::-1],
        diverging[middle:],
        oklab(linear(table_of(modules, "sequential", theme))),
    ]
    for side in sides:
        coarse = side[:: (len(side) - 1) // 10]
        steps = np.linalg.norm(np.diff(coarse, axis=0), axis=1)
        assert steps.max() < 1.25 * steps.min()
        lightness = np.diff(coarse[:, 0])
        assert (lightness < 0).all() or (lightness > 0).all()


@pytest.mark.parametrize("deficiency", sorted(DEFICIENCIES))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_differ_for_every_kind_of_eye(modules: Modules, theme: str, deficiency: str) -> None:
    """With any of the three colour blindnesses, a negative and a positive number of half the range are told apart from each other and from zero."""
    light = linear(table_of(modules, "diverging", theme)) @ np.array(DEFICIENCIES[deficiency]).T
    seen = oklab(light)
    places = [len(seen) // 4, len(seen) // 2, 3 * len(seen) // 4]
    distances = [np.linalg.norm(seen[one] - seen[other]) for one, other in combinations(places, 2)]
    assert min(distances) > 0.08  # 0.02 is a just noticeable difference in OKLab


def test_painting_agrees_with_the_single_colour(modules: Modules) -> None:
    """Every number is painted in the colour that is named for it; numbers beyond the ends take the ends' colours."""
    body = """
        const {colourise, cssColour, scaleTable} = await load("lib/colour.js");
        const table = scaleTable("diverging", "light");
        const range = {low: -2, high: 2};
        const pixels = new Uint32Array(argument.length + 1);
        colourise(Float32Array.from(argument), range, table, pixels, 1);
        const bytes = new Uint8Array(pixels.buffer);
        const painted = argument.map((_, i) => "#" + [...bytes.subarray(4 * i + 4, 4 * i + 7)]
            .map((byte) => byte.toString(16).padStart(2, "0")).join(""));
        return {painted, named: argument.map((value) => cssColour(Math.fround(value), range, table)), before: pixels[0]};
    """
    values = [-9.0, -2.0, *np.linspace(-2, 2, 101).tolist(), 2.0, 9.0]
    found = modules.run(body, values)
    assert found["painted"] == found["named"]
    assert found["before"] == 0
    assert (found["painted"][0], found["painted"][-1]) == TOKENS["light"]["diverging"]


def test_text_on_a_colour_can_be_read(modules: Modules) -> None:
    """Black text on bright colours and white text on the others have a contrast of at least 4.5 : 1 everywhere."""
    body = """
        const {cssColour, isBright, scaleTable} = await load("lib/colour.js");
        const range = {low: -1, high: 1};
        const table = scaleTable("diverging", argument);
        return Array.from({length: 201}, (_, i) => [cssColour(i / 100 - 1, range, table), isBright(i / 100 - 1, range, table)]);
    """
    luminance = np.array([0.2126, 0.7152, 0.0722])
    for theme in ("light", "dark"):
        for colour, bright in modules.run(body, theme):
            behind = float(linear(np.array(list(bytes.fromhex(colour[1:])), np.uint8)) @ luminance)
            contrast = (behind + 0.05) / 0.05 if bright else 1.05 / (behind + 0.05)
            assert contrast >= 4.5, (theme, colour)


@pytest.mark.parametrize(
    ("values", "signed", "expected"),
    [
        ([0.5, -3, 2], True, [-3, 3]),
        ([0.5, 3, 2], False, [0, 3]),
        ([0, 0], True, [-1, 1]),
        ([], False, [0, 1]),
    ],
)
def test_ranges_keep_zero_neutral(
    modules: Modules, values: list[float], signed: bool, expected: list[float]
) -> None:
    """A signed range is symmetric, an unsigned one begins at zero, and all zeros give a range that is not empty."""
    body = """
        const {rangeOf} = await load("lib/colour.js");
        const {low, high} = rangeOf(argument.values, argument.signed);
        return [low, high];
    """
    assert modules.run(body, {"values": values, "signed": signed}) == expected


def test_unknown_scales_are_refused(modules: Modules) -> None:
    """A scale that does not exist throws with its name."""
    body = 'const {scaleTable} = await load("lib/colour.js"); return scaleTable("rainbow", "light");'
    assert modules.error(body) == "RangeError: Unexpected scale rainbow in theme light."


def test_an_atom_tells_its_watchers_of_changes_only(modules: Modules) -> None:
    """Watchers hear each new value once, not the same one again, and nothing after they stop, even while they are being told."""
    body = """
        const {atom} = await load("lib/atom.js");
        const heard = [];
        const count = atom(1);
        const stop = count.watch((value) => { heard.push(["first", value]); if (value === 3) stop(); });
        count.watch((value) => heard.push(["second", value]));
        count.set(1);
        count.set(2);
        count.update((value) => value + 1);
        count.set(4);
        return [heard, count.get()];
    """
    assert modules.run(body) == [
        [["first", 2], ["second", 2], ["first", 3], ["second", 3], ["second", 4]],
        4,
    ]


def test_many_requests_draw_once_a_frame(modules: Modules) -> None:
    """Any number of requests before a frame draw once, one made while drawing draws in the next, a cancelled one never."""
    body = """
        const {createFrame} = await load("lib/frame.js");
        const queue = new Map();
        let handles = 0;
        const clock = {request: (draw) => (queue.set(++handles, draw), handles), cancel: (handle) => queue.delete(handle)};
        const next = () => { const due = [...queue]; queue.clear(); due.forEach(([, draw]) => draw(7)); };
        const times = [];
        const frame = createFrame((time) => { times.push(time); if (times.length === 1) frame.request(); }, clock);
        frame.request(); frame.request(); next();
        const afterOne = times.length;
        next();
        const afterTwo = times.length;
        next(); frame.request(); frame.cancel(); next();
        return [afterOne, afterTwo, times, queue.size];
    """
    assert modules.run(body) == [1, 2, [7, 7], 0]


def test_a_frame_is_the_browsers_own(modules: Modules) -> None:
    """Without a clock of its own, a frame is drawn by the browser's next repaint."""
    body = """
        const {createFrame} = await load("lib/frame.js");
        return new Promise((resolve) => createFrame((time) => resolve(typeof time)).request());
    """
    assert modules.run(body) == "number"


def test_elements_hold_text_not_markup(modules: Modules) -> None:
    """What is put into an element is shown as it is; attributes that are false, null or undefined are left out."""
    body = """
        const {element, replaceChildren, svgElement} = await load("lib/dom.js");
        const made = element("p", {class: "note", hidden: true, title: null, lang: false}, "<b>", 3, null, element("i", {}, "x"), false);
        const line = svgElement("line", {x1: 0, x2: 5});
        const first = made.outerHTML;
        replaceChildren(made, "other");
        return [first, line.outerHTML, line.namespaceURI, made.textContent];
    """
    assert modules.run(body) == [
        '<p class="note" hidden="">&lt;b&gt;3<i>x</i></p>',
        '<line x1="0" x2="5"></line>',
        "http://www.w3.org/2000/svg",
        "other",
    ]


@pytest.mark.parametrize("name", ["style", "onclick"])
def test_inline_style_and_script_are_refused(modules: Modules, name: str) -> None:
    """Attributes that the page's content security policy forbids cannot be set by mistake."""
    body = 'const {element} = await load("lib/dom.js"); return element("p", {[argument]: "x"});'
    assert modules.error(body, name) == f"TypeError: Unexpected attribute {name}: use classes and listen()."


def test_listening_stops(modules: Modules) -> None:
    """What `listen` returns ends the listening."""
    body = """
        const {element, listen} = await load("lib/dom.js");
        const button = element("button", {type: "button"});
        let clicks = 0;
        const stop = listen(button, "click", () => clicks++);
        button.click(); stop(); button.click();
        return clicks;
    """
    assert modules.run(body) == 1


def test_a_missing_element_is_named(modules: Modules) -> None:
    """Looking for an element that is not there throws with the selector."""
    body = 'const {find} = await load("lib/dom.js"); return find(document, "#nowhere");'
    assert modules.error(body) == "Error: Missing element #nowhere."


def test_small_arithmetic(modules: Modules) -> None:
    """Clamping, mixing, counting, multiplying and the remainder behave at their edges."""
    body = """
        const {clamp, mix, modulo, product, range} = await load("lib/math.js");
        return [clamp(5, 0, 3), clamp(-5, 0, 3), mix(2, 4, 0.25), range(3), range(0), product([2, 3, 4]), product([]), modulo(-1, 5)];
    """
    assert modules.run(body) == [3, 0, 2.5, [0, 1, 2], [], 24, 1, 4]


def test_tables_run_smoothly(modules: Modules) -> None:
    """No neighbouring entries of a table differ by more than a just visible step."""
    for theme in ("light", "dark"):
        for scale in ("diverging", "sequential"):
            table = table_of(modules, scale, theme).astype(int)
            assert max(int(np.abs(one - other).max()) for one, other in pairwise(table)) <= 2
