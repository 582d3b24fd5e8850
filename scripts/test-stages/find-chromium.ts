import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

export type Chromium = { path: string; problem?: undefined } | { path?: undefined; problem: string };

/** The browser for the end-to-end tests, or a sentence that says what to do. As root, Debian's is installed when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): Chromium {
  if (env.CHROMIUM_PATH) {
    return isExecutable(env.CHROMIUM_PATH) ? { path: env.CHROMIUM_PATH } : { problem: `CHROMIUM_PATH is ${env.CHROMIUM_PATH}, and there is no program there.` };
  }
  const found = search(env);
  if (found) return { path: found };
  const canInstall = process.getuid?.() === 0 && search(env, ['apt-get']) !== undefined;
  if (canInstall) {
    try {
      installChromium();
    } catch (error) {
      return { problem: `There is no Chromium, and Debian's could not be installed: ${error instanceof Error ? error.message : String(error)}` };
    }
    const installed = search(env);
    if (installed) return { path: installed };
  }
  return { problem: 'The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.' };
}

function search(env: NodeJS.ProcessEnv, programs = names): string | undefined {
  const directories = [...(env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return [...programs.flatMap((name) => directories.map((directory) => path.join(directory, name))), ...(programs === names ? applications : [])].find(
    isExecutable,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: both mean that this is not our browser.
    return false;
  }
}

function installChromium(): void {
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  console.log('[chromium] There is none: installing the one of Debian.');
  execFileSync('apt-get', ['update', '-q'], options);
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
}
