import { resolve } from 'node:path';
import { build } from 'vite';

/** One of bench/hosts' entries with everything it imports, as one ES module's text. `.wasm` imports stay imports. */
export async function bundleEntry(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: {
        input: resolve(import.meta.dirname, entry),
        external: [/\.wasm$/, /^node:/],
        output: { format: 'es', codeSplitting: false, entryFileNames: 'entry.js' },
        // An entry that exports nothing, or only a fetch handler, is still all of it wanted.
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const files = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output : []));
  const chunk = files.find((file) => file.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error(`${entry} gave no script`);
  return chunk.code;
}
