"""What JavaScript of the tests finds in a page: modules, waits that end, parts, pixels, places of units."""

LOAD = """
    const main = document.querySelector("script[type=module]")?.src ?? `${location.origin}/static/js/main.js`;
    const load = async (...paths) =>
        Object.assign({}, ...await Promise.all(paths.map((path) => import(new URL(path, main)))));
"""
"""How a test loads what modules of static/js export: those that the page itself has."""

EMPTY = "<!doctype html><title>Nothing</title><link rel='icon' href='data:,'>"

# Every wait ends by the clock, with the name of what it waited for: a page that does not paint has no frames,
# and one in which a test replaced setTimeout, and failed, has no timers but those from before.
WAITS = """
    const clock = window.ownTimers ??= {start: setTimeout.bind(window), stop: clearTimeout.bind(window)};
    const pause = (milliseconds = 0) => new Promise((resolve) => clock.start(resolve, milliseconds));
    const within = (seconds, what, work) => new Promise((resolve, reject) => {
        const late = clock.start(() => reject(new Error(`not within ${seconds} s: ${what}`)), 1000 * seconds);
        work().then(resolve, reject).finally(() => clock.stop(late));
    });
    const frame = () => Promise.race([new Promise(requestAnimationFrame), pause(1000)]);
    const frames = async (count = 2) => { for (let i = 0; i < count; i++) await frame(); };
    const until = async (test, what = test) => {
        for (const end = performance.now() + 30_000; !await test(); await frame())
            if (performance.now() > end) throw new Error(`not within 30 s: ${what}`);
    };
    const atRest = async (read, frames = 30) => {
        let [last, same] = [read(), 0];
        await until(() => {
            same = read() === last ? same + 1 : 0;
            last = read();
            return same >= frames;
        }, `${frames} frames without a change of ${read}`);
        return last;
    };
"""

# What a test's JavaScript finds in the page: parts, frames, pixels, and the places of units.
PAGE = """
    const part = (name) => document.querySelector(`[data-testid=${name}]`);
    const [maps, overlay] = document.querySelectorAll("[data-testid=network] canvas");
    const pixelsOf = (canvas, x = 0, y = 0, width = canvas.width, height = canvas.height) => {
        const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(canvas, -x, -y);
        return copy.getImageData(0, 0, width, height).data;
    };
    const inkOf = () => pixelsOf(part("pad")).filter((_, i) => i % 4 === 3);
    const sceneNow = async () => {
        const {layoutScene} = await load("model/layout.js");
        const {rectOf, parseUnit} = await load("model/places.js", "model/layers.js");
        const {fit, cssRect, zoomed} = await load("views/network/viewport.js", "views/network/zoom.js");
        const {layers} = await (await fetch("/api/v1/models/lenet")).json();
        const stage = part("network").getBoundingClientRect();
        const room = {width: Math.floor(stage.width), height: Math.floor(stage.height)};
        const link = new URLSearchParams(location.hash.slice(1));
        const isNarrow = document.documentElement.clientWidth < 1180;
        const wide = {folded: link.get("folded")?.split(",")};
        const scene = layoutScene(layers, isNarrow ? {direction: "down", width: room.width} : wide);
        const [factor, sceneX, sceneY] = (link.get("zoom") ?? "").split(",").map(Number);
        const zoom = factor ? {factor, sceneX, sceneY} : null;
        const viewport = zoomed(fit(scene, room, devicePixelRatio), zoom, room);
        const inScene = (unit) => rectOf(scene, parseUnit(layers, unit));
        const inStage = (rect) => cssRect(viewport, rect);
        return {layers, scene, stage, room, inScene, inStage};
    };
"""

# Where units lie in the window.
PLACE = """
    const {stage, inScene, inStage} = await sceneNow();
    return argument.map((unit) => {
        const {x, y, width, height} = inStage(inScene(unit));
        return {x: stage.left + x, y: stage.top + y, width, height};
    });
"""

# Everything that the panel says in numbers: role, exact value, and the text that is seen.
NUMBERS = """
    const shown = document.querySelectorAll("[data-testid=inspector] [data-value]");
    return [...shown].map((one) => [one.dataset.role, one.dataset.value, one.textContent]);
"""

# Notes what is written on canvases: the words, their place, and the font.
NOTED = """
    window.noted = [];
    const {fillText} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
        if (words) window.noted.push([words, ...place, this.font]);
        fillText.call(this, words, ...place);
    };
"""
