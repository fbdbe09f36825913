import { folderOf, prepareData } from '../data.ts';
import type { Host } from '../hosts/host.ts';
import { interleave, quantile, spreadOf } from '../measure.ts';
import type { Effort, Row } from './row.ts';

/** Calls before the clock runs: it takes some hundred until the compilers have settled. */
const WARM_UP = 500;

/** The whole of `recommend` for shoppers with 200 interactions, inside the runtime. */
export async function measureRecommend(host: Host, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of [10_000, 100_000]) {
    await prepareData(items, true);
    await host.open({ kind: 'recommend', folder: folderOf(items), items, variants: ['wasm', 'js'] });
    for (const name of ['wasm', 'js']) await host.run(name, WARM_UP);
    const times = await interleave(
      { wasm: (n) => host.run('wasm', n), js: (n) => host.run('js', n) },
      { rounds: effort.rounds, batchMs: effort.batchMs },
    );
    const variants = { wasm: spreadOf(times.wasm), js: spreadOf(times.js) };
    const row = (what: string, value: number, more: Partial<Row> = {}): Row => ({
      group: 'recommend',
      what: `${what}, ${items / 1000}k items`,
      runtime: host.name,
      value,
      unit: 'ms',
      ...more,
    });
    const reach = items === 10_000 ? { p50: 0.5, p99: 3 } : undefined;
    if (!host.each) {
      rows.push(row('whole recommend, median of batches', variants.wasm.median, { reach: reach?.p50, variants }));
      continue;
    }
    const singles = await host.each('wasm', effort.singles);
    const note = `${singles.length} calls, 64 shoppers in turn`;
    rows.push(row('whole recommend, p50', quantile(singles, 0.5), { reach: reach?.p50, variants, note }));
    rows.push(row('whole recommend, p99', quantile(singles, 0.99), { reach: reach?.p99, note }));
  }
  return rows;
}
