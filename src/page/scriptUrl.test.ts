import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const load = async () => (await import('./scriptUrl.ts')).scriptUrl;

describe('scriptUrl', () => {
  it('makes the one policy `vitrine` where the page has Trusted Types', async () => {
    const createPolicy = vi.fn((_: string, rules: { createScriptURL(url: string): string }) => ({
      createScriptURL: (url: string) => `trusted ${rules.createScriptURL(url)}`,
    }));
    vi.stubGlobal('trustedTypes', { createPolicy });
    const scriptUrl = await load();
    expect([scriptUrl('/a.js'), scriptUrl('/b.js')]).toEqual(['trusted /a.js', 'trusted /b.js']);
    expect(createPolicy).toHaveBeenCalledExactlyOnceWith('vitrine', expect.anything());
  });

  it('answers the plain URL without Trusted Types, and where the policy is not allowed', async () => {
    expect((await load())('/a.js')).toBe('/a.js');
    vi.stubGlobal('trustedTypes', {
      createPolicy() {
        throw new TypeError('disallowed');
      },
    });
    expect((await load())('/a.js')).toBe('/a.js');
  });
});
