/** Messages of the export dialog, in English. Imported with it. */

export const take = {
  "take.title": "Export",
  "take.close": "Close",
  "take.picture": "The flat picture of the network",
  "take.tower": "The network in 3D, as you see it",
  "take.numbers": "Every activation",
  "take.weights": "The weights of the model, as safetensors",
  "take.weights.save": "Save weights", "take.weights.open": "Open weights",
  "take.request": "This request, to paste",
  "take.link": "A link to this view",
  "take.png": "PNG", "take.svg": "SVG",
  "take.json": "JSON", "take.npz": "NPZ", "take.safetensors": "safetensors",
  "take.address": "Copy the link",
  "take.text": "Text to copy",
  "take.curl": "curl", "take.python": "Python", "take.javascript": "JavaScript",
};
