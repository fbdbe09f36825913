import { existsSync } from 'node:fs';

/** What Playwright needs to start a browser. */
export interface BrowserLaunch {
  executablePath: string;
  args: string[];
}

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
);

const ARGS = [
  // Containers run as root, where Chromium's sandbox cannot start.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];

/**
 * A Chromium without a download: CHROMIUM_PATH, else the system's, else the one that @sparticuz/chromium carries in its npm
 * package and unpacks into the temporary folder. The last brings its libraries by LD_LIBRARY_PATH, which it sets in this
 * process: the process that asks must be the one that launches, or its parent.
 */
export async function findChromium(): Promise<BrowserLaunch> {
  const present = [process.env.CHROMIUM_PATH, ...SYSTEM].find((path) => path && existsSync(path));
  if (present) return { executablePath: present, args: ARGS };
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return { executablePath: await packaged.executablePath(), args: ARGS };
}
