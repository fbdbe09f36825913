import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { calibrate } from '../../../engine/ranking/calibrate.ts';
import { marginOf, type TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import type { ImportedRanker } from './imported.ts';

interface Parity {
  names: string[];
  tables: Record<string, (number | string | null)[][]>;
  models: Record<string, { file: string; rows: string; margins: number[]; predictions?: number[] }>;
}

/** What bench/peers/rankers.py wrote: each model, rows, and what its own library answers to them. */
export const parity = JSON.parse(readFileSync(fixturePath('parity.json'), 'utf8')) as Parity;

function fixturePath(file: string): URL {
  return new URL(`./fixtures/${file}`, import.meta.url);
}

/** Of a Uint8Array of its own, as a command reads it. */
export const fixture = (file: string): Uint8Array => new Uint8Array(readFileSync(fixturePath(file)));

/** The models whose names begin so. */
export const modelsOf = (beginning: string): string[] =>
  Object.keys(parity.models).filter((name) => name.startsWith(beginning));

/** Rows of a table as an engine has them: float32, NaN where a value is missing. */
export function rowsOf(name: string): Float32Array[] {
  return parity.tables[name]!.map((row) =>
    Float32Array.from(row, (value) =>
      value === null ? Number.NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : (value as number),
    ),
  );
}

/** Holds trees to their library: margins, and predictions where they are the margin's link, within 1e-6. */
export function expectParity(name: string, { model, inputs }: ImportedRanker): void {
  const { rows, margins, predictions } = parity.models[name]!;
  if (model.kind !== 'trees') throw new Error(`${name} is ${model.kind}`);
  expect(model.ensemble.inputs).toBe(inputs);
  const { link, slope } = model.ensemble;
  let worst = 0;
  rowsOf(rows).forEach((row, r) => {
    const margin = marginOf(model.ensemble, row);
    worst = Math.max(worst, Math.abs(margin - margins[r]!));
    if (!predictions) return;
    const prediction = link === 'logistic' ? calibrate({ slope, intercept: 0 }, margin) : margin;
    worst = Math.max(worst, Math.abs(prediction - predictions[r]!));
  });
  expect(margins).toHaveLength(rowsOf(rows).length);
  expect(worst, name).toBeLessThan(1e-6);
}

/** What tests of a format in text ask: `read` it, its forest, or the error that it is refused with. */
export function readingOf(importFile: (bytes: Uint8Array) => ImportedRanker) {
  const read = (text: string) => importFile(new TextEncoder().encode(text));
  return {
    read,
    ensembleOf: (text: string) => (read(text).model as { ensemble: TreeEnsemble }).ensemble,
    refused(text: string): { code: string; where: string } {
      try {
        read(text);
      } catch (error) {
        return error as { code: string; where: string };
      }
      throw new Error('not refused');
    },
  };
}
