import { expect, it } from 'vitest';
import { field, message, node, text, valueInfo } from '../../onnx/sumModel.test-support.ts';
import { readOnnxGraph } from './onnxGraph.ts';
import { withServingNames } from './onnxNames.ts';
import { fixture } from './parity.test-support.ts';

const modelOf = (inputs: string[], outputs: string[], ...nodes: Uint8Array[]) =>
  message(
    field(1, 8),
    field(
      7,
      message(
        ...nodes.map((one) => field(1, one)),
        field(2, text('graph')),
        ...inputs.map((name) => field(11, valueInfo(name, 1, [2, 3]))),
        ...outputs.map((name) => field(12, valueInfo(name, 1, [2, 3]))),
      ),
    ),
    field(8, message(field(1, text('')), field(2, 15))),
  );
const namesOf = (bytes: Uint8Array) => {
  const { inputs, outputs, nodes } = readOnnxGraph(bytes);
  return [inputs, outputs]
    .map((values) => values.map(({ name }) => name))
    .concat(nodes.map((one) => [...one.inputs, ...one.outputs]));
};

it('hands on what has another name', () => {
  expect(namesOf(withServingNames(modelOf(['X'], ['Y'], node('Tanh', ['X'], ['Y']))))).toEqual([
    ['rows'],
    ['scores'],
    ['rows', 'X'],
    ['X', 'Y'],
    ['Y', 'scores'],
  ]);
  expect(namesOf(withServingNames(modelOf(['rows'], ['Y'], node('Tanh', ['rows'], ['Y']))))).toEqual([
    ['rows'],
    ['scores'],
    ['rows', 'Y'],
    ['Y', 'scores'],
  ]);
});

it('changes nothing where there is nothing to do, or too much', () => {
  const fine = modelOf(['rows'], ['scores'], node('Tanh', ['rows'], ['scores']));
  expect(withServingNames(fine)).toBe(fine);
  const wide = modelOf(['X', 'Z'], ['Y'], node('Add', ['X', 'Z'], ['Y']));
  expect(withServingNames(wide)).toBe(wide);
  const classes = fixture('onnx-classes.onnx');
  expect(withServingNames(classes)).toBe(classes);
});

it('refuses a model within which something else has one of the names', () => {
  const inner = modelOf(['X'], ['Y'], node('Tanh', ['X'], ['scores']), node('Tanh', ['scores'], ['Y']));
  expect(() => withServingNames(inner)).toThrow(expect.objectContaining({ code: 'RANKER_UNSUPPORTED' }));
});
