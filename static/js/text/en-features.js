/** Messages of the feature views, in English. Imported with them. */

export const features = {
  "features.pin": "Pin a unit of {layers}: the test digits that excite it most are shown here.",
  "features.none": "There are no features of {layer}. Pin a unit of {layers}.",
  "features.missing": "The features were computed for the LeNet that ships. Choose it at the top of the page; for weights of your own run “python -m app features --weights FILE”.",
  "features.waiting": "Loading …",
  "features.map": "{layer}, map {map}", "features.unit": "{layer}, unit {map}",
  "features.below": "These are the features of {layer}, from which {pinned} is computed map by map.",
  "features.patches": "The nine test digits that excite it most, cropped to what it sees, with its activation. A click opens the digit.",
  "features.patch": "Test digit {index}, a {label}: activation {value}", "features.patch.long": "Test digit {index}",
  "features.synthetic": "Synthetic, activation {value}.",
  "features.synthetic.long": "Made by gradient ascent from a blank picture; no test digit looks like that.",
  "features.gallery": "What units look for", "features.gallery.open": "All of a layer", "features.gallery.close": "Close", "features.gallery.layer": "Layer",
  "features.gallery.conv1": "conv1: edges", "features.gallery.conv2": "conv2: strokes", "features.gallery.fc1": "fc1: parts of digits", "features.gallery.fc2": "fc2: parts of digits",
  "features.gallery.long": "Synthetic pictures, made by gradient ascent: each excites one map or unit. A click pins it.",
};
