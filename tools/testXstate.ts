import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Runs the tests of the runtime and of charts on the oldest, a middle and the newest version of
 * XState that package.json allows, and prints a table of the results. Exits with 1 if a test fails.
 * `--report FILE` also writes the sums of passed and failed tests.
 */

/** What names, replaces or relies on the insides of XState. */
const TESTED = [
  'test/rules/xstate/',
  'test/rules/runtime/',
  'test/process/scale/',
  'test/rules/machines/',
  'test/rules/shop/deadlines.test.ts',
  'test/rules/shop/dispatch.test.ts',
  'test/properties/compile/',
];

/** `npm test` runs all random cases on the newest version. */
const RUNS_SCALE = '0.1';

interface Result {
  readonly version: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Packages that are some version of XState, the oldest version first. */
function xstatePackages(): (readonly [name: string, version: string])[] {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.entries(devDependencies as Record<string, string>)
    .filter(([name]) => /^xstate(-|$)/.test(name))
    .map(([name, version]) => [name, version.replace('npm:xstate@', '')] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function testWith(name: string, version: string): Result {
  const folder = mkdtempSync(join(tmpdir(), 'test-xstate-'));
  const report = join(folder, 'report.json');
  const startedAt = Date.now();
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        ...TESTED,
        '--silent',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      {
        env: { ...process.env, XSTATE_PACKAGE: name, RUNS_SCALE },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const { numPassedTests: passed, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot be loaded has no failed test.
    const failed = status === 0 ? numFailedTests : Math.max(numFailedTests, 1);
    return { version, passed, failed, seconds: Math.round((Date.now() - startedAt) / 1000) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const results = xstatePackages().map(([name, version]) => {
  console.log(`\nxstate ${version}`);
  return testWith(name, version);
});
console.table(
  Object.fromEntries(results.map(({ version, ...rest }) => [`xstate ${version}`, rest])),
);

const sumOf = (count: 'passed' | 'failed') =>
  results.reduce((sum, result) => sum + result[count], 0);
const [flag, file] = process.argv.slice(2);
if (flag === '--report' && file !== undefined) {
  writeFileSync(
    file,
    JSON.stringify({ numPassedTests: sumOf('passed'), numFailedTests: sumOf('failed') }),
  );
} else if (flag !== undefined) {
  throw new TypeError(`expected --report FILE, got ${process.argv.slice(2).join(' ')}`);
}
if (sumOf('failed') > 0 || sumOf('passed') === 0) process.exitCode = 1;
