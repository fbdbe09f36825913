import type { LogFormat } from '../tables/log.ts';
import { readCanonical } from './formats/canonical.ts';
import { readEshop } from './formats/eshop.ts';
import { readGa4 } from './formats/ga4.ts';
import { readMovielens } from './formats/movielens.ts';
import { readObd } from './formats/obd.ts';
import { readOnlineRetail } from './formats/onlineRetail.ts';
import { readPairs } from './formats/pairs.ts';
import { readRetailrocket } from './formats/retailrocket.ts';
import { readSequences } from './formats/sequences.ts';
import { readSessions } from './formats/sessions.ts';
import type { LogReader } from './reader.ts';

/** The log formats by the names that `--format` takes. */
export const READERS: Record<LogFormat, LogReader> = {
  canonical: readCanonical,
  ga4: readGa4,
  'online-retail': readOnlineRetail,
  movielens: readMovielens,
  retailrocket: readRetailrocket,
  sessions: readSessions,
  sequences: readSequences,
  pairs: readPairs,
  eshop: readEshop,
  obd: readObd,
};
