/**
 * The lists to fetch along with `list`, `count` of them, so that a host cannot tell which was wanted. Lists fall into fixed groups of
 * count + 1, evenly spread over the numbers, and who wants one fetches its whole group. So repeats of one interest, on any
 * device, show the same group each time and intersect nothing away; and since training gives neighbouring lists
 * neighbouring numbers, the others of two neighbours are neighbours too: what goes along looks like an interest as well.
 */
export function coverOf(list: number, lists: number, count: number): number[] {
  const size = Math.min(lists, count + 1);
  const stride = Math.ceil(lists / size);
  const group: number[] = [];
  for (let other = list % stride; other < lists; other += stride) if (other !== list) group.push(other);
  return group;
}
