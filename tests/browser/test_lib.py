"""The page's small helpers: tensors that refuse nonsense, frames, and elements that hold text."""

import pytest

from tests.browser.modules import Modules


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tensor(new Float32Array(5), [2, 3])", "length 5 for shape 2\u00d73."),
        ("offsetOf([2, 3], [1, 3])", "index [1,3] for shape 2\u00d73."),
        ("offsetOf([2, 3], [1, 0.5])", "index [1,0.5] for shape 2\u00d73."),
        ("indexAt([2, 3], 6)", "offset 6 for shape 2\u00d73."),
        ("mapOf(tensor(new Float32Array(4), [1, 2, 2]), 1)", "map 1 of 1."),
    ],
)
def test_misused_tensors_say_what_was_given(modules: Modules, call: str, message: str) -> None:
    """A wrong length, index, offset or map throws with the value in the message."""
    body = f"const {{indexAt, mapOf, offsetOf, tensor}} = await load('lib/tensor.js'); return {call};"
    assert modules.error(body) == f"RangeError: Unexpected {message}"


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
    """What is put into an element is text; attributes that are false, null or undefined are left out."""
    body = """
        const {element} = await load("lib/dom.js");
        const attributes = {class: "note", hidden: true, title: null, lang: false};
        return element("p", attributes, "<b>", 3, null, element("i", {}, "x"), false).outerHTML;
    """
    assert modules.run(body) == '<p class="note" hidden="">&lt;b&gt;3<i>x</i></p>'


@pytest.mark.parametrize("name", ["style", "onclick"])
def test_inline_style_and_script_are_refused(modules: Modules, name: str) -> None:
    """Attributes that the page's content security policy forbids cannot be set by mistake."""
    body = 'const {element} = await load("lib/dom.js"); return element("p", {[argument]: "x"});'
    assert modules.error(body, name) == f"TypeError: Unexpected attribute {name}: use classes and listen()."
