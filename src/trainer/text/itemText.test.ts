import { expect, it } from 'vitest';
import { itemText } from './itemText.ts';

const of = (title: string, description: string, category: string, brand: string) =>
  itemText(
    {
      display: { title: [title], description: [description], link: [''], image: [''] },
      catalogue: { category: [category], brand: [brand] } as never,
    },
    0,
  );

it('itemText joins what is there and leaves out what is not', () => {
  expect(of('Blue cup', ' For  tea\nand coffee. ', 'Home > Kitchen >Cups', 'Ash')).toBe(
    'Blue cup. Home, Kitchen, Cups. Ash. For tea and coffee.',
  );
  expect(of('Tasse à café 漢', '', '', '')).toBe('Tasse à café 漢');
  expect(of('', '', ' > ', ' ')).toBe('');
});
