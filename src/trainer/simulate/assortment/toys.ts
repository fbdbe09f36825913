import { COLOURS, WOODS } from '../palette.ts';
import type { Department } from '../types.ts';

const CHEERFUL = COLOURS.filter((tone) => !['charcoal', 'umber', 'plum', 'stone'].includes(tone.name));

export const toys: Department = {
  name: 'Toys',
  kinds: [
    {
      code: 'SFT',
      name: 'Soft toys',
      nouns: ['bear', 'rabbit', 'elephant'],
      materials: ['Corduroy', 'Linen', 'Knitted'],
      tones: CHEERFUL,
      price: [14, 49],
      goesWith: ['STK', 'BLK', 'CRD'],
      gift: 0.9,
      season: [350, 0.5],
      about: [
        'A {noun} with long arms, good at listening.',
        'Stuffed with recycled wool; eyes are stitched, so safe from birth.',
        'Soft {tone}, and machine washable, which matters more.',
      ],
    },
    {
      code: 'VEH',
      name: 'Wooden vehicles',
      nouns: ['racing car', 'steam train', 'delivery van'],
      materials: ['Beech', 'Maple'],
      tones: CHEERFUL,
      price: [12, 44],
      goesWith: ['BLK', 'PUZ', 'STK'],
      gift: 0.85,
      season: [350, 0.5],
      about: [
        'Runs straight on parquet and survives the stairs.',
        'A {noun} painted {tone} with water-based colours.',
        'From managed forests; corners rounded by hand.',
      ],
    },
    {
      code: 'PUZ',
      name: 'Puzzles',
      nouns: ['jigsaw', 'wooden puzzle'],
      materials: ['Illustrated', 'Hand-cut'],
      tones: CHEERFUL,
      price: [10, 38],
      goesWith: ['BLK', 'VEH', 'CRD'],
      gift: 0.8,
      season: [350, 0.55],
      about: [
        'For rainy afternoons and several generations.',
        'Pieces that fit with a click, printed in {tone}.',
        'No dust, no missing pieces, a cotton bag.',
      ],
    },
    {
      code: 'BLK',
      name: 'Building blocks',
      nouns: ['building blocks', 'arch blocks'],
      materials: ['Beech', 'Lime-wood'],
      tones: [...CHEERFUL, ...WOODS.slice(0, 3)],
      price: [18, 69],
      goesWith: ['VEH', 'STK', 'PUZ'],
      gift: 0.8,
      season: [350, 0.5],
      about: [
        'Thirty pieces, endless towers.',
        'Stained {tone} so that the grain still shows.',
        'Tidies into its own tray.',
      ],
    },
    {
      code: 'STK',
      name: 'First toys',
      nouns: ['stacking rings', 'rattle'],
      materials: ['Maple', 'Beech'],
      tones: CHEERFUL,
      price: [11, 34],
      goesWith: ['SFT', 'BLK', 'TWL'],
      gift: 0.85,
      season: [350, 0.3],
      about: [
        'Made to be chewed: beeswax finish, nothing else.',
        'A first toy in shades of {tone}.',
        'Sized for small hands.',
      ],
    },
  ],
};
