import { setImmediate } from 'node:timers/promises';
import type { TableSource } from '../config.ts';
import type { FitInput } from '../fit.ts';
import type { Model } from '../models/model.ts';
import { bytesOf, sizeFor } from './budget.ts';
import type { Fits } from './fits.ts';
import { blendWith, type Question, rowsOf } from './judge.ts';
import { type Choice, openSettings, settingsOf, withSettings } from './settings.ts';

/** One family under one setting, tried for one table. */
export interface Tried {
  table: TableSource;
  family: string;
  /** What differs from the config. */
  settings: Record<string, unknown>;
  /** About what its section would take at the size that the budget allows. */
  bytes: number;
  /** Mean nDCG@10 on validation of the best blend found with it, and of that without. */
  ndcg: number;
  without: number;
}

/** The tables chosen so far, and the best blend of them. */
export interface Standing {
  choices: Choice[];
  /** The same as trials fit them, at their cheaper settings. */
  sketches: Choice[];
  blend: Record<string, number>;
  ndcg: number;
}

export interface SearchInput {
  table: TableSource & Parameters<typeof blendWith>[2];
  models: readonly Model[];
  standing: Standing;
  /** Bytes for this table. */
  bytes: number;
  /** Items that the bundle will hold. */
  items: number;
  /** Trials at most. */
  most: number;
}

/** A family must be better by this share of nDCG@10 to take the place of one that was tried before it. */
const BETTER = 1.001;

/** A family goes on as long as its best is this share of the best of all. */
const CLOSE = 0.98;

/** What the first guesses of the families must gain beside the tables that stand for further settings to be tried. */
const PROMISING = 1.002;

/** And how many guesses that is for dense tables, whose first may be meant for a log of another density. */
const GUESSES = 2;

/**
 * Tries families and their settings for one table, each by the blend that it allows beside the tables that stand: first the best guess
 * of every family, then the other guesses of those that came close (successive halving; Jamieson, Talwalkar 2016). The best is
 * in place afterwards, at the size that its bytes allow.
 */
export async function searchTable(
  { config, progress }: Pick<FitInput, 'config' | 'progress'>,
  fits: Fits,
  question: Question,
  { table, models, standing, bytes, items, most }: SearchInput,
): Promise<{ standing: Standing; tried: Tried[] }> {
  const families: { trials: Trial[]; best: number }[] = [];
  for (const model of models) families.push({ trials: await trialsOf(model, fits, config), best: 0 });
  const total = Math.min(
    most,
    families.reduce((sum, { trials }) => sum + trials.length, 0),
  );
  const tried: Tried[] = [];
  let best: Standing | undefined;
  const attempt = async ({ model, settings }: Trial): Promise<number> => {
    progress(`choosing ${table}`, tried.length, total);
    await setImmediate();
    const shaped = withSettings(model, config, settings);
    const sized = withSettings(model, shaped, sizeFor(model, shaped, items, bytes));
    const cheaper = model.sketch?.(settingsOf(model, sized)) ?? {};
    const sketched = withSettings(model, sized, openSettings(model, config, cheaper));
    const sketches = [...standing.sketches, { model, config: sketched }];
    const engine = await fits.engineOf(sketches);
    const { blend, mean } = blendWith(rowsOf(engine, question), standing.blend, table);
    tried.push({
      table,
      family: model.name,
      settings,
      bytes: Math.round(bytesOf(model, items, settingsOf(model, sized))),
      ndcg: mean,
      without: standing.ndcg,
    });
    if (!best || mean > best.ndcg * BETTER)
      best = { choices: [...standing.choices, { model, config: sized }], sketches, blend, ndcg: mean };
    return mean;
  };
  for (let round = 0; tried.length < most; round++) {
    const top = Math.max(...families.map((family) => family.best));
    const inPlay = families.filter(
      (family) => family.trials.length > round && (round === 0 || family.best >= CLOSE * top),
    );
    // Where the first guesses say nothing beside the tables that stand, more of them will not.
    if (inPlay.length === 0 || (round >= (table === 'factors' ? GUESSES : 1) && top < standing.ndcg * PROMISING)) break;
    for (const family of inPlay.slice(0, most - tried.length))
      family.best = Math.max(family.best, await attempt(family.trials[round]!));
  }
  progress(`choosing ${table}`, total, total);
  return { standing: best ?? standing, tried };
}

interface Trial {
  model: Model;
  settings: Record<string, unknown>;
}

/** What a family asks to be tried, without what the config decides; equal ones once. */
async function trialsOf(model: Model, { tuning }: Fits, config: FitInput['config']): Promise<Trial[]> {
  const asked = (await model.trials?.(tuning, config)) ?? [{}];
  const open = asked.map((settings) => openSettings(model, config, settings as Record<string, unknown>));
  const texts = open.map((settings) => JSON.stringify(settings));
  return open.filter((_, i) => texts.indexOf(texts[i]!) === i).map((settings) => ({ model, settings }));
}
