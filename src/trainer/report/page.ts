import { type Chart, createDrawing, type Drawing } from './chart.ts';
import { type Content, contentOf, type ReportSource } from './content.ts';
import { dataTable, folded } from './dataTable.ts';
import { countText, metricName, metricText } from './format.ts';
import { Html, html } from './html.ts';
import { coldTables } from './parts/cold.ts';
import { lengthChart, precisionChart } from './parts/curves.ts';
import { exampleShoppers } from './parts/examples.ts';
import { coverageChart, popularityChart } from './parts/exposure.ts';
import { intervalText, modelTable, spanChart } from './parts/models.ts';
import { rankingPart } from './parts/ranking.ts';
import { scoreChart } from './parts/scores.ts';
import { segmentChart } from './parts/segments.ts';
import { recipeTables, sectionTable } from './parts/training.ts';
import { STYLE } from './style.ts';

interface Part {
  id: string;
  title: string;
  body: Html;
}

/**
 * One page of what was measured: no script, nothing from elsewhere, everything from data escaped; light or dark as the reader has it.
 * The same source gives the same bytes.
 * @throws MISSING_PACKAGE where there are charts and echarts is not installed
 */
export async function renderReport(source: ReportSource): Promise<string> {
  const content = contentOf(source);
  const parts = partsOf(content, content.detail ? await createDrawing() : NO_CHARTS);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${content.title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<h1>${content.title}</h1>
<p class="lead">${content.lead}</p>
<dl class="facts">${content.facts.map(({ name, value, note }) => html`<div><dt>${name}</dt><dd>${value}${note && html`<small>${note}</small>`}</dd></div>\n`)}</dl>
<nav aria-label="Parts of this report"><ul>${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${parts.map(({ id, title, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}</section>\n`)}</main>
</body>
</html>
`;
  return page.text;
}

/** For what has nothing to draw: echarts is not asked for. */
const NO_CHARTS: Drawing = { draw: ({ table }) => table };

function partsOf(content: Content, { draw }: Drawing): Part[] {
  const { cold, detail, headline, ranking, settings } = content;
  const draws = (charts: readonly Chart[]) => html`${charts.map(draw)}`;
  const parts: (Part | undefined)[] = [
    content.groups.length > 0 ? { id: 'models', title: 'Models', body: models(content, draw) } : undefined,
    ranking && { id: 'ranking', title: 'Ranking', body: rankingPart(ranking, draw) },
    content.tried.length > 0 || content.tables.length > 0
      ? { id: 'recipe', title: 'What was chosen, and why', body: recipeTables(content) }
      : undefined,
    detail && {
      id: 'curves',
      title: 'Recall and precision',
      body: draws([lengthChart(detail.curves), precisionChart(detail.curves)]),
    },
    detail && detail.segments.length > 0
      ? {
          id: 'segments',
          title: 'Segments',
          body: draw(segmentChart(detail.segments, segmentMetric(content), headline)),
        }
      : undefined,
    cold && (cold.items || cold.shoppers)
      ? { id: 'cold', title: 'New items and new shoppers', body: coldTables(cold) }
      : undefined,
    detail && {
      id: 'exposure',
      title: 'Coverage and popularity',
      body: draws([coverageChart(detail.exposure), popularityChart(detail.exposure)]),
    },
    detail && { id: 'scores', title: 'Scores', body: draw(scoreChart(detail.scores)) },
    content.sections.length > 0
      ? { id: 'bundle', title: 'The bundle', body: sectionTable(content.sections) }
      : undefined,
    detail && detail.examples.length > 0
      ? { id: 'examples', title: 'Examples', body: exampleShoppers(detail.examples) }
      : undefined,
    settings !== undefined
      ? {
          id: 'settings',
          title: 'Settings',
          body: folded('As JSON', html`<pre>${JSON.stringify(settings, null, 1)}</pre>`),
        }
      : undefined,
  ];
  return parts.filter((part) => part !== undefined);
}

/** What segments were measured by: the first of the headline that they have. */
const segmentMetric = ({ headline, detail }: Content): string =>
  headline.find((name) => detail?.segments[0]?.metrics[name] !== undefined) ??
  Object.keys(detail?.segments[0]?.metrics ?? {})[0] ??
  '';

function models({ groups, headline, gain, all, float }: Content, draw: Drawing['draw']): Html {
  const [metric] = headline;
  const tables = groups.map(({ caption, lines }) => {
    const spans = lines.map(({ name, isOurs, metrics, intervals }) => ({
      name,
      isOurs,
      value: metrics[metric!] ?? 0,
      interval: intervals?.[metric!],
    }));
    const table = modelTable(caption, lines, headline);
    if (lines.length < 2 || !metric) return table;
    const values = dataTable(caption, spans, [
      { title: 'model', cell: ({ name }) => name },
      {
        title: metricName(metric),
        isNumber: true,
        cell: ({ value, interval }) => html`${metricText(value)}${intervalText(interval)}`,
      },
    ]);
    return html`${table}${draw(spanChart(`${caption}: ${metricName(metric)}, with 95 % intervals`, metricName(metric), spans, values))}`;
  });
  return html`${tables}${gains(gain)}${float && floatTable(float)}${folded('Every figure', everyFigure(all))}`;
}

function gains(gain: Content['gain']): Html | undefined {
  const rows = Object.entries(gain).flatMap(([metric, others]) =>
    Object.entries(others).map(([other, one]) => ({ metric, other, ...one })),
  );
  if (rows.length === 0) return undefined;
  return dataTable('Gain over each, shopper by shopper; p is that of a randomisation test', rows, [
    { title: 'over', cell: ({ other }) => other },
    { title: 'metric', cell: ({ metric }) => metricName(metric) },
    {
      title: 'gain',
      isNumber: true,
      cell: ({ mean, interval }) =>
        html`<span${mean < 0 ? html` class="loss"` : ''}>${mean > 0 ? '+' : ''}${metricText(mean)}</span>${intervalText(interval)}`,
    },
    { title: 'p', isNumber: true, cell: ({ p }) => (p === undefined ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3)) },
  ]);
}

const floatTable = ({ replaced, cases, metrics, int8, cost }: NonNullable<Content['float']>): Html =>
  dataTable(
    `What int8 costs: the same bundle with float numbers in ${replaced.join(', ')}, on ${countText(cases)} cases`,
    Object.keys(cost),
    [
      { title: 'metric', cell: metricName },
      { title: 'float', isNumber: true, cell: (name) => metricText(metrics[name]) },
      { title: 'int8', isNumber: true, cell: (name) => metricText(int8[name]) },
      {
        title: 'float - int8',
        isNumber: true,
        cell: (name) => html`${cost[name]!.mean.toFixed(5)}${intervalText(cost[name]!.interval)}`,
      },
    ],
  );

const everyFigure = ({ metrics, intervals }: Content['all']): Html =>
  dataTable('Every figure', Object.keys(metrics), [
    { title: 'metric', cell: metricName },
    {
      title: 'value',
      isNumber: true,
      cell: (name) => html`${metricText(metrics[name])}${intervalText(intervals[name])}`,
    },
  ]);
