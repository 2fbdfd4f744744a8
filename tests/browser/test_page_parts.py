"""Parts of the page that are fetched when they are needed, and views that are rendered when something has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Request, expect

from tests.browser.explorer import Explorer
from tests.browser.modules import Modules
from tests.conftest import OpenPage, Trouble

LAZY = """
    const {createLazyView} = await load("views/lazy.js");
    const {loadPart} = await load("lib/lazy.js");
    const log = [];
    const attempts = {count: 0};
    const missing = [];
    const view = createLazyView("root", "options", {
        load: () => loadPart(async () => {
            log.push("load");
            if (++attempts.count === 1) throw new Error("gone");
            return (root, options) => ({render: (props) => log.push(`${root} ${options} ${props.value}`), destroy: () => log.push("destroyed")});
        }, (error, again) => { log.push(error.message); missing.push(again); }),
        isNeeded: ({value}) => value > 1,
        wait: ({value}) => log.push(`wait ${value}`),
    });
    const settled = () => new Promise((done) => setTimeout(done));
    for (const value of argument) {
        if (value === 4) missing.pop()();
        else view.render({value});
        await settled();
    }
    view.destroy();
    return log;
"""

PAINTING = """
    const {createPainting} = await load("lib/frame.js");
    const {signal} = await load("../vendor/signals-core.min.js");
    const frames = [];
    const frame = () => { log.push("frame"); frames.splice(0).forEach((draw) => draw(0)); };
    const painting = createPainting({request: (draw) => frames.push(draw), cancel: () => {}});
    const [count, more, other] = [signal(1), signal(1), signal(1)];
    const log = [];
    const first = painting.add(() => log.push(`first ${count.value} ${count.value > 1 ? more.value : ""}`));
    const second = painting.add(() => { log.push(`second ${other.value}`); });
    frame();
    more.value = 2;
    frame();
    count.value = 2;
    count.value = 3;
    other.value = 2;
    frame();
    more.value = 4;
    first.now();
    frame();
    more.value = 5;
    first.early();
    more.value = 6;
    first.early();
    frame();
    second.stop();
    other.value = 3;
    frame();
    return log;
"""


def test_a_part_is_imported_when_it_is_needed_and_again_when_somebody_asks(modules: Modules) -> None:
    """Before there is anything to show it waits; a failure is told, and "try again" imports it once more; then it is the view itself."""
    assert modules.run(LAZY, [1, 2, 3, 4, 5]) == [
        *("wait 1", "wait 2", "load", "gone", "wait 3", "load"),
        *("root options 3", "root options 5", "destroyed"),
    ]


def test_painters_run_in_the_frame_after_what_they_read_has_changed(modules: Modules) -> None:
    """Each once, in their order, and only if it has changed; one painted without waiting is not painted again, or early, once a frame."""
    assert modules.run(PAINTING) == [
        *("frame", "first 1 ", "second 1"),
        "frame",
        *("frame", "first 3 2", "second 2"),
        *("first 3 4", "frame"),
        *("first 3 5", "frame", "first 3 6"),
        "frame",
    ]


LATER = (
    "views/inspector.js",
    "css/arithmetic.css",
    "css/products.css",
    "css/kernels.css",
    "css/lab.css",
    "views/lab.js",
    "views/export.js",
    "views/kernels.js",
    "text/en-kernels.js",
    "text/en-take.js",
    "state/edit-actions.js",
    "text/de.js",
    "api/snippets.js",
)


def test_the_first_sight_does_without_what_is_asked_for_later(open_page: OpenPage) -> None:
    """Explanations, dialogs and the other language are not fetched before somebody wants them."""
    page = open_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    Explorer(page).open()
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/views/network.js") for url in asked)
    assert [url for url in asked if url.endswith(LATER)] == []


@pytest.mark.parametrize("part", ["views/inspector.js", "css/products.css"])
def test_a_part_that_does_not_come_is_told(open_page: OpenPage, trouble: Trouble, part: str) -> None:
    """While the explanations, or what they look like, cannot be fetched the page says so and keeps drawing; when they can, the next unit has them."""
    page = open_page()
    page.route(f"**/{part}*", lambda route: route.abort())
    explorer = Explorer(page).open()
    page.mouse.move(*explorer.places(["conv1/0/5/5"])[0])
    expect(explorer.part("status")).not_to_be_empty()
    page.unroute(f"**/{part}*")
    page.get_by_role("button", name="Try again").click()
    # While a message stands below it the network is smaller: units have their places again when it is gone.
    expect(explorer.part("status")).to_be_empty()
    explorer.settle()
    page.mouse.move(*explorer.places(["conv1/1/9/9"])[0])
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "conv1/1/9/9")
    assert all(part in line or "ERR_FAILED" in line for line in trouble.take())


@pytest.fixture
def explorer(open_page: OpenPage, trouble: Trouble) -> Iterator[Explorer]:
    """A page that has everything it needs at first; nothing may go wrong in it but what is fetched without a server."""
    explorer = Explorer(open_page(fresh=True)).open()
    explorer.page.wait_for_load_state("networkidle")
    yield explorer
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in trouble.take())


@contextmanager
def server_away(explorer: Explorer, told: str = "could not be loaded") -> Iterator[None]:
    """Ask for something without a server: it is told to be missing before the server is back."""
    explorer.page.context.set_offline(True)
    yield
    expect(explorer.part("status")).to_contain_text(told)
    explorer.page.context.set_offline(False)


def test_what_was_wanted_while_the_server_was_away_comes_with_it(explorer: Explorer) -> None:
    """Export and German, asked for without a server, are told to be missing, and are there when they are tried again."""
    again = explorer.page.get_by_role("button", name="Try again")
    with server_away(explorer):
        explorer.part("export").click()
    again.click()
    expect(explorer.part("export-dialog")).to_be_visible()
    expect(explorer.part("status")).to_be_empty()
    explorer.part("export-close").click()
    with server_away(explorer):
        explorer.part("language").select_option("de")
    again.click()
    expect(explorer.part("clear")).to_have_attribute("aria-label", "Leeren")
    expect(explorer.part("status")).to_be_empty()


def test_3d_that_came_late_is_no_longer_missed(explorer: Explorer) -> None:
    """3D chosen without a server is told to be missing; chosen again it is there, and nothing is said against it any more."""
    with server_away(explorer, told="3D could not be loaded"):
        explorer.part("view-3d").click()
    explorer.part("view-3d").click()
    expect(explorer.part("network")).to_have_attribute("data-view", "3d")
    expect(explorer.part("status")).to_be_empty()
