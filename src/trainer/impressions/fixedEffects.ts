import type { Cells } from './cells.ts';

const MOST_STEPS = 500;
const TOLERANCE = 1e-9;

/** What a model of clicks says of places and units: a click's chance is examination x attraction. */
export interface ClickModel {
  /** By group of places, relative to the first group, which has 1. */
  examination: Float64Array;
  /** By unit: the chance that it is clicked when it is looked at in the first group of places. */
  attraction: Float64Array;
}

/**
 * Poisson regression of clicks on places with a fixed effect for every unit: clicks = times shown x examination x attraction. What a unit
 * shows of itself in several places tells places apart, however good the items are that are put first. As the effects of the units
 * cancel from the likelihood, many units of few impressions do not bias it (Hausman, Hall, Griliches 1984), which they would with a
 * logistic one. Solved by scaling places and units in turn (Deming, Stephan 1940).
 */
export function fitFixedEffects(cells: Cells): ClickModel {
  const groups = groupCount(cells);
  const clicksOfUnit = new Float64Array(cells.units);
  const clicksOfGroup = new Float64Array(groups);
  for (let c = 0; c < cells.unit.length; c++) {
    clicksOfUnit[cells.unit[c]!]! += cells.clicks[c]!;
    clicksOfGroup[cells.group[c]!]! += cells.clicks[c]!;
  }
  const examination = new Float64Array(groups).fill(1);
  const attraction = new Float64Array(cells.units);
  const expectedOfUnit = new Float64Array(cells.units);
  const expectedOfGroup = new Float64Array(groups);
  const scaleUnits = () => {
    expectedOfUnit.fill(0);
    for (let c = 0; c < cells.unit.length; c++)
      expectedOfUnit[cells.unit[c]!]! += cells.shown[c]! * examination[cells.group[c]!]!;
    for (let u = 0; u < cells.units; u++)
      attraction[u] = expectedOfUnit[u]! > 0 ? clicksOfUnit[u]! / expectedOfUnit[u]! : 0;
  };
  for (let step = 0; step < MOST_STEPS; step++) {
    scaleUnits();
    expectedOfGroup.fill(0);
    for (let c = 0; c < cells.unit.length; c++)
      expectedOfGroup[cells.group[c]!]! += cells.shown[c]! * attraction[cells.unit[c]!]!;
    let change = 0;
    const scale = clicksOfGroup[0]! > 0 ? expectedOfGroup[0]! / clicksOfGroup[0]! : 1;
    for (let g = 0; g < groups; g++) {
      // A group whose units were never clicked says nothing: it keeps what it has.
      if (!(expectedOfGroup[g]! > 0)) continue;
      const next = (clicksOfGroup[g]! / expectedOfGroup[g]!) * scale;
      change = Math.max(change, Math.abs(next - examination[g]!));
      examination[g] = next;
    }
    if (change < TOLERANCE) break;
  }
  scaleUnits();
  return { examination, attraction };
}

export function groupCount({ groupOf }: Cells): number {
  return (groupOf.at(-1) ?? 0) + 1;
}
