import { log2 } from '../profile/log2.ts';
import type { Profile } from '../profile/types.ts';

const DAY = 86_400_000;

/** Recency, frequency and monetary value, in this order. */
export const RFM = 3;

/**
 * A shopper's recency (days since the newest purchase), frequency (interactions) and monetary value (prices of the items bought, each once),
 * each as log2(1 + it): as skewed in shops as they are told in (Fader, Hardie, Lee 2005). Who bought nothing is told by what they
 * took instead. Counted back from `profile.now`, or from the newest interaction where a question has no time.
 * `price`: by item number, NaN where unknown.
 */
export function rfmOf(profile: Profile, price: Float32Array): Float64Array {
  const { purchases, items, interactions, newest, now = newest } = profile;
  let last = newest;
  let spent = 0;
  const add = (item: number) => {
    if (price[item]! > 0) spent += price[item]!;
  };
  if (purchases.size > 0) {
    last = 0;
    for (const [item, time] of purchases) {
      last = Math.max(last, time);
      add(item);
    }
  } else items.forEach(add);
  return Float64Array.of(log2(1 + Math.max(0, now - last) / DAY), log2(1 + interactions), log2(1 + spent));
}
