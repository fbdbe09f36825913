import type { Binding } from 'wrangler';
import { unstable_startWorker } from 'wrangler';

export interface Workerd {
  url: URL;
  stop(): Promise<void>;
}

/**
 * The edge Worker as deployed: wrangler bundles wrangler.toml's entry and runs it in workerd, with `assets` as its static
 * files and `vars` in its environment. No request leaves the machine.
 */
export async function startWorkerd(assets: string, vars: Record<string, string>): Promise<Workerd> {
  // Read when the server starts; otherwise it asks Cloudflare for a sample of request.cf.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
  process.env.WRANGLER_LOG_PATH = '.wrangler/logs';
  const bindings: Record<string, Binding> = {};
  for (const [name, value] of Object.entries(vars)) bindings[name] = { type: 'plain_text', value };
  const worker = await unstable_startWorker({
    config: 'wrangler.toml',
    assets,
    bindings,
    sendMetrics: false,
    dev: {
      persist: false,
      watch: false,
      liveReload: false,
      inspector: false,
      logLevel: 'error',
      server: { hostname: '127.0.0.1', port: 0 },
    },
  });
  await worker.ready;
  return { url: await worker.url, stop: () => worker.dispose() };
}
