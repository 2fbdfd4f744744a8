// Runs in the page before its own scripts, and watches from outside what it does when: events, requests, frames.
// All times are the page's own clock, in milliseconds.
(() => {
  const { fetch, requestAnimationFrame: nextFrame, Response } = window;
  const now = () => performance.now();
  const bench = (window.bench = { moves: [], samples: 0, asked: [], stale: 0, longTasks: [], hovers: [], first: null });
  const seen = { taken: null, hover: null, told: false, frames: 0, framing: false };
  const answer = () => document.querySelector("[data-testid=answer]");

  /** A message that is sent in a frame arrives after that frame has been laid out and painted. */
  const afterFrame = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then(now());
    };
    port2.postMessage(null);
  };

  const note = (event) => {
    bench.moves.push({ at: event.timeStamp, seen: now() });
    bench.samples += event.getCoalescedEvents().length || 1;
  };
  // The pad hears of a movement when the browser does, the rest of the page with the next frame.
  window.addEventListener("pointerrawupdate", (event) => {
    if (event.buttons) note(event);
    seen.told = event.buttons > 0;
  }, { capture: true });
  window.addEventListener("pointermove", (event) => {
    if (event.buttons) {
      if (!seen.told) note(event);
      seen.told = false;
    } else if (event.target.closest?.("[data-testid=network]")) seen.hover = { at: event.timeStamp, frames: seen.frames };
  }, { capture: true });

  // An answer counts as taken when its bytes are there: what the page does with them happens before anything else runs.
  window.fetch = async (...request) => {
    if (!String(request[0]).includes("/activations")) return fetch(...request);
    const one = { order: bench.asked.length, moves: bench.moves.length, called: now() };
    bench.asked.push(one);
    const response = await fetch(...request);
    response.arrayBuffer = async () => {
      const bytes = await Response.prototype.arrayBuffer.call(response);
      if (seen.taken && seen.taken.order > one.order) bench.stale++;
      else seen.taken = one;
      return bytes;
    };
    return response;
  };

  window.requestAnimationFrame = (draw) => {
    if (seen.taken) seen.taken.wanted ??= now();
    return nextFrame((time) => {
      const [one, start] = [seen.taken, now()];
      draw(time);
      if (!one || one.drawn) return;
      Object.assign(one, { start, drawn: now() });
      afterFrame((shown) => Object.assign(one, { shown }));
    });
  };

  const waiting = [];
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName === "data-unit" && target.dataset.testid === "inspector" && seen.hover) {
        const { at, frames } = seen.hover;
        seen.hover = null;
        const hover = { frames: seen.frames - frames };
        bench.hovers.push(hover);
        afterFrame((shown) => Object.assign(hover, { took: shown - at }));
      }
      if (attributeName === "data-state" && target.dataset.testid === "answer" && target.dataset.state === "live") {
        afterFrame((shown) => {
          bench.first ??= shown;
          for (const done of waiting.splice(0)) done();
        });
      }
    }
  }).observe(document, { subtree: true, attributeFilter: ["data-state", "data-unit"] });

  new PerformanceObserver((list) => bench.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))))
    .observe({ type: "longtask" });

  /** The maps of what is drawn now are on the screen. */
  bench.settled = () => new Promise((done, fail) => {
    if (answer()?.dataset.state === "live") return afterFrame(done);
    waiting.push(done);
    setTimeout(() => fail(new Error("no answer was shown within two minutes")), 120_000);
  });

  bench.begin = () => {
    Object.assign(bench, { moves: [], samples: 0, asked: [], stale: 0, longTasks: [], hovers: [] });
    Object.assign(seen, { taken: null, hover: null });
  };

  /** What was seen since `begin`. */
  bench.told = () => JSON.stringify(bench);

  /** From now on frames are counted. */
  bench.countFrames = () => {
    const count = () => {
      seen.frames++;
      nextFrame(count);
    };
    nextFrame(count);
  };

  /** Strokes of three moves, one a frame, a new drawing after ten. */
  bench.strokes = async (count) => {
    const pad = document.querySelector("[data-testid=pad]");
    pad.setPointerCapture = () => {}; // events from a script have no pointer to capture
    const { left, top, width, height } = pad.getBoundingClientRect();
    for (let stroke = 0; stroke < count; stroke++) {
      const point = (step) => ({ clientX: left + width * (0.2 + 0.06 * ((stroke + step) % 10)), clientY: top + height * (0.2 + 0.15 * step) });
      ["pointerdown", "pointermove", "pointermove", "pointermove", "pointerup"].forEach((type, step) =>
        pad.dispatchEvent(new PointerEvent(type, { ...point(step), pointerId: 1, pointerType: "mouse", bubbles: true, button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1 })));
      await new Promise((done) => nextFrame(done));
      if (stroke % 10 === 9) document.querySelector("[data-testid=clear]").click();
    }
    await bench.settled();
    bench.begin();
  };
})();
