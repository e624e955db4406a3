import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OLDEST_NODE, unsupportedNode } from '../../../src/base/supportedNode.ts';

const MANIFEST = new URL('../../../package.json', import.meta.url);

describe('a version of Node.js', () => {
  it.each(['0.12.18', '18.20.8', '20.0.0', '20.18.3'])('%s is too old, and is told so', (node) => {
    expect(unsupportedNode({ node })).toBe(
      `statecart needs Node.js 20.19 or newer, this is ${node}`,
    );
  });

  it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0', '100.1.0'])('%s is supported', (node) => {
    expect(unsupportedNode({ node })).toBeUndefined();
  });

  it('that another runtime names is not judged', () => {
    expect(unsupportedNode({ node: '18.0.0', bun: '1.4.5' })).toBeUndefined();
    expect(unsupportedNode({ node: '18.0.0', deno: '2.9.6' })).toBeUndefined();
    expect(unsupportedNode({})).toBeUndefined();
  });

  it('is the oldest supported one when package.json says so', () => {
    const { engines } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  });
});
