import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let known: Promise<string> | undefined;

/**
 * SHA-256 of the code that trains: of every module and kernel of the trainer and of the engine as they lie on disk. What other code
 * computed is no answer of this code, and a version number would not tell while one is working on it.
 */
export function codeHash(): Promise<string> {
  known ??= hashFolders(['..', '../../engine'].map((path) => fileURLToPath(new URL(path, import.meta.url))));
  return known;
}

/** Of file names and contents; tests and declarations change nothing that runs. */
export async function hashFolders(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true });
    const modules = names.filter((name) => /\.(js|ts|wasm)$/.test(name) && !/\.(test|d)\.ts$/.test(name));
    for (const name of modules.sort()) {
      const content = await readFile(join(folder, name));
      hash.update(`${name}\n${content.length}\n`).update(content);
    }
  }
  return hash.digest('hex');
}
