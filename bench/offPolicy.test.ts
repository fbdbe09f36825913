import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillPage, PAGE } from './offPolicy.ts';

describe('docs/off-policy.md', () => {
  it('has a place for each measured table', () => {
    const page = readFileSync(PAGE, 'utf8');
    const filled = fillPage(page, { obd: 'the policies', places: 'the places' });
    expect(filled).toContain('<!-- measured:obd -->\nthe policies\n<!-- /measured -->');
    expect(filled).toContain('<!-- measured:places -->\nthe places\n<!-- /measured -->');
    expect(fillPage(page, {})).toBe(page);
    expect(page).not.toContain('<!-- measured:obd -->\n<!-- /measured -->');
  });
});
