import type { KnownItems } from './beyondAccuracy.ts';
import { bootstrapIntervals } from './bootstrap.ts';
import type { EvaluationCase } from './cases.ts';
import type { Evaluation } from './evaluate.ts';
import { listOf } from './lists.ts';
import { listMetrics, mean } from './metrics.ts';
import type { Segment } from './report.ts';

/** Lower ends of the buckets of history length, in interactions. */
const LENGTHS = [1, 2, 5, 10, 20, 50];
/** Share of the items, most taken first, that are the head. */
const HEAD_SHARE = 0.2;
const MINUTE = 60_000;

export interface SegmentOptions {
  seed: number;
  /** Length of the lists measured. */
  k: number;
  /** Pause that ends a sitting, where the log has a clock; absent: nobody can tell who came back. */
  sessionGapMinutes?: number | undefined;
  known?: KnownItems | undefined;
}

/** The figures of parts of the cases, and of parts of the items; parts without a case are left out. */
export function segmentsOf(evaluation: Evaluation, options: SegmentOptions): Segment[] {
  const { counted } = evaluation;
  const segments: Segment[] = [];
  const add = (by: Segment['by'], name: string, belongs: (one: EvaluationCase) => boolean) => {
    const rows = [...counted.keys()].filter((index) => belongs(counted[index]!));
    if (rows.length > 0) segments.push({ by, name, ...figuresOf(evaluation, rows, options) });
  };
  const { sessionGapMinutes, known } = options;
  if (sessionGapMinutes !== undefined) {
    add('shopper', 'new', (one) => isOneSitting(one, sessionGapMinutes));
    add('shopper', 'returning', (one) => !isOneSitting(one, sessionGapMinutes));
  }
  LENGTHS.forEach((low, i) => {
    const next = LENGTHS[i + 1] ?? Number.POSITIVE_INFINITY;
    const name = next - low === 1 ? `${low}` : next === Number.POSITIVE_INFINITY ? `${low}+` : `${low}-${next - 1}`;
    add('history', name, ({ history }) => history.length >= low && history.length < next);
  });
  if (known) segments.push(...itemSegments(evaluation, known, options));
  return segments;
}

/** Known from one visit alone. */
function isOneSitting({ history }: EvaluationCase, gapMinutes: number): boolean {
  return history.every(({ timestamp }, i) => i === 0 || timestamp - history[i - 1]!.timestamp <= gapMinutes * MINUTE);
}

function figuresOf(
  { values, shopperOf }: Evaluation,
  rows: readonly number[],
  { seed, k }: SegmentOptions,
): Pick<Segment, 'cases' | 'metrics' | 'intervals'> {
  const names = Object.keys(values).filter((name) => name.endsWith(`@${k}`));
  const part = Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => values[name]![row]!)]));
  return summarise(part, rows, shopperOf, seed);
}

/** Each with the targets of that part alone: of the head, the most taken fifth of the items, and of the rest, unknown ones among them. */
function itemSegments(
  { lists, relevant, shopperOf }: Evaluation,
  { takers }: KnownItems,
  { seed, k }: SegmentOptions,
): Segment[] {
  const order = Array.from(takers.keys()).sort((a, b) => takers[b]! - takers[a]! || a - b);
  const head = new Set(order.slice(0, Math.ceil(order.length * HEAD_SHARE)));
  return [true, false].flatMap((isHead): Segment[] => {
    const rows: number[] = [];
    const part: Record<string, number[]> = {};
    relevant.forEach((all, row) => {
      const own = new Set([...all].filter((item) => head.has(item) === isHead));
      if (own.size === 0) return;
      rows.push(row);
      const measured = listMetrics(Array.from(listOf(lists, row)), own, k);
      for (const [name, value] of Object.entries(measured)) {
        const column = part[`${name}@${k}`] ?? [];
        column.push(value);
        part[`${name}@${k}`] = column;
      }
    });
    if (rows.length === 0) return [];
    return [{ by: 'item', name: isHead ? 'head' : 'tail', ...summarise(part, rows, shopperOf, seed) }];
  });
}

function summarise(
  values: Record<string, ArrayLike<number>>,
  rows: readonly number[],
  shopperOf: Int32Array,
  seed: number,
): Pick<Segment, 'cases' | 'metrics' | 'intervals'> {
  const numbers = new Map<number, number>();
  const owners = Int32Array.from(rows, (row) => {
    const owner = shopperOf[row]!;
    if (!numbers.has(owner)) numbers.set(owner, numbers.size);
    return numbers.get(owner)!;
  });
  return {
    cases: rows.length,
    metrics: Object.fromEntries(Object.entries(values).map(([name, column]) => [name, mean(column)])),
    intervals: bootstrapIntervals(values, seed, owners),
  };
}
