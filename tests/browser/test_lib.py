"""The page's small helpers: shapes and offsets, values that can be watched, frames, elements, arithmetic."""

import numpy as np
import pytest

from app.lenet.architecture import LENET
from tests.browser.modules import Modules


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
        const {mapOf, tensor} = await load("lib/tensor.js");
        const values = tensor(Float32Array.from({length: 12}, (_, i) => i), [3, 2, 2]);
        const map = mapOf(values, 1);
        const dense = mapOf(tensor(values.data, [12]), 0);
        return [[...map], map.buffer === values.data.buffer, dense.length];
    """
    assert modules.run(body) == [[4, 5, 6, 7], True, 12]


def test_only_a_change_of_a_signal_calls_back(modules: Modules) -> None:
    """Not the value at first, nor the same one again, nor what the callback reads, and nothing after it is stopped."""
    body = """
        const {onChange} = await load("lib/signals.js");
        const {batch, signal} = await load("../vendor/signals-core.min.js");
        const [count, other, read] = [signal(1), signal(1), signal(1)];
        const heard = [];
        const stop = onChange([count, other], () => { heard.push([count.value, read.value]); if (count.value === 4) stop(); });
        count.value = 1;
        count.value = 2;
        batch(() => { count.value = 3; other.value = 3; });
        read.value = 5;
        count.value = 4;
        count.value = 6;
        return heard;
    """
    assert modules.run(body) == [[2, 1], [3, 1], [4, 5]]


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
        const {element, replaceChildren} = await load("lib/dom.js");
        const made = element("p", {class: "note", hidden: true, title: null, lang: false}, "<b>", 3, null, element("i", {}, "x"), false);
        const first = made.outerHTML;
        replaceChildren(made, "other");
        return [first, made.textContent];
    """
    assert modules.run(body) == [
        '<p class="note" hidden="">&lt;b&gt;3<i>x</i></p>',
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
