import { isMet, type Row } from './rows/row.ts';

export interface Report {
  /** ISO 8601, day only. */
  date: string;
  machine: { cpu: string; cores: number; memoryBytes: number; node: string; chromium: string; workerd: string };
  /** One-minute load average over the cores, before and after: above 0 others were using the machine. */
  load: { before: number; after: number };
  rows: (Row & { isMet?: boolean })[];
  /** Groups that could not be measured. */
  failures: { group: string; runtime: string; message: string }[];
}

/** What `bench/peers/run.ts --write` measured, in Node, in a run of its own. */
export interface PeerReport {
  date: string;
  load: { before: number; after: number };
  results: {
    items: number;
    name: string;
    /** recall@100 against the float vectors' own top 100. */
    recall: number;
    microseconds: number;
    low: number;
    high: number;
    bytes: number;
    /** Absent for ours. */
    buildSeconds?: number;
  }[];
}

const HEAD = ['what', 'where', 'measured', 'reach', ''];

/** A row's cells as people read them. */
function cellsOf(row: Row): string[] {
  const met = isMet(row);
  const bound = row.reach === undefined ? '' : shown(row.reach, row.unit);
  return [
    row.what,
    row.runtime,
    shown(row.value, row.unit),
    row.unit === 'share' && bound ? `>= ${bound}` : bound,
    met === undefined ? '' : met ? 'met' : 'not met',
  ];
}

export function shown(value: number, unit: Row['unit']): string {
  if (unit === 'bytes') return value >= 1e6 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e3).toFixed(1)} kB`;
  if (unit === 'share') return value.toFixed(3);
  if (unit === 'x') return `${value.toFixed(2)} x`;
  return `${value < 0.1 ? value.toFixed(3) : value.toFixed(2)} ms`;
}

/** For a terminal. */
export function textTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The groups of rows that a document's block shows, and where they were measured. */
const BLOCKS: Record<string, (row: Row) => boolean> = {
  // What a shopper's browser does; the rest is in docs/benchmarks.md.
  speed: ({ runtime, reach }) => reach !== undefined && (runtime === 'chromium' || runtime === 'page'),
  index: ({ group, runtime }) => ['scan', 'index', 'hnsw', 'lists'].includes(group) && runtime !== 'workerd',
};

/** A document with every `<!-- bench:NAME -->` block filled from the report. A block that ends nowhere is left as it is. */
export function fillBench(document: string, report: Report): string {
  return document.replace(/(<!-- bench:([a-z]+) -->\n)[\s\S]*?(<!-- \/bench -->)/g, (whole, open, name, close) => {
    const wanted = BLOCKS[name];
    return wanted ? `${open}${rowTable(report.rows.filter(wanted))}\n${close}` : whole;
  });
}

const rowTable = (rows: readonly Row[]) => table(HEAD, rows.map(cellsOf));

function table(head: string[], body: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < 2 ? '---' : '---:'))), ...body.map(line)].join('\n');
}

/** docs/benchmarks.md. */
export function markdown({ date, machine, load, rows, failures }: Report, peers?: PeerReport): string {
  const variants = rows.flatMap((row) =>
    Object.entries(row.variants ?? {}).map(([name, { median, low, high, rounds }]) => [
      `${row.what}: ${name}`,
      row.runtime,
      shown(median, 'ms'),
      `${shown(low, 'ms')} to ${shown(high, 'ms')}`,
      String(rounds),
    ]),
  );
  const notes = [...new Set(rows.flatMap(({ what, note }) => (note ? [`- ${what}: ${note}.`] : [])))];
  return `# Benchmarks

Written by \`npm run bench -- --write\` from [bench.json](bench.json) on ${date}; not by hand.

${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memoryBytes / 2 ** 30)} GB; Node ${machine.node}, Chromium ${machine.chromium}, workerd
${machine.workerd}. Load per core before and after: ${load.before.toFixed(2)} and ${load.after.toFixed(2)}; a machine that others use is slower, so trust
ratios over times. Variants of one row take turns in one run. Times are medians; "where" is the runtime: Node, a module worker in headless
Chromium, raw workerd (the binary, with no development server around it), or a whole page with the built scripts.

${rowTable(rows)}
${failures.map(({ group, runtime, message }) => `\nNot measured in this run: ${group}, ${runtime} (${message}).\n`).join('')}
## How

${notes.join('\n')}
- In workerd the clock stands still while code computes: its times are taken around a request that runs many, less an empty one.
- Catalogues are made up (bench/syntheticVectors.ts): clusters within clusters, Zipf's law over departments, norms that fall with popularity;
  shoppers have two or three interests.

## Variants

10th to 90th percentile over rounds.

${table(['variant', 'where', 'median', 'spread', 'rounds'], variants)}
${peers ? `\n${peerText(peers)}` : ''}`;
}

function peerText({ date, load, results }: PeerReport): string {
  const body = results.map((one) => [
    `${one.items / 1000}k x 64`,
    one.name,
    one.recall.toFixed(3),
    `${one.microseconds.toFixed(0)} us`,
    `${one.low.toFixed(0)} to ${one.high.toFixed(0)} us`,
    shown(one.bytes, 'bytes'),
    one.buildSeconds === undefined ? '' : `${one.buildSeconds.toFixed(0)} s`,
  ]);
  return `## Native peers

hnswlib and usearch in their own native builds, in Node, on one thread, beside our kernels in the same process (bench/peers says how to
run it), on ${date}, load per core ${load.before.toFixed(2)} and ${load.after.toFixed(2)}. Top 100; recall against the float vectors' own.

${table(['items', 'index', 'recall@100', 'a query', 'spread', 'bytes', 'built in'], body)}

${ratios(results).join('\n')}
`;
}

/** For each size and native library, its fastest setting that finds no less than our fastest index does. */
function ratios(results: PeerReport['results']): string[] {
  return [...new Set(results.map(({ items }) => items))].flatMap((items) => {
    const all = results.filter((one) => one.items === items);
    const fastest = (some: PeerReport['results']) => some.reduce((a, b) => (b.microseconds < a.microseconds ? b : a));
    return all
      .filter(({ name }) => name.startsWith('vitrine'))
      .flatMap((ours) =>
        ['hnswlib', 'usearch'].map((library) => {
          const equal = all.filter(({ name, recall }) => name.startsWith(library) && recall >= ours.recall);
          if (equal.length === 0) return `- ${items / 1000}k, ${ours.name}: no setting of ${library} finds as much.`;
          const peer = fastest(equal);
          return `- ${items / 1000}k, ${ours.name} takes ${(ours.microseconds / peer.microseconds).toFixed(2)} times as long as ${peer.name}, with ${(peer.bytes / ours.bytes).toFixed(1)} times fewer bytes.`;
        }),
      );
  });
}
