// `npm run readme`: writes the measured figures of docs/figures.json into the marked blocks of README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchmarkReport } from '../src/trainer/evaluation/report.ts';

const ROOT = resolve(import.meta.dirname, '..');

type Intervals = BenchmarkReport['intervals']['metrics'];

interface Size {
  name: string;
  bytes: number;
  brotli: number;
  limit?: number;
}

/** What `npm run figures` measures. */
export interface Figures {
  machine: { cores: number; node: string };
  size: {
    files: Size[];
    bundle: { items: number; sections: (Size & { load: 'first' | 'later' })[]; first: Size; total: Size };
  };
  demoSeconds: number;
  /** Medians over clicks, ms: handler to the shelf's DOM, and to the frame that shows it. */
  click: { dom: number; frame: number };
  /** Absent where the machine has no ../shared/data. */
  onlineRetail?: {
    train: { trainSeconds: number; peakRssBytes: number; bundleBytes: number };
    benchmark: Pick<BenchmarkReport, 'shoppers' | 'metrics' | 'newItems' | 'baselines' | 'intervals'>;
  };
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const table = (head: string[], rows: string[][]) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The README's blocks by name, as markdown. */
export function renderBlocks({ machine, size, demoSeconds, click, onlineRetail }: Figures): Record<string, string> {
  const blocks: Record<string, string> = {
    size: table(
      ['first load', 'brotli', 'limit'],
      size.files.map(({ name, brotli, limit }) => [`\`${name}\``, kb(brotli), limit ? kb(limit) : '']),
    ),
    bundle: table(
      [`demo bundle, ${size.bundle.items} items`, 'bytes', 'brotli', 'loaded'],
      [
        ...size.bundle.sections.map(({ name, bytes, brotli, load }) => [`\`${name}\``, kb(bytes), kb(brotli), load]),
        ['before the first shelf, manifest included', kb(size.bundle.first.bytes), kb(size.bundle.first.brotli), ''],
      ],
    ),
    speed: table(
      [`median, ${machine.cores} shared cores, headless Chromium, Node ${machine.node}`, ''],
      [
        ['click to the new shelf in the page', `${click.dom.toFixed(1)} ms`],
        ['click to the frame that shows it', `${click.frame.toFixed(1)} ms`],
        ['simulate + train + build the demo shop', `${demoSeconds.toFixed(1)} s`],
      ],
    ),
  };
  if (onlineRetail) {
    const { benchmark, train } = onlineRetail;
    const cell = (metrics: BenchmarkReport['metrics'], intervals: Intervals) =>
      `${metrics['ndcg@10']!.toFixed(3)} [${intervals['ndcg@10']!.map((value) => value.toFixed(3)).join(', ')}]`;
    const line = (
      name: string,
      all: [BenchmarkReport['metrics'], Intervals],
      fresh: [BenchmarkReport['metrics'], Intervals],
    ) => [name, cell(...all), all[0]['recall@20']!.toFixed(3), cell(...fresh), fresh[0]['recall@20']!.toFixed(3)];
    const { intervals } = benchmark;
    blocks['online-retail'] = [
      table(
        ['UCI Online Retail, last 30 days', 'nDCG@10, all items', 'R@20', 'nDCG@10, new to the shopper', 'R@20'],
        [
          line('**Vitrine bundle**', [benchmark.metrics, intervals.metrics], [benchmark.newItems, intervals.newItems]),
          ...Object.entries(benchmark.baselines).map(([name, { metrics, newItems }]) =>
            line(name, [metrics, intervals.baselines[name]!.metrics], [newItems, intervals.baselines[name]!.newItems]),
          ),
        ],
      ),
      '',
      `${benchmark.shoppers.all} shoppers; 95 % bootstrap intervals. Training on the whole file takes ${train.trainSeconds.toFixed(0)} s and ` +
        `${Math.round(train.peakRssBytes / 1e6)} MB; the bundle is ${kb(train.bundleBytes)}.`,
    ].join('\n');
  }
  return blocks;
}

/** README text with every `<!-- figures:NAME -->` block replaced. A block without a figure is left as it is. */
export function fillReadme(readme: string, figures: Figures): string {
  const blocks = renderBlocks(figures);
  return readme.replace(/(<!-- figures:([a-z-]+) -->\n)[\s\S]*?(<!-- \/figures -->)/g, (whole, open, name, close) =>
    blocks[name] === undefined ? whole : `${open}${blocks[name]}\n${close}`,
  );
}

export const readFigures = (): Figures => JSON.parse(readFileSync(join(ROOT, 'docs/figures.json'), 'utf8'));
export const readReadme = (): string => readFileSync(join(ROOT, 'README.md'), 'utf8');

if (import.meta.filename === process.argv[1])
  writeFileSync(join(ROOT, 'README.md'), fillReadme(readReadme(), readFigures()));
