/** Messages of the export dialog, in German. Imported with it. */

export const take = {
  "take.title": "Exportieren",
  "take.close": "Schließen",
  "take.picture": "Das flache Bild des Netzes",
  "take.tower": "Das Netz in 3D, wie es zu sehen ist",
  "take.numbers": "Alle Aktivierungen",
  "take.weights": "Die Gewichte des Modells als safetensors",
  "take.weights.save": "Gewichte speichern", "take.weights.open": "Gewichte öffnen",
  "take.request": "Diese Anfrage, zum Einfügen",
  "take.link": "Ein Link auf diese Ansicht",
  "take.png": "PNG", "take.svg": "SVG",
  "take.json": "JSON", "take.npz": "NPZ", "take.safetensors": "safetensors",
  "take.address": "Link kopieren",
  "take.text": "Text zum Kopieren",
  "take.curl": "curl", "take.python": "Python", "take.javascript": "JavaScript",
};
