import { loadLater } from '../../engine/bundle/open.ts';
import { fail } from '../../errors/failAny.ts';
import { openPacked } from '../bundle.ts';
import type { Cache } from '../cache/cache.ts';
import type { TrainConfig } from '../config.ts';
import { sha256 } from '../digest.ts';
import type { Given } from '../fit.ts';
import { loadKernels } from '../kernels.ts';
import type { Model } from '../models/model.ts';
import { engineOf } from '../onnx/run.ts';
import type { Progress } from '../progress.ts';
import type { CatalogueRow } from '../tables/log.ts';
import { type Trained, trainBundle } from '../train.ts';
import type { KnownItems } from './beyondAccuracy.ts';
import { type Evaluation, evaluateCases } from './evaluate.ts';
import { knownItems } from './knownItems.ts';
import type { Asked } from './lists.ts';
import type { Split } from './protocols/protocol.ts';

/** A bundle that was trained, packed, opened and asked. */
export interface Measured {
  trained: Trained;
  engine: Asked;
  trainSeconds: number;
  evaluateSeconds: number;
  bundleBytes: number;
  /** What the models knew of items. */
  known: KnownItems;
  all: Evaluation;
  /** `all` itself where the protocol masks what is known, or nothing is taken twice. */
  onlyNew: Evaluation;
}

/** What every model of a run is asked. */
export interface Task {
  test: Split;
  /** Absent: training chooses by itself. */
  validation?: Split | undefined;
  catalogue: readonly CatalogueRow[];
  cutoffs: readonly number[];
  config: TrainConfig;
  progress: Progress;
  /** Where fits are kept, see TrainInput. */
  cache?: Cache | undefined;
}

export interface MeasureInput extends Task {
  /** Absent: the default recipe. */
  models?: readonly Model[];
  learned?: Given;
}

/** Trains on the split's earlier part alone, packs, opens the bundle as a device does, and asks it for every case. */
export async function measureTrained({
  test,
  catalogue,
  cutoffs,
  config,
  progress,
  ...rest
}: MeasureInput): Promise<Measured> {
  const started = performance.now();
  const log = { ...test.earlier, catalogue: [...catalogue] };
  const trained = await trainBundle({ log, config, kernels: await loadKernels(), progress, ...rest });
  const trainSeconds = (performance.now() - started) / 1000;
  const { files, manifest } = trained.packed;
  // Whatever trained it: a bundle that knows of the time it is asked about is no figure.
  if (log.hasTimes && Date.parse(manifest.window.to) >= test.now)
    throw fail('INTERNAL', `leak: the bundle was trained on events until ${manifest.window.to}`);
  const bundle = await openPacked(trained.packed);
  await loadLater(bundle, async (file) => files.get(file)!, sha256);
  const engine = await engineOf(bundle, await loadKernels());
  const measured = await measureEngine(engine, test, { cutoffs, seed: config.seed, progress });
  const bundleBytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return { trained, engine, trainSeconds, bundleBytes, ...measured };
}

/** How an engine is measured. */
export interface Measuring {
  cutoffs: readonly number[];
  seed: number;
  progress: Progress;
  /** False: without ranking. */
  useRanking?: false | undefined;
}

/** Asks an engine for every case of a split, in both aspects. */
export async function measureEngine(
  engine: Asked,
  { earlier, cases, now, repeats }: Split,
  { cutoffs, seed, progress, useRanking }: Measuring,
): Promise<Pick<Measured, 'known' | 'all' | 'onlyNew' | 'evaluateSeconds'>> {
  const started = performance.now();
  const { catalogue, manifest } = engine.bundle;
  const known = knownItems(earlier, catalogue, manifest.serving.eventWeights);
  const question = { now, seed, repeats, known, useRanking };
  const all = await evaluateCases(engine, cases, cutoffs, { ...question, aspect: 'all' }, progress);
  // Where a bundle repeats nothing and nobody takes a thing twice, the two are one question.
  const isSame =
    manifest.serving.repeats === 'exclude' && cases.every(({ taken, takenNew }) => taken.size === takenNew.size);
  const onlyNew =
    repeats || isSame ? all : await evaluateCases(engine, cases, cutoffs, { ...question, aspect: 'new' }, progress);
  return { known, all, onlyNew, evaluateSeconds: (performance.now() - started) / 1000 };
}
