import type { Department, Kind } from '../types.ts';
import { bath } from './bath.ts';
import { garden } from './garden.ts';
import { kitchen } from './kitchen.ts';
import { lighting } from './lighting.ts';
import { living } from './living.ts';
import { stationery } from './stationery.ts';
import { table } from './table.ts';
import { toys } from './toys.ts';

export const DEPARTMENTS: readonly Department[] = [kitchen, table, lighting, living, bath, stationery, garden, toys];

/** Every kind, departments one after another. */
export const KINDS: readonly Kind[] = DEPARTMENTS.flatMap((department) => department.kinds);

/** Kind number -> department number. */
export const DEPARTMENT_OF: readonly number[] = DEPARTMENTS.flatMap((department, d) => department.kinds.map(() => d));

const numbers = new Map(KINDS.map((kind, k) => [kind.code, k]));

/** Kind number -> numbers of the kinds that go with it, strongest first. */
export const GOES_WITH: readonly (readonly number[])[] = KINDS.map((kind) =>
  kind.goesWith.map((code) => numbers.get(code)!),
);
