import { folderOf, prepareIndex } from '../data.ts';
import type { Host } from '../hosts/host.ts';
import { interleave, spreadOf } from '../measure.ts';
import type { Effort, Row } from './row.ts';

/** Top 100 through inverted lists, beside the exact scan of the same vectors. */
export async function measureIndex(host: Host, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of [100_000, 1_000_000].filter((size) => size <= effort.maxItems)) {
    await prepareIndex(items);
    const variants = ['exact', 'ivf'];
    const facts = await host.open({ kind: 'index', folder: folderOf(items), items, variants });
    const times = await interleave(
      { exact: (n) => host.run('exact', n), ivf: (n) => host.run('ivf', n) },
      { rounds: effort.rounds, batchMs: effort.batchMs },
    );
    const isMillion = items === 1_000_000;
    const about = { group: 'index', runtime: host.name };
    const what = `inverted lists, top 100, ${isMillion ? '1M' : `${items / 1000}k`} x 64`;
    rows.push({
      ...about,
      what,
      value: spreadOf(times.ivf).median,
      unit: 'ms',
      ...(isMillion && { reach: 0.15 }),
      variants: { exact: spreadOf(times.exact), ivf: spreadOf(times.ivf) },
      note: `${facts.probes} of ${facts.lists} lists probed, ${(facts.bytes! / 1e6).toFixed(1)} MB`,
    });
    // The same items in every runtime: said once.
    if (host.name === 'node')
      rows.push({
        ...about,
        what: `${what}: recall@100 against float exact`,
        value: facts['recall ivf']!,
        unit: 'share',
        reach: 0.97,
        note: `the exact int8 scan has ${facts['recall exact']!.toFixed(3)}`,
      });
  }
  return rows;
}
