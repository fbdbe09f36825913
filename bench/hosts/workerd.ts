import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { DATA } from '../data.ts';
import { bundleEntry } from './bundle.ts';
import type { Host } from './host.ts';
import type { Modules } from './modules.ts';
import { openServer } from './server.ts';

const BINARY = resolve(import.meta.dirname, '../../node_modules/workerd/bin/workerd');

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .subject),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const subject :Workerd.Worker = (
  modules = [
    (name = "subject.js", esModule = embed "subject.js"),
    (name = "kernels.wasm", wasm = embed "kernels.wasm"),
    (name = "trees.wasm", wasm = embed "trees.wasm"),
    (name = "floor.wasm", wasm = embed "floor.wasm"),
  ],
  compatibilityDate = "2026-04-01",
);
`;

/** How often an empty request is timed to know what a request costs. */
const EMPTY_REQUESTS = 40;

/**
 * The workerd binary with a configuration of its own; miniflare and `wrangler dev` put 5 to 15 times as much around a request.
 * Its clock stands still while it computes (a defence against timing attacks), so time is taken here, around the request, less
 * the median of a request that does nothing.
 */
export async function openWorkerd({ kernels, trees, floor }: Modules): Promise<Host> {
  const server = await openServer();
  const folder = join(DATA, 'workerd');
  await mkdir(folder, { recursive: true });
  const code = (await bundleEntry('workerdSubject.ts')).replace(/from\s*"[^"]*?(\w+\.wasm)"/g, 'from "$1"');
  const contents = { 'subject.js': code, 'kernels.wasm': kernels, 'trees.wasm': trees, 'floor.wasm': floor };
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  await writeFile(join(folder, 'config.capnp'), CONFIG);
  const child = spawn(BINARY, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const port = await new Promise<number>((found, failed) => {
    child.stdio[3]!.on('data', (text: Buffer) => {
      for (const line of text.toString().split('\n').filter(Boolean)) {
        const message = JSON.parse(line) as { event: string; port?: number };
        if (message.event === 'listen' && message.port) found(message.port);
      }
    });
    child.on('error', failed);
    child.on('exit', (status) => failed(new Error(`workerd ended with ${status}`)));
  });

  const call = <T>(method: string, ...args: unknown[]): Promise<T> => post(port, [method, args, server.origin]);
  async function timed(variant: string, n: number): Promise<number> {
    const start = performance.now();
    await call('run', variant, n);
    return performance.now() - start;
  }
  let empty = 0;
  return {
    name: 'workerd',
    async open(spec) {
      const facts = await call<Record<string, number>>('open', spec);
      const times: number[] = [];
      for (let i = 0; i < EMPTY_REQUESTS; i++) times.push(await timed(spec.variants[0]!, 0));
      empty = times.sort((a, b) => a - b)[EMPTY_REQUESTS >> 1]!;
      return facts;
    },
    run: async (variant, n) => Math.max(0.001, (await timed(variant, n)) - empty),
    async close() {
      child.removeAllListeners('exit');
      child.kill();
      await server.close();
    },
  };
}

/** Plain node:http: fetch would put more around a request than workerd does. */
function post<T>(port: number, body: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    // A connection each: workerd closes idle ones, and the next request would meet that.
    const asked = request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as T);
        else reject(new Error(text));
      });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}
