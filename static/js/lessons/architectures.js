/**
 * Depth and number of parameters of well-known networks, computed from their papers' layer tables. AlexNet: Krizhevsky,
 * Sutskever, Hinton 2012. ZF Net: Zeiler, Fergus 2013. GoogLeNet: Szegedy et al. 2014, table 1. VGG-16: Simonyan,
 * Zisserman 2014, configuration D. ResNet-50: He et al. 2015, table 1. DenseNet-121: Huang et al. 2016, table 1.
 */

/** @typedef {{name: string, year: number, depth: number, parameters: number}} Architecture */
/** @typedef {{layers: number, parameters: number}} Sum */

/** Return the parameters of a convolution. @param {number} kernel @param {number} from @param {number} to  maps */
const convolution = (kernel, from, to) => kernel * kernel * from * to + to;
/**
 * Return the parameters of a convolution without biases and of the batch normalisation after it.
 * @param {number} kernel @param {number} from @param {number} to
 */
const normalised = (kernel, from, to) => kernel * kernel * from * to + 2 * to;
/** Return the parameters of a dense layer. @param {number} from @param {number} to  units */
const dense = (from, to) => from * to + to;

/** @param {readonly number[]} numbers */
const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** The three dense layers of AlexNet, ZF Net and VGG. @param {number} from */
const classifier = (from) => [dense(from, 4096), dense(4096, 4096), dense(4096, 1000)];

/** Return depth and parameters of layers in sequence. @param {readonly number[]} layers @returns {Sum} */
const chain = (layers) => ({ layers: layers.length, parameters: total(layers) });

/** Three of its convolutions read half of the maps each, because it was trained on two GPUs. */
const alexNet = () =>
  chain([
    convolution(11, 3, 96),
    convolution(5, 48, 256),
    convolution(3, 256, 384),
    convolution(3, 192, 384),
    convolution(3, 192, 256),
    ...classifier(6 * 6 * 256),
  ]);

const zfNet = () =>
  chain([
    convolution(7, 3, 96),
    convolution(5, 96, 256),
    convolution(3, 256, 384),
    convolution(3, 384, 384),
    convolution(3, 384, 256),
    ...classifier(6 * 6 * 256),
  ]);

const VGG = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512];
const vgg = () =>
  chain([...VGG.slice(1).map((to, i) => convolution(3, Number(VGG[i]), to)), ...classifier(7 * 7 * 512)]);

/** The maps of the nine modules' branches: 1×1; 1×1, 3×3; 1×1, 5×5; pooling, 1×1. A module is two layers deep. */
const INCEPTIONS = [
  [64, 96, 128, 16, 32, 32],
  [128, 128, 192, 32, 96, 64],
  [192, 96, 208, 16, 48, 64],
  [160, 112, 224, 24, 64, 64],
  [128, 128, 256, 24, 64, 64],
  [112, 144, 288, 32, 64, 64],
  [256, 160, 320, 32, 128, 128],
  [256, 160, 320, 32, 128, 128],
  [384, 192, 384, 48, 128, 128],
];

/** @returns {Sum} */
function googLeNet() {
  const from = { maps: 192 };
  const modules = INCEPTIONS.map(([one = 0, reduce3 = 0, three = 0, reduce5 = 0, five = 0, pool = 0]) => {
    const { maps } = from;
    from.maps = one + three + five + pool;
    return (
      convolution(1, maps, one) +
      convolution(1, maps, reduce3) +
      convolution(3, reduce3, three) +
      convolution(1, maps, reduce5) +
      convolution(5, reduce5, five) +
      convolution(1, maps, pool)
    );
  });
  const stem = [convolution(7, 3, 64), convolution(1, 64, 64), convolution(3, 64, 192)];
  return { layers: stem.length + 2 * modules.length + 1, parameters: total([...stem, ...modules, dense(1024, 1000)]) };
}

/** Blocks of 1×1, 3×3 and 1×1; the first of each stage has a 1×1 shortcut. @returns {Sum} */
function resNet() {
  const from = { maps: 64 };
  const blocks = [
    [3, 64],
    [4, 128],
    [6, 256],
    [3, 512],
  ].flatMap(([count = 0, width = 0]) =>
    Array.from({ length: count }, (_, i) => {
      const { maps } = from;
      from.maps = 4 * width;
      return (
        normalised(1, maps, width) +
        normalised(3, width, width) +
        normalised(1, width, 4 * width) +
        (i === 0 ? normalised(1, maps, 4 * width) : 0)
      );
    }),
  );
  return { layers: 1 + 3 * blocks.length + 1, parameters: total([normalised(7, 3, 64), ...blocks, dense(2048, 1000)]) };
}

/** Every layer (1×1 to 128 maps, 3×3 to 32) reads all previous maps; normalisation precedes it. @returns {Sum} */
function denseNet() {
  const [growth, narrow] = [32, 128];
  const at = { maps: 64, layers: 1 };
  const blocks = [6, 12, 24, 16].map((count, i) => {
    const layers = Array.from({ length: count }, () => {
      const { maps } = at;
      at.maps += growth;
      at.layers += 2;
      return 2 * maps + maps * narrow + 2 * narrow + 9 * narrow * growth;
    });
    if (i === 3) return total([...layers, 2 * at.maps]);
    const { maps } = at;
    at.maps = maps / 2;
    at.layers += 1;
    return total([...layers, 2 * maps + maps * at.maps]);
  });
  return { layers: at.layers + 1, parameters: total([normalised(7, 3, 64), ...blocks, dense(at.maps, 1000)]) };
}

/** In chronological order. @type {readonly Architecture[]} */
export const ARCHITECTURES = /** @type {const} */ ([
  ["AlexNet", 2012, alexNet],
  ["ZF Net", 2013, zfNet],
  ["GoogLeNet", 2014, googLeNet],
  ["VGG-16", 2014, vgg],
  ["ResNet-50", 2015, resNet],
  ["DenseNet-121", 2016, denseNet],
]).map(([name, year, sum]) => {
  const { layers, parameters } = sum();
  return { name, year, depth: layers, parameters };
});
