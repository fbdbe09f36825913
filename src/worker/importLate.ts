import { fail } from '../errors/fail.ts';

/** Imports one of the scripts that only some bundles or browsers need. @throws NETWORK, naming its URL */
export type ImportLate = <Module>(file: string) => Promise<Module>;

/**
 * Scripts lie beside the worker's own.
 * @param script absolute URL that the worker's script was fetched from
 */
export function createImport(script: string): ImportLate {
  return async (file) => {
    try {
      return await import(/* @vite-ignore */ new URL(file, script).href);
    } catch (cause) {
      throw fail('NETWORK', `${file} beside ${script}: ${(cause as Error).message}`);
    }
  };
}
