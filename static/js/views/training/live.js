/** Training from scratch: what the run is like, its start and its stop, and the model that it makes beside LeNet. */

import { html, live, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { decimal } from "./numbers.js";

/** @import { RunOptions, Training } from "../../training-types.js" */
/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Shown } from "../training.js" */

/** Digits that a run learns from: one epoch. */
const EPOCH = 4000;
const EPOCHS = range(20).map((before) => before + 1);
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
/** @type {ReadonlyArray<RunOptions["optimiser"]>} */
const OPTIMISERS = ["adamw", "sgd", "momentum"];
const ARCHITECTURES = { lenet: "LeNet", "lenet-1998": "LeNet 1998", mlp: "MLP" };
const LARGEST_SEED = 2 ** 31 - 1;

/** @param {Shown} shown */
export function liveCard({ state, words }) {
  const options = state.live.signals.options.value;
  const isRunning = state.live.signals.run.value?.state === "running";
  return html`
    <p class="caption">${words("live.note")}</p>
    <fieldset class="live-options stack gap-1" ?disabled=${isRunning}>${fields(state, words, options)}</fieldset>
    <div class="button-row">
      <button type="button" class="button is-main" data-testid=${isRunning ? "train-stop" : "train-start"}
        @click=${isRunning ? state.live.stop : state.live.start}>${words(isRunning ? "live.stop"
          : "live.start")}</button>
      ${
        !isRunning && state.live.newest()
          ? html`<button type="button" class="button" data-testid="train-continue"
          @click=${state.live.continue}>${words("live.continue", { count: options.batches })}</button>`
          : nothing
      }
    </div>
    ${state.live.newest() ? beside(state, words) : nothing}`;
}

/** @param {Training} state @param {Words} words @param {RunOptions} options */
function fields({ live: run }, words, options) {
  const batches = EPOCHS.map((count) => ({
    value: Math.ceil((count * EPOCH) / options.batch_size),
    label: words("live.epochs", { count }),
  }));
  return html`
    ${select(
      words("live.architecture"),
      "architecture",
      Object.entries(ARCHITECTURES).map(([value, label]) => ({ value, label })),
      options.architecture,
      (architecture) => run.choose({ architecture }),
    )}
    ${select(
      words("live.length"),
      "length",
      [
        {
          value: 300,
          label: words("live.batches", { count: 300, epochs: decimal(words, (300 * options.batch_size) / EPOCH) }),
        },
        ...batches,
      ],
      options.batches,
      (value) => run.choose({ batches: Number(value) }),
    )}
    ${select(
      words("live.optimiser"),
      "optimiser",
      OPTIMISERS.map((value) => ({ value, label: words(`live.optimiser.${value}`) })),
      options.optimiser,
      (value) => run.choose({ optimiser: /** @type {RunOptions["optimiser"]} */ (value) }),
    )}
    ${select(
      words("rate"),
      "rate",
      RATES.map((value) => ({ value, label: decimal(words, value) })),
      options.learning_rate,
      (value) => run.choose({ learning_rate: Number(value) }),
    )}
    <label class="field spread"><span>${words("live.seed")}</span>
      <input class="field-input number-field" type="number" min="0" max=${LARGEST_SEED} step="1"
        data-testid="train-seed" .value=${live(String(options.seed))}
        @change=${(/** @type {any} */ { target }) => target.value && target.checkValidity() &&
          run.choose({ seed: Number(target.value) })}></label>
    ${box(words("live.augment"), "augment", options.augment, (augment) => run.choose({ augment }))}
    ${box(words("live.equal"), "equal", options.initialisation === "equal", (equal) =>
      run.choose({ initialisation: equal ? "equal" : "random" }))}
    ${options.initialisation === "equal" ? html`<p class="caption">${words("live.equal.note")}</p>` : nothing}`;
}

/**
 * @param {string} label @param {string} test @param {ReadonlyArray<{value: string | number, label: string}>} values
 * @param {string | number} chosen @param {(value: string) => void} choose
 */
function select(label, test, values, chosen, choose) {
  return html`<label class="field spread"><span>${label}</span>
    <select class="field-input number-field" data-testid="train-${test}"
      @change=${(/** @type {any} */ { target }) => choose(target.value)}>
      ${values.map((one) => html`<option value=${one.value} ?selected=${one.value === chosen}>${one.label}</option>`)}
    </select></label>`;
}

/** @param {string} label @param {string} test @param {boolean} checked @param {(checked: boolean) => void} choose */
function box(label, test, checked, choose) {
  return html`<label class="switch-line"><input type="checkbox" role="switch" class="switch" data-testid="train-${test}"
    .checked=${live(checked)}
    @change=${(/** @type {any} */ { target }) => choose(target.checked)}><span>${label}</span></label>`;
}

/** The new model or LeNet, on the same drawing. @param {Training} state @param {Words} words */
function beside({ live: run, outside }, words) {
  const chosen = outside.chosen.value;
  return html`<div class="segments" role="group" aria-label=${words("live.beside")}>
    <button type="button" class="segment" data-testid="train-mine" aria-pressed=${run.isShown()}
      @click=${() => run.show(null)}>${words("live.mine")}</button>
    <button type="button" class="segment" data-testid="train-lenet" aria-pressed=${chosen === "lenet"}
      @click=${() => run.show("lenet")}>LeNet</button>
  </div>`;
}
