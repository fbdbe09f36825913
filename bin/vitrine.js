#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(built)) {
  console.error('vitrine: not built yet. Run "npm run build" in the checkout first.');
  process.exit(70);
}
await import(built.href);
