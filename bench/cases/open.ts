import type { CaseSpec, OpenedCase, Runtime } from './case.ts';
import { openIndexes } from './index.ts';
import { openRecommend } from './recommend.ts';
import { openScan } from './scan.ts';

const CASES = { scan: openScan, index: openIndexes, recommend: openRecommend };

export const openCase = (spec: CaseSpec, runtime: Runtime): Promise<OpenedCase> => CASES[spec.kind](spec, runtime);
