import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyFault } from '../../tools/mutate/applyFault.ts';
import { AREAS, FAULTS } from '../../tools/mutate/faults/all.ts';
import { MIN_KILL_RATE } from '../../tools/mutate/limits.ts';
import { PROJECTS } from './projects.ts';
import { ROOT } from './sourceFiles.ts';

/** What is wrong with a text that is to be put into its file. */
function problemOf(fault: (typeof FAULTS)[number]): string | undefined {
  try {
    applyFault(readFileSync(join(ROOT, fault.file), 'utf8'), fault);
    return undefined;
  } catch (error) {
    return `${fault.rule}: ${(error as Error).message}`;
  }
}

describe('the faults of npm run mutate', () => {
  it('all apply to the code as it is: each text that is replaced is in its file once', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(60);
    expect(FAULTS.map(problemOf).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('are put into the product only', () => {
    const others = FAULTS.filter(({ file }) => !/^(src|machines)\//.test(file));
    expect(others.map(({ file }) => file)).toEqual([]);
  });

  it('name test files that are there, of some project', () => {
    const folders = PROJECTS.flatMap((project) => project.folders);
    const isTest = (test: string) =>
      test.endsWith('.test.ts') &&
      folders.some((folder) => test.startsWith(folder)) &&
      existsSync(join(ROOT, test));
    const wrong = FAULTS.flatMap(({ tests }) => tests).filter((test) => !isTest(test));
    expect(wrong).toEqual([]);
    expect(FAULTS.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });

  it('break a rule of their own each', () => {
    const rules = FAULTS.map(({ rule }) => rule);
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
    const changes = FAULTS.map(({ file, from, to }) => JSON.stringify([file, from, to]));
    expect(new Set(changes).size).toBe(changes.length);
  });

  it('are of every area', () => {
    for (const [area, faults] of Object.entries(AREAS))
      expect(faults.length, area).toBeGreaterThan(3);
  });

  it('may survive only where the list says why, and so few that the kill rate can be reached', () => {
    const accepted = FAULTS.filter(({ why }) => why !== undefined);
    expect(accepted.filter(({ why = '' }) => why.length < 20)).toEqual([]);
    expect(accepted.length).toBeLessThanOrEqual((1 - MIN_KILL_RATE) * FAULTS.length);
  });
});

describe('a fault', () => {
  const fault = { rule: 'a rule', file: 'a.ts', from: 'a < b', to: 'a <= b', tests: [] };

  it('replaces its text', () => {
    expect(applyFault('if (a < b) return;', fault)).toBe('if (a <= b) return;');
  });

  it('is refused where its text is not there, or more than once, or stays as it is', () => {
    expect(() => applyFault('if (a > b)', fault)).toThrow('a.ts: expected "a < b" once, got none');
    expect(() => applyFault('a < b, a < b', fault)).toThrow('a.ts: expected "a < b" once, got 2');
    expect(() => applyFault('a < b', { ...fault, to: 'a < b' })).toThrow('expected a change');
  });
});
