import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafOf, marginOf, type Tree } from '../../../engine/ranking/trees/ensemble.ts';
import { packTrees } from '../../../engine/ranking/trees/pack.ts';
import { VitrineError } from '../../../errors/error.ts';
import type { ImportedRanker } from './imported.ts';
import { importLightgbm } from './lightgbm.ts';
import { importOwn } from './onnx.ts';
import { readOnnxGraph } from './onnxGraph.ts';
import { fixture } from './parity.test-support.ts';
import { importXgboost } from './xgboost.ts';

const ownOnnx = (bytes: Uint8Array) => importOwn(readOnnxGraph(bytes));
const FILES: [string, (bytes: Uint8Array) => ImportedRanker | undefined][] = [
  ['lightgbm-binary.txt', importLightgbm],
  ['lightgbm-constant.txt', importLightgbm],
  ['xgboost-binary.json', importXgboost],
  ['xgboost-dart.json', importXgboost],
  ['xgboost-binary-ubj.ubj', importXgboost],
  ['onnx-modes.onnx', ownOnnx],
  ['onnx-ensemble.onnx', ownOnnx],
  ['onnx-forest.onnx', ownOnnx],
  ['onnx-mlp.onnx', ownOnnx],
  ['onnx-torch.onnx', ownOnnx],
];

/** Whatever is imported can be packed and asked; whatever is not is refused by a code of rankers. */
function expectSound(read: (bytes: Uint8Array) => ImportedRanker | undefined, bytes: Uint8Array): void {
  let imported: ImportedRanker | undefined;
  try {
    imported = read(bytes);
  } catch (thrown) {
    if (!(thrown instanceof VitrineError)) throw thrown;
    expect(['RANKER_INVALID', 'RANKER_UNSUPPORTED']).toContain(thrown.code);
    return;
  }
  if (imported?.model.kind !== 'trees') return;
  const { ensemble } = imported.model;
  for (const value of [0, 1, -1e30, 33, Number.NaN]) {
    const row = new Float32Array(ensemble.inputs).fill(value);
    for (const tree of ensemble.trees) expect(leafOf(tree as Tree, row)).toBeLessThan(tree.leaves.length);
    expect(marginOf(ensemble, row)).not.toBeNaN();
  }
  packTrees(ensemble, { leaves: 'f32' });
}

describe.each(FILES)('%s', (file, read) => {
  const bytes = fixture(file);
  const place = fc.nat(bytes.length - 1);

  it('with bytes changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        expectSound(read, changed);
      }),
      { numRuns: 150 },
    );
  });

  it('cut short', () => {
    fc.assert(
      fc.property(place, (length) => expectSound(read, bytes.subarray(0, length))),
      { numRuns: 60 },
    );
  });

  it('with a part left out, or there twice', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 60 }), fc.boolean(), (at, length, isTwice) => {
        const from = isTwice ? at : Math.min(bytes.length, at + length);
        const first = bytes.subarray(0, isTwice ? Math.min(bytes.length, at + length) : at);
        expectSound(read, Uint8Array.from([...first, ...bytes.subarray(from)]));
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(['lightgbm-binary.txt', 'xgboost-binary.json'])('%s with numbers changed', (file) => {
  const text = new TextDecoder().decode(fixture(file));
  const numbers = [...text.matchAll(/(?<![\w.])-?\d[\d.]*(?:[eE][-+]?\d+)?/g)];
  const odd = fc.constantFrom(
    'NaN',
    'nan',
    '-Infinity',
    'inf',
    '1e999',
    '-1',
    '0',
    '0.5',
    '4294967296',
    '99999999999999999999',
    '""',
    'null',
    '',
  );

  it('is sound or refused', () => {
    fc.assert(
      fc.property(fc.nat(numbers.length - 1), odd, (n, other) => {
        const found = numbers[n]!;
        const changed = text.slice(0, found.index) + other + text.slice(found.index + found[0].length);
        expectSound(file.startsWith('light') ? importLightgbm : importXgboost, new TextEncoder().encode(changed));
      }),
      { numRuns: 300 },
    );
  });
});

it('bytes by chance are refused, by every reader', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const [, read] of FILES) expectSound(read, bytes);
      expectSound(importXgboost, Uint8Array.of(0x7b, ...bytes));
      expectSound(importXgboost, new Uint8Array([0x7b, 0x22, ...bytes]));
    }),
    { numRuns: 200 },
  );
});
