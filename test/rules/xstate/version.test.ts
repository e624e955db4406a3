import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';

const ROOT = join(import.meta.dirname, '../../..');

/** Set by `npm run test:xstate`, which runs these tests on several versions. */
const { XSTATE_PACKAGE: name = 'xstate' } = process.env;

function manifestOf(folder: string) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

const { devDependencies, peerDependencies } = manifestOf('.');

describe('the version of XState under test', () => {
  it('is the one that was asked for', async () => {
    const asked = await import(/* @vite-ignore */ name);
    expect(createActor).toBe(asked.createActor);
    const graph = await import(/* @vite-ignore */ `${name}/graph`);
    expect(getShortestPaths).toBe(graph.getShortestPaths);
  });

  it('is the one that package.json names', () => {
    const { version } = manifestOf(`node_modules/${name}`);
    expect(devDependencies[name].replace('npm:xstate@', '')).toBe(version);
  });
});

describe('the versions that are tested', () => {
  const tested = Object.keys(devDependencies)
    .filter((dependency) => /^xstate(-|$)/.test(dependency))
    .map((dependency) => manifestOf(`node_modules/${dependency}`).version as string)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

  it('begin and end with the range that users may install', () => {
    const [, oldest, next] = /^>=(\S+) <(\S+)\.0$/.exec(peerDependencies.xstate) ?? [];
    const newest = tested.at(-1) ?? '';
    const [major, minor] = newest.split('.').map(Number);
    expect(tested[0]).toBe(oldest);
    expect(`${major}.${(minor as number) + 1}`).toBe(next);
  });

  it('have one between them', () => {
    expect(tested.length).toBeGreaterThanOrEqual(3);
    expect(new Set(tested).size).toBe(tested.length);
  });
});
