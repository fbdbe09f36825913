import { expect, it } from 'vitest';
import { countBits, hasBit } from '../candidates/bitmap.ts';
import { BOWLS_AND_LAMPS, openShop } from '../testing/bundle.test-support.ts';
import { columnsOf, isWithin } from './columns.ts';

it('isWithin goes by whole steps of a path', () => {
  expect(isWithin('Home > Kitchen > Bowls', 'Home > Kitchen')).toBe(true);
  expect(isWithin('Home > Kitchen', 'Home > Kitchen')).toBe(true);
  expect(isWithin('Home > Kitchenware', 'Home > Kitchen')).toBe(false);
  expect(isWithin('Home', 'Home > Kitchen')).toBe(false);
  expect(isWithin('', 'Home')).toBe(false);
});

const { catalogue } = await openShop(BOWLS_AND_LAMPS);
const columns = columnsOf(catalogue);

it('are made once a catalogue and once a question', () => {
  expect(columnsOf(catalogue)).toBe(columns);
  expect(columns.within(['Home > Bowls'])).toBe(columns.within(['Home > Bowls']));
  // Two lists are two questions, also where their texts run together.
  expect(columns.ofBrands(['Ash', 'Birch'])).not.toBe(columns.ofBrands(['Ash","Birch']));
});

it('stay right when more is asked than is kept', () => {
  for (let i = 0; i < 100; i++) columns.within([`Home > ${i}`]);
  const bowls = columns.within(['Home > Bowls']);
  for (let item = 0; item < catalogue.size; item++) expect(hasBit(bowls, item)).toBe(item % 2 === 0);
  expect(countBits(columns.within(['Home']))).toBe(12);
  expect(countBits(columns.ofBrands(['Ash']))).toBe(6);
  expect(countBits(columns.ofBrands(['ash']))).toBe(0);
});
