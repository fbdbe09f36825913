import { describe, expect, it } from 'vitest';
import type { Chart } from '../chart.ts';
import { html } from '../html.ts';
import { makeRanking } from '../makeRanking.test-support.ts';
import { rankingPart } from './ranking.ts';

/** Tables in place of charts, and the titles that these would have. */
function part(content: Parameters<typeof rankingPart>[0]) {
  const drawn: string[] = [];
  const draw = ({ title, table }: Chart) => {
    drawn.push(title);
    return table;
  };
  const { text } = rankingPart(content, draw);
  const captions = [...text.matchAll(/<caption>(.*?)<\/caption>/g)].map(([, caption]) => caption!);
  return { text, captions, drawn };
}

/** The cells of the row that is headed so. */
const rowOf = (text: string, head: string) => {
  const row = text.split('<tr>').find((one) => one.includes(`>${head}</th>`));
  return [...row!.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!.replace(/(<[^>]*>)+/g, ' ').trim());
};

describe('rankingPart', () => {
  const candidateRecall = { mean: 0.8765, interval: [0.86, 0.89] as const };

  it('says what ranking gains, of what, and how its scores tell', () => {
    const { text, captions, drawn } = part({ ...makeRanking(), candidateRecall });
    expect(text).toContain('proposed 87.6 % of what was taken (86.0 % to 89.0 %)');
    expect(text).toContain('the ranker, of 300 trees, gives, times 0.75, and that of the retrieval, times 0.25');
    expect(text).toContain('45,000 candidates of 150 cases, 2.0 % of which were taken');
    expect(rowOf(text, 'nDCG@10')).toEqual([
      '+0.0310 0.0210 to 0.0410',
      '&lt; 0.001',
      '+0.0525 0.0425 to 0.0625',
      '&lt; 0.001',
    ]);
    expect(rowOf(text.slice(text.indexOf('Scores of the candidates')), 'AUC')[0]).toBe('0.9100 0.9000 to 0.9200');
    expect(rowOf(text, 'tuned')).toEqual(['0.8500', '0.1500', '0.0300', '0.3000']);
    expect(rowOf(text, 'not taken')).toEqual(['222', '44,334']);
    expect(captions.join('\n')).toContain(
      'Confusion at a score of 0.1250, which has the best F1 on every second shopper',
    );
    expect(drawn.map((title) => title.split(/[ :]/)[0])).toEqual([
      'Gain',
      'ROC',
      'Precision',
      'Calibration',
      'Simulated',
      'Feature',
    ]);
  });

  it('marks a loss as one: of nDCG where it falls, of log loss where it rises', () => {
    const { text } = part(makeRanking());
    const losses = [...text.matchAll(/class="loss">([^<]*)</g)].map(([, value]) => value);
    expect(losses).toEqual(['-0.0400', '+0.00031']);
  });

  it('shows one aspect where a protocol masks what is known', () => {
    const { gain } = makeRanking();
    const { text } = part({ gain: { metrics: gain.metrics, newItems: gain.metrics } });
    expect(rowOf(text, 'hit@10')).toHaveLength(2);
    expect(text).not.toContain('new items');
  });

  it('gives one line to figures that are one', () => {
    const { gain } = makeRanking();
    const both = { ...gain.metrics, 'recall@10': gain.metrics['hit@10']! };
    const { text } = part({ gain: { metrics: both, newItems: gain.newItems } });
    expect(text).toContain('>hit@10</th>');
    expect(text).not.toContain('>recall@10</th>');
  });

  it('says of a training what its card says, and of a ranker that gains nothing just that', () => {
    const { card } = makeRanking();
    const trained = part({ card: card! });
    expect(trained.captions).toEqual([
      'From the simplest ranker to the one that ships, on the same rows of validation; the last two were chosen on them',
      'Features of the ranker',
      'What training measured on validation, which chose by it',
    ]);
    expect(part({ card: { share: 1 } }).text).toContain('ranking gained nothing');
    expect(part({}).text.trim()).toBe(html`<p></p>`.text);
  });
});
