import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../src/cli/program.ts';
import { cliReference, withReference } from './cli-reference.ts';

describe('docs/cli.md', () => {
  it('says what the program says (else run: npx tsx scripts/write-cli-reference.ts)', () => {
    const text = readFileSync('docs/cli.md', 'utf8');
    expect(text).toBe(withReference(text, cliReference(createProgram())));
  });

  it('refuses a page without a place for the reference', () => {
    expect(() => withReference('# CLI', 'x')).toThrow();
  });

  it('holds every option and exit code of a verb', () => {
    const reference = cliReference(createProgram());
    expect(reference).toContain('### `vitrine inspect`');
    expect(reference).toContain("| `--bundle <dir>` | the bundle's folder | required |");
    expect(reference).toContain('| `--port <number>` | TCP port; 0 takes a free one | `4173` |');
    expect(reference).toMatch(/\| 64 \| .*`USAGE`.* \|/);
  });
});
