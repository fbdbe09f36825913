import { statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import sirv from 'sirv';
import { fail } from '../errors/failAny.ts';
import { endOnInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

interface ServeOptions extends OutputOptions {
  dir: string;
  port: number;
  host: string;
}

/** A section's file, `<name>.<hash>.bin`: its content never changes under its name. */
const HASHED = /\.[0-9a-f]{8,}\.bin$/;

/** `vitrine serve`: a folder over HTTP with the headers a bundle wants, for trying things out. */
export const serveCommand = (): Command =>
  createVerb('serve', 'Serve a folder over HTTP with the headers a bundle wants')
    .requiredOption('--dir <dir>', 'the folder: a bundle, or a site that holds one')
    .option('--port <number>', 'TCP port; 0 takes a free one', wholeNumber(0, 65_535), 4173)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .action(act(serve));

async function serve({ dir, port, host }: ServeOptions, output: Output): Promise<void> {
  const server = await startServer(dir, port, host);
  endOnInterrupt(() => stopServer(server));
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/`;
  output.result({ url, dir }, url);
  output.say(`Serving ${dir}. Ctrl-C ends it.`);
}

/**
 * Listens on `host:port` (0: any free port) and serves `dir`.
 * @throws INPUT_MISSING where `dir` is no folder, USAGE where the port is taken or not allowed
 */
export async function startServer(dir: string, port = 0, host = '127.0.0.1'): Promise<Server> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw fail('INPUT_MISSING', `${dir} is not a folder`);
  // `dev` reads the folder anew for every request: a bundle trained while this runs is served at once.
  const files = sirv(dir, { dev: true, etag: true, dotfiles: false, setHeaders: setHeaders, onNoMatch: notFound });
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD', 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Method not allowed\n');
    } else if (isHidden(request.url ?? '/')) notFound(request, response);
    else files(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(fail('USAGE', `--port ${port}: ${cause.message}`)));
    server.listen(port, host, resolve);
  });
  return server;
}

/** Closes the server and the connections that browsers keep open. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** True for dotfiles (.env, .git/config) and for paths that do not decode. sirv keeps dotfiles back only without `dev`. */
function isHidden(url: string): boolean {
  try {
    return decodeURI(url.split('?', 1)[0]!)
      .split(/[/\\]/)
      .some((segment) => segment.startsWith('.') && segment !== '.well-known');
  } catch {
    return true;
  }
}

function setHeaders(response: ServerResponse, pathname: string): void {
  if (HASHED.test(pathname)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  // no-cache stores it, and asks with If-None-Match before every use.
  else response.setHeader('Cache-Control', 'no-cache');
}

function notFound(_: unknown, response: ServerResponse): void {
  response
    .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end('Not found\n');
}
