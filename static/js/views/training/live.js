/** Training from scratch: options, start and stop buttons, and the comparison of the new model with LeNet. */

import { html, live, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { button, choice, segments, labelledSwitch } from "../controls.js";
import { NETWORKS, modelName } from "../model-name.js";
import { decimal } from "./numbers.js";

/** @import { RunOptions, Training } from "../../training-types.js" */
/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Shown } from "../training.js" */

/** Number of batches of the shortest run. */
const LEAST_BATCHES = 300;
/** Number of training digits, which is one epoch. */
const EPOCH = 4000;
const EPOCHS = range(20).map((before) => before + 1);
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
/** @type {ReadonlyArray<RunOptions["optimiser"]>} */
const OPTIMISERS = ["adamw", "sgd", "momentum"];
const MODELS = /** @type {const} */ (["mine", "lenet"]);
const LARGEST_SEED = 2 ** 31 - 1;

/** @param {Shown} shown */
export function liveCard({ state, words }) {
  const options = state.live.signals.options.value;
  const isRunning = state.live.signals.run.value?.state === "running";
  return html`
    <p class="caption">${words("live.note")}</p>
    <fieldset class="live-options stack gap-1" ?disabled=${isRunning}>${fields(state, words, options)}</fieldset>
    <div class="button-row">
      ${isRunning
        ? button(words("live.stop"), { test: "train-stop", class: "button is-main", onClick: state.live.stop })
        : button(words("live.start"), { test: "train-start", class: "button is-main", onClick: state.live.start })}
      ${!isRunning && state.live.newest() ? button(words("live.continue", { count: options.batches }),
        { test: "train-continue", onClick: state.live.continue }) : nothing}
    </div>
    ${state.live.newest() ? modelSwitch(state, words) : nothing}`;
}

/** @param {Training} state @param {Words} words @param {RunOptions} options */
function fields({ live: run }, words, options) {
  const { architecture, batches, batch_size: size, optimiser, learning_rate: rate } = options;
  const epochs = new Map(EPOCHS.map((count) => [Math.ceil((count * EPOCH) / size), words("live.epochs", { count })]));
  const some = words("live.batches", { count: LEAST_BATCHES, epochs: decimal(words, (LEAST_BATCHES * size) / EPOCH) });
  return html`
    ${select(words("live.architecture"), "architecture", { value: architecture, values: Object.keys(NETWORKS),
      name: (name) => modelName(name, words), onChoose: (chosen) => run.choose({ architecture: chosen }) })}
    ${select(words("live.length"), "length", { value: batches, values: [LEAST_BATCHES, ...epochs.keys()],
      name: (count) => epochs.get(count) ?? some, onChoose: (count) => run.choose({ batches: count }) })}
    ${select(words("live.optimiser"), "optimiser", { value: optimiser, values: OPTIMISERS,
      name: (name) => words(`live.optimiser.${name}`), onChoose: (name) => run.choose({ optimiser: name }) })}
    ${select(words("rate"), "rate", { value: rate, values: RATES,
      name: (one) => decimal(words, one), onChoose: (one) => run.choose({ learning_rate: one }) })}
    <label class="field spread"><span>${words("live.seed")}</span>
      <input class="field-input number-field" type="number" min="0" max=${LARGEST_SEED} step="1"
        data-testid="train-seed" .value=${live(String(options.seed))}
        @change=${(/** @type {any} */ { target }) => target.value && target.checkValidity() &&
          run.choose({ seed: Number(target.value) })}></label>
    ${labelledSwitch(words("live.augment"),
      { test: "train-augment", checked: options.augment, onChange: (augment) => run.choose({ augment }) })}
    ${labelledSwitch(words("live.equal"), { test: "train-equal", checked: options.initialisation === "equal", onChange:
      (equal) => run.choose({ initialisation: equal ? "equal" : "random" }) })}
    ${options.initialisation === "equal" ? html`<p class="caption">${words("live.equal.note")}</p>` : nothing}`;
}

/**
 * @template {string | number} Value
 * @param {string} label @param {string} test
 * @param {Omit<Parameters<typeof choice<Value>>[0], "test" | "label">} options
 */
function select(label, test, options) {
  return html`<label class="field spread"><span>${label}</span>
    ${choice({ test: `train-${test}`, label, class: "field-input number-field", ...options })}</label>`;
}

/** Render the switch between the new model and LeNet. @param {Training} state @param {Words} words */
function modelSwitch({ live: run, outside }, words) {
  return segments(words("live.beside"), MODELS, {
    test: "train",
    chosen: run.isShown() ? "mine" : outside.chosen.value === "lenet" ? "lenet" : null,
    says: (name) => (name === "mine" ? words("live.mine") : "LeNet"),
    onChoose: (name) => run.show(name === "mine" ? null : name),
  });
}
