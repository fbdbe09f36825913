import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLater } from '../../src/engine/bundle/open.ts';
import { RANKING_FEATURES } from '../../src/engine/ranking/inputs/inputs.ts';
import { createEngine } from '../../src/engine/recommender.ts';
import { openPacked } from '../../src/trainer/bundle.ts';
import { parseConfig } from '../../src/trainer/config.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import { splitAt } from '../../src/trainer/evaluation/protocols/temporal.ts';
import { fitBundle } from '../../src/trainer/fit.ts';
import { loadKernels } from '../../src/trainer/kernels.ts';
import { defaultLearned } from '../../src/trainer/learn.ts';
import { silent } from '../../src/trainer/progress.ts';
import type { RankingData } from '../../src/trainer/ranker/data.ts';
import { questionsOf } from '../../src/trainer/ranker/questions.ts';
import { collectRankingRows } from '../../src/trainer/ranker/rows.ts';
import { joinRows } from '../../src/trainer/ranker/selectRows.ts';
import { readCatalogue } from '../../src/trainer/read/readCatalogue.ts';
import { readLog } from '../../src/trainer/read/readLog.ts';
import { runSimulate } from '../../src/trainer/simulate/index.ts';
import { logSpan, splitByTime } from '../../src/trainer/tables/split.ts';
import { DEFAULT_MODELS } from '../../src/trainer/train.ts';

const DAY = 86_400_000;
/** Moments at which shoppers are asked for, and days between them, in which they took what is to be ranked. */
const CUTS = 5;
const DAYS = 10;
const CANDIDATES = 100;

/**
 * Ranking rows of the simulated shop as `vitrine simulate` makes it: what the default models of the time before propose to each shopper at five moments,
 * ten days apart, with the engine's own features; taken is what the shopper took in those ten days. Groups in the order of the moments.
 */
export async function shopRows(): Promise<RankingData> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-shop-'));
  try {
    const out = join(folder, 'shop');
    await runSimulate({ out }, silent);
    const log = await readLog(join(out, 'events.jsonl'), { format: 'ga4' });
    const { rows: catalogue } = await readCatalogue(join(out, 'catalogue.tsv'));
    const config = parseConfig();
    const kernels = await loadKernels();
    const parts = [];
    for (let cut = logSpan(log).to - CUTS * DAYS * DAY; cut < logSpan(log).to; cut += DAYS * DAY) {
      const split = splitAt(splitByTime(log, cut + DAYS * DAY).earlier, cut, config.eventWeights);
      const { packed } = await fitBundle(
        {
          log: split.earlier,
          catalogue,
          models: DEFAULT_MODELS,
          config,
          kernels,
          progress: silent,
          withFacts: true,
        },
        defaultLearned(config, DEFAULT_MODELS),
      );
      const bundle = await openPacked(packed);
      await loadLater(bundle, async (file) => packed.files.get(file)!, sha256);
      const questions = questionsOf(split.cases, split.now, ['all']);
      const options = { features: RANKING_FEATURES, candidates: CANDIDATES, seed: config.seed };
      parts.push(await collectRankingRows(createEngine(bundle, kernels), questions, options));
    }
    return joinRows(parts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
