import { modelContract } from '../contract.ts';
import { twoTower } from './twoTower.ts';

modelContract('two-tower', [twoTower], {
  blend: { factors: 1 },
  isPersonal: true,
  isSeeded: true,
  config: {
    twoTower: { layers: [32, 16], embedding: 16, content: 16, batch: 32, negatives: 8, epochs: 25, rate: 0.01 },
  },
});
