/** Messages of the lessons, in German. Imported with them. */

/** @type {typeof import("./en-lessons.js").lessons} */
export const lessons = {
  "choose": "Lektion", "link": "Link zu diesem Schritt kopieren", "hide": "Text ausblenden", "close": "Lektion schließen",
  "task": "Aufgabe:", "done": "Erledigt:", "done.said": "Aufgabe erledigt.", "show": "Zeigen",
  "back": "Zurück", "next": "Weiter", "steps": "Schritte dieser Lektion", "step": "Schritt {step}", "page": "{title}, Schritt {step} von {count}",

  "bytes": "0 bis 255, wie in einer Bilddatei: Zeile {row}, Spalte {column} ist {value}.",
  "channels.picture": "in Farbe", "channels.red": "Rot", "channels.green": "Grün", "channels.blue": "Blau",
  "activations.title": "x, mit ReLU, tanh und Sigmoid als Kurven",
  "activations.relu": "ReLU", "activations.tanh": "tanh", "activations.sigmoid": "Sigmoid",
  "window.hint": "Auf ein Pixel von pool1 zeigen: Hier erscheint sein Fenster.", "window.max": "Maximum", "window.mean": "Mittel", "window.sum": "Summe",
  "moving.title": "Die Ziffer nach rechts schieben", "moving.by": "{pixels} px", "moving.hint": "Wählen, wie weit die Ziffer rückt.",
  "moving.layer": "Schicht", "moving.along": "mitgewandert", "moving.same": "unverändert", "moving.cells": "um {cells}",
  "moving.answer": "Antwort vorher: {before}, jetzt: {after}.",
  "softmax.plus": "zu allen addieren", "softmax.times": "alle multiplizieren",
  "networks.name": "Netz", "networks.depth": "Schichten", "networks.parameters": "Parameter",
  "networks.scale": "Schichten mit Gewichten, gezählt von der Eingabe bis zur Antwort. Die Fläche eines Quadrats ist maßstäblich zu den Parametern: LeNet ist ein Punkt. LeNet ist das Netz dieser Seite, nach dem von 1998.",

  "picture": "Bilder sind Zahlen",
  "picture.grid": "Das Netz sieht keine 3 und keine 8. Es bekommt [input:32 × 32 Zahlen]: 0, wo nichts gezeichnet ist, 1, wo der Stift war. In einer Bilddatei laufen dieselben Zahlen von 0 bis 255; "
    + "hier sind sie durch 255 geteilt.\n! Das Bild ist nichts außer diesen Zahlen: Form, Linie oder Reihenfolge der Striche stehen nicht darin.",
  "picture.grid.task": "Auf ein Pixel der [input:Eingabe] zeigen, das ganz ausgefüllt ist: Seine Zahl ist 1.",
  "picture.edge": "Ein Stift füllt Pixel nicht genau aus. Wo sein Rand durch ein Pixel läuft, liegt die Zahl zwischen 0 und 1: so groß wie der bedeckte Anteil. "
    + "Nur diese Zahlen verraten, wo genau die Linie verläuft.",
  "picture.edge.task": "Auf ein Pixel der [input:Eingabe] zwischen 0,2 und 0,8 zeigen.",
  "picture.empty": "Auch ein leeres Bild ist ein Bild: 1.024 Nullen. Das Netz berechnet dafür alle Schichten wie für jedes andere; nur zeigt die Seite keine Antwort an.",
  "picture.empty.task": "Die Zeichenfläche leeren und die [input:Eingabe] ansehen.",
  "picture.colour": "Ein Farbbild hat je Pixel drei Zahlen: Rot, Grün und Blau. Das sind drei Bilder hintereinander, seine *Kanäle*. Die [input:Eingabe] hat hier einen Kanal; "
    + "für Farbe hätte jeder Kern der ersten Schicht drei Blätter mit Gewichten, je Kanal eines.",
  "picture.colour.task": "Gelb mischen: viel Rot, viel Grün, kein Blau.",

  "window": "Ein Fenster, eine Summe",
  "window.point": "Jede Zahl von [conv1:conv1] entsteht aus einem Fenster von 5 × 5 Zahlen der [input:Eingabe] und aus sonst nichts. Das ganze Bild auf einmal ist hier nicht zu sehen: "
    + "Die erste Schicht kennt nur solche kleinen Ausschnitte.",
  "window.point.task": "Auf ein Pixel von [conv1:conv1] zeigen und sein Fenster in der [input:Eingabe] ansehen.",
  "window.add": "Die 25 Zahlen des Fensters werden mit 25 Gewichten multipliziert, jede mit dem Gewicht an derselben Stelle; die Produkte und ein Bias werden addiert. "
    + "Die Tafel auf der Seite führt jedes Produkt auf.\n"
    + "! Das ist kein Matrixprodukt: Jede Zahl trifft nur ein Gewicht, und 25 Produkte ergeben *eine* Zahl.",
  "window.add.task": "Ein Pixel von [conv1:conv1] mit negativer Summe (rot) finden.",
  "window.slide": "Das Pixel daneben blickt durch ein Fenster, das eine Spalte weiter rechts liegt: 20 seiner 25 Zahlen sind dieselben. Die Gewichte sind überall gleich; "
    + "nur das Fenster wandert. In eine Zeile von 32 passt es 28-mal: 32 − 5 + 1 = 28.",
  "window.slide.task": "Das Pixel von [conv1:conv1] rechts neben dem festgehaltenen festhalten: Die Taste → führt dorthin, wenn das Netz die Tastatur hat.",
  "window.bias": "Wo das Fenster leer ist, sind alle 25 Produkte 0. Übrig bleibt der Bias, eine Zahl je Karte. Darum sind die leeren Teile einer Karte nicht immer genau 0.",
  "window.bias.task": "Ein Pixel von [conv1:conv1] mit leerem Fenster finden: Seine Zahl ist der Bias.",

  "kernels": "Sechs Kerne, sechs Karten",
  "kernels.same": "Die 25 Gewichte zusammen sind ein *Kern*. [conv1:conv1] hat sechs davon. Jeder wandert über dieselbe [input:Eingabe] und ergibt eine eigene Karte: "
    + "sechs Kerne, sechs Karten. An einer Stelle sehen alle sechs dieselben 25 Zahlen.",
  "kernels.same.task": "Das Pixel an derselben Stelle einer anderen Karte von [conv1:conv1] festhalten: Die Taste ] führt dorthin, wenn das Netz die Tastatur hat.",
  "kernels.strong": "Eine Summe ist groß, wo die Zahlen des Fensters an den Stellen der großen Gewichte groß sind: wo die Zeichnung dem Kern gleicht. "
    + "Eine Karte zeigt, *wo* in der Zeichnung ihr Kern gefunden hat, wonach er sucht.",
  "kernels.strong.task": "Eines der stärksten Pixel aller sechs Karten von [conv1:conv1] finden (mindestens neun Zehntel der größten Zahl).",
  "kernels.opposite": "Zwei Kerne können sich widersprechen: Was die Summe des einen erhöht, senkt die des anderen. Darum sagen die sechs Zahlen an einer Stelle mehr als eine allein: "
    + "Zusammen beschreiben sie das Stück Linie dort.",
  "kernels.opposite.task": "Ein Pixel von [conv1:conv1] über 0,2 finden, an dessen Stelle eine andere Karte weniger als −0,2 hat.",
  "kernels.learned": "Das ist das Netz vor dem Training: Seine Kerne sind Zufallszahlen, seine Antwort ist geraten.\n"
    + "! Niemand hat die Kerne ausgesucht: Sie waren anfangs zufällig, und das Training hat sie Schritt für Schritt verändert. Gewählt ist nur ihre Anzahl, sechs.",
  "kernels.learned.task": "Oben auf der Seite wieder das trainierte LeNet wählen und die Karten von [conv1:conv1] vergleichen.",

  "edges": "Ein Kantenfinder",
  "edges.difference": "Eine Kante ist ein Unterschied zwischen Nachbarn. Ein Kern mit −1 links und 1 rechts zieht die linken Nachbarn von den rechten ab: "
    + "Auf gleichmäßiger Fläche bleibt nichts übrig, an einer senkrechten Kante viel.",
  "edges.difference.task": "Im Labor „Sobel →“ wählen oder einen Kern eingeben, der senkrechte Kanten findet.",
  "edges.level": "Um ein Viertel gedreht finden dieselben Zahlen waagerechte Kanten. Blau ist ein Anstieg, Rot ein Abfall.\n"
    + "! Eine negative Zahl heißt nicht, dass nichts gefunden wurde: Ihr Vorzeichen sagt, auf welcher Seite der Kante die Farbe liegt.",
  "edges.level.task": "Im Labor „Sobel ↓“ wählen oder einen Kern eingeben, der waagerechte Kanten findet.",
  "edges.outline": "Mit 8 in der Mitte und −1 ringsum werden die acht Nachbarn von der achtfachen Mitte abgezogen: Übrig bleiben Umrisse in jeder Richtung. "
    + "Die neun Zahlen ergeben zusammen 0, wie bei allen Kantenfindern. Anders beim Weichzeichnen: Geteilt durch neun ergeben seine Zahlen 1, und die Helligkeit bleibt.",
  "edges.outline.task": "Im Labor „Umriss“ wählen.",
  "edges.learned": "Hat das Netz solche Kerne gelernt? Der Kern der Karte 2 von [conv1:conv1] ist einer: Alle Gewichte seiner beiden linken Spalten sind negativ, "
    + "alle der beiden Spalten daneben positiv. So sagt er auf den beiden Seiten eines Strichs Gegensätzliches.",
  "edges.learned.task": "Ein Pixel der Karte 2 von [conv1:conv1] (der dritten) unter −0,1 finden, mit einem positiven direkt links oder rechts davon.",

  "sizes": "Schritt, Rand, Tiefe",
  "sizes.padding": "Wie groß ist die Ausgabe? Ein Fenster von k passt n − k + 1-mal in n Zahlen: [conv1:conv1] hat 32 − 5 + 1 = 28. "
    + "Mit p Nullen auf jeder Seite (*Padding*) ist mehr Platz. Dieses Netz kommt ohne aus.",
  "sizes.padding.task": "Im Labor den Rand wählen, mit dem ein Kern von 5 die Größe der Eingabe erhält.",
  "sizes.stride": "Der *Schritt* (stride) sagt, wie weit das Fenster jedes Mal rückt. Fenster von 2, die um 1 rücken, überlappen sich; "
    + "[pool1:pool1] rückt sie um 2, sodass sie es nicht tun, und jede Seite wird halb so lang.",
  "sizes.stride.task": "Im Labor den Schritt wählen, der aus 28 Zahlen 14 macht.",
  "sizes.depth": "[conv2:conv2] liest sechs Karten zugleich. Seine Fenster sind auf jeder 5 × 5 groß: 6 × 5 × 5 = 150 Zahlen für eine Summe.\n"
    + "! Ein Kern ist immer so tief wie seine Eingabe; die Tiefe der Ausgabe ist etwas anderes: die Anzahl der Kerne.",
  "sizes.depth.task": "Auf ein Pixel von [conv2:conv2] zeigen und seine Fenster auf [pool1:pool1] zählen.",
  "sizes.chain": "So folgen die Größen des ganzen Netzes auseinander: [input:32] − 5 + 1 = [conv1:28], die Hälfte davon [pool1:14], 14 − 5 + 1 = [conv2:10], die Hälfte davon 5. "
    + "Die Karten werden kleiner, und es werden mehr.",
  "sizes.chain.task": "Auf ein Pixel der Schicht zeigen, deren Karten 5 × 5 groß sind.",

  "relu": "ReLU",
  "relu.curve": "Zwischen zwei Schichten durchläuft jede Zahl eine Kurve, die *Aktivierung*. ReLU ist die einfachste: max(0, x). Negatives wird 0, Positives bleibt, wie es ist. "
    + "Die älteren Kurven tanh und Sigmoid verbiegen jede Zahl.",
  "relu.curve.task": "Die Punkte auf den Kurven zu x = −0,5 oder weiter nach links ziehen, wo ReLU 0 ist und tanh nicht.",
  "relu.zero": "[relu1:relu1] hat zu jeder Zahl von [conv1:conv1] eine. Alles, was in conv1 rot ist, ist hier 0.\n"
    + "! ReLU wirkt nicht auf das Bild, sondern auf die Summen von conv1: Es macht keine dunklen Pixel schwarz, es lässt negative Summen weg.",
  "relu.zero.task": "Ein Pixel von [relu1:relu1] finden, das 0 ist, weil seine Summe in [conv1:conv1] unter −0,1 liegt.",
  "relu.passes": "Positive Zahlen gehen unverändert durch. Eine Karte nach ReLU sagt also: „Hier habe ich es gefunden, so stark“, und überall sonst nichts. "
    + "Eine 0 trägt zu den nächsten Summen nichts bei: Alle ihre Produkte sind 0.",
  "relu.passes.task": "Ein Pixel von [relu1:relu1] über 0,1 finden und mit dem von [conv1:conv1] vergleichen, aus dem es entsteht.",
  "relu.flat": "Wozu überhaupt eine Kurve? Summen von Summen sind Summen: Ohne sie ließen sich zwei Schichten zu einer zusammenrechnen, und Tiefe brächte nichts. "
    + "Warum ReLU? Wo eine Kurve flach ist, wird langsam gelernt, denn dort ändert eine Änderung von x nichts. "
    + "tanh und Sigmoid sind auf beiden Seiten flach, ReLU nur auf einer.",
  "relu.flat.task": "Die Punkte auf den Kurven zu x = 2,5 oder weiter nach rechts ziehen, wo tanh und Sigmoid fast flach sind.",

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

  "maps": "Warum sechzehn Karten",
  "maps.sheets": "[conv2:conv2] sucht Muster in den sechs Karten von [pool1:pool1]: Linienstücke, die zusammenstehen, etwa in einer Ecke oder einem Bogen. "
    + "Einer seiner Kerne hat sechs Blätter mit 5 × 5 Gewichten, für jede Karte eines.",
  "maps.sheets.task": "Auf ein Pixel von [conv2:conv2] zeigen.",
  "maps.sum": "Die Erklärung eines Pixels von [conv2:conv2] hat für jede Karte von [pool1:pool1] eine Teilsumme. Manche sind positiv, manche negativ; "
    + "alle und der Bias werden addiert.\n"
    + "! Sechs Blätter ergeben nicht sechs Karten: Ihre Ergebnisse werden zu einer Zahl addiert. Sechzehn Kerne ergeben darum 16 Karten und nicht 6 × 16 = 96.",
  "maps.sum.task": "Ein positives Pixel von [conv2:conv2] finden, von dessen sechs Teilsummen mindestens eine negativ ist.",
  "maps.count": "Ein Kern hat 6 × 25 Gewichte und einen Bias, 151 Zahlen. Sechzehn davon sind 2.416. Dass es sechzehn sind, ist eine Wahl: "
    + "Weniger fänden weniger, mehr müssten gelernt und berechnet werden. Auch LeCuns Netz von 1998 hatte sechzehn.",
  "maps.count.task": "Auf ein Pixel der letzten Karte von [conv2:conv2] zeigen. Gezählt wird ab 0: Es ist Karte 15.",
  "maps.features": "Eine Zahl von [pool2:pool2] hängt von 16 × 16 Pixeln der [input:Eingabe] ab, einem Viertel des Bildes. "
    + "Sie sagt, dass dort ein größeres Muster steht, nicht, welche Ziffer es ist: Einen Bogen oben haben 2, 3, 8, 9 und 0.",
  "maps.features.task": "Eines der stärksten Pixel von [pool2:pool2] finden (mindestens neun Zehntel der größten Zahl).",

  "dense": "Dichte Schichten",
  "dense.flat": "Die 16 × 5 × 5 = 400 Zahlen von [pool2:pool2] werden jetzt als eine lange Liste gelesen. "
    + "Jedes Neuron von [fc1:fc1] hat für jede ein Gewicht, addiert 400 Produkte und seinen Bias und sieht so das ganze Bild.",
  "dense.flat.task": "Auf ein Neuron von [fc1:fc1] zeigen.",
  "dense.vote": "Die letzte dichte Schicht, [fc3:fc3], hat für jede Ziffer ein Neuron. Die 100 Neuronen von [relu4:relu4] *stimmen* für oder gegen sie: "
    + "jedes mit seiner Zahl mal seinem Gewicht. Die Ziffer mit der größten Summe ist die Antwort.",
  "dense.vote.task": "Auf das Neuron von [fc3:fc3] zeigen, das zur Antwort gehört, und ansehen, wer am stärksten dafür stimmt.",
  "dense.against": "Stimmen gegen eine Ziffer zählen so viel wie Stimmen dafür. Oft ist eine Ziffer nicht die Antwort, weil etwas da ist, was nicht da sein dürfte: Ein Strich links spricht gegen 3 und für 8.",
  "dense.against.task": "Eine Ziffer von [fc3:fc3] finden, die überstimmt wird: Ihre Summe ist negativ.",
  "dense.choice": "Drei Viertel aller 63 802 Parameter stecken in [fc1:fc1]: 400 × 120 Gewichte und 120 Bias. "
    + "Viele seiner Neuronen sind nach ReLU bei der einen Ziffer 0 und sprechen bei einer anderen.\n"
    + "! 120 folgt aus nichts davor: Es ist eine Wahl wie 6, 16 und 100. Vorgegeben ist nur die 10 am Ende, eine je Ziffer.",
  "dense.choice.task": "Ein Neuron von [relu3:relu3] finden, das zu dieser Ziffer nichts sagt: Seine Zahl ist 0.",

  "softmax": "Softmax",
  "softmax.logits": "Die zehn Summen von [fc3:fc3] heißen *Logits*. Sie dürfen negativ oder groß sein und sind keine Wahrscheinlichkeiten. Aber die größte ist schon die Antwort: "
    + "Was folgt, ändert ihre Reihenfolge nicht.",
  "softmax.logits.task": "Auf das größte Logit in [fc3:fc3] zeigen.",
  "softmax.shift": "[softmax:Softmax] nimmt e hoch jedes Logit und teilt durch die Summe aller zehn: zehn positive Anteile, die zusammen 1 ergeben. Nur Unterschiede zählen: "
    + "10 mehr für jedes multipliziert alle Potenzen mit derselben Zahl, und die kürzt sich weg.",
  "softmax.shift.task": "Zu allen Logits 5 oder mehr addieren: Kein Anteil ändert sich.",
  "softmax.spread": "Beim Multiplizieren ist es anders: Es dehnt die Unterschiede. Mit 2 bekommt das größte Logit noch mehr, mit 0 sind alle zehn gleich: je 10 %. "
    + "So kann auch ein kleiner Vorsprung eines Logits fast zum ganzen Anteil werden.",
  "softmax.spread.task": "Alle Logits mit 0 multiplizieren: Jede Ziffer hat 10 %.",
  "softmax.sure": "Bei unklaren Ziffern sind zwei Logits fast gleich, und die Anteile verteilen sich auf beide.\n"
    + "! 99 % ist nicht die Chance, richtig zu liegen: Es ist der Anteil unter zehn Ziffern. "
    + "Auch Gekritzel, das keine Ziffer ist, bekommt Anteile, und sie ergeben zusammen 100 %.",
  "softmax.sure.task": "Etwas zeichnen, bei dem das Netz zu weniger als 90 % sicher ist.",

  "learning": "Lernen",
  "learning.before": "Das ist das Netz vor dem Training, mit zufälligen Gewichten. Seine Anteile bedeuten noch nichts, und es liest etwa jede siebte richtig, kaum mehr als beim Würfeln. "
    + "Die Zeitleiste beim Netz enthält 41 Augenblicke seines Trainings.",
  "learning.before.task": "Die Zeitleiste weiterschieben, bis die Antwort mehr als 90 % hat.",
  "learning.kernels": "Die Kerne von [conv1:conv1] haben sich im Training verändert, von Zufallszahlen zu Findern von Kanten und Linien. Ebenso alle 63 802 Zahlen; die *Architektur*, ihre Verbindungen, nicht.",
  "learning.kernels.task": "Die Zeitleiste an den Anfang schieben, vor das Training, und die Karten von [conv1:conv1] ansehen.",
  "learning.step": "Ein Schritt: "
    + "Das Netz antwortet, der *Verlust* misst, wie weit die Antwort von der wahren Ziffer entfernt ist, und für jedes Gewicht sagt der *Gradient*, wie sich der Verlust mit ihm ändert. "
    + "Jedes Gewicht rückt ein wenig gegen seinen Gradienten.\n"
    + "! Niemand sagt einem Kern, wonach er suchen soll: Er bekommt nur solche Stöße, nach derselben Regel für jedes Gewicht.",
  "learning.step.task": "Auf der Karte „Ein Schritt“ öffnen und die Knöpfe von „Vorwärts“ bis „Dasselbe Bild noch einmal“ drücken: Ein verändertes Netz wird gezeigt.",
  "learning.many": "Ein Bild lehrt wenig, und was es lehrt, kann für andere falsch sein. Darum nimmt das Training viele Bilder, immer wieder; "
    + "jeder Durchgang durch alle ist eine *Epoche*. Das meiste wird in der ersten gelernt. Beim Zeichnen wird nichts gelernt: Die Gewichte bleiben.",
  "learning.many.task": "Die Zeitleiste auf Batch 100 oder Batch 300 der ersten Epoche schieben.",

  "limits": "Wo es versagt",
  "limits.misread": "Von den 10 000 Testziffern von MNIST liest dieses Netz etwa jede zweihundertste falsch. Viele davon sind auch für Menschen unklar: eine offene 9, eine 7 mit Bogen. "
    + "Im Training kamen sie nicht vor, und deshalb sind sie eine faire Probe.\n"
    + "„Warum?“ zeigt, was es irreführte: An einer offenen 9, die als 4 gelesen wird, statt 9, ist das Ende des Bogens rot, es spricht für die 9; der Strich links ist blau, er spricht für die 4.",
  "limits.misread.task": "Eine Testziffer finden, die falsch gelesen wird: Jede dritte „Überraschung“ ist eine.",
  "limits.sure": "Manche werden mit mehr als 90 % falsch gelesen. Das Netz hat gelernt, was auf den Bildern von MNIST zehn Ziffern trennt, nicht, was eine Ziffer ist.\n"
    + "! Sicher ist nicht richtig: Nichts im Netz kann merken, dass eine Zeichnung allem unähnlich ist, woraus es gelernt hat.",
  "limits.sure.task": "Eine Testziffer finden, die mit mehr als 90 % falsch gelesen wird.",
  "limits.place": "Das Zentrieren ist aus, auf der Zeichenfläche steht eine 8. Um wenige Pixel verschoben wird sie noch gelesen, weiter verschoben nicht. "
    + "Die Karten von [pool2:pool2] wandern mit, aber die Gewichte von [fc1:fc1] gehören zu festen Stellen, und dort kannten sie solche Muster nie.",
  "limits.place.task": "Die Ziffer verschieben, bis die Antwort eine andere ist.",
  "limits.networks": "Spätere Netze lesen Fotos von tausend Arten von Dingen. Sie haben die Teile von LeNet: Faltung, Aktivierung, Pooling, dichte Schichten.\n"
    + "! Tiefer ist nicht größer: Es kommt darauf an, wie breit die dichten Schichten am Ende sind. Bei VGG haben sie neun Zehntel der Parameter; "
    + "GoogLeNet, ResNet und DenseNet haben eine einzige kleine.",
  "limits.networks.task": "Das tiefste Netz in der Tabelle wählen und seine Parameter mit denen von AlexNet vergleichen.",
};
