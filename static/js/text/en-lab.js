/** What the lab says, in English. Loaded with it. */

export const lab = {
  "dismiss": "Close",

  "lab.chips": "Kernels to begin with",
  "lab.learned": "conv1:", "lab.learned.one": "Kernel {map} of conv1, with its bias",
  "kernel.article": "X of 0 and 1", "kernel.identity": "Identity", "kernel.sobel_x": "Sobel →", "kernel.sobel_y": "Sobel ↓",
  "kernel.prewitt_x": "Prewitt →", "kernel.prewitt_y": "Prewitt ↓", "kernel.laplacian": "Laplacian", "kernel.outline": "Outline",
  "kernel.emboss": "Emboss", "kernel.sharpen": "Sharpen", "kernel.box_blur": "Box blur", "kernel.gaussian_blur": "Gauss 3×3",
  "kernel.gaussian_blur_5": "Gauss 5×5",

  "lab.input": "Input", "lab.kernel": "Kernel", "lab.output": "Output",
  "lab.input.long": "Input: {side} by {side} numbers, {padding} zeros around them on every side; the frame is the window",
  "lab.source": "Input", "lab.drawing": "your drawing", "lab.article": "5 × 5 of 0 and 1", "lab.layer": "map of {layer}", "lab.picture": "your picture",
  "lab.map": "Map", "lab.map.one": "map {map}", "lab.open": "Open picture",
  "lab.stride": "stride", "lab.stride.long": "Stride: how far the window moves",
  "lab.padding": "padding", "lab.padding.long": "Padding: zeros around the input",
  "lab.play": "Slide the window over the input", "lab.pause": "Pause",
  "lab.waiting": "Loading …", "lab.missing": "The network shown has no such map. Choose another input.",
  "lab.unfit": "The window is larger than what it should slide over: take a smaller one, or more padding.",

  "lab.size": "size", "lab.size.long": "Rows and columns of the kernel",
  "lab.depth": "depth", "lab.depth.long": "Depth: kernels that slide together, each makes a map of its own",
  "lab.kernels": "Kernel to edit", "lab.kernel.one": "Kernel {kernel}",
  "lab.channels": "Colour whose kernel is edited", "lab.red": "red", "lab.green": "green", "lab.blue": "blue",
  "lab.cells": "Cells: type, drag up or down, turn the wheel, or press the up and down arrow keys (Shift: big steps)", "lab.cell": "row {row}, column {column}",
  "lab.divisor": "divisor", "lab.bias": "bias", "lab.random": "Random",
  "lab.flip": "Turn the kernel by 180°",
  "lab.flip.off": "Not turned, a “convolution” is strictly a cross-correlation: what networks compute, for they learn the kernel either way.",
  "lab.flip.on": "Turned by 180° it is the convolution of mathematics; a network would simply learn the turned kernel.",
  "lab.apply": "Put it into conv1", "lab.apply.long": "The network’s own kernel and bias of this map are replaced", "lab.apply.map": "Map of conv1",
  "lab.apply.unfit": "5 × 5, one map", "lab.undo": "Undo",

  "lab.output.role": "output map", "lab.output.long": "Output, map {map}: {side} by {side} numbers. Arrow keys move the pointed cell.",
  "lab.maps": "Map to show", "lab.stage": "Stage to show",
  "lab.stage.convolution": "before", "lab.stage.activation": "activated", "lab.stage.pooling": "pooled",
  "lab.activation": "Activation", "lab.activation.none": "no activation", "lab.activation.relu": "ReLU", "lab.activation.tanh": "tanh", "lab.activation.sigmoid": "sigmoid",
  "lab.pooling": "Pooling", "lab.pooling.none": "no pooling", "lab.pooling.max": "max", "lab.pooling.average": "average", "lab.pooling.sum": "sum",
  "lab.pooling.size": "Window of the pooling",
  "lab.curve": "Curve of {name}",

  "lab.formula": "Side of the output:", "lab.formula.pooling": "after pooling:",
  "lab.sum": "How the pointed number is made", "lab.sum.none": "Point at a number of the output.",
  "lab.sum.where": "Map {map}, row {row}, column {column}: number · weight, added up",
  "lab.sum.products": "sum of products", "lab.sum.result": "result",
  "lab.sum.said": "Row {row}, column {column}: {value}",
};
