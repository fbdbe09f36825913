import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { als } from '../models/als.ts';
import type { Model } from '../models/model.ts';
import { transitions } from '../models/transitions.ts';
import { mergeChoices, openSettings, settingsOf, withSettings } from './settings.ts';

const config = parseConfig({ als: { alpha: 0.7 } });

describe('settings of a model', () => {
  it('lie under its name in camel case, or where it says', () => {
    const named = { ...als, name: 'local-ease' } satisfies Model;
    expect(settingsOf(named, config)).toBe(config.localEase);
    expect(settingsOf({ ...als, name: 'another', settings: 'als' }, config)).toBe(config.als);
    expect(settingsOf({ ...als, name: 'none' }, config)).toEqual({});
  });

  it('go over those of the config and leave the rest', () => {
    const changed = withSettings(als, config, { dimensions: 16 });
    expect(changed.als).toEqual({ ...config.als, dimensions: 16 });
    expect(changed.transitions).toBe(config.transitions);
  });

  it('are open where the config says no more than the default', () => {
    expect(openSettings(als, config, { alpha: 0.1, lambda: 0.01 })).toEqual({ lambda: 0.01 });
    expect(openSettings(als, parseConfig({ als: { alpha: 'auto' } }), { alpha: 0.1 })).toEqual({ alpha: 0.1 });
  });

  it('are merged from several choices', () => {
    const choices = [
      { model: als, config: withSettings(als, config, { dimensions: 16 }) },
      { model: transitions, config: withSettings(transitions, config, { keep: 9 }) },
    ];
    const merged = mergeChoices(config, choices);
    expect([merged.als.dimensions, merged.transitions.keep]).toEqual([16, 9]);
  });
});
