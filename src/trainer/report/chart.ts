import type { EChartsOption } from 'echarts';
import { asVitrineError } from '../../errors/failAny.ts';
import { folded } from './dataTable.ts';
import { Html, html } from './html.ts';

/** Colours that a chart may use: stand-ins, which become the page's own variables, so that a chart is light or dark with it. */
export const COLOURS = {
  ink: '#010203',
  muted: '#010204',
  line: '#010205',
  first: '#010206',
  second: '#010207',
  third: '#010208',
} as const;

/** Widths that a chart is drawn for, px: beside text, and on a phone. The style sheet shows one of them. */
const WIDTHS = { wide: 640, narrow: 340 } as const;

export interface Chart {
  /** What the chart shows, in a sentence: its caption, and what a screen reader says of it. */
  title: string;
  /** ECharts' option, for a width. Colours are of COLOURS. */
  option: (isNarrow: boolean) => EChartsOption;
  height?: number;
  /** The same figures. */
  table: Html;
}

/** What draws charts; loads echarts once. */
export interface Drawing {
  draw(chart: Chart): Html;
}

/**
 * ECharts drawing on no page: SVG text, without a script.
 * @throws MISSING_PACKAGE where echarts is not installed
 */
export async function createDrawing(): Promise<Drawing> {
  const echarts = await import('echarts').catch((thrown: unknown) => {
    throw asVitrineError(thrown, 'MISSING_PACKAGE', 'echarts');
  });
  let drawn = 0;
  const svg = ({ option, height = 300 }: Chart, size: keyof typeof WIDTHS): Html => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTHS[size], height });
    try {
      chart.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...option(size === 'narrow') });
      return new Html(`<div class="${size}">${asOurs(chart.renderToSVGString(), drawn++)}</div>`);
    } finally {
      // It keeps a timer, and so the process.
      chart.dispose();
    }
  };
  return {
    draw: (chart) => html`<figure>
<figcaption>${chart.title}</figcaption>
<div role="img" aria-label="${chart.title}">${svg(chart, 'wide')}${svg(chart, 'narrow')}</div>
${folded('The same in figures', chart.table)}
</figure>`,
  };
}

/** Without what answers a mouse, with names that no other chart on the page has, and in the page's colours. */
function asOurs(svg: string, number: number): string {
  let text = svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|baseProfile|version)="[^"]*"/g, '')
    // ECharts numbers its charts by process.
    .replace(/\bzr\d+-/g, `c${number}-`)
    .replace('<svg ', '<svg aria-hidden="true" focusable="false" ');
  for (const [name, colour] of Object.entries(COLOURS)) text = text.replaceAll(colour, `var(--${name})`);
  return text;
}

/** Grid and legend as every chart of a report has them; `legend` false: none. */
export function frame(isNarrow: boolean, legend: object | false = {}): EChartsOption {
  const grid = { left: 8, right: isNarrow ? 14 : 20, top: legend ? 44 : 16, bottom: 28, containLabel: true };
  if (!legend) return { grid };
  const textStyle = { color: COLOURS.ink, fontSize: 12 };
  return { grid, legend: { top: 0, left: 0, itemWidth: 24, itemGap: 18, textStyle, ...legend } };
}

const text = { color: COLOURS.muted, fontSize: 12 };

/** An axis of numbers; `name` says of what. */
export function numberAxis(name: string, gap: number, more: object = {}) {
  return {
    type: 'value' as const,
    name,
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: text,
    axisLabel: { ...text, hideOverlap: true },
    axisLine: { show: false, lineStyle: { color: COLOURS.line } },
    axisTick: { lineStyle: { color: COLOURS.line } },
    splitLine: { lineStyle: { color: COLOURS.line } },
    ...more,
  };
}

/** An axis of names. */
export function nameAxis(names: readonly string[], more: object = {}) {
  return {
    type: 'category' as const,
    data: [...names],
    axisLabel: { ...text, hideOverlap: true },
    axisLine: { lineStyle: { color: COLOURS.line } },
    axisTick: { show: false },
    ...more,
  };
}

/** What every series says, so that a chart is but a picture. */
export const STILL = { silent: true, emphasis: { disabled: true } } as const;
