import { createJsKernels } from '../../kernels/js.ts';
import { indexContract } from './contract.test-support.ts';
import { createExactIndex } from './exact.ts';

const kernels = createJsKernels();

indexContract(
  'exact',
  (vectors) => {
    const scanner = kernels.createScanner(vectors);
    return { index: createExactIndex(scanner), scanner };
  },
  true,
);
