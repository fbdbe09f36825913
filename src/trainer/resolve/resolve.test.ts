import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCountry } from './countries.ts';
import { type ResolveInput, resolveIdentities } from './resolve.ts';

const key = Buffer.from('a key of sixteen bytes');
let dir: string;
let files = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-resolve-'));
});

afterAll(() => rm(dir, { recursive: true }));

async function fileOf(content: string | Buffer, name = 'ids.csv'): Promise<string> {
  const file = join(dir, `${files++}-${name}`);
  await writeFile(file, content);
  return file;
}

async function resolve(content: string | Buffer, options: Partial<ResolveInput> = {}) {
  const file = await fileOf(content);
  return resolveIdentities({ files: [file], key, stripPlusTags: false, country: findCountry('GB'), ...options });
}

const hashOf = (kind: string, text: string) => createHmac('sha256', key).update(`${kind}\0${text}`).digest('hex');

describe('resolveIdentities', () => {
  const CSV = `customer_id,Email,phone,device_id
1,Anna@Shop.com,020 7946 0018,d1
2,"anna@shop.com",,d2
3,bob@x.org,+44 20 7946 0018,
4,,,d2
5,eve@x.org,null,d9
`;

  it('finds people through spellings, and names them by hashes alone', async () => {
    const { map, report } = await resolve(CSV);
    const personOf = new Map(map.map(({ kind, id, person }) => [`${kind} ${id}`, person]));
    const anna = personOf.get(`email ${hashOf('email', 'anna@shop.com')}`);
    for (const [kind, text] of [
      ['customer', '1'],
      ['customer', '2'],
      ['customer', '3'],
      ['customer', '4'],
      ['email', 'bob@x.org'],
      ['phone', '+442079460018'],
      ['device', 'd1'],
      ['device', 'd2'],
    ] as const)
      expect(personOf.get(`${kind} ${hashOf(kind, text)}`), text).toBe(anna);
    expect(personOf.get(`customer ${hashOf('customer', '5')}`)).not.toBe(anna);
    expect(report).toMatchObject({
      before: { identifiers: 12, kinds: { customer: 5, device: 3, email: 3, phone: 1 } },
      after: { people: 2, sizes: { 3: 1, 9: 1 } },
    });
    expect(map.every(({ id, person }) => /^[0-9a-f]{64}$/.test(id) && /^[0-9a-f]{32}$/.test(person))).toBe(true);
    expect(JSON.stringify({ map, report: { ...report, files: [] } })).not.toMatch(/anna|bob|eve|7946/i);
  });

  it('gives other hashes under another key, and the same people', async () => {
    const one = await resolve(CSV);
    const other = await resolve(CSV, { key: Buffer.from('another key, also sixteen') });
    expect(other.report.after).toEqual(one.report.after);
    expect(other.map.some(({ id }) => one.map.some((row) => row.id === id))).toBe(false);
  });

  it('reads JSON lines, packed files and several files as one', async () => {
    const lines = CSV.trim()
      .split('\n')
      .slice(1)
      .map((line) => line.replaceAll('"', '').split(','))
      .map(([customer_id, email, phone, device_id]) =>
        JSON.stringify({ customer_id: Number(customer_id), email, phone, device_id, other: { deep: [1] } }),
      );
    const whole = await resolve(CSV);
    expect((await resolve(lines.join('\n'))).map).toEqual(whole.map);
    expect((await resolve(gzipSync(CSV))).map).toEqual(whole.map);
    const parts = [await fileOf(lines.slice(2).join('\n')), await fileOf(lines.slice(0, 2).join('\n'))];
    expect((await resolve('', { files: parts })).map).toEqual(whole.map);
  });

  it('takes the columns that are named, several of a kind too', async () => {
    const columns = [
      { kind: 'phone', column: 'home' },
      { kind: 'phone', column: 'Work' },
      { kind: 'card', column: 'no' },
    ];
    const csv = 'home;work;no;email\n020 7946 0018;020 7946 0019;A1;x@y.z\n020 7946 0019;;A2;other@y.z\n';
    const { report } = await resolve(csv, { columns });
    expect(report).toMatchObject({ before: { kinds: { card: 2, phone: 2 } }, after: { people: 1 } });
    await expect(resolve(csv, { columns: [{ kind: 'card', column: 'number' }] })).rejects.toMatchObject({
      code: 'INPUT_COLUMNS',
      details: { missing: ['number'] },
    });
  });

  it('names lines that it cannot read, without what they say, and uses the rest of them', async () => {
    const csv =
      'email,phone,device\nanna at shop,020 7946 0018,d1\na@b.co,020 7946 0018,d2\n,,\nb@b.co,call me,d2\nc@b.co\n';
    const { report } = await resolve(csv, { maxBad: 1 });
    expect(report.files[0]).toMatchObject({
      rows: 5,
      used: 1,
      skipped: { 'no identifier': 1 },
      bad: 3,
      badLines: [
        { line: 2, reason: 'email: not an email address' },
        { line: 5, reason: 'phone: not a phone number' },
        { line: 6, reason: '1 columns instead of 3' },
      ],
    });
    expect(report.after.people).toBe(1);
    await expect(resolve(csv)).rejects.toMatchObject({ code: 'INPUT_REJECTED', details: { bad: 3 } });
    await expect(resolve('{"email":"a@b.co"}\n[1]\nno\n', { maxBad: 0.1 })).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      details: {
        badLines: [
          { line: 2, reason: 'not a JSON object' },
          { line: 3, reason: 'not a JSON object' },
        ],
      },
    });
  });

  it.each([
    ['a file that is not there', 'INPUT_MISSING', undefined],
    ['an empty file', 'INPUT_EMPTY', ''],
    ['a header alone', 'INPUT_EMPTY', 'email,phone\n'],
    ['no identifier at all', 'INPUT_EMPTY', 'email,phone\n,\nnull,n/a\n'],
    ['unknown columns', 'INPUT_COLUMNS', 'name,city\nAnna,Leeds\n'],
    ['a gzip file cut short', 'INPUT_TRUNCATED', gzipSync(CSV).subarray(0, 60)],
    ['UTF-16', 'INPUT_ENCODING', Buffer.from('\ufeffemail\na@b.co\n', 'utf16le')],
  ])('refuses %s', async (_, code, content) => {
    const files = [content === undefined ? join(dir, 'none') : await fileOf(content)];
    await expect(resolve('', { files })).rejects.toMatchObject({ code });
  });

  it('reports what it keeps from merging people', async () => {
    const till = Array.from({ length: 30 }, (_, i) => `u${i}@x.org,till`).join('\n');
    const { map, report } = await resolve(`email,device\n${till}\n`);
    expect(report.after.people).toBe(30);
    expect(report.guards).toMatchObject({
      shared: { count: 1, named: [{ kind: 'device', id: hashOf('device', 'till'), seenWith: 30 }] },
      largest: { before: 31, after: 1 },
    });
    expect(map.some(({ kind }) => kind === 'device')).toBe(false);
  });
});
