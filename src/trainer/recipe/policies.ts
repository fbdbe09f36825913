import type { Feature } from '../../engine/ranking/features.ts';
import type { Engine } from '../../engine/recommender.ts';
import type { SourceName } from '../../engine/shelf/types.ts';
import { blendNdcg, learnBlend } from '../blend/learn.ts';
import { BLEND_K, type BlendRows, collectRows, collectRowsWithoutRepeats } from '../blend/rows.ts';
import type { TrainConfig } from '../config.ts';
import type { FitInput, Learned } from '../fit.ts';
import type { Question } from './judge.ts';

/**
 * Taken items return only if that gains this much nDCG: less is noise, which decides where hardly anybody takes a thing twice,
 * and an old acquaintance takes the place of something new.
 */
const MIN_REPEAT_GAIN = 1.02;

/** What validation says of blend and repeats, and the rows that say what else is best for what is new. */
export type Policy = Pick<Learned, 'blend' | 'repeats' | 'metrics'> & { onlyNew: BlendRows };

/**
 * Learns the blend of everything but the quiet sources, and whether taken items may return. Each answer to that has the blend that suits
 * it: one that must also keep taken items down often serves worse where none returns.
 */
export function learnPolicy(
  engine: Engine,
  { cases, now, aspects, cutoff }: Question,
  quiet: readonly (SourceName & Feature)[],
  start: Record<string, number>,
  { config, progress }: { config: TrainConfig; progress: FitInput['progress'] },
): Policy {
  const options = { without: new Set<Feature>(quiet), also: [start] };
  const { onlyNew, everything } = collectRowsWithoutRepeats(engine, cases, now, quiet, cutoff);
  const forNew = learnBlend([onlyNew], progress, options);
  const shoppers = cases.length;
  const at = `ndcg@${cutoff ?? BLEND_K}`;
  if (!aspects.includes('all')) {
    const repeats = config.repeats === 'allow' ? 'allow' : 'exclude';
    const ndcg = forNew.ndcg[0]!;
    const metrics = { [at]: ndcg, [`newItems.${at}`]: ndcg, [`withoutRepeats.${at}`]: ndcg, shoppers };
    return { blend: forNew.blend, repeats, metrics, onlyNew };
  }
  const all = collectRows(engine, cases, 'all', now, quiet, cutoff);
  const forBoth = learnBlend([all, onlyNew], progress, options);
  const blends = {
    allow: forBoth.blend,
    exclude: forBoth.ndcg[1]! > forNew.ndcg[0]! ? forBoth.blend : forNew.blend,
  };
  const ndcg = { allow: blendNdcg(all, blends.allow), exclude: blendNdcg(everything, blends.exclude) };
  const isGain = ndcg.allow > MIN_REPEAT_GAIN * ndcg.exclude;
  const repeats = config.repeats !== 'auto' ? config.repeats : isGain ? 'allow' : 'exclude';
  return {
    blend: blends[repeats],
    repeats,
    metrics: {
      [at]: ndcg[repeats],
      [`newItems.${at}`]: blendNdcg(onlyNew, blends[repeats]),
      [`withoutRepeats.${at}`]: ndcg.exclude,
      shoppers,
    },
    onlyNew,
  };
}
