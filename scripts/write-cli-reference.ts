import { readFileSync, writeFileSync } from 'node:fs';
import { createProgram } from '../src/cli/program.ts';
import { cliReference, withReference } from './cli-reference.ts';

// Rewrites the reference in docs/cli.md from the program itself: npx tsx scripts/write-cli-reference.ts
const file = 'docs/cli.md';
writeFileSync(file, withReference(readFileSync(file, 'utf8'), cliReference(createProgram())));
