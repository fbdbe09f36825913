import type { STYLES } from './types.ts';

export interface Brand {
  name: string;
  style: (typeof STYLES)[number];
  /** Price level, 0 to 1. */
  tier: number;
  /** Departments it works in, by name. */
  departments: readonly string[];
  /** Its collections: designs of one collection are made to go together. */
  collections: readonly string[];
}

/** The shop's makers, all invented. Every department has makers of several styles and price levels. */
export const BRANDS: readonly Brand[] = [
  b('Nordholm', 'nordic', 0.7, 'Kitchen Table Lighting Living', 'Fjell Vik Sund'),
  b('Ask & Alm', 'nordic', 0.5, 'Living Stationery Toys Kitchen', 'Lund Hedda'),
  b('Studio Halden', 'nordic', 0.85, 'Lighting Table Bath', 'Dis Skog'),
  b('Lille Verk', 'nordic', 0.3, 'Toys Stationery Bath Garden', 'Pil Knopp'),
  b('Old Kiln Yard', 'rustic', 0.55, 'Table Kitchen Garden', 'Hearth Ember Fold'),
  b('Hobb & Thistle', 'rustic', 0.35, 'Kitchen Living Bath Garden', 'Barrow Tarn'),
  b('Casa Brava', 'rustic', 0.45, 'Table Living Lighting', 'Olivar Siesta'),
  b('Wren Workshop', 'rustic', 0.6, 'Toys Stationery Lighting', 'Sawdust Pine'),
  b('Fennel & Vine', 'botanical', 0.5, 'Garden Bath Kitchen', 'Meadow Orchard'),
  b('Marguerite', 'botanical', 0.7, 'Table Living Bath', 'Jardin Clos'),
  b('The Seed Room', 'botanical', 0.25, 'Garden Stationery Kitchen', 'Allotment Hedgerow'),
  b('Fern & Quill', 'botanical', 0.45, 'Stationery Living Toys Lighting', 'Herbarium Glade'),
  b('Confetti Post', 'playful', 0.2, 'Stationery Toys Table', 'Fizz Hooray'),
  b('Mabel & Otto', 'playful', 0.5, 'Toys Living Bath', 'Puddle Marble'),
  b('Pomelo', 'playful', 0.35, 'Table Kitchen Bath Garden', 'Sorbet Picnic'),
  b('Tutti Studio', 'playful', 0.65, 'Lighting Living Kitchen', 'Gelato Carousel'),
  b('Harrow & Finch', 'classic', 0.75, 'Stationery Living Lighting Table', 'Regent Mews'),
  b('Aldergate', 'classic', 0.6, 'Kitchen Bath Garden', 'Pantry Larder'),
  b('Quayside Mill', 'classic', 0.4, 'Bath Living Kitchen Table', 'Regatta Harbour'),
  b('Tin Soldier', 'classic', 0.5, 'Toys Stationery Garden', 'Parade Nursery'),
  b('Atelier Kubus', 'graphic', 0.8, 'Lighting Table Living', 'Raster Form'),
  b('Blokk', 'graphic', 0.45, 'Toys Stationery Kitchen', 'Grid Primary'),
  b('Linea Nove', 'graphic', 0.65, 'Bath Table Garden', 'Terrazzo Corso'),
  b('Paper & Plumb', 'graphic', 0.3, 'Stationery Living Garden Kitchen', 'Ledger Offset'),
  b('Vesper', 'nordic', 0.6, 'Lighting Bath Garden', 'Dusk Hush'),
];

function b(name: string, style: Brand['style'], tier: number, departments: string, collections: string): Brand {
  return { name, style, tier, departments: departments.split(' '), collections: collections.split(' ') };
}
