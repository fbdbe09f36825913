import { sha256 } from '../../src/trainer/digest.ts';
import { readData } from '../data.ts';
import type { Host } from './host.ts';
import type { Modules } from './modules.ts';
import { createSubject } from './subject.ts';

export async function openNode({ kernels, floor }: Modules): Promise<Host> {
  const subject = createSubject({
    kernels: new WebAssembly.Module(kernels),
    floor: new WebAssembly.Module(floor),
    read: readData,
    sha256,
  });
  return {
    name: 'node',
    open: (spec) => subject.open(spec),
    run: async (variant, n) => subject.run(variant, n),
    each: async (variant, n) => subject.each(variant, n),
    cold: async (variants, n) => subject.cold(variants, n),
    close: async () => {},
  };
}
