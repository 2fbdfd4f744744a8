"""Parts of the page that are fetched when they are needed, and views that are rendered when something has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import Modules
from tests.browser.explorer import Explorer
from tests.conftest import OpenPage, Trouble

LATER = """
    const {createLater} = await load("views/later.js");
    const log = [];
    const attempts = {count: 0};
    const view = createLater("root", "options", {
        load: async () => {
            log.push("load");
            if (++attempts.count === 1) throw new Error("gone");
            return (root, options) => ({render: (props) => log.push(`${root} ${options} ${props.value}`), destroy: () => log.push("destroyed")});
        },
        isNeeded: ({value}) => value > 1,
        wait: ({value}) => log.push(`wait ${value}`),
        onMissed: (error) => log.push(error.message),
    });
    const settled = () => new Promise((done) => setTimeout(done));
    for (const value of argument) {
        view.render({value});
        await settled();
    }
    view.destroy();
    return log;
"""

PANEL = """
    const {createPanel} = await load("views/panel.js");
    const seen = [];
    const view = createPanel(document.createElement("div"), ({value, other}) => void seen.push([value, other]));
    for (const [value, other] of argument) view.render({value, other});
    return seen;
"""


def test_a_part_is_fetched_when_it_is_needed_and_again_if_it_did_not_come(modules: Modules) -> None:
    """Before there is anything to show it waits; a failure is told, the next rendering tries again; then it is the view itself."""
    assert modules.run(LATER, [1, 2, 3, 4]) == [
        *("wait 1", "wait 2", "load", "gone", "wait 3", "load"),
        *("root options 3", "root options 4", "destroyed"),
    ]


def test_what_shows_the_same_is_not_rendered_again(modules: Modules) -> None:
    """A view hears of the first props, and of those in which something is another one."""
    assert modules.run(PANEL, [[1, "a"], [1, "a"], [1, "b"], [2, "b"], [2, "b"]]) == [
        [1, "a"],
        [1, "b"],
        [2, "b"],
    ]


@pytest.mark.parametrize(
    "part",
    [
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
    ],
)
def test_the_first_sight_does_without_what_is_asked_for_later(open_page: OpenPage, part: str) -> None:
    """Explanations, dialogs and the other language are not fetched before somebody wants them."""
    page = open_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    Explorer(page).open()
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/views/network.js") for url in asked)
    assert [url for url in asked if url.endswith(part)] == []


@pytest.mark.parametrize("part", ["views/inspector.js", "css/products.css"])
def test_a_part_that_does_not_come_is_told(open_page: OpenPage, trouble: Trouble, part: str) -> None:
    """While the explanations, or what they look like, cannot be fetched the page says so and keeps drawing; when they can, the next unit has them."""
    page = open_page()
    page.route(f"**/{part}*", lambda route: route.abort())
    explorer = Explorer(page).open()
    page.mouse.move(*explorer.places(["conv1/0/5/5"])[0])
    expect(explorer.part("status")).not_to_be_empty()
    page.unroute(f"**/{part}*")
    # While a message stands below it the network is smaller: units have their places again when it is gone.
    expect(explorer.part("status")).to_be_empty()
    explorer.settle()
    page.mouse.move(*explorer.places(["conv1/1/9/9"])[0])
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "conv1/1/9/9")
    assert all(part in line or "ERR_FAILED" in line for line in trouble.take())


@pytest.fixture
def explorer(open_page: OpenPage, trouble: Trouble) -> Iterator[Explorer]:
    """A page that has everything it needs at first; nothing may go wrong in it but what is fetched without a server."""
    explorer = Explorer(open_page()).open()
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
    """Export and German, asked for without a server, are told to be missing, tried again by themselves, and then there."""
    with server_away(explorer):
        explorer.part("export").click()
    expect(explorer.part("export-dialog")).to_be_visible()
    expect(explorer.part("status")).to_be_empty()
    explorer.part("export-close").click()
    with server_away(explorer):
        explorer.part("language").select_option("de")
    expect(explorer.part("clear")).to_have_attribute("aria-label", "Leeren")
    expect(explorer.part("status")).to_be_empty()


def test_3d_that_came_late_is_no_longer_missed(explorer: Explorer) -> None:
    """3D chosen without a server is told to be missing; chosen again it is there, and nothing is said against it any more."""
    with server_away(explorer, told="3D could not be loaded"):
        explorer.part("view-3d").click()
    explorer.part("view-3d").click()
    expect(explorer.part("network")).to_have_attribute("data-view", "3d")
    expect(explorer.part("status")).to_be_empty()
