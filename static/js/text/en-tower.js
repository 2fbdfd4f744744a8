/** Messages of the 3D view and its tour, in English. */

export const tower = {
  "tower.description": "The network as a tower: the drawing on the ground, the answer on top. Keys move from unit to "
    + "unit as in the flat view. Shift with the arrow keys turns, plus and minus come closer and go away, W A S D "
    + "shift, H brings the tower back.",
  "tower.tools": "Where the camera stands", "tower.key": "{what} (key {key})", "tower.flat": "Show it flat",
  "tower.home": "Home", "tower.front": "Front", "tower.side": "Side", "tower.top": "Top",
  "tower.walk": "Next layer", "tower.focus": "Go to pinned", "tower.heights": "Values as height", "tower.tour": "Tour",
  "tower.missing": "This browser cannot draw in 3D.",
  "tower.missing.remedy": "It has no WebGL 2, or it is switched off. The flat view shows the same numbers.",
  "tower.lost": "The graphics card has dropped the picture.",
  "tower.lost.remedy": "It usually comes back by itself in a moment. The flat view works meanwhile.",

  "tower.tour.back": "Back", "tower.tour.play": "Play", "tower.tour.pause": "Pause", "tower.tour.next": "Next",
  "tower.tour.done": "Done", "tower.tour.close": "Close", "tower.tour.scrubber": "Place in the tour",
  "tower.tour.input": "This is your drawing as the network receives it: {count} numbers between 0, background, and 1, "
    + "ink. {some} of them are above 0.",
  "tower.tour.convolution": "{maps} kernels, {kernel} each, slide over {below}. At every place the {taps} numbers "
    + "under the kernel are multiplied by its weights and added up, plus a bias. Blue: positive, the pattern is there; "
    + "red: negative. The largest value is {largest}, in map\u00a0{map}.",
  "tower.tour.relu": "Negative numbers become 0, the others stay: max(0, x). Of {count} numbers {zeros} are now 0.",
  "tower.tour.activation": "Every number of {below} goes through the same curve.",
  "tower.tour.max_pool": "Of every {kernel} numbers only the maximum goes on: from {belowCount} numbers to {count}. "
    + "Where exactly a pattern lies matters less now.",
  "tower.tour.pool": "Every {kernel} numbers become one: from {belowCount} numbers to {count}.",
  "tower.tour.dense": "Each of these {count} units multiplies all {belowCount} numbers of {below} by weights of its "
    + "own and adds them up, plus a bias. Unit\u00a0{where} is the strongest, with {largest}.",
  "tower.tour.softmax": "The ten numbers become probabilities, which add up to 1. The {where} gets {percent}: that is "
    + "the answer.",
};
