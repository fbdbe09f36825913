// A float query as the kernels read it.

import { Search } from './select';

/**
 * Makes of `search.query` what rescoring (`floats`) and scanning (`halves`) read, with its int8 levels as
 * `quantise` of the plain-JS twin gives them: the same bits. A query with NaN or an infinity in it counts as zeros.
 */
export function prepare(search: Search): void {
  const d = <usize>search.dimensions;
  const query = search.query;
  const floats = search.floats;
  // A sum of zeros unless a value is NaN or infinite, in which case it is NaN.
  let zeros: f32 = 0;
  let largest: f32 = 0;
  for (let i: usize = 0; i < d << 2; i += 4) {
    const value = load<f32>(query + i);
    zeros += value * 0;
    largest = max<f32>(largest, abs<f32>(value));
  }
  const isFinite = zeros === 0;
  // Of each 16 floats a 4 x 4 matrix transposed (see rescore.ts).
  for (let i: usize = 0; i < d; i++) {
    const to = (i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3);
    store<f32>(floats + (to << 2), isFinite ? load<f32>(query + (i << 2)) : 0);
  }
  const scale = <f64>(<f32>(<f64>largest / 127));
  let squares = 0;
  let evens = 0;
  for (let i: usize = 0; i < d; i += 2) {
    const even = isFinite ? level(query + (i << 2), scale) : 0;
    const odd = isFinite ? level(query + (i << 2) + 4, scale) : 0;
    store<i16>(search.halves + i, even);
    store<i16>(search.halves + i + d, odd - 256 * even);
    squares += even * even + odd * odd;
    evens += even;
  }
  search.bias = 128 * evens;
  // A little more than what rounding can take off a product of norms.
  search.queryNorm = <f32>(sqrt<f64>(squares) * 1.00001);
}

/** The int8 value of a float: its quotient rounded as Math.round does, at most 127 either way; 0 for 0 / 0. */
function level(at: usize, scale: f64): i32 {
  const x = <f64>load<f32>(at) / scale;
  const up = ceil<f64>(x);
  const rounded = select<f64>(up, up - 1, up - 0.5 <= x);
  return rounded === rounded ? <i32>max<f64>(-127, min<f64>(127, rounded)) : 0;
}
