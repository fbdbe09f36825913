import type { Cells } from './cells.ts';
import { type ClickModel, groupCount } from './fixedEffects.ts';

const MOST_STEPS = 1000;
const TOLERANCE = 1e-7;

/** Impressions that a unit is believed to have had besides its own, clicked like all. */
const PRIOR = 2;

/**
 * The position-based model by expectation maximisation (Wang et al. 2018, "Position Bias Estimation for Unbiased Learning to Rank in
 * Personal Search"): a click is an item that is looked at, which its place alone decides, and that attracts, which the unit alone decides.
 * In place of their regression on features, each unit has an attraction of its own, drawn to the mean where it was shown rarely.
 */
export function fitPositionModel(cells: Cells): ClickModel {
  const groups = groupCount(cells);
  const examination = new Float64Array(groups).fill(0.9);
  const shownInGroup = new Float64Array(groups);
  const shownOfUnit = new Float64Array(cells.units);
  let shown = 0;
  let clicks = 0;
  for (let c = 0; c < cells.unit.length; c++) {
    shownInGroup[cells.group[c]!]! += cells.shown[c]!;
    shownOfUnit[cells.unit[c]!]! += cells.shown[c]!;
    shown += cells.shown[c]!;
    clicks += cells.clicks[c]!;
  }
  let mean = shown > 0 ? clicks / shown : 0;
  const attraction = new Float64Array(cells.units).fill(mean);
  const examined = new Float64Array(groups);
  const attracted = new Float64Array(cells.units);
  for (let step = 0; step < MOST_STEPS; step++) {
    examined.fill(0);
    attracted.fill(0);
    for (let c = 0; c < cells.unit.length; c++) {
      const [g, u] = [cells.group[c]!, cells.unit[c]!];
      const [e, a] = [examination[g]!, attraction[u]!];
      const passed = cells.shown[c]! - cells.clicks[c]!;
      const none = Math.max(1e-12, 1 - e * a);
      // What a shown item that was not clicked may have been: looked at and left, or not looked at.
      examined[g]! += cells.clicks[c]! + (passed * e * (1 - a)) / none;
      attracted[u]! += cells.clicks[c]! + (passed * a * (1 - e)) / none;
    }
    let change = 0;
    let sum = 0;
    for (let g = 0; g < groups; g++) {
      const next = shownInGroup[g]! > 0 ? examined[g]! / shownInGroup[g]! : examination[g]!;
      change = Math.max(change, Math.abs(next - examination[g]!));
      examination[g] = next;
    }
    for (let u = 0; u < cells.units; u++) {
      sum += attracted[u]!;
      attraction[u] = (attracted[u]! + PRIOR * mean) / (shownOfUnit[u]! + PRIOR);
    }
    mean = shown > 0 ? sum / shown : 0;
    if (change < TOLERANCE) break;
  }
  const first = examination[0]! || 1;
  return {
    examination: examination.map((value) => value / first),
    attraction: attraction.map((value) => Math.min(1, value * first)),
  };
}
