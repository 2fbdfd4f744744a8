/** The lessons, in order. */

import { picture } from "./picture.js";
import { pooling } from "./pooling.js";

/** @type {readonly import("../lesson-types.js").Lesson[]} */
export const LESSONS = [picture, pooling];
