import { BLEND_K } from '../blend/rows.ts';
import type { Learned } from '../fit.ts';
import type { Tried } from './search.ts';

/** Why the bundle is what it is, in a few lines for people. */
export function explainRecipe({ tried, families, tables, asked, placed = [], metrics }: Learned): string[] {
  const lines: string[] = [];
  if (asked)
    lines.push(`validation: ${asked.protocol}, ${asked.cases} cases, of which ${metrics.shoppers} made the blend`);
  if (asked?.readsEvenly) lines.push('histories: read evenly, however old (halfLifeDays 0)');
  for (const table of new Set(tried.map((one) => one.table))) {
    const those = tried.filter((one) => one.table === table);
    const best = bestOf(those.filter(({ family }) => family === families[table]));
    if (best) lines.push(`${table}: ${describe(best, asked?.cutoff)}; ${rivals(those, best)}`);
  }
  for (const { table, ships, speaks, reason } of tables)
    if (!tried.some((one) => one.table === table) || !ships)
      lines.push(
        `${table}: ${ships ? (speaks ? 'ships' : 'ships for other places than home') : 'does not ship'}; ${reason}`,
      );
  for (const { placement, home, own, cases } of placed)
    lines.push(`${placement}: a blend of its own, nDCG@10 ${figure(home)} -> ${figure(own)} on ${cases} cases`);
  return lines;
}

const bestOf = (tried: readonly Tried[]) =>
  tried.reduce<Tried | undefined>((best, one) => (best && best.ndcg >= one.ndcg ? best : one), undefined);

const describe = ({ family, settings, ndcg, without }: Tried, cutoff = BLEND_K) =>
  `${family}${textOf(settings)}, nDCG@${cutoff} ${figure(without)} -> ${figure(ndcg)}`;

function rivals(tried: readonly Tried[], best: Tried): string {
  if (tried.length === 1) return 'nothing else to try';
  const families = [...new Set(tried.map(({ family }) => family))].filter((family) => family !== best.family);
  const others = families.map((family) => {
    const rival = bestOf(tried.filter((one) => one.family === family))!;
    return `${family} ${figure(rival.ndcg)}`;
  });
  return `best of ${tried.length} trials${others.length > 0 ? `; ${others.join(', ')}` : ''}`;
}

const textOf = (settings: Record<string, unknown>) => {
  const text = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return text.length > 0 ? ` (${text.join(', ')})` : '';
};

const figure = (ndcg: number) => ndcg.toFixed(4);
