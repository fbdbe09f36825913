/** What brings somebody to the shop: pull of each kind by code, over a base of 0.05 for every kind. */
export interface Archetype {
  name: string;
  share: number;
  kinds: Record<string, number>;
}

/** Hidden segments. Kinds that share an archetype are bought by the same people: the structure collaborative filtering finds. */
export const ARCHETYPES: readonly Archetype[] = [
  { name: 'keen cook', share: 0.13, kinds: { POT: 3, BRD: 2.5, KET: 1.5, JAR: 2, TEA: 2, COF: 2, BWL: 1 } },
  { name: 'host', share: 0.13, kinds: { PLT: 3, GLS: 2.5, NAP: 2.5, JUG: 1.5, BWL: 1.5, CHO: 1.5, CAN: 1 } },
  { name: 'coffee drinker', share: 0.09, kinds: { COF: 4, MUG: 3, KET: 1.5, JAR: 1, PRT: 0.7, CLK: 0.5 } },
  { name: 'nest builder', share: 0.14, kinds: { CUS: 3, THR: 2.5, RUG: 2, LMP: 1.5, VAS: 1.5, PRT: 1.5, CAN: 1.5 } },
  { name: 'light hunter', share: 0.07, kinds: { LMP: 3, PEN: 3, FLR: 2.5, CLK: 1, PRT: 1 } },
  { name: 'bath ritualist', share: 0.1, kinds: { TWL: 2.5, SOP: 3, CRM: 2.5, MAT: 1.5, DSP: 1.5, CAN: 2 } },
  { name: 'paper person', share: 0.11, kinds: { NBK: 3.5, PNS: 2.5, CRD: 2, DSK: 1.5, CAL: 1.5, PRT: 0.7 } },
  { name: 'gardener', share: 0.11, kinds: { PLP: 3, WAT: 2, SED: 3, TOO: 2, LAN: 1.5, VAS: 0.8 } },
  { name: 'new parent', share: 0.12, kinds: { SFT: 3, STK: 2.5, BLK: 2, VEH: 2, PUZ: 1.5, TWL: 0.8, CRD: 0.7 } },
];
