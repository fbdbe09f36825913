import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The demo shop's page. The bundle, its pictures and the worker are put beside it by scripts/demo.ts. */
export default defineConfig({
  root: here('./demo'),
  base: './',
  publicDir: false,
  build: { outDir: here('./dist/demo'), emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
});
