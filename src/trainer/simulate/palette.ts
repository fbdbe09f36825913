import type { Family, Tone } from './types.ts';

const tone = (family: Family, name: string, hex: string): Tone => ({ name, hex, family });

/** Glazes, paints and dyes: what most things come in. Four to a family. */
export const COLOURS: readonly Tone[] = [
  tone('neutral', 'chalk', '#f2ede3'),
  tone('neutral', 'oat', '#dccfb6'),
  tone('neutral', 'stone', '#a9a39a'),
  tone('neutral', 'charcoal', '#4a4b4f'),
  tone('green', 'sage', '#a9b79a'),
  tone('green', 'moss', '#7d8a4e'),
  tone('green', 'fern', '#55804f'),
  tone('green', 'forest', '#33594a'),
  tone('blue', 'mist', '#b5cad6'),
  tone('blue', 'sky', '#86b0cf'),
  tone('blue', 'denim', '#4d7096'),
  tone('blue', 'navy', '#2d4063'),
  tone('earth', 'clay', '#cf9275'),
  tone('earth', 'terracotta', '#bf6240'),
  tone('earth', 'ochre', '#cf9a3c'),
  tone('earth', 'umber', '#7a5238'),
  tone('pink', 'blush', '#e8c0b4'),
  tone('pink', 'rose', '#cd858a'),
  tone('pink', 'raspberry', '#b2405c'),
  tone('pink', 'plum', '#6c3d58'),
  tone('bright', 'lemon', '#efcf55'),
  tone('bright', 'tomato', '#d94f38'),
  tone('bright', 'lilac', '#b7a4d9'),
  tone('bright', 'aqua', '#4fb0a8'),
];

export const WOODS: readonly Tone[] = [
  tone('neutral', 'ash', '#dcc6a0'),
  tone('neutral', 'birch', '#e3d2b3'),
  tone('earth', 'oak', '#c39a66'),
  tone('earth', 'walnut', '#7d5639'),
  tone('earth', 'cherry', '#a9653f'),
  tone('green', 'willow green', '#7f9270'),
  tone('blue', 'harbour blue', '#7392a8'),
  tone('pink', 'shell pink', '#d3a196'),
];

export const SCENTS: readonly Tone[] = [
  tone('neutral', 'oat milk', '#e6dbc5'),
  tone('neutral', 'smoke', '#6b6a6c'),
  tone('green', 'fig leaf', '#7f9160'),
  tone('green', 'rosemary', '#8fa58a'),
  tone('blue', 'sea salt', '#a5c4d1'),
  tone('blue', 'juniper', '#54718d'),
  tone('earth', 'cedar', '#b27b52'),
  tone('earth', 'honey', '#d7a548'),
  tone('pink', 'rose', '#d7a0a0'),
  tone('pink', 'black cherry', '#833f55'),
  tone('bright', 'orange peel', '#e58a3c'),
  tone('bright', 'lavender', '#b3a2d2'),
];

export const ROASTS: readonly Tone[] = [
  tone('neutral', 'house blend', '#b9ab97'),
  tone('neutral', 'dark roast', '#4b4645'),
  tone('green', 'Sidamo', '#7e9468'),
  tone('blue', 'decaf', '#7fa0bc'),
  tone('earth', 'Huila', '#b9714a'),
  tone('earth', 'Cerrado', '#8b5e3f'),
  tone('pink', 'Guji', '#cf8d8c'),
  tone('bright', 'espresso', '#d8583f'),
];

export const FLOWERS: readonly Tone[] = [
  tone('neutral', 'white cosmos', '#efeadf'),
  tone('green', 'basil', '#6f9455'),
  tone('green', 'salad leaves', '#98b46a'),
  tone('blue', 'cornflower', '#5b7fb8'),
  tone('earth', 'sunflower', '#d9a233'),
  tone('pink', 'sweet pea', '#d894a8'),
  tone('pink', 'hollyhock', '#a64464'),
  tone('bright', 'poppy', '#dc5236'),
  tone('bright', 'nasturtium', '#ec9640'),
];

/** A tone by name, for a kind that has fewer. */
export function tones(...names: string[]): Tone[] {
  return names.map((name) => COLOURS.find((colour) => colour.name === name)!);
}
