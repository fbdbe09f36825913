import { Random } from '../random.ts';

/** Swaps tried. */
const TRIES = 10_000;

/**
 * Two-sided p of Fisher's randomisation test on paired values (Smucker, Allan, Carterette 2007): were a and b the same model, each shopper's two
 * values could as well be swapped; p is the share of such swaps, drawn at random, whose mean differs by at least as much as the one
 * seen. In [1 / 10001, 1]: the seen one counts as a try. `shopperOf` as in `bootstrapIntervals`: a shopper's cases swap together.
 */
export function randomisationTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  seed: number,
  shopperOf?: Int32Array,
): number {
  const shoppers = shopperOf ? shopperOf.reduce((most, owner) => Math.max(most, owner + 1), 0) : a.length;
  const all = new Float64Array(shoppers);
  for (let i = 0; i < a.length; i++) all[shopperOf ? shopperOf[i]! : i]! += a[i]! - b[i]!;
  // Who does not differ swaps to nothing.
  const differences = all.filter((difference) => difference !== 0);
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const random = new Random(seed, 'randomisation');
  // What another order of adding makes of equal sums.
  const slack = 1e-12 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  let asMuch = 1;
  for (let t = 0; t < TRIES; t++) {
    let sum = 0;
    for (let i = 0; i < differences.length; ) {
      // 31 swaps of one draw.
      let bits = random.below(0x80000000);
      for (const end = Math.min(differences.length, i + 31); i < end; i++, bits >>>= 1)
        // No branch: half of them would be foreseen wrongly.
        sum += (2 * (bits & 1) - 1) * differences[i]!;
    }
    if (Math.abs(sum) >= seen - slack) asMuch++;
  }
  return asMuch / (TRIES + 1);
}
