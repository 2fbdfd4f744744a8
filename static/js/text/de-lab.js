/** Messages of the lab, in German. Imported with it. */

/** @type {typeof import("./en-lab.js").lab} */
export const lab = {
  "dismiss": "Schließen",

  "lab.chips": "Kerne für den Anfang",
  "lab.learned": "conv1:", "lab.learned.one": "Kern {map} von conv1, mit seinem Bias",
  "kernel.article": "X aus 0 und 1", "kernel.identity": "Identität", "kernel.sobel_x": "Sobel →", "kernel.sobel_y": "Sobel ↓",
  "kernel.prewitt_x": "Prewitt →", "kernel.prewitt_y": "Prewitt ↓", "kernel.laplacian": "Laplace", "kernel.outline": "Umriss",
  "kernel.emboss": "Relief", "kernel.sharpen": "Schärfen", "kernel.box_blur": "Mittelwert", "kernel.gaussian_blur": "Gauß 3×3",
  "kernel.gaussian_blur_5": "Gauß 5×5",

  "lab.input": "Eingabe", "lab.kernel": "Kern", "lab.output": "Ausgabe",
  "lab.input.long": "Eingabe: {side} mal {side} Zahlen, auf jeder Seite {padding} Nullen darum; der Rahmen ist das Fenster",
  "lab.source": "Eingabe", "lab.drawing": "deine Zeichnung", "lab.article": "5 × 5 aus 0 und 1", "lab.layer": "Karte von {layer}", "lab.lists": "{layers}: Listen, keine Karten; ein Fenster braucht Zeilen und Spalten", "lab.picture": "dein Bild",
  "lab.picture.cropped": "Das mittlere Quadrat deines Bildes, verkleinert auf {side} × {side}.",
  "lab.map": "Karte", "lab.map.one": "Karte {map}", "lab.open": "Bild öffnen",
  "lab.stride": "Schritt", "lab.stride.long": "Schrittweite: wie weit das Fenster rückt",
  "lab.padding": "Rand", "lab.padding.long": "Rand: Nullen um die Eingabe",
  "lab.play": "Das Fenster über die Eingabe schieben", "lab.pause": "Anhalten",
  "lab.waiting": "Lädt …", "lab.missing": "Das gezeigte Netz hat keine solche Karte. Wähle eine andere Eingabe.",
  "lab.unfit": "Das Fenster ist größer als das, worüber es gleiten soll: nimm ein kleineres oder mehr Rand.",

  "lab.size": "Größe", "lab.size.long": "Zeilen und Spalten des Kerns",
  "lab.depth": "Tiefe", "lab.depth.long": "Tiefe: Kerne, die zusammen gleiten; jeder macht eine eigene Karte",
  "lab.kernels": "Kern, der bearbeitet wird", "lab.kernel.one": "Kern {kernel}",
  "lab.channel": "{name}: den Kern dieses Kanals bearbeiten", "lab.red": "Rot", "lab.green": "Grün", "lab.blue": "Blau",
  "lab.cells": "Zellen: tippen, nach oben oder unten ziehen, am Rad drehen, oder Pfeiltasten nach oben und unten (Umschalttaste: große Schritte)", "lab.cell": "Zeile {row}, Spalte {column}",
  "lab.invalid": "Gib eine Zahl von −10.000 bis 10.000 ein; ein Teiler ist größer als 0.",
  "lab.divisor": "Teiler", "lab.bias": "Bias", "lab.random": "Zufall",
  "lab.flip": "Den Kern um 180° drehen",
  "lab.flip.off": "Ungedreht ist eine „Faltung“ streng genommen eine Kreuzkorrelation: So rechnen Netze, denn sie lernen den Kern so oder so.",
  "lab.flip.on": "Um 180° gedreht ist es die Faltung der Mathematik; ein Netz würde einfach den gedrehten Kern lernen.",
  "lab.apply": "In conv1 einsetzen", "lab.apply.long": "Kern und Bias, die das Netz für diese Karte hat, werden ersetzt", "lab.apply.map": "Karte von conv1",
  "lab.apply.unfit": "5 × 5, eine Karte", "lab.undo": "Rückgängig",

  "lab.output.role": "Ausgabekarte", "lab.output.long": "Ausgabe, Karte {map}: {side} mal {side} Zahlen. Pfeiltasten bewegen die Zelle, auf die gezeigt wird.",
  "lab.maps": "Karte, die gezeigt wird", "lab.stage": "Stufe, die gezeigt wird",
  "lab.stage.convolution": "davor", "lab.stage.activation": "aktiviert", "lab.stage.pooling": "gepoolt",
  "lab.activation": "Aktivierung", "lab.activation.none": "ohne Aktivierung", "lab.activation.relu": "ReLU", "lab.activation.tanh": "tanh", "lab.activation.sigmoid": "Sigmoid",
  "lab.pooling": "Pooling", "lab.pooling.none": "ohne Pooling", "lab.pooling.max": "Maximum", "lab.pooling.average": "Mittelwert", "lab.pooling.sum": "Summe",
  "lab.pooling.size": "Fenster des Poolings",
  "lab.scale": "Farben von {low} bis {high}", "lab.curve": "Kurve von {name}",

  "lab.formula": "Seite der Ausgabe:", "lab.formula.pooling": "nach dem Pooling:",
  "lab.sum": "Wie die Zahl entsteht, auf die gezeigt wird", "lab.sum.none": "Zeige auf eine Zahl der Ausgabe.",
  "lab.sum.where": "Karte {map}, Zeile {row}, Spalte {column}: Zahl · Gewicht, zusammengezählt",
  "lab.sum.products": "Summe der Produkte", "lab.sum.result": "Ergebnis",
  "lab.sum.said": "Zeile {row}, Spalte {column}: {value}",
};
