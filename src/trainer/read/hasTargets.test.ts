import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hasTargets } from './hasTargets.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

it.each([
  ['7 8\t9\n', true],
  ['7\t9\r\n', true],
  ['7 8 9\n', false],
  ['7\t8\t9\n', false],
])('reads %j as a row with a target: %s', async (text, answer) => {
  const file = join(dir, 'test.txt');
  writeFileSync(file, text);
  expect(await hasTargets(file)).toBe(answer);
});
