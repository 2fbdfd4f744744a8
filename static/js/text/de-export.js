/** Messages of the export dialog, in German. Imported with it. */

export const exportTexts = {
  "export.title": "Exportieren",
  "export.close": "Schließen",
  "export.picture": "Das flache Bild des Netzes",
  "export.tower": "Das Netz in 3D, wie es zu sehen ist",
  "export.numbers": "Alle Aktivierungen",
  "export.weights": "Die Gewichte des Modells als safetensors",
  "export.weights.save": "Gewichte speichern", "export.weights.open": "Gewichte öffnen",
  "export.request": "Diese Anfrage, zum Einfügen",
  "export.link": "Ein Link auf diese Ansicht",
  "export.png": "PNG", "export.svg": "SVG",
  "export.json": "JSON", "export.npz": "NPZ", "export.safetensors": "safetensors",
  "export.address": "Link kopieren",
  "export.text": "Text zum Kopieren",
  "export.curl": "curl", "export.python": "Python", "export.javascript": "JavaScript",
};
