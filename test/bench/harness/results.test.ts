import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeEnvironment } from '../../../bench/harness/environment.ts';
import { reportCommand } from '../../../bench/harness/reportCommand.ts';
import { readResultFolder, resultHelp } from '../../../bench/harness/resultFlags.ts';
import { openResults, readResults, writeResult } from '../../../bench/harness/results.ts';
import { readArguments as readMicro } from '../../../bench/micro/readArguments.ts';
import { readArguments as readOpening } from '../../../bench/opening/readArguments.ts';
import { readArguments as readPeers } from '../../../bench/peers/readArguments.ts';
import { readArguments as readSale } from '../../../bench/sale/readArguments.ts';
import { readArguments as readScaling } from '../../../bench/scaling/readArguments.ts';
import { readArguments as readSearch } from '../../../bench/search/readArguments.ts';
import { UsageError } from '../../../src/terminal/usageError.ts';

const folder = mkdtempSync(join(tmpdir(), 'statecart-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = { seed: 3, settings: { tps: 5 }, figures: { held: 4.9 } };

describe('the environment', () => {
  test('has the machine and the versions of a result', () => {
    expect(describeEnvironment()).toEqual({
      cpu: expect.stringMatching(/./),
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
      os: expect.stringMatching(/^\S+ \d+\.\d+ \S+$/),
      node: process.versions.node,
      nodeOptions: [],
      xstate: expect.stringMatching(/^5\.\d+\.\d+/),
      commit: expect.toSatisfy((commit) => commit === null || /^[0-9a-f]{7,40}$/.test(commit)),
      dirty: expect.toSatisfy((dirty) => dirty === null || typeof dirty === 'boolean'),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test('contains neither the name of the machine nor a folder on it', () => {
    const text = JSON.stringify(describeEnvironment());
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain(os.homedir());
    const { node: _node, ...rest } = describeEnvironment();
    expect(JSON.stringify(Object.values(rest))).not.toContain(`"${os.hostname()}"`);
  });
});

describe('results', () => {
  test('are written with their environment, into a folder that is created', () => {
    const out = join(folder, 'new', 'deep');
    const path = writeResult(out, 'sale-5', run);
    expect(path).toBe(join(out, 'sale-5.json'));
    const { environment, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
    expect(rest).toEqual({ name: 'sale-5', ...run });
    expect(environment.node).toBe(process.versions.node);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n {2}"name"[\s\S]*\}\n$/);
  });

  test('are read back by their names, and other files are ignored', () => {
    const out = join(folder, 'read');
    writeResult(out, 'b', run);
    writeResult(out, 'a', { ...run, seed: 4 });
    writeFileSync(join(out, 'report.html'), 'x');
    const results = readResults(out);
    expect([...results.keys()]).toEqual(['a', 'b']);
    expect(results.get('a')).toMatchObject({ name: 'a', seed: 4, figures: { held: 4.9 } });
  });

  test('of a folder that does not exist are none', () => {
    expect(readResults(join(folder, 'nowhere')).size).toBe(0);
  });

  test.each(['{"name":', '[]', 'null', '{"name":"x"}'])(
    'that hold %j are refused by the name of the file',
    (text) => {
      const out = mkdtempSync(join(folder, 'bad-'));
      writeFileSync(join(out, 'wrong.json'), text);
      expect(() => readResults(out)).toThrow(/wrong\.json/);
      expect(() => openResults(out)).toThrow(UsageError);
    },
  );

  test('cannot be opened in the place of a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    expect(() => openResults(file)).toThrow(UsageError);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  test('are opened by making their folder, and nothing in it', () => {
    const out = join(folder, 'opened');
    openResults(out);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('the folder for results', () => {
  test('is one that is not under version control, unless a run is recorded', () => {
    expect(readResultFolder({})).toBe('dist/results');
    expect(readResultFolder({ record: false })).toBe('dist/results');
    expect(readResultFolder({ record: true })).toBe('bench/results');
    expect(readResultFolder({ out: 'x' })).toBe('x');
    const ignored = readFileSync('.gitignore', 'utf8').split('\n');
    expect(ignored).toContain('dist/');
    expect(ignored).not.toContain('bench/results/');
  });

  test('is not that of recorded results in any script, and no script fails for a missed rate', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(scripts.start).toMatch(/demo\.js .*calibratedSale\.js$/);
    expect(Object.values(scripts).join('\n')).not.toMatch(/--record|--out|--require-rate/);
  });

  test('cannot be two', () => {
    expect(() => readResultFolder({ out: 'x', record: true })).toThrow(UsageError);
    expect(() => readResultFolder({ out: '' })).toThrow('--out: expected a folder, got nothing');
  });

  test.each([
    ['sale', readSale],
    ['peers', readPeers],
    ['search', readSearch],
    ['scaling', readScaling],
    ['opening', readOpening],
    ['micro', readMicro],
  ])('is the same for the arguments of %s', (_name, readArguments) => {
    expect(readArguments([]).out).toBe('dist/results');
    expect(readArguments(['--record']).out).toBe('bench/results');
  });

  test('is the same for the report by itself', () => {
    expect(reportCommand.readArguments([])).toBe('dist/results');
    expect(reportCommand.readArguments(['--record'])).toBe('bench/results');
  });

  test('is named in the help, by default and recorded', () => {
    const help = resultHelp('sale.json', 10);
    expect(help).toMatch(/--out DIR +where sale\.json are written\n +\(dist\/results\)\n/);
    expect(help).toMatch(/--record +write them to bench\/results/);
  });
});
