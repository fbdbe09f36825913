import { folderOf, prepareData } from '../data.ts';
import type { Host } from '../hosts/host.ts';
import { interleave, quantile, spreadOf } from '../measure.ts';
import { SYNTHETIC_FEATURES } from '../syntheticRanker.ts';
import type { Effort, Row } from './row.ts';

/** Calls before the clock runs: it takes some hundred until the compilers have settled. */
const WARM_UP = 500;

/** What bench/syntheticRanker.ts makes where nothing else is said. */
const RANKER = `300 candidates x ${SYNTHETIC_FEATURES.length} features x 120 trees x 31 leaves`;

/** The whole of `recommend` for shoppers with 200 interactions, inside the runtime. */
export async function measureRecommend(host: Host, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of [10_000, 100_000]) {
    const isRanked = items === 10_000;
    await prepareData(items, true, isRanked);
    const names = ['wasm', 'js', ...(isRanked ? ['ranked', 'ranked js'] : [])];
    await host.open({ kind: 'recommend', folder: folderOf(items), items, variants: names });
    for (const name of names) await host.run(name, WARM_UP);
    const times = await interleave(Object.fromEntries(names.map((name) => [name, (n: number) => host.run(name, n)])), {
      rounds: effort.rounds,
      batchMs: effort.batchMs,
    });
    const spreads = (wasm: string, js: string) => ({ wasm: spreadOf(times[wasm]!), js: spreadOf(times[js]!) });
    const row = (what: string, value: number, more: Partial<Row> = {}): Row => ({
      group: 'recommend',
      what: `${what}, ${items / 1000}k items`,
      runtime: host.name,
      value,
      unit: 'ms',
      ...more,
    });
    const cases = [
      {
        what: 'whole recommend',
        name: 'wasm',
        variants: spreads('wasm', 'js'),
        reach: isRanked ? { p50: 0.5, p99: 3 } : undefined,
      },
      ...(isRanked
        ? [
            {
              what: `whole recommend with ranking, ${RANKER}`,
              name: 'ranked',
              variants: spreads('ranked', 'ranked js'),
              reach: { p50: 1.2, p99: 5 },
            },
          ]
        : []),
    ];
    for (const { what, name, variants, reach } of cases) {
      if (!host.each) {
        rows.push(row(`${what}, median of batches`, variants.wasm.median, { reach: reach?.p50, variants }));
        continue;
      }
      const singles = await host.each(name, effort.singles);
      const note = `${singles.length} calls, 64 shoppers in turn`;
      rows.push(row(`${what}, p50`, quantile(singles, 0.5), { reach: reach?.p50, variants, note }));
      rows.push(row(`${what}, p99`, quantile(singles, 0.99), { reach: reach?.p99, note }));
    }
  }
  return rows;
}
