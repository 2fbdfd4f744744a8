// Runs in the page before its own scripts: counts the frames in which WebGL draws, and moves the pen and the camera from inside,
// one move a frame, so that what is measured is the page and not the way of an event into the browser.
(() => {
  const { requestAnimationFrame: nextFrame } = window;
  const drawElements = WebGL2RenderingContext.prototype.drawElements;
  const seen = { frame: 0, drawn: new Set(), calls: 0 };
  const count = () => {
    seen.frame++;
    nextFrame(count);
  };
  WebGL2RenderingContext.prototype.drawElements = function (...rest) {
    seen.drawn.add(seen.frame);
    seen.calls++;
    return drawElements.apply(this, rest);
  };
  const frame = () => new Promise((done) => nextFrame(done));
  const live = () => document.querySelector("[data-testid=answer]").dataset.state === "live";
  const pixel = new Uint8Array(4);

  /** The card has drawn all that it was told to: reading a pixel waits for it. */
  const finished = () => {
    const gl = document.querySelector(".tower-canvas").getContext("webgl2");
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  };

  const mover = (target) => {
    // Events from a script have no pointer to capture.
    target.setPointerCapture = () => {};
    target.releasePointerCapture = () => {};
    const { left, top, width, height } = target.getBoundingClientRect();
    return (type, x, y) => target.dispatchEvent(new PointerEvent(type, { clientX: left + x * width, clientY: top + y * height, pointerId: 1,
      pointerType: "mouse", bubbles: true, button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1 }));
  };
  const eight = (share) => [0.5 + 0.2 * Math.sin(4 * Math.PI * share), 0.5 - 0.32 * Math.cos(2 * Math.PI * share)];
  const pen = () => mover(document.querySelector("[data-testid=pad]"));

  window.tower = {
    /** Milliseconds from each move of the pen until its picture is drawn, one after the other. */
    async latencies(moves) {
      const move = pen();
      document.querySelector("[data-testid=clear]").click();
      move("pointerdown", ...eight(0));
      const found = [];
      for (let i = 1; i <= moves; i++) {
        const start = performance.now();
        move("pointermove", ...eight(i / (moves + 1)));
        while (!live()) await frame();
        finished();
        found.push(performance.now() - start);
      }
      move("pointerup", ...eight(1));
      return found;
    },
    /** Pictures a second while `step` moves something in every frame. */
    async rate(seconds, step) {
      const first = performance.now();
      seen.drawn.clear();
      seen.calls = 0;
      while (performance.now() - first < 1000 * seconds) {
        step((performance.now() - first) / (1000 * seconds));
        await frame();
      }
      finished();
      const pictures = seen.drawn.size;
      return { rate: (1000 * pictures) / (performance.now() - first), calls: seen.calls / pictures, pictures };
    },
    async drawing(seconds) {
      const move = pen();
      document.querySelector("[data-testid=clear]").click();
      move("pointerdown", ...eight(0));
      const found = await this.rate(seconds, (share) => move("pointermove", ...eight(share)));
      move("pointerup", ...eight(1));
      return found;
    },
    async orbiting(seconds) {
      const move = mover(document.querySelector(".tower-stage"));
      move("pointerdown", 0.2, 0.5);
      const found = await this.rate(seconds, (share) => move("pointermove", 0.2 + 0.6 * share, 0.5 + 0.05 * Math.sin(9 * share)));
      move("pointerup", 0.8, 0.5);
      return found;
    },
  };
  nextFrame(count);
})();
