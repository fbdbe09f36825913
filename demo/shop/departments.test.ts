import { describe, expect, it } from 'vitest';
import { categoryName, departmentsOf } from './departments.ts';

describe('departmentsOf', () => {
  it('leaves out a first level that all share', () => {
    const departments = departmentsOf(['Home > Kitchen > Bowls', 'Home > Kitchen > Plates', 'Home > Bath > Towels']);
    expect(departments.map((department) => [department.name, department.path])).toEqual([
      ['Bath', 'Home > Bath'],
      ['Kitchen', 'Home > Kitchen'],
    ]);
    expect(departments[1]!.kinds.map((kind) => kind.path)).toEqual([
      'Home > Kitchen > Bowls',
      'Home > Kitchen > Plates',
    ]);
  });
  it('keeps a first level that differs, and none for a catalogue without categories', () => {
    expect(departmentsOf(['Comedy', 'Drama']).map((department) => department.path)).toEqual(['Comedy', 'Drama']);
    expect(departmentsOf([''])).toEqual([]);
  });
});

describe('categoryName', () => {
  it('is the last step', () => {
    expect(categoryName('Home > Kitchen > Bowls')).toBe('Bowls');
    expect(categoryName('Drama')).toBe('Drama');
  });
});
