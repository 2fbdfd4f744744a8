/** Messages of the export dialog, in English. Imported with it. */

export const exportTexts = {
  "export.title": "Export",
  "export.close": "Close",
  "export.picture": "The flat picture of the network",
  "export.tower": "The network in 3D, as you see it",
  "export.numbers": "Every activation",
  "export.weights": "The weights of the model, as safetensors",
  "export.weights.save": "Save weights", "export.weights.open": "Open weights",
  "export.request": "This request, to paste",
  "export.link": "A link to this view",
  "export.png": "PNG", "export.svg": "SVG",
  "export.json": "JSON", "export.npz": "NPZ", "export.safetensors": "safetensors",
  "export.address": "Copy the link",
  "export.text": "Text to copy",
  "export.curl": "curl", "export.python": "Python", "export.javascript": "JavaScript",
};
