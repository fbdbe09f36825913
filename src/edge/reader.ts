import type { ReadFile } from '../engine/index.ts';
import { asVitrineError, fail } from '../errors/failAny.ts';
import type { EdgeEnv } from './env.ts';

const DEFAULT_PATH = '/models/demo/';

/** The ASSETS binding looks at the path alone; a Request needs some origin. */
const ASSETS_ORIGIN = 'https://assets.invalid';

/**
 * Reads files of the bundle from where the environment says: BUNDLE_URL, else the ASSETS binding at BUNDLE_PATH.
 * @throws CONFIG_INVALID; the reader rejects with BUNDLE_MISSING (404, 410) or NETWORK
 */
export function bundleReader(env: EdgeEnv, fetchUrl: (request: Request) => Promise<Response> = fetch): ReadFile {
  if (env.BUNDLE_URL) return reader(folder(env.BUNDLE_URL, undefined, 'BUNDLE_URL'), fetchUrl);
  const assets = env.ASSETS;
  if (!assets) throw fail('CONFIG_INVALID', 'neither BUNDLE_URL nor the ASSETS binding is set');
  return reader(folder(env.BUNDLE_PATH ?? DEFAULT_PATH, ASSETS_ORIGIN, 'BUNDLE_PATH'), (request) =>
    assets.fetch(request),
  );
}

function folder(text: string, base: string | undefined, name: string): URL {
  const path = text.replace(/manifest\.json$/, '');
  try {
    return new URL(path.endsWith('/') ? path : `${path}/`, base);
  } catch {
    throw fail('CONFIG_INVALID', `${name} is not a URL`);
  }
}

function reader(base: URL, fetchUrl: (request: Request) => Promise<Response>): ReadFile {
  return async (file) => {
    const url = new URL(file, base);
    // Without user and password: it is shown to whoever asks.
    const where = url.origin === ASSETS_ORIGIN ? url.pathname : url.origin + url.pathname;
    let response: Response;
    try {
      response = await fetchUrl(new Request(url));
    } catch (thrown) {
      throw asVitrineError(thrown, 'NETWORK', where);
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw fail(
        response.status === 404 || response.status === 410 ? 'BUNDLE_MISSING' : 'NETWORK',
        `${where}: HTTP ${response.status}`,
      );
    }
    return new Uint8Array(await response.arrayBuffer());
  };
}
