import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, ROOT } from './documents.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

interface Call {
  readonly where: string;
  readonly script: string;
  /** Those behind `--`. */
  readonly flags: readonly string[];
}

/** Every call of a script of package.json, in prose and in code. */
const calls: Call[] = DOCUMENTS.flatMap(({ file, text }) =>
  [
    ...text.matchAll(/\bnpm (?:run (?:--silent )?(\w[\w:-]*)|(start|test)\b)(?: --( [^`\n#]*))?/g),
  ].map(([, script, direct, argv = '']) => ({
    where: `${file}: ${script ?? direct}`,
    script: script ?? direct ?? '',
    flags: [...argv.matchAll(/--[\w-]+/g)].map(([flag]) => flag),
  })),
);

/** The lines of all blocks of shell commands, without comments. */
const lines = DOCUMENTS.flatMap(({ blocks }) =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .map((line) => line.replace(/ *#.*$/, ''))
    .filter((line) => line !== ''),
);

/** Runs one file of tests, maybe with a seed. */
const VITEST = /^(?:(?:BASE_)?SEED=\d+ )?npx vitest run (test\/\S+)(?: -t '[^']+')?$/;

describe('the documents', () => {
  it('call only scripts that package.json has', () => {
    expect(calls.map(({ script }) => script)).toContain('start');
    const unknown = calls.filter(({ script }) => !(script in manifest.scripts));
    expect(unknown.map(({ where }) => where)).toEqual([]);
  });

  it('give scripts only flags that their help names', () => {
    const withFlags = calls.filter(({ flags }) => flags.length > 0);
    const help = new Map(
      [...new Set(withFlags.map(({ script }) => script))].map((script) => [script, helpOf(script)]),
    );
    expect(withFlags.length).toBeGreaterThan(3);
    for (const { where, script, flags } of withFlags) {
      for (const flag of flags) {
        expect(help.get(script), where).toMatch(new RegExp(`${flag}(?![\\w-])`));
      }
    }
  });

  it('run files of tests that are there', () => {
    const files = lines.flatMap((line) => VITEST.exec(line)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('have only shell commands of the kinds that are tested', () => {
    const kinds = [
      /^npm ci( && npm (start|test))?$/,
      /^npm (start|test)$/,
      /^npm run \w[\w:-]*( -- .+)?$/,
      /^npx statecart( |$)/, // Run by examples.test.ts.
      /^curl .*\blocalhost:\d+\//, // Of an example that serves pages: run by its test.
      VITEST,
    ];
    const packages = ['statecart', ...Object.keys(manifest.peerDependencies)];
    const isInstall = (line: string) =>
      line.startsWith('npm install ') &&
      line
        .split(' ')
        .slice(2)
        .every((name) => packages.includes(name));
    const others = lines.filter(
      (line) => !isInstall(line) && !kinds.some((kind) => kind.test(line)),
    );
    expect(others).toEqual([]);
  });
});

/** What a script's program prints for `--help`, without building it once more. */
function helpOf(script: string): string {
  const [, program] =
    /&& (?:node )(?:--\S+ )*(dist\/\S+\.js)$/.exec(manifest.scripts[script] ?? '') ?? [];
  if (program === undefined) throw new Error(`the script ${script} runs no program of dist/`);
  return execFileSync(process.execPath, [join(ROOT, program), '--help'], { encoding: 'utf8' });
}
