import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

let folders = 0;
function write(files: Record<string, string | Uint8Array>): string {
  const folder = join(dir, `rr-${folders++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const EVENTS = `timestamp,visitorid,event,itemid,transactionid
1433221332117,257597,view,355908,
1433224214164,992329,addtocart,248676,
1433222276276,992329,transaction,248676,4000
`;
const PROPERTIES_1 = `timestamp,itemid,property,value
1435460400000,355908,categoryid,1338
1441508400000,355908,888,1116713 960601 n277.200
1435460400000,355908,available,1
1442000000000,355908,available,0
`;
const PROPERTIES_2 = `timestamp,itemid,property,value
1436000000000,355908,categoryid,1016
1435460400000,248676,available,1
1435460400000,248676,categoryid,5
`;
const TREE = 'categoryid,parentid\n1016,213\n213,1\n1,\n5,6\n6,5\n';

describe('retailrocket', () => {
  it('reads events.csv alone', async () => {
    const log = await readLog(join(write({ 'events.csv': EVENTS }), 'events.csv'), { format: 'retailrocket' });
    expect(log.shoppers).toEqual(['257597', '992329']);
    expect(log.items).toEqual(['248676', '355908']);
    expect([...log.item]).toEqual([1, 0, 0]);
    expect([...log.event]).toEqual([2, 5, 3]);
    expect([...log.time]).toEqual([1433221332117, 1433222276276, 1433224214164]);
    expect(log.catalogue).toEqual([]);
    expect(log.report).toEqual({ rows: 3, used: 3, skipped: {}, bad: 0, badLines: [] });
  });

  it('reads the folder, with the latest properties and the path of the category', async () => {
    const folder = write({
      'events.csv.gz': gzipSync(EVENTS),
      'item_properties_part1.csv': PROPERTIES_1,
      'item_properties_part2.csv': PROPERTIES_2,
      'category_tree.csv': TREE,
    });
    const { catalogue } = await readLog(folder, { format: 'retailrocket' });
    expect(catalogue[1]).toEqual({ itemId: '355908', category: '1 > 213 > 1016', inStock: false });
    // A tree with a cycle ends all the same.
    expect(catalogue[0]).toMatchObject({ itemId: '248676', inStock: true });
    expect(catalogue[0]!.category).toMatch(/ > 5$/);
  });

  it('names bad lines, and refuses a folder without events and properties of another kind', async () => {
    const bad = `${EVENTS}x,1,view,2,\n1433221332117,,view,2,\n1433221332117,1,hover,2,\n`;
    const { report } = await readLog(write({ 'events.csv': bad }), { format: 'retailrocket', maxBad: 0.5 });
    expect(report.badLines).toEqual([
      { line: 5, reason: 'not a time: x' },
      { line: 6, reason: 'no visitorid or itemid' },
      { line: 7, reason: 'unknown event: hover' },
    ]);
    await expect(readLog(write({}), { format: 'retailrocket' })).rejects.toMatchObject({ code: 'INPUT_MISSING' });
    const other = write({ 'events.csv': EVENTS, 'item_properties_part1.csv': 'a,b\n1,2\n' });
    await expect(readLog(other, { format: 'retailrocket' })).rejects.toMatchObject({ code: 'INPUT_COLUMNS' });
  });
});
