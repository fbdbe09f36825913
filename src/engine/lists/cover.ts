import { bucketOf } from './listBundle.ts';

/**
 * Decoys: `count` other lists to fetch along with list `list`, so that a host cannot tell which of count + 1 was wanted. They depend
 * on the device's own `secret` and the list alone: whoever wants the list again asks for the same decoys again, so that
 * repeats of one interest do not intersect them away; and on another device they are others.
 */
export function decoysOf(secret: string, list: number, lists: number, count: number): number[] {
  const decoys = new Set<number>();
  // The lists may be fewer than were asked for; drawing with repeats must still end.
  const most = Math.min(count, lists - 1);
  for (let draw = 0; decoys.size < most; draw++) {
    const other = bucketOf(`${secret} ${list} ${draw}`, lists);
    if (other !== list) decoys.add(other);
  }
  return [...decoys];
}
