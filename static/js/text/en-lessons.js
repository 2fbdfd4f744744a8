/** Messages of the lessons, in English. [layer:words] has the layer's colour; "! " marks a clarification. */

export const lessons = {
  "choose": "Lesson", "link": "Copy the link to this step", "hide": "Hide the text", "close": "Close the lesson",
  "task": "Task:", "done": "Done:", "done.said": "Task done.", "show": "Show me",
  "back": "Back", "next": "Next", "steps": "Steps of this lesson", "step": "Step {step}", "page": "{title}, step {step} of {count}",

  "bytes": "0 to 255, as in a picture file: row {row}, column {column} is {value}.",
  "channels.picture": "in colour", "channels.red": "red", "channels.green": "green", "channels.blue": "blue",
  "activations.title": "x, with ReLU, tanh and sigmoid as curves",
  "activations.relu": "ReLU", "activations.tanh": "tanh", "activations.sigmoid": "sigmoid",
  "window.hint": "Point at a pixel of pool1: its window is shown here.", "window.max": "maximum", "window.mean": "mean", "window.sum": "sum",
  "moving.title": "Move the digit to the right", "moving.by": "{pixels} px", "moving.hint": "Choose how far the digit moves.",
  "moving.layer": "layer", "moving.along": "moved along", "moving.same": "unchanged", "moving.cells": "by {cells}",
  "moving.answer": "Answer before: {before}, now: {after}.",
  "softmax.plus": "add to all", "softmax.times": "multiply all",
  "networks.name": "network", "networks.depth": "layers", "networks.parameters": "parameters",
  "networks.scale": "Layers with weights, counted from input to answer. The area of a square is to scale with the parameters: LeNet’s is a dot. LeNet is the network of this page, after that of 1998.",

  "picture": "A picture is numbers",
  "picture.grid": "The network does not see a 3 or an 8. It receives [input:32 × 32 numbers]: 0 where nothing is drawn, 1 where the pen was. In a picture file the same numbers run from 0 to 255; "
    + "here they are divided by 255.\n! The picture is nothing beside these numbers: there is no shape, no line and no order of strokes in them.",
  "picture.grid.task": "Point at a pixel of the [input:input] that is full of ink: its number is 1.",
  "picture.edge": "A pen does not fill pixels exactly. Where its edge passes through a pixel, the number lies between 0 and 1: as much of the pixel as is covered. "
    + "Only these numbers say where exactly the line runs.",
  "picture.edge.task": "Point at a pixel of the [input:input] between 0.2 and 0.8.",
  "picture.empty": "A picture without ink is a picture, too: 1,024 zeros. The network computes all its layers for it, as for any other; only the page does not show an answer.",
  "picture.empty.task": "Clear the pad and look at the [input:input].",
  "picture.colour": "A colour picture has three numbers per pixel: red, green and blue. These are three pictures one behind another, its *channels*. The [input:input] here has one channel; "
    + "for colour, every kernel of the first layer would have three sheets of weights, one per channel.",
  "picture.colour.task": "Mix yellow: much red, much green, no blue.",

  "window": "One window, one sum",
  "window.point": "Every number of [conv1:conv1] is computed from a window of 5 × 5 numbers of the [input:input], and from nothing else. "
    + "The network cannot look at the whole picture at once here: its first layer sees only such small pieces.",
  "window.point.task": "Point at any pixel of [conv1:conv1] and look at its window in the [input:input].",
  "window.add": "The 25 numbers of the window are multiplied with 25 weights, each with the weight at the same place; the products and a bias are added up. "
    + "The panel on the page lists every product.\n"
    + "! It is no matrix product: each number meets one weight only, and 25 products make *one* number.",
  "window.add.task": "Find a pixel of [conv1:conv1] whose sum is negative (red).",
  "window.slide": "The pixel next to it looks at a window that lies one column further to the right: 20 of its 25 numbers are the same. The weights are the same everywhere; "
    + "only the window moves. It fits 28 times into a row of 32: 32 − 5 + 1 = 28.",
  "window.slide.task": "Pin the pixel of [conv1:conv1] to the right of the pinned one: the → key goes there when the network has the keyboard.",
  "window.bias": "Where the window is empty, all 25 products are 0. What remains is the bias, one number per map. That is why the empty parts of a map are not always exactly 0.",
  "window.bias.task": "Find a pixel of [conv1:conv1] whose window is empty: its number is the bias.",

  "kernels": "Six kernels, six maps",
  "kernels.same": "The 25 weights together are a *kernel*. [conv1:conv1] has six of them. Each slides over the same [input:input] and makes a map of its own: six kernels, six maps. "
    + "At one place all six look at the same 25 numbers.",
  "kernels.same.task": "Pin the pixel at the same place of another map of [conv1:conv1]: the ] key goes there when the network has the keyboard.",
  "kernels.strong": "A sum is large where the numbers of the window are large at the places of the large weights: where the drawing looks like the kernel. "
    + "A map shows *where* in the drawing its kernel found what it looks for.",
  "kernels.strong.task": "Find one of the strongest pixels of all six maps of [conv1:conv1] (at least nine tenths of the largest number).",
  "kernels.opposite": "Two kernels may disagree: what raises the sum of one lowers that of the other. So the six numbers at one place say more than one alone: together they describe the piece of line there.",
  "kernels.opposite.task": "Find a pixel of [conv1:conv1] above 0.2 where another map has less than −0.2 at the same place.",
  "kernels.learned": "This is the network before its training: its kernels are random numbers, and its answer is a guess.\n"
    + "! Nobody chose the kernels: they began at random, and training has changed them step by step. Only how many there are, six, is a choice.",
  "kernels.learned.task": "Choose the trained LeNet again at the top of the page, and compare the maps of [conv1:conv1].",

  "edges": "An edge finder",
  "edges.difference": "An edge is a difference between neighbours. A kernel with −1 on the left and 1 on the right subtracts the left neighbours from the right ones: "
    + "on an even area nothing is left, at an upright edge much.",
  "edges.difference.task": "In the lab, press “Sobel →”, or enter a kernel that finds upright edges.",
  "edges.level": "Turned by a quarter, the same numbers find level edges. Blue is a rise, red a fall.\n"
    + "! A negative number is no failure to find something: its sign says on which side of the edge the ink is.",
  "edges.level.task": "In the lab, press “Sobel ↓”, or enter a kernel that finds level edges.",
  "edges.outline": "With 8 in the middle and −1 around it, the eight neighbours are subtracted from their middle eight times: what is left are outlines in every direction. "
    + "The nine numbers add up to 0, as those of all edge finders do. The blur is different: its numbers add up to 1 when divided by nine, and it keeps the brightness.",
  "edges.outline.task": "In the lab, press “Outline”.",
  "edges.learned": "Has the network learned such kernels? The kernel of map 2 of [conv1:conv1] is one: all weights of its two columns on the left are negative, "
    + "all of the two beside them positive. So it says opposite things on the two sides of a stroke.",
  "edges.learned.task": "Find a pixel of map 2 of [conv1:conv1] (the third one) below −0.1, with a positive one directly to its left or right.",

  "sizes": "Stride, padding, depth",
  "sizes.padding": "How large is the output? A window of k fits n − k + 1 times into n numbers: [conv1:conv1] has 32 − 5 + 1 = 28. "
    + "With p zeros on each side (*padding*) there is more room. This network does without.",
  "sizes.padding.task": "In the lab, choose the padding with which a kernel of 5 keeps the size of the input.",
  "sizes.stride": "The *stride* is how far the window moves each time. Windows of 2 that move by 1 overlap; [pool1:pool1] moves them by 2, so that they do not, and each side becomes half as long.",
  "sizes.stride.task": "In the lab, choose the stride that makes 28 numbers into 14.",
  "sizes.depth": "[conv2:conv2] reads six maps at once. Its windows are 5 × 5 on each of them: 6 × 5 × 5 = 150 numbers for one sum.\n"
    + "! A kernel is always as deep as its input; the depth of the output is something else: the number of kernels.",
  "sizes.depth.task": "Point at a pixel of [conv2:conv2], and count its windows on [pool1:pool1].",
  "sizes.chain": "So the sizes of the whole network follow from each other: [input:32] − 5 + 1 = [conv1:28], half of it is [pool1:14], 14 − 5 + 1 = [conv2:10], half of it is 5. "
    + "The maps become smaller, and there are more of them.",
  "sizes.chain.task": "Point at a pixel of the layer whose maps are 5 × 5.",

  "relu": "ReLU",
  "relu.curve": "Between two layers each number passes a curve, the *activation*. ReLU is the simplest: max(0, x). What is negative becomes 0, what is positive stays as it is. "
    + "The older tanh and sigmoid bend every number.",
  "relu.curve.task": "Drag the points along the curves to x = −0.5 or further to the left, where ReLU is 0 and tanh is not.",
  "relu.zero": "[relu1:relu1] has a number for each number of [conv1:conv1]. Everything that is red in conv1 is 0 here.\n"
    + "! ReLU is not applied to the picture but to the sums of conv1: it does not make dark pixels black, it drops negative sums.",
  "relu.zero.task": "Find a pixel of [relu1:relu1] that is 0 because its sum in [conv1:conv1] is below −0.1.",
  "relu.passes": "Positive numbers pass unchanged. So a map after ReLU says: “here I found it, so strongly”, and nothing everywhere else. Zeros cost nothing in the next sum: "
    + "they contribute to none of the products.",
  "relu.passes.task": "Find a pixel of [relu1:relu1] above 0.1, and compare it with the one of [conv1:conv1] that it comes from.",
  "relu.flat": "Why a curve at all? Sums of sums are sums: without it two layers could be computed as one, and depth would bring nothing. "
    + "Why ReLU? Where a curve is flat, learning is slow, for a change of x changes nothing. tanh and sigmoid are flat on both sides, ReLU only on one.",
  "relu.flat.task": "Drag the points along the curves to x = 2.5 or further to the right, where tanh and sigmoid are nearly flat.",

  "pooling": "Pooling",
  "pooling.window": "[pool1:pool1] looks at [relu1:relu1] through windows of 2 × 2 that do not overlap, and keeps the largest number of each. 28 × 28 become 14 × 14, and no weight is needed.",
  "pooling.window.task": "Find a pixel of [pool1:pool1] whose maximum is at the lower right of its window.",
  "pooling.mean": "Maximum, mean or sum? The mean of a window falls when a strong number has weak neighbours; the maximum keeps the strong number as it is. "
    + "The networks of the 1990s added or averaged, today’s mostly take the maximum.",
  "pooling.mean.task": "Find a pixel of [pool1:pool1] whose mean is less than half of its maximum.",
  "pooling.move": "Centring is off now: the digit stands where it was drawn. Move it: 4 pixels of the [input:input] are 4 cells in conv1, 2 in [pool1:pool1] and 1 in [pool2:pool2]. "
    + "The maps move along with it: that is called *equivariance*.\n! Pooling does not make the maps stay: what is found moves along with the digit, only in larger steps.",
  "pooling.move.task": "Move the digit by 4 pixels.",
  "pooling.small": "A move by a single pixel is no whole cell of [pool1:pool1] or [pool2:pool2]. Some maxima stay in their window, others cross into the next one. "
    + "Where the number stays, we speak of *invariance*: it holds for small moves, and only in part.",
  "pooling.small.task": "Move the digit by 1 pixel, and compare the last column with that of 4 pixels.",
  "pooling.centred": "Centring is on again. It moves the digit to the middle before the network sees it, so that the [input:input] hardly changes. "
    + "On this page it is centring, not pooling, that makes the answer independent of where you draw.",
  "pooling.centred.task": "Move the digit by 4 pixels: the [input:input] stays.",

  "maps": "Why sixteen maps",
  "maps.sheets": "[conv2:conv2] looks for patterns in the six maps of [pool1:pool1]: for pieces of line that stand together, as in a corner or a bow. "
    + "One of its kernels has six sheets of 5 × 5 weights, one for each map.",
  "maps.sheets.task": "Point at a pixel of [conv2:conv2].",
  "maps.sum": "The explanation of a pixel of [conv2:conv2] has a subtotal for each map of [pool1:pool1]. Some are positive, some negative; all of them and the bias are added up.\n"
    + "! Six sheets do not make six maps: their results are added to one number. So sixteen kernels make 16 maps, and not 6 × 16 = 96.",
  "maps.sum.task": "Find a pixel of [conv2:conv2] that is positive although at least one of its six subtotals is negative.",
  "maps.count": "A kernel has 6 × 25 weights and a bias, 151 numbers. Sixteen of them are 2,416. That it is sixteen is a choice: "
    + "fewer would find less, more would have to be learned and computed. LeCun’s network of 1998 had sixteen, too.",
  "maps.count.task": "Point at a pixel of the last map of [conv2:conv2]. They are numbered from 0: it is map 15.",
  "maps.features": "A number of [pool2:pool2] depends on 16 × 16 pixels of the [input:input], a quarter of the picture. "
    + "It says that a larger pattern stands there, not which digit it is: a bow at the top belongs to 2, 3, 8, 9 and 0.",
  "maps.features.task": "Find one of the strongest pixels of [pool2:pool2] (at least nine tenths of the largest number).",

  "dense": "Dense layers",
  "dense.flat": "The 16 × 5 × 5 = 400 numbers of [pool2:pool2] are now read as one long list. "
    + "Every unit of [fc1:fc1] has a weight for each of them, adds up 400 products and its bias, and so looks at the whole picture.",
  "dense.flat.task": "Point at a unit of [fc1:fc1].",
  "dense.vote": "The last dense layer, [fc3:fc3], has a unit for each digit. The 100 units of [relu4:relu4] *vote* for it or against it: each with its number times its weight. "
    + "The digit with the largest sum is the answer.",
  "dense.vote.task": "Point at the unit of [fc3:fc3] that belongs to the answer, and look at who voted most for it.",
  "dense.against": "Votes against a digit count as much as votes for it. Often a digit is not the answer because of what is there and should not be: a line at the left speaks against 3, for 8.",
  "dense.against.task": "Find a digit of [fc3:fc3] that is voted down: its sum is negative.",
  "dense.choice": "Three quarters of all 63,802 parameters are in [fc1:fc1]: 400 × 120 weights and 120 biases. "
    + "Many of its units are 0 after ReLU for one digit, and speak for another.\n"
    + "! 120 does not follow from anything before it: it is a choice, as 6, 16 and 100 are. Only the 10 at the end is given, one per digit.",
  "dense.choice.task": "Find a unit of [relu3:relu3] that says nothing about this digit: its number is 0.",

  "softmax": "Softmax",
  "softmax.logits": "The ten sums of [fc3:fc3] are called *logits*. They may be negative or large, and are no probabilities. But the largest one is already the answer: what follows does not change their order.",
  "softmax.logits.task": "Point at the largest logit in [fc3:fc3].",
  "softmax.shift": "[softmax:Softmax] takes e to the power of each logit and divides by the sum of all ten: ten positive shares that add up to 1. Only differences count: "
    + "10 more for each multiplies all powers by the same number, and it cancels out.",
  "softmax.shift.task": "Add 5 or more to all logits: no share changes.",
  "softmax.spread": "Multiplying is different: it stretches the differences. With 2 the largest logit takes still more, with 0 all ten are equal: 10 % each. "
    + "So even a small lead of one logit can become a share of nearly everything.",
  "softmax.spread.task": "Multiply all logits by 0: every digit has 10 %.",
  "softmax.sure": "Unclear digits have two logits that are nearly equal, and the shares are divided between them.\n"
    + "! 99 % is not the chance of being right: it is the share among ten digits. A scribble that is no digit gets shares as well, and they add up to 100 %.",
  "softmax.sure.task": "Draw something of which the network is less than 90 % sure.",

  "learning": "Learning",
  "learning.before": "This is the network before training, with random weights. Its shares mean nothing yet, and it reads about one in seven right, hardly more than by throwing dice. "
    + "The timeline below the network has 41 moments of its training.",
  "learning.before.task": "Move the timeline on until the answer has more than 90 %.",
  "learning.kernels": "The kernels of [conv1:conv1] have changed during training, from random numbers to finders of edges and lines. So have all 63,802 numbers; the *architecture*, how they are connected, has not.",
  "learning.kernels.task": "Move the timeline back to the start, before training, and look at the maps of [conv1:conv1].",
  "learning.step": "One step: the network answers, the *loss* measures how far the answer is from the true digit, and for every weight the *gradient* says how the loss changes with it. "
    + "Each weight moves a little against its gradient.\n"
    + "! Nobody tells a kernel what to look for: all it ever gets is such a push, the same rule for every weight.",
  "learning.step.task": "Open “One step” on the card, and press the buttons from Forward to Same picture again: a changed network is shown.",
  "learning.many": "One picture teaches little, and what it teaches may be wrong for others. So training takes many pictures, over and over; "
    + "each pass through all of them is an *epoch*. Most is learned in the first one. While you draw, nothing is learned: the weights stay.",
  "learning.many.task": "Move the timeline to batch 100 or batch 300 of the first epoch.",

  "limits": "Where it fails",
  "limits.misread": "Of the 10,000 test digits of MNIST this network misreads about one in two hundred. Many of them are unclear to people, too: an open 9, a 7 with a bow. "
    + "It never saw them in training, and that is why they are a fair test.\n"
    + "“Why?” shows what misled it: on an open 9 that is read as a 4, rather than 9, the end of the bow is red, it speaks for the 9; the stroke on the left is blue, it speaks for the 4.",
  "limits.misread.task": "Find a test digit that is misread: every third “Surprise me” is one.",
  "limits.sure": "Some are misread with more than 90 %. The network has learned what separates ten digits on MNIST’s pictures, not what a digit is.\n"
    + "! To be sure is not to be right: nothing in the network can tell that a drawing is unlike all that it has learned from.",
  "limits.sure.task": "Find a test digit that is misread with more than 90 %.",
  "limits.place": "Centring is off, and an 8 is on the pad. Moved by a few pixels it is still read; moved further it is not. "
    + "The maps of [pool2:pool2] move along, but the weights of [fc1:fc1] belong to fixed places, and there they have never seen such patterns.",
  "limits.place.task": "Move the digit until the answer is another one.",
  "limits.networks": "Later networks read photographs of a thousand kinds of things. They have LeNet’s parts: convolution, activation, pooling, dense layers.\n"
    + "! Deeper is not larger: what counts is how wide the dense layers at the end are. VGG’s have nine tenths of its parameters; "
    + "GoogLeNet, ResNet and DenseNet have a single small one.",
  "limits.networks.task": "Choose the deepest network in the table, and compare its parameters with AlexNet’s.",
};
