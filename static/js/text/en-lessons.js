/** What the lessons say, in English. Loaded with them. [layer:words] carries the layer's colour, "! " begins what clears something up. */

export const lessons = {
  "choose": "Lesson", "link": "Copy the link to this step", "hide": "Hide the text", "close": "Close the lesson",
  "task": "Task:", "done": "Done:", "done.said": "Task done.", "show": "Show me",
  "back": "Back", "next": "Next", "steps": "Steps of this lesson", "step": "Step {step}", "page": "{title}, step {step} of {count}",

  "channels.picture": "in colour", "channels.red": "red", "channels.green": "green", "channels.blue": "blue",
  "filter.title": "Kernel", "filter.names": "none|upright|level|outline|blur",
  "filter.input": "The network’s input", "filter.kernel": "The kernel’s nine numbers", "filter.output": "The picture under the kernel",
  "sizes.picture": "A row of input numbers with padding, and the {out} windows on it",
  "sizes.n": "n, input", "sizes.k": "k, kernel", "sizes.s": "s, stride", "sizes.p": "p, padding",
  "activations.title": "ReLU, tanh and sigmoid as curves", "activations.value": "x =",
  "activations.relu": "ReLU", "activations.tanh": "tanh", "activations.sigmoid": "sigmoid",
  "window.point": "Point at a pixel of pool1: its window is shown here.", "window.max": "maximum", "window.mean": "mean", "window.sum": "sum",
  "moving.title": "Move the digit to the right", "moving.by": "{pixels} px", "moving.hint": "Choose how far the digit moves.",
  "moving.layer": "layer", "moving.along": "moved along", "moving.same": "unchanged", "moving.cells": "by {cells}",
  "moving.answer": "Answer before: {before}, now: {after}.",
  "softmax.plus": "add to all", "softmax.times": "multiply all",
  "networks.name": "network", "networks.depth": "layers", "networks.parameters": "parameters",
  "networks.scale": "Layers with weights, counted from input to answer. The area of a square is to scale with the parameters: LeNet’s is a dot.",

  "picture": "A picture is numbers",
  "picture.grid": "The network does not see a 3 or an 8. It receives [input:32 × 32 numbers]: 0 where nothing is drawn, 1 where the pen was. In a picture file the same numbers run from 0 to 255; "
    + "here they are divided by 255.\n! The picture is nothing beside these numbers: there is no shape, no line and no order of strokes in them.",
  "picture.grid.task": "Point at a pixel of the [input:input] that is full of ink: its number is 1.",
  "picture.edge": "A pen does not fill pixels exactly. Where its edge passes through a pixel, the number lies between 0 and 1: as much of the pixel as is covered. "
    + "Only these numbers say where exactly the line runs.",
  "picture.edge.task": "Point at a pixel of the [input:input] between 0.2 and 0.8.",
  "picture.empty": "A picture without ink is a picture, too: 1,024 zeros. The network computes all its layers for it, as for any other; only the page does not show an answer.",
  "picture.empty.task": "Clear the pad and look at the [input:input].",
  "picture.colour": "A colour picture has three numbers per pixel: red, green and blue. These are three pictures one behind another, its *channels*. The [input:input] here has one channel; "
    + "for colour, every kernel of the first layer would have three sheets of weights, one per channel.",
  "picture.colour.task": "Mix yellow: much red, much green, no blue.",

  "pooling": "Pooling",
  "pooling.window": "[pool1:pool1] looks at [relu1:relu1] through windows of 2 × 2 that do not overlap, and keeps the largest number of each. 28 × 28 become 14 × 14, and no weight is needed.",
  "pooling.window.task": "Find a pixel of [pool1:pool1] whose maximum is at the lower right of its window.",
  "pooling.mean": "Maximum, mean or sum? The mean of a window falls when a strong number has weak neighbours; the maximum keeps the strong number as it is. "
    + "The networks of the 1990s added or averaged, today’s mostly take the maximum.",
  "pooling.mean.task": "Find a pixel of [pool1:pool1] whose mean is less than half of its maximum.",
  "pooling.move": "Centring is off now: the digit stands where it was drawn. Move it: 4 pixels of the [input:input] are 4 cells in conv1, 2 in [pool1:pool1] and 1 in [pool2:pool2]. "
    + "The maps move along with it: that is called *equivariance*.\n! Pooling does not make the maps stay: what is found moves along with the digit, only in larger steps.",
  "pooling.move.task": "Move the digit by 4 pixels.",
  "pooling.small": "A move by a single pixel is no whole cell of [pool1:pool1] or [pool2:pool2]. Some maxima stay in their window, others cross into the next one. "
    + "Where the number stays, we speak of *invariance*: it holds for small moves, and only in part.",
  "pooling.small.task": "Move the digit by 1 pixel, and compare the last column with that of 4 pixels.",
  "pooling.centred": "Centring is on again. It moves the digit to the middle before the network sees it, so that the [input:input] hardly changes. "
    + "On this page it is centring, not pooling, that makes the answer independent of where you draw.",
  "pooling.centred.task": "Move the digit by 4 pixels: the [input:input] stays.",
};
