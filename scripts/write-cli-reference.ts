import { readFileSync, writeFileSync } from 'node:fs';
import { createProgram } from '../src/cli/program.ts';
import { cliReference, withReference } from './cli-reference.ts';
import { featureTable } from './feature-table.ts';

// Rewrites the references in docs/cli.md and docs/rankers.md from the program itself: npx tsx scripts/write-cli-reference.ts
for (const [file, reference] of [
  ['docs/cli.md', cliReference(createProgram())],
  ['docs/rankers.md', featureTable()],
] as const)
  writeFileSync(file, withReference(readFileSync(file, 'utf8'), reference));
