/** Messages of the feature views, in German. Imported with them. */

/** @type {typeof import("./en-features.js").features} */
export const features = {
  "features.pin": "Halte ein Neuron von {layers} fest: Hier erscheinen die Testziffern, die es am stärksten anregen.",
  "features.none": "Von {layer} gibt es keine Merkmale. Halte ein Neuron von {layers} fest.",
  "features.missing": "Die Merkmale sind für das mitgelieferte LeNet berechnet. Wähle es oben auf der Seite; für eigene Gewichte: „python -m app features --weights DATEI“.",
  "features.waiting": "Lädt …",
  "features.map": "{layer}, Karte {map}", "features.unit": "{layer}, Neuron {map}",
  "features.below": "Das sind die Merkmale von {layer}; daraus wird {pinned} Karte für Karte berechnet.",
  "features.patches": "Die neun Testziffern, die am stärksten anregen, auf das Gesehene zugeschnitten, mit der Aktivierung. Ein Klick öffnet die Ziffer.",
  "features.patch": "Testziffer {index}, eine {label}: Aktivierung {value}", "features.patch.long": "Testziffer {index}",
  "features.synthetic": "Künstlich, Aktivierung {value}.",
  "features.synthetic.long": "Durch Gradientenaufstieg aus einem leeren Bild entstanden; keine Testziffer sieht so aus.",
  "features.gallery": "Wonach Neuronen suchen", "features.gallery.open": "Alle einer Schicht", "features.gallery.close": "Schließen", "features.gallery.layer": "Schicht",
  "features.gallery.conv1": "conv1: Kanten", "features.gallery.conv2": "conv2: Striche", "features.gallery.fc1": "fc1: Teile von Ziffern", "features.gallery.fc2": "fc2: Teile von Ziffern",
  "features.gallery.long": "Künstliche Bilder, durch Gradientenaufstieg entstanden: Jedes regt eine Karte oder ein Neuron an. Ein Klick hält es fest.",
};
