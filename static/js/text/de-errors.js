/** Messages of the errors dialog, in German. Imported with it. */

/** @type {typeof import("./en-errors.js").errors} */
export const errors = {
  "errors.title": "Ziffern, die {model} falsch liest",
  "errors.close": "Schließen",
  "errors.waiting": "10.000 Ziffern werden gelesen …",
  "errors.compare": "Vergleichen mit",
  "errors.compare.none": "keinem anderen Modell",
  "errors.summary": "{count} von 10.000 Testziffern werden falsch gelesen: Genauigkeit {accuracy}.",
  "errors.centred": "Die Ziffern sind zentriert wie die Zeichnung.",
  "errors.raw": "Die Ziffern werden gelesen, wie sie sind, ohne Zentrieren.",
  "errors.matrix": "Konfusionsmatrix: eine Zeile je wahrer Ziffer, eine Spalte je gelesener",
  "errors.axes": "wahr \\ gelesen",
  "errors.count": "{label} als {prediction} gelesen: {count}",
  "errors.cell": "{label} als {prediction} gelesen",
  "errors.all": "Alle falsch gelesenen Ziffern",
  "errors.only": "Nur von {model} falsch gelesen",
  "errors.both": "Von beiden falsch gelesen",
  "errors.digit": "{label} → {prediction}: Testziffer {index}, eine {label}, als {prediction} gelesen, zu {percent} sicher. Öffnen",
  "errors.more": "und {count} weitere",
  "errors.reliability": "Kalibrierung",
  "errors.reliability.label": "Zuverlässigkeitsdiagramm: Genauigkeit je Wahrscheinlichkeit der Antwort",
  "errors.reliability.what": "Jeder Balken ist die Genauigkeit der Antworten mit dieser Wahrscheinlichkeit. Auf der Diagonale sind beide gleich.",
  "errors.reliability.x": "Wahrscheinlichkeit der Antwort", "errors.reliability.y": "Genauigkeit",
  "errors.calibration": "Erwarteter Kalibrierungsfehler {error}.",
  "errors.bin": "{count} Ziffern, im Mittel zu {confidence} sicher, {accuracy} richtig",
  "errors.classes": "Genauigkeit je Ziffer",
};
