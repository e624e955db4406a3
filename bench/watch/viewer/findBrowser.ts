import { accessSync, constants } from 'node:fs';
import { UsageError } from '../../../src/terminal/usageError.ts';
import { findProgram } from '../../peers/findProgram.ts';
import { Unavailable } from '../../peers/unavailable.ts';

/** Debian's name first, then those of other packages. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The Chromium that views the page: `CHROMIUM_PATH` where that is set, else the first in `PATH`.
 *
 * @throws UsageError if there is none.
 */
export function findBrowser(): string {
  const { CHROMIUM_PATH: given = '' } = process.env;
  if (given !== '') {
    if (isProgram(given)) return given;
    throw new UsageError(`--browser: expected a program in CHROMIUM_PATH, got ${given}`);
  }
  for (const name of NAMES) {
    try {
      return findProgram(name, { install: 'install it, or leave out --browser' });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
  throw new UsageError('--browser: expected Chromium in PATH or CHROMIUM_PATH, got none');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
