import { fail } from '../../errors/failAny.ts';
import type { SimulateOptions } from './types.ts';

export const DEFAULTS = { items: 600, shoppers: 3000, days: 90, seed: 1 } as const;

export const LIMITS = {
  items: [1, 100_000],
  shoppers: [1, 1_000_000],
  days: [1, 1000],
  seed: [0, 2_147_483_647],
} as const satisfies Record<keyof typeof DEFAULTS, readonly [number, number]>;

/** The options with defaults filled in. @throws USAGE that names the option, its range and what was given */
export function readOptions(options: SimulateOptions): Required<SimulateOptions> {
  if (typeof options.out !== 'string' || options.out === '') throw fail('USAGE', '--out must name a folder');
  const read = (name: keyof typeof DEFAULTS): number => {
    const value = options[name] ?? DEFAULTS[name];
    const [min, max] = LIMITS[name];
    if (!Number.isInteger(value) || value < min || value > max)
      throw fail('USAGE', `--${name} must be a whole number from ${min} to ${max}, not ${value}`);
    return value;
  };
  return { out: options.out, items: read('items'), shoppers: read('shoppers'), days: read('days'), seed: read('seed') };
}
