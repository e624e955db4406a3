import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder in which a command keeps its temporary files and its results. */
export interface Sandbox {
  readonly path: string;
  readonly out: string;
  /** For the command to keep its temporary files in here. */
  readonly env: { readonly TMPDIR: string };
  /** The files in it, without the results. */
  leftovers(): string[];
  /** Command lines of processes that name the folder; none where there is no /proc. */
  processes(): string[];
  /** Figures of the result that was written. */
  figures<Figures>(name: string): Figures;
}

const paths: string[] = [];
afterAll(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
});

/** Makes a folder that is removed after the tests of the file. */
export function sandbox(): Sandbox {
  const path = mkdtempSync(join(tmpdir(), 'statecart-test-'));
  paths.push(path);
  // A server that runs as another user has to get to its folder in here.
  chmodSync(path, 0o755);
  const out = join(path, 'results');
  return {
    path,
    out,
    env: { TMPDIR: path },
    leftovers: () => readdirSync(path).filter((name) => name !== 'results'),
    processes: () => commandLines().filter((line) => line.includes(path)),
    figures: (name) => JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8')).figures,
  };
}

function commandLines(): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // It has ended meanwhile.
      }
    });
}
