/** The figures of lessons: one row for each. */

import { activations } from "./activations.js";
import { channels } from "./pictures.js";
import { moving, pooled } from "./moving.js";
import { networks } from "./networks.js";
import { shares } from "./shares.js";

/** @import { FigureName } from "../../lesson-types.js" */
/** @import { Shown } from "../lessons.js" */

/** @type {Readonly<Record<FigureName, (shown: Shown) => unknown>>} */
export const FIGURES = { activations, channels, moving, networks, softmax: shares, window: pooled };
