import type { TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { type ImportedRanker, MOST_INPUTS } from './imported.ts';
import { readOnnxDense } from './onnxDense.ts';
import { readOnnxEnsemble } from './onnxEnsemble.ts';
import { isSameRows, isSameScores, type OnnxGraph, type OnnxNode, type OnnxValue, readOnnxGraph } from './onnxGraph.ts';
import { withServingNames } from './onnxNames.ts';
import { runOnce } from './onnxRun.ts';
import { readOnnxTrees } from './onnxTrees.ts';

const TREES = ['TreeEnsembleRegressor', 'TreeEnsembleClassifier', 'TreeEnsemble'];

const LOGISTIC_NOTE = 'post_transform LOGISTIC of one target: onnxruntime leaves it out and answers with the margin';

/**
 * An ONNX model: trees of ai.onnx.ml, and dense layers with Relu, become the engine's own; anything else stays ONNX, is run once here and
 * by onnxruntime-web at serving. Names of inputs are not in such a file.
 * @param told inputs of a row, for a model that does not say how many it takes
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED, RANKER_FEATURES, MISSING_PACKAGE
 */
export async function importOnnx(bytes: Uint8Array, told?: number): Promise<ImportedRanker> {
  const own = importOwn(readOnnxGraph(bytes), told);
  if (own) return own;
  const named = withServingNames(bytes);
  const inputs = await runOnce(named, told);
  if (inputs > MOST_INPUTS) throw fail('RANKER_UNSUPPORTED', `${inputs} inputs: at most ${MOST_INPUTS}`);
  const model = { kind: 'onnx', model: named, link: 'identity', slope: 1 } as const;
  return { model, inputs, features: undefined, objective: 'net', notes: [] };
}

/** The model where the engine has what it is made of. @throws RANKER_INVALID, RANKER_UNSUPPORTED */
export function importOwn(graph: OnnxGraph, told?: number): ImportedRanker | undefined {
  const found = graph.nodes.filter(({ operator }) => TREES.includes(operator));
  const node = found[0];
  if (node) {
    const around = found.length === 1 ? lookAround(graph, node) : undefined;
    if (!around) return undefined;
    const { input, isSigmoid } = around;
    const inputs = input.dims?.[1] || told || 1 + mostFeature(node);
    if (!(inputs >= 1 && inputs <= MOST_INPUTS)) throw fail('RANKER_INVALID', `${inputs} inputs`);
    const read = node.operator === 'TreeEnsemble' ? readOnnxEnsemble : readOnnxTrees;
    const { operator, link, ...trees } = read(node, inputs);
    if (isSigmoid && link !== 'identity') return undefined;
    const ensemble: TreeEnsemble = { ...trees, inputs, link: isSigmoid ? 'logistic' : link, slope: 1 };
    const notes = link === 'logistic' && operator !== 'TreeEnsembleClassifier' ? [LOGISTIC_NOTE] : [];
    return { model: { kind: 'trees', ensemble }, inputs, features: undefined, objective: operator, notes };
  }
  const dense = readOnnxDense(graph);
  return dense && { ...dense, features: undefined, objective: 'net', notes: ['a missing value counts as 0'] };
}

function mostFeature({ attributes }: OnnxNode): number {
  return (attributes.get('nodes_featureids')?.ints ?? []).reduce((most, feature) => Math.max(most, feature), 0);
}

/** The one input of a graph that does nothing but run `trees`, and a Sigmoid behind them; undefined where it does more. */
function lookAround(graph: OnnxGraph, trees: OnnxNode): { input: OnnxValue; isSigmoid: boolean } | undefined {
  const [input, ...more] = graph.inputs;
  if (!input || more.length > 0 || (input.dims && input.dims.length !== 2)) return undefined;
  // Nodes lie in the order in which they run: those before prepare rows, those behind dress up scores.
  const at = graph.nodes.indexOf(trees);
  const sigmoids = graph.nodes.filter(({ operator }) => operator === 'Sigmoid').length;
  const isAlone = graph.nodes.every((node, n) => {
    if (n < at) return isSameRows(node);
    return n === at || isSameScores(graph, node) || (node.operator === 'Sigmoid' && sigmoids === 1);
  });
  return isAlone ? { input, isSigmoid: sigmoids === 1 } : undefined;
}
