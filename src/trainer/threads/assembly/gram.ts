// F^T F of float32 rows, by tiles of 4 x 8 that stay in the registers while they go over a block of rows.
import { addTile } from '../../../engine/kernels/assembly/tile';

/** Rows that stay in the first-level cache while every tile goes over them. */
const BLOCK: i32 = 32;

/** part (d x d) = sum over `rows` vectors of v v^T: every tile that touches the lower triangle or the diagonal. */
export function addGram(factors: usize, rows: i32, part: usize, d: i32): void {
  const stride: usize = (<usize>d) << 2;
  memory.fill(part, 0, stride * d);
  for (let first = 0; first < rows; first += BLOCK) {
    const at = factors + <usize>first * stride;
    const count = min(BLOCK, rows - first);
    for (let i: usize = 0; i < <usize>d; i += 4) {
      for (let j: usize = 0; j <= i; j += 8)
        addTile(part + i * stride + (j << 2), at + (i << 2), at + (j << 2), stride, count);
    }
  }
}
