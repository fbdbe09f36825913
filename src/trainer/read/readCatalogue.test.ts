import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readCatalogue } from './readCatalogue.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const file = join(dir, `feed-${files++}`);
  writeFileSync(file, content);
  return file;
}

const FIELDS = [
  'id',
  'title',
  'description',
  'link',
  'image_link',
  'price',
  'sale_price',
  'availability',
  'product_type',
  'brand',
  'item_group_id',
];
const BOWL = [
  'B1',
  'Bowl, "blue"',
  'Two\nlines',
  'https://shop/b1',
  'https://shop/b1.jpg',
  '12.99 USD',
  '',
  'in_stock',
  'Home > Bowls',
  'Ada',
  'g1',
];
const CUP = ['007', 'Cup & saucer', '', '', '', '8.00 USD', '6.50 USD', 'out of stock', '', '', ''];
const ROWS = [
  {
    itemId: 'B1',
    title: 'Bowl, "blue"',
    description: 'Two\nlines',
    link: 'https://shop/b1',
    image: 'https://shop/b1.jpg',
    price: 12.99,
    currency: 'USD',
    inStock: true,
    category: 'Home > Bowls',
    brand: 'Ada',
    groupId: 'g1',
  },
  { itemId: '007', title: 'Cup & saucer', price: 6.5, currency: 'USD', inStock: false },
];

const delimited = (mark: string, rows: string[][]) =>
  [FIELDS, ...rows]
    .map((row) => row.map((field) => (/[",\t\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(mark))
    .join('\n');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const elements = (row: string[], prefix: string) =>
  row
    .map((field, at) => (field === '' ? '' : `<${prefix}${FIELDS[at]}>${escaped(field)}</${prefix}${FIELDS[at]}>`))
    .join('\n');
const rss = (rows: string[][], prefix = 'g:') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>\n${rows
    .map((row) => `<item>${elements(row, prefix)}</item>\n`)
    .join('')}</channel></rss>`;
const atom = (rows: string[][]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">${rows
    .map((row) => `<entry>${elements(row, 'g:')}</entry>`)
    .join('')}</feed>`;

describe('readCatalogue', () => {
  it.each([
    ['CSV', delimited(',', [BOWL, CUP])],
    ['TSV', delimited('\t', [BOWL, CUP])],
    ['RSS', rss([BOWL, CUP])],
    ['RSS without prefixes', rss([BOWL, CUP], '')],
    ['Atom', atom([BOWL, CUP])],
    ['TSV in gzip', gzipSync(delimited('\t', [BOWL, CUP]))],
    ['XML in gzip with a byte order mark', gzipSync(`\ufeff${rss([BOWL, CUP])}`)],
  ])('reads %s', async (_, content) => {
    const { rows, report } = await readCatalogue(write(content));
    expect(rows).toEqual(ROWS);
    expect(report).toEqual({ rows: 2, used: 2, skipped: {}, bad: 0, badLines: [] });
  });

  it('reads one item of XML, entities, CDATA and repeated attributes', async () => {
    const { rows } = await readCatalogue(
      write(
        '<rss><channel><item><g:id>1</g:id><title><![CDATA[<A> & B]]></title><g:description>caf&#233;</g:description>' +
          '<g:product_type>A &gt; B</g:product_type><g:product_type>C</g:product_type></item></channel></rss>',
      ),
    );
    expect(rows).toEqual([{ itemId: '1', title: '<A> & B', description: 'caf\u00e9', category: 'A > B' }]);
  });

  it('reads a feed with any number of entities', async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => [`i${i}`, 'Salt &amp; pepper & <x> &#233;']);
    const { rows } = await readCatalogue(write(rss(many)));
    expect(rows).toHaveLength(30_000);
    expect(rows[29_999]!.title).toBe('Salt &amp; pepper & <x> &#233;');
  }, 20_000);

  const faulty = [
    BOWL,
    ['', 'nameless'],
    ['B1', 'again'],
    ['P', '', '', '', '', 'dear'],
    ['Q', '', '', '', '', '', '', 'maybe'],
    CUP,
  ];
  const whole = faulty.map((row) => [...row, ...FIELDS.slice(row.length).map(() => '')]);

  it('names rejected lines of a table by number', async () => {
    const { rows, report } = await readCatalogue(write(`${delimited(',', whole)}\nshort,row\n`), { maxBad: 0.9 });
    expect(rows).toEqual(ROWS);
    expect(report).toMatchObject({ rows: 7, used: 2, bad: 5 });
    // The bowl's description has two lines.
    expect(report.badLines).toEqual([
      { line: 4, reason: 'no id' },
      { line: 5, reason: 'the id of line 2 again: B1' },
      { line: 6, reason: 'not a price: dear' },
      { line: 7, reason: 'unknown availability: maybe' },
      { line: 9, reason: '2 columns instead of 11' },
    ]);
  });

  it('names rejected items of XML by the line they begin on', async () => {
    const one = (row: string[]) => `<item>${elements(row, 'g:').replaceAll('\n', '')}</item>\n`;
    const text = `<rss><channel>\n${[CUP, ['', 'nameless'], ['x'], ['x']].map(one).join('')}</channel></rss>`;
    const { report } = await readCatalogue(write(text), { maxBad: 0.9 });
    expect(report.badLines).toEqual([
      { line: 3, reason: 'no id' },
      { line: 5, reason: 'the id of line 4 again: x' },
    ]);
  });

  it('takes the regular price while the sale has dates, since it has no clock', async () => {
    const { rows } = await readCatalogue(
      write('id,price,sale_price,sale_price_effective_date\n1,8 USD,6 USD,2020-01-01/2020-02-01\n2,8 USD,6 USD,\n'),
    );
    expect(rows.map(({ price }) => price)).toEqual([8, 6]);
  });

  it.each([
    ['too many rejected lines', delimited(',', whole), 'INPUT_REJECTED'],
    ['an empty file', '', 'INPUT_EMPTY'],
    ['only a header', 'id,title\n', 'INPUT_EMPTY'],
    ['other columns', 'sku,title\n1,2\n', 'INPUT_COLUMNS'],
    ['a web page', '<!doctype html>\n<html><body><p>not found<br></body></html>', 'INPUT_REJECTED'],
    ['XML of another kind', '<html><body>not found</body></html>', 'INPUT_COLUMNS'],
    ['a feed without products', '<rss><channel><title>x</title></channel></rss>', 'INPUT_COLUMNS'],
    ['XML cut short', rss([BOWL, CUP]).slice(0, 600), 'INPUT_TRUNCATED'],
    ['XML with its own entities', '<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>', 'INPUT_REJECTED'],
    ['Latin-1', Buffer.from('id,title\n1,caf\u00e9\n', 'latin1'), 'INPUT_ENCODING'],
    ['UTF-16', Buffer.from('\ufeffid,title\n1,x\n', 'utf16le'), 'INPUT_ENCODING'],
    ['gzip cut short', gzipSync(delimited(',', [BOWL, CUP])).subarray(0, 60), 'INPUT_TRUNCATED'],
  ])('refuses %s', async (_, content, code) => {
    await expect(readCatalogue(write(content))).rejects.toMatchObject({ code });
  });

  it('refuses a missing file', async () => {
    await expect(readCatalogue(join(dir, 'none.tsv'))).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  });
});
