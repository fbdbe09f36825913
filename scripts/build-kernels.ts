// Compiles src/engine/kernels/assembly to kernels.wasm, src/engine/kernels/trees/assembly to trees.wasm, src/trainer/kernels/assembly to training.wasm and src/trainer/threads/assembly
// to threads.wasm, each beside the code that loads it and into dist.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const options = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--use', 'abort=', '--memoryBase', '16'];

async function compile(folder: string, file: string, more: readonly string[] = []): Promise<void> {
  const built = join(root, 'src', folder, file);
  const shipped = join(root, 'dist', folder, file);
  const source = join(root, 'src', folder, 'assembly/index.ts');
  const { error, stderr } = await asc.main([source, '--outFile', built, ...options, ...more]);
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
  await mkdir(dirname(shipped), { recursive: true });
  await copyFile(built, shipped);
  const bytes = await readFile(built);
  process.stderr.write(`${file}: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} brotli\n`);
}

await compile('engine/kernels', 'kernels.wasm');
await compile('engine/kernels/trees', 'trees.wasm');
// Each fit has a memory of its own, which is freed with it.
await compile('trainer/kernels', 'training.wasm', ['--importMemory']);
const shared = ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];
await compile('trainer/threads', 'threads.wasm', shared);
