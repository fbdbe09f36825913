import { modelContract } from '../contract.ts';
import { mf } from './mf.ts';

modelContract('mf', [mf], {
  blend: { factors: 1 },
  isPersonal: true,
  isSeeded: true,
  isOfRatings: true,
  config: { mf: { rank: 6 } },
});
