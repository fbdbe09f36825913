import { describe, expect, it } from 'vitest';
import type { Says } from '../inputs/feature.ts';
import { type Grounds, sentenceOf } from './sentence.ts';

const BOWL = { title: 'Walnut bowl', past: 'viewed' } as const;

/** Everything that can be true of an item. */
const GROUNDS: Grounds = {
  past: 'viewed',
  own: { links: BOWL, taste: { title: 'Oak tray' }, content: BOWL, cart: { title: 'Salad servers' } },
  category: 'Kitchen',
  brand: 'Acme',
  isUsualPrice: true,
  proposers: ['popularity', 'trending', 'arrivals'],
};

/** Features named as what they are about, with a number where there are several of a kind. */
const say = (sums: Record<string, number>, grounds: Grounds = GROUNDS) =>
  sentenceOf(
    Object.entries(sums).map(([feature, contribution]) => ({ feature, value: 1, contribution })),
    (feature) => (feature === 'base' ? undefined : (feature.replace(/\d/, '') as Says)),
    grounds,
  );

describe('a sentence', () => {
  it.each<[Says, string | undefined]>([
    ['own', 'Because you looked at it before'],
    ['links', 'Because you viewed Walnut bowl'],
    ['taste', 'Because it fits your interest in Oak tray'],
    ['content', 'Because it is similar to Walnut bowl'],
    ['cart', 'Because it goes with Salad servers'],
    ['category', 'Because you often look at Kitchen'],
    ['brand', 'Because you often choose Acme'],
    ['price', 'Because it costs about what you usually pay'],
    ['popular', 'Because it is popular now'],
    ['trend', 'Because it is on the rise'],
    ['new', 'Because it is new in the shop'],
    ['shopper', undefined],
    ['moment', undefined],
  ])('of %s: %s', (says, sentence) => {
    expect(say({ base: 0.5, [says]: 0.1 })).toBe(sentence);
    // Nor is anything said that is not true.
    expect(say({ [says]: 0.1 }, { proposers: [] })).toBeUndefined();
  });

  it('names two things, the stronger first, and a subject once', () => {
    expect(say({ category: 0.2, links: 0.3 })).toBe('Because you viewed Walnut bowl, and often look at Kitchen');
    expect(say({ popular: 0.3, category: 0.2 })).toBe('Because it is popular now, and you often look at Kitchen');
    expect(say({ new: 0.3, trend: 0.2, popular: 0.1 })).toBe('Because it is new in the shop, and is on the rise');
  });

  it('adds up what several features say of one thing', () => {
    expect(say({ brand1: 0.2, brand2: 0.2, links: 0.3 })).toBe('Because you often choose Acme, and viewed Walnut bowl');
    expect(say({ brand1: 0.4, brand2: -0.4, links: 0.3 })).toBe('Because you viewed Walnut bowl');
  });

  it('passes over what is slight, what speaks against the item, and the same item twice', () => {
    expect(say({ links: 0.3, category: 0.05 })).toBe('Because you viewed Walnut bowl');
    expect(say({ links: 0.3, category: -0.3 })).toBe('Because you viewed Walnut bowl');
    expect(say({ links: 0.3, content: 0.25, brand: 0.2 })).toBe(
      'Because you viewed Walnut bowl, and often choose Acme',
    );
    expect(say({ base: 0.9, category: -0.3 })).toBeUndefined();
  });

  it('says what was done with an item as it was', () => {
    expect(say({ own: 1 }, { ...GROUNDS, past: 'bought' })).toBe('Because you bought it before');
    expect(say({ own: 1 }, { ...GROUNDS, past: 'chosen' })).toBe('Because you chose it before');
    const bought = { ...GROUNDS, own: { links: { title: 'Lamp', past: 'bought' } } } as const;
    expect(say({ links: 1 }, bought)).toBe('Because you bought Lamp');
    expect(say({ links: 1 }, { ...GROUNDS, own: { links: { title: 'Lamp' } } })).toBe('Because you chose Lamp');
  });
});
