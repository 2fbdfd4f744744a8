/** The lessons, in order. */

import { dense } from "./dense.js";
import { edges } from "./edges.js";
import { kernels } from "./kernels.js";
import { learning } from "./learning.js";
import { limits } from "./limits.js";
import { maps } from "./maps.js";
import { picture } from "./picture.js";
import { pooling } from "./pooling.js";
import { relu } from "./relu.js";
import { sizes } from "./sizes.js";
import { softmax } from "./softmax.js";
import { window } from "./window.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {readonly Lesson[]} */
export const LESSONS = [picture, window, kernels, edges, sizes, relu, pooling, maps, dense, softmax, learning, limits];
