import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import type { TreeMemory } from './memory.ts';

/** What each tree is grown on. */
export interface Sampler {
  /** Writes the rows of the next tree to the order, ascending, and all others to the list of others. Rows of each. */
  draw(): { own: number; others: number };
  /** By input, 1 where the next tree may ask it. */
  inputs(): Uint8Array;
}

/** Draws rows, or for LambdaMART whole groups, and inputs, seeded; rows of validation are always among the others. */
export function createSampler(data: RankingData, settings: TreeSettings, memory: TreeMemory, seed: number): Sampler {
  const { rows, allRows, inputs } = memory;
  const order = memory.ints('order');
  const others = memory.ints('others');
  const ofRows = new Random(seed, 'tree rows');
  const ofInputs = new Random(seed, 'tree inputs');
  const byGroup = settings.objective === 'lambdarank';
  const units = byGroup ? data.offsets : undefined;
  const count = units ? units.length - 1 : rows;

  let all: { rows: Int32Array; others: number } | undefined;

  return {
    draw() {
      if (all) {
        // Growing a tree puts them in another order, in which their codes would lie far apart.
        order.set(all.rows);
        return { own: rows, others: all.others };
      }
      let [own, rest] = [0, 0];
      let wanted = Math.max(1, Math.round(settings.rowShare * count));
      for (let unit = 0; unit < count; unit++) {
        const isIn = settings.rowShare === 1 || ofRows.next() * (count - unit) < wanted;
        if (isIn) wanted--;
        const last = units ? units[unit + 1]! : unit + 1;
        for (let row = units ? units[unit]! : unit; row < last; row++) {
          if (isIn) order[own++] = row;
          else others[rest++] = row;
        }
      }
      for (let row = rows; row < allRows; row++) others[rest++] = row;
      if (settings.rowShare === 1) all = { rows: order.slice(), others: rest };
      return { own, others: rest };
    },
    inputs() {
      if (settings.inputShare === 1) return new Uint8Array(inputs).fill(1);
      const chosen = ofInputs.shuffle(Array.from({ length: inputs }, (_, input) => input));
      const mayAsk = new Uint8Array(inputs);
      for (const input of chosen.slice(0, Math.max(1, Math.round(settings.inputShare * inputs)))) mayAsk[input] = 1;
      return mayAsk;
    },
  };
}
