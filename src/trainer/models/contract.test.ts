import { DEFAULT_MODELS } from '../train.ts';
import { als } from './als.ts';
import { modelContract } from './contract.ts';
import { itemKnn } from './itemKnn.ts';
import { popularity } from './popularity.ts';
import { transitions } from './transitions.ts';

modelContract('popularity', [popularity], { blend: { popularityLong: 1 }, isPersonal: false, isSeeded: false });
modelContract('als', [als], { blend: { factors: 1 }, isPersonal: true, isSeeded: true });
modelContract('transitions', [transitions], { blend: { transitions: 1 }, isPersonal: true, isSeeded: false });
modelContract('item-knn', [itemKnn], { blend: { neighbours: 1 }, isPersonal: true, isSeeded: false });
modelContract('the default mix', DEFAULT_MODELS, {
  blend: { factors: 0.5, transitions: 1, repeat: 0.5, popularityShort: 0.5 },
  isPersonal: true,
  isSeeded: true,
});
