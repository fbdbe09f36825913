import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Figures, fillReadme, readFigures, readReadme, renderBlocks } from './readme.ts';

/** Compressors differ by a few bytes between versions of Node. */
const TOLERANCE = 0.02;

describe("the README's figures", () => {
  it('are those of docs/figures.json, block by block', () => {
    const readme = readReadme();
    for (const name of Object.keys(renderBlocks(readFigures()))) expect(readme).toContain(`<!-- figures:${name} -->`);
    expect(fillReadme(readme, readFigures()) === readme, 'run npm run readme').toBe(true);
  });

  it('of size are those of this build', () => {
    expect(existsSync('dist/browser/vitrine.js'), 'npm run build comes first').toBe(true);
    const size = JSON.parse(
      execFileSync('npx', ['tsx', 'scripts/size.ts', '--json'], { encoding: 'utf8' }),
    ) as Figures['size'];
    for (const { name, brotli } of readFigures().size.files) {
      const now = size.files.find((file) => file.name === name)!.brotli;
      expect(
        Math.abs(now - brotli) / brotli,
        `${name}: ${brotli} in the README, ${now} now; run npm run figures`,
      ).toBeLessThan(TOLERANCE);
    }
  });

  it('keep the limits that the README promises', () => {
    for (const { brotli, limit } of readFigures().size.files) if (limit) expect(brotli).toBeLessThanOrEqual(limit);
    expect(readFigures().click.frame).toBeLessThanOrEqual(15);
    expect(readFigures().demoSeconds).toBeLessThanOrEqual(30);
  });
});
