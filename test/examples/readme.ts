import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { type Document, documentOf } from '../docs/documents.ts';

/** The README of an example, by its folder in examples/. */
export function readmeOf(folder: string): Document {
  return documentOf(`examples/${folder}/README.md`);
}

/** Expects that the program of an example has printed the lines that its README shows, in their order. */
export function expectShown(folder: string, stdout: string): void {
  const printed = stdout.split('\n');
  const shown = linesOf(folder, 'text');
  expect(shown.length).toBeGreaterThan(0);
  let from = 0;
  for (const line of shown) {
    const at = printed.indexOf(line, from);
    expect(at, `printed after the lines before it: ${line}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
}

/** True when this machine has the program that the README files call. */
export const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs each line with `curl` of a README against a server, and expects the status that its comment begins with. */
export function expectCurls(folder: string, url: string): void {
  const calls = linesOf(folder, 'sh').filter((line) => line.startsWith('curl '));
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) {
    const [, command = '', status] = /^(.*) # (\d{3})\b/.exec(call) ?? [];
    // A stream of events does not end by itself.
    const limit = command.includes(' -N ') ? '--max-time 0.5' : '--max-time 30';
    const options = `-s -o /dev/null -w '%{http_code}' ${limit}`;
    const line = command.replace(/localhost:\d+/, new URL(url).host);
    const { stdout } = spawnSync('sh', ['-c', `${line} ${options}`], { encoding: 'utf8' });
    expect(stdout, call).toBe(status);
  }
}

function linesOf(folder: string, language: string): string[] {
  return readmeOf(folder)
    .blocks.filter((block) => block.language === language)
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line !== '');
}
