import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RANKING_FEATURES } from '../src/engine/ranking/inputs/inputs.ts';
import { withReference } from './cli-reference.ts';
import { featureTable } from './feature-table.ts';

it('docs/rankers.md lists the features that there are (else run: npx tsx scripts/write-cli-reference.ts)', () => {
  const text = readFileSync('docs/rankers.md', 'utf8');
  expect(text).toBe(withReference(text, featureTable()));
  for (const { name } of RANKING_FEATURES) expect(text).toContain(`| \`${name}\` |`);
});
