import { describe, expect, it } from 'vitest';
import type { Section } from '../../bundle/bundle.ts';
import { createJsKernels } from '../../kernels/js.ts';
import { createEncoder } from '../encoder.ts';
import { createModels } from '../models.ts';
import type { RunSequence } from './sequence.ts';
import { D, ITEMS, profileOf, readVector } from './shoppers.test-support.ts';

/** Items 0 to 5 are the model's 3, 1, none, 2, 4 and 5. */
const SECTION: Section = {
  name: 'factors',
  params: { encoder: 'onnx', dimensions: D, outputs: 3, length: 4 },
  arrays: { indices: Uint32Array.of(3, 1, 0, 2, 4, 5) },
};

function open(run?: RunSequence, section = SECTION) {
  return createEncoder(section, ITEMS, createJsKernels(), readVector, createModels(run).createEncoder);
}

/** A model that answers with its last three inputs, and remembers what it was asked. */
function echo() {
  const asked: number[][] = [];
  const run: RunSequence = async (indices) => {
    asked.push([...indices]);
    return Float32Array.from(indices.subarray(1));
  };
  return { asked, run };
}

const took = (...items: number[]) => profileOf(items.map((item) => [item, 1]));

describe('encoder onnx', () => {
  it('gives the model what it knows, oldest first, filled up with zeros on the left, and fills up its answer', async () => {
    const { asked, run } = echo();
    const encode = open(run);
    // Newest first: item 0, the unknown 2, then 3.
    const history = took(0, 2, 3);
    expect(encode(history)).toBeUndefined();
    await encode.prepare!(history);
    expect(asked).toEqual([[0, 0, 2, 3]]);
    expect(encode(history)).toEqual(Float32Array.from({ length: D }, (_, d) => [0, 2, 3][d] ?? 0));
  });

  it('takes the newest of a long history', async () => {
    const { asked, run } = echo();
    await open(run).prepare!(took(5, 4, 3, 1, 0));
    expect(asked).toEqual([[1, 2, 4, 5]]);
  });

  it('asks once for what several shelves want, and forgets old histories', async () => {
    const { asked, run } = echo();
    const encode = open(run);
    await encode.prepare!(took(0));
    expect(encode.prepare!(took(0))).toBeUndefined();
    // The same to the model.
    expect(encode.prepare!(took(0, 2))).toBeUndefined();
    for (let first = 0; first < 6; first++)
      for (let second = 0; second < 6; second++) if (first !== second) await encode.prepare!(took(first, second));
    expect(encode(took(0))).toBeUndefined();
    await encode.prepare!(took(0));
    expect(asked.filter((input) => input.join() === '0,0,0,3').length).toBeGreaterThan(1);
  });

  it('has nothing to wait for where the model knows nothing, is not there, or failed', async () => {
    const { asked, run } = echo();
    expect(open(run).prepare!(took(2))).toBeUndefined();
    expect(open(run).prepare!(took())).toBeUndefined();
    expect(asked).toEqual([]);
    expect(open().prepare!(took(0))).toBeUndefined();
    const failing = open(async () => undefined);
    await failing.prepare!(took(0));
    expect(failing(took(0))).toBeUndefined();
    await expect(open(() => Promise.reject(new Error('broken'))).prepare!(took(0))).rejects.toThrow('broken');
  });

  it('makes no vector of numbers that are none', async () => {
    const encode = open(async () => Float32Array.of(1, Number.NaN, 0));
    await encode.prepare!(took(0));
    expect(encode(took(0))).toBeUndefined();
  });

  it('is refused without an index for every item', () => {
    expect(() => open(undefined, { ...SECTION, arrays: { indices: new Uint32Array(2) } })).toThrow('indices');
  });
});
