import type { SectionContent } from '../src/engine/bundle/write.ts';
import { encodeRanker } from '../src/engine/ranking/encodeRanker.ts';
import { encodeFacts, FACTS } from '../src/engine/ranking/inputs/facts.ts';
import { RANKING_FEATURES } from '../src/engine/ranking/inputs/inputs.ts';
import type { Tree, TreeEnsemble } from '../src/engine/ranking/trees/ensemble.ts';
import { roundLeaves } from '../src/engine/ranking/trees/round.ts';
import { Random } from '../src/trainer/random.ts';

export interface RankerShape {
  /** Names of its inputs. Default: SYNTHETIC_FEATURES. */
  features?: readonly string[];
  trees?: number;
  /** Of each tree. */
  leaves?: number;
  candidates?: number;
  share?: number;
  seed?: number;
}

/** Features of tables that bench/syntheticBundle.ts does not make: of what is never there, training makes no input. */
const ABSENT = /^(neighbours|together|content|segments|sessions)/;

/** Every feature that a synthetic bundle has something to compute from. */
export const SYNTHETIC_FEATURES: readonly string[] = RANKING_FEATURES.map(({ name }) => name).filter(
  (name) => !ABSENT.test(name),
);

/**
 * The sections of a made-up ranker, `facts`, `ranker` and `rankerCover`: a forest of no meaning over real features, grown leaf by leaf as boosting
 * does it. Equal input, equal bytes.
 */
export function syntheticRanker(items: number, shape: RankerShape = {}): SectionContent[] {
  const { candidates = 300, share = 0.3, seed = 1, features = SYNTHETIC_FEATURES } = shape;
  const random = new Random(seed, `ranker ${items}`);
  const column = () =>
    Float32Array.from({ length: items }, () => (random.chance(0.1) ? Number.NaN : random.between(-1, 6)));
  const facts = encodeFacts(
    Object.fromEntries(FACTS.map((name) => [name, column()])),
    Uint16Array.from({ length: items }, () => 20_400 - random.below(700)),
  );
  const knots = Float64Array.from({ length: 40 }, (_, knot) => (knot - 20) / 8);
  const ranker = encodeRanker(
    {
      model: { kind: 'trees', ensemble: roundLeaves(forest(features, shape, random)) },
      features,
      calibration: {
        slope: 0.9,
        intercept: -1.7,
        knots: { margins: knots, probabilities: knots.map((margin) => 0.5 + margin / (2 + 2 * Math.abs(margin))) },
      },
      retrievalCalibration: { slope: 1.3, intercept: -3.1 },
      share,
      candidates,
    },
    'i16',
  );
  return [{ name: 'facts', load: 'first', ...facts }, ...ranker];
}

function forest(features: readonly string[], { trees = 120, leaves = 31 }: RankerShape, random: Random): TreeEnsemble {
  const isCategory = features.map((name) => RANKING_FEATURES.some((one) => one.name === name && one.isCategory));
  return {
    inputs: features.length,
    trees: Array.from({ length: trees }, () => tree(isCategory, leaves, random)),
    base: 0,
    link: 'logistic',
    slope: 1,
  };
}

/** Split s turns a leaf into a node, whose left keeps the leaf's number (LightGBM). */
function tree(isCategory: readonly boolean[], leaves: number, random: Random): Tree {
  const nodes = leaves - 1;
  const [left, right, set] = [0, 0, 0].map(() => new Int32Array(nodes)) as [Int32Array, Int32Array, Int32Array];
  const feature = new Uint16Array(nodes);
  const sets: Uint32Array[] = [];
  const slots: { side: Int32Array; node: number }[] = [];
  for (let node = 0; node < nodes; node++) {
    const leaf = random.below(node + 1);
    const slot = slots[leaf];
    if (slot) slot.side[slot.node] = node;
    left[node] = ~leaf;
    right[node] = ~(node + 1);
    slots[leaf] = { side: left, node };
    slots[node + 1] = { side: right, node };
    feature[node] = random.below(isCategory.length);
    set[node] = isCategory[feature[node]!]
      ? sets.push(Uint32Array.of(random.below(2 ** 31), random.below(2 ** 31))) - 1
      : -1;
  }
  return {
    feature,
    left,
    right,
    set,
    sets,
    threshold: Float32Array.from({ length: nodes }, (_, node) =>
      set[node]! >= 0 ? 0 : random.chance(0.5) ? random.between(-0.2, 1) : random.between(-2, 6),
    ),
    missingLeft: Uint8Array.from({ length: nodes }, () => random.below(2)),
    leaves: Float64Array.from({ length: leaves }, () => random.normal() / 10),
    cover: Float64Array.from({ length: leaves }, () => 1 + random.below(1000)),
  };
}
