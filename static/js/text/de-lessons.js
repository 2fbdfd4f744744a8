/** What the lessons say, in German. Loaded with them. */

/** @type {typeof import("./en-lessons.js").lessons} */
export const lessons = {
  "choose": "Lektion", "link": "Link zu diesem Schritt kopieren", "hide": "Text ausblenden", "close": "Lektion schließen",
  "task": "Aufgabe:", "done": "Erledigt:", "done.said": "Aufgabe erledigt.", "show": "Zeigen",
  "back": "Zurück", "next": "Weiter", "steps": "Schritte dieser Lektion", "step": "Schritt {step}", "page": "{title}, Schritt {step} von {count}",

  "channels.picture": "in Farbe", "channels.red": "Rot", "channels.green": "Grün", "channels.blue": "Blau",
  "filter.title": "Filter", "filter.names": "keiner|senkrecht|waagerecht|Umriss|weich",
  "filter.input": "Die Eingabe des Netzes", "filter.kernel": "Die neun Zahlen des Filters", "filter.output": "Das Bild unter dem Filter",
  "sizes.picture": "Eine Zeile von Eingabezahlen mit Rand und die {out} Fenster darauf",
  "sizes.n": "n, Eingabe", "sizes.k": "k, Filter", "sizes.s": "s, Schritt", "sizes.p": "p, Rand",
  "activations.title": "ReLU, tanh und Sigmoid als Kurven", "activations.value": "x =",
  "activations.relu": "ReLU", "activations.tanh": "tanh", "activations.sigmoid": "Sigmoid",
  "window.point": "Auf ein Pixel von pool1 zeigen: Hier erscheint sein Fenster.", "window.max": "Maximum", "window.mean": "Mittel", "window.sum": "Summe",
  "moving.title": "Die Ziffer nach rechts schieben", "moving.by": "{pixels} px", "moving.hint": "Wählen, wie weit die Ziffer rückt.",
  "moving.layer": "Schicht", "moving.along": "mitgewandert", "moving.same": "unverändert", "moving.cells": "um {cells}",
  "moving.answer": "Antwort vorher: {before}, jetzt: {after}.",
  "softmax.plus": "zu allen addieren", "softmax.times": "alle multiplizieren",
  "networks.name": "Netz", "networks.depth": "Schichten", "networks.parameters": "Parameter",
  "networks.scale": "Schichten mit Gewichten, gezählt von der Eingabe bis zur Antwort. Die Fläche eines Quadrats ist maßstäblich zu den Parametern: LeNet ist ein Punkt.",

  "picture": "Ein Bild besteht aus Zahlen",
  "picture.grid": "Das Netz sieht keine 3 und keine 8. Es bekommt [input:32 × 32 Zahlen]: 0, wo nichts gezeichnet ist, 1, wo der Stift war. In einer Bilddatei laufen dieselben Zahlen von 0 bis 255; "
    + "hier sind sie durch 255 geteilt.\n! Das Bild ist nichts außer diesen Zahlen: Form, Linie oder Reihenfolge der Striche stehen nicht darin.",
  "picture.grid.task": "Auf ein Pixel der [input:Eingabe] zeigen, das ganz ausgefüllt ist: Seine Zahl ist 1.",
  "picture.edge": "Ein Stift füllt Pixel nicht genau aus. Wo sein Rand durch ein Pixel läuft, liegt die Zahl zwischen 0 und 1: so groß wie der bedeckte Anteil. "
    + "Nur diese Zahlen verraten, wo genau die Linie verläuft.",
  "picture.edge.task": "Auf ein Pixel der [input:Eingabe] zwischen 0,2 und 0,8 zeigen.",
  "picture.empty": "Auch ein leeres Bild ist ein Bild: 1024 Nullen. Das Netz berechnet dafür alle Schichten wie für jedes andere; nur zeigt die Seite keine Antwort an.",
  "picture.empty.task": "Die Zeichenfläche leeren und die [input:Eingabe] ansehen.",
  "picture.colour": "Ein Farbbild hat je Pixel drei Zahlen: Rot, Grün und Blau. Das sind drei Bilder hintereinander, seine *Kanäle*. Die [input:Eingabe] hat hier einen Kanal; "
    + "für Farbe hätte jeder Filter der ersten Schicht drei Blätter mit Gewichten, je Kanal eines.",
  "picture.colour.task": "Gelb mischen: viel Rot, viel Grün, kein Blau.",

  "pooling": "Pooling",
  "pooling.window": "[pool1:pool1] betrachtet [relu1:relu1] durch Fenster von 2 × 2, die sich nicht überlappen, und behält von jedem die größte Zahl. Aus 28 × 28 werden 14 × 14, ganz ohne Gewichte.",
  "pooling.window.task": "Ein Pixel von [pool1:pool1] finden, dessen Maximum in seinem Fenster unten rechts liegt.",
  "pooling.mean": "Maximum, Mittel oder Summe? Das Mittel eines Fensters sinkt, wenn eine starke Zahl schwache Nachbarn hat; das Maximum behält die starke Zahl, wie sie ist. "
    + "Die Netze der 1990er-Jahre summierten oder mittelten, heutige nehmen meist das Maximum.",
  "pooling.mean.task": "Ein Pixel von [pool1:pool1] finden, dessen Mittel kleiner ist als die Hälfte des Maximums.",
  "pooling.move": "Das Zentrieren ist jetzt aus: Die Ziffer bleibt, wo sie gezeichnet wurde. Verschieben: 4 Pixel der [input:Eingabe] sind 4 Zellen in conv1, 2 in [pool1:pool1] und 1 in [pool2:pool2]. "
    + "Die Karten wandern mit: Das heißt *Äquivarianz*.\n! Pooling hält die Karten nicht fest: Was gefunden wird, wandert mit der Ziffer, nur in größeren Schritten.",
  "pooling.move.task": "Die Ziffer um 4 Pixel verschieben.",
  "pooling.small": "Eine Verschiebung um ein einziges Pixel ist keine ganze Zelle von [pool1:pool1] oder [pool2:pool2]. Manche Maxima bleiben in ihrem Fenster, andere geraten ins nächste. "
    + "Wo die Zahl bleibt, spricht man von *Invarianz*: Sie gilt für kleine Verschiebungen, und nur zum Teil.",
  "pooling.small.task": "Die Ziffer um 1 Pixel verschieben und die letzte Spalte mit der von 4 Pixeln vergleichen.",
  "pooling.centred": "Das Zentrieren ist wieder an. Es rückt die Ziffer in die Mitte, bevor das Netz sie sieht, sodass sich die [input:Eingabe] kaum ändert. "
    + "Auf dieser Seite macht das Zentrieren, nicht das Pooling, die Antwort unabhängig davon, wo gezeichnet wird.",
  "pooling.centred.task": "Die Ziffer um 4 Pixel verschieben: Die [input:Eingabe] bleibt.",
};
