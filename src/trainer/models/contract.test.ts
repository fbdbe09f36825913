import { DEFAULT_MODELS } from '../train.ts';
import { als } from './als.ts';
import { bag } from './bag/bag.ts';
import { content } from './content.ts';
import { modelContract } from './contract.ts';
import { itemKnn, neighbours } from './itemKnn.ts';
import { autoencoder } from './linear/autoencoder.ts';
import { ease } from './linear/ease.ts';
import { localEase } from './linear/localEase.ts';
import { popularity } from './popularity.ts';
import { segments } from './segments.ts';
import { sessions } from './sessions.ts';
import { together } from './together.ts';
import { transitions } from './transitions.ts';

modelContract('popularity', [popularity], { blend: { popularityLong: 1 }, isPersonal: false, isSeeded: false });
modelContract('als', [als], { blend: { factors: 1 }, isPersonal: true, isSeeded: true });
modelContract('bag', [bag], {
  blend: { factors: 1 },
  isPersonal: true,
  isSeeded: true,
  config: { bag: { dimensions: 16, epochs: 40, batch: 16, negatives: 16, dropout: 0 } },
});
modelContract('transitions', [transitions], { blend: { transitions: 1 }, isPersonal: true, isSeeded: false });
modelContract('item-knn', [itemKnn], { blend: { neighbours: 1 }, isPersonal: true, isSeeded: false });
modelContract('neighbours', [neighbours], { blend: { neighbours: 1 }, isPersonal: true, isSeeded: false });
modelContract('local-ease', [localEase], { blend: { neighbours: 1 }, isPersonal: true, isSeeded: false });
modelContract('ease', [ease], { blend: { neighbours: 1 }, isPersonal: true, isSeeded: false });
modelContract('autoencoder', [autoencoder], {
  blend: { factors: 1 },
  isPersonal: true,
  isSeeded: true,
  config: { autoencoder: { dimensions: 16, ridge: 5, dropout: 0 } },
});
modelContract('content', [content], { blend: { content: 1 }, isPersonal: true, isSeeded: true });
modelContract('together', [together], {
  blend: { together: 1 },
  isPersonal: true,
  isSeeded: false,
  config: { together: { minBaskets: 1, support: 1 } },
  event: 'add_to_cart',
});
modelContract('segments', [segments], {
  blend: { segments: 1 },
  isPersonal: true,
  isSeeded: true,
  config: { segments: { floor: 2, itemFloor: 1 } },
});
modelContract('sessions', [sessions], {
  blend: { sessions: 1 },
  isPersonal: true,
  isSeeded: true,
  config: { sessions: { floor: 2, size: 4 } },
});
modelContract('the default mix', DEFAULT_MODELS, {
  blend: { factors: 0.5, transitions: 1, repeat: 0.5, popularityShort: 0.5 },
  isPersonal: true,
  isSeeded: true,
});
