/** Messages of the 3D view and its tour, in German. */

export const tower = {
  "tower.description": "Das Netz als Turm: die Zeichnung am Boden, die Antwort an der Spitze. Die Tasten führen von "
    + "Neuron zu Neuron wie in der flachen Ansicht. Umschalttaste mit Pfeiltasten dreht, Plus und Minus holen näher "
    + "und weiter weg, W A S D verschieben, H stellt den Turm zurück.",
  "tower.tools": "Standort der Kamera", "tower.key": "{what} (Taste {key})", "tower.flat": "Flach zeigen",
  "tower.home": "Ganz", "tower.front": "Vorn", "tower.side": "Seite", "tower.top": "Oben",
  "tower.walk": "Nächste Schicht", "tower.focus": "Zum Festgehaltenen", "tower.heights": "Werte als Höhe",
  "tower.tour": "Rundgang",
  "tower.missing": "Dieser Browser kann nicht in 3D zeichnen.",
  "tower.missing.remedy": "Ihm fehlt WebGL 2, oder es ist ausgeschaltet. Die flache Ansicht zeigt dieselben Zahlen.",
  "tower.lost": "Die Grafikkarte hat das Bild verloren.",
  "tower.lost.remedy": "Meist kommt es gleich von selbst wieder. Die flache Ansicht geht inzwischen weiter.",

  "tower.tour.back": "Zurück", "tower.tour.play": "Abspielen", "tower.tour.pause": "Anhalten",
  "tower.tour.next": "Weiter", "tower.tour.done": "Fertig", "tower.tour.close": "Schließen",
  "tower.tour.scrubber": "Stelle im Rundgang",
  "tower.tour.input": "Die Zeichnung, wie das Netz sie bekommt: {count} Zahlen zwischen 0, Hintergrund, und 1, Tinte. "
    + "{some} davon sind größer als 0.",
  "tower.tour.convolution": "{maps} Kerne, je {kernel}, gleiten über {below}. An jeder Stelle werden die {taps} Zahlen "
    + "unter dem Kern mit seinen Gewichten multipliziert und addiert, dazu ein Bias. Blau: positiv, das Muster ist da; "
    + "Rot: negativ. Der größte Wert ist {largest} in Karte\u00a0{map}.",
  "tower.tour.relu": "Negative Zahlen werden 0, die anderen bleiben: max(0; x). Von {count} Zahlen sind nun {zeros} 0.",
  "tower.tour.activation": "Jede Zahl von {below} durchläuft dieselbe Kurve.",
  "tower.tour.max_pool": "Aus je {kernel} Zahlen geht nur das Maximum weiter: von {belowCount} Zahlen zu {count}. Wo "
    + "genau ein Muster liegt, zählt nun weniger.",
  "tower.tour.pool": "Aus je {kernel} Zahlen wird eine: von {belowCount} Zahlen zu {count}.",
  "tower.tour.dense": "Jedes dieser {count} Neuronen multipliziert alle {belowCount} Zahlen von {below} mit eigenen "
    + "Gewichten und addiert, dazu ein Bias. Neuron\u00a0{where} ist mit {largest} das stärkste.",
  "tower.tour.softmax": "Die zehn Zahlen werden zu Wahrscheinlichkeiten, Summe 1. Die {where} bekommt {percent}: Das "
    + "ist die Antwort.",
};
