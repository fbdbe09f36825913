// Compiles src/engine/kernels/assembly to kernels.wasm, beside the code that loads it and into dist.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src/engine/kernels');
const built = join(folder, 'kernels.wasm');
const shipped = join(root, 'dist/engine/kernels/kernels.wasm');

const options = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--use', 'abort=', '--memoryBase', '16'];
const { error, stderr } = await asc.main([join(folder, 'assembly/index.ts'), '--outFile', built, ...options]);
if (error) {
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
}
await mkdir(dirname(shipped), { recursive: true });
await copyFile(built, shipped);
const bytes = await readFile(built);
process.stderr.write(`kernels.wasm: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} brotli\n`);
