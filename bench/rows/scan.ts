import { folderOf, prepareData } from '../data.ts';
import type { Host } from '../hosts/host.ts';
import { interleave, ratioOf, spreadOf } from '../measure.ts';
import type { Effort, Row } from './row.ts';

/** Runs of each variant with cold caches. */
const COLD_RUNS = 41;

const FLOOR_REACH: Record<number, number> = { 100000: 1.4, 1000000: 1.25 };

/** Exact top 100 of 10k, 100k and 1M items, beside a loop that only reads the same bytes, and the plain-JS twin at 10k. */
export async function measureScan(host: Host, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of [10_000, 100_000, 1_000_000].filter((size) => size <= effort.maxItems)) {
    await prepareData(items, false);
    const names = items === 10_000 ? ['floor', 'wasm', 'js'] : ['floor', 'wasm'];
    const facts = await host.open({ kind: 'scan', folder: folderOf(items), items, variants: names });
    const times = await interleave(
      Object.fromEntries(names.map((name) => [name, (n: number) => host.run(name, n)])),
      effort,
    );
    const variants = Object.fromEntries(names.map((name) => [name, spreadOf(times[name]!)]));
    const size = items === 1_000_000 ? '1M' : `${items / 1000}k`;
    const row = (what: string, more: Pick<Row, 'value' | 'unit'> & Partial<Row>): Row => ({
      group: 'scan',
      what: `${what}, ${size} x 64`,
      runtime: host.name,
      ...more,
    });
    const recall = row('overlap of int8 top 100 with float top 100', {
      value: facts['recall wasm']!,
      unit: 'share',
      reach: 0.99,
    });
    const coldRow = ({ floor, wasm }: Record<string, number[]>) =>
      row('exact top 100 over the bandwidth floor, caches cold', {
        value: ratioOf(wasm!, floor!).median,
        unit: 'x',
        reach: FLOOR_REACH[items]!,
        variants: { floor: spreadOf(floor!), wasm: spreadOf(wasm!) },
        note: 'one run at a time after 128 MB of other memory was written, as on a click after a page has done other things',
      });
    if (items === 10_000) {
      rows.push(row('exact top 100', { value: variants.wasm!.median, unit: 'ms', reach: 0.035, variants }));
      rows.push(row('exact top 100, plain JS', { value: variants.js!.median, unit: 'ms', reach: 0.5 }));
    } else {
      const { median } = ratioOf(times.wasm!, times.floor!);
      rows.push(row('exact top 100', { value: variants.wasm!.median, unit: 'ms', variants }));
      const reach = FLOOR_REACH[items]!;
      const note =
        'median over rounds of the time of one over that of the other, in loops, so that the last cache holds what it can';
      rows.push(row('exact top 100 over the bandwidth floor', { value: median, unit: 'x', reach, note }));
      if (host.cold) rows.push(coldRow(await host.cold(['floor', 'wasm'], COLD_RUNS)));
    }
    // The same bits in every runtime: said once.
    if (host.name === 'node') rows.push(recall);
  }
  return rows;
}
