import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { orderMachine, toDot, toMermaid } from '../../../src/machines.ts';
import { drawnElements } from '../../drawing/drawnElements.ts';
import { runTool } from './runTool.ts';

// Inside of the repository, so that the modules find the packages that they import.
const home = mkdtempSync(join(resolve(import.meta.dirname, '../../../dist'), 'diagram-'));
afterAll(() => rmSync(home, { recursive: true }));

const diagram = (...args: string[]) => runTool(['diagram', ...args]);

let count = 0;

function fileOf(text: string, ending = 'mjs'): string {
  const file = join(home, `${++count}.${ending}`);
  writeFileSync(file, text);
  return file;
}

const MODULE = `
  import { createMachine } from 'xstate';
  export const door = createMachine({ initial: 'shut', states: { shut: { on: { push: 'open' } }, open: {} } });
  export const lamp = createMachine({});
  export const answer = 42;
  export default createMachine({ initial: 'only', states: { only: {} } });
`;

/** Expects a usage error. @returns what it says. */
async function complaintOf(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await diagram(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^statecart diagram: [^\n]+ \(see --help\)\n$/);
  return stderr;
}

describe('statecart diagram', () => {
  it.each(['cart', 'order', 'inventory', 'health', 'delivery'])(
    'draws the chart %s in each format',
    async (name) => {
      const [mermaid, dot, svg] = await Promise.all(
        ['mermaid', 'dot', 'svg'].map((format) => diagram(name, '--format', format)),
      );
      for (const ended of [mermaid, dot, svg]) {
        expect(ended).toMatchObject({ status: 0, stderr: '' });
      }
      expect(mermaid?.stdout).toMatch(/^stateDiagram-v2\n/);
      expect(dot?.stdout.startsWith(`digraph "${name}" {\n`)).toBe(true);
      expect(drawnElements(svg?.stdout ?? '').map(({ id }) => id)).toContain('state');
    },
  );

  it('makes a Mermaid diagram unless told otherwise', async () => {
    expect(await diagram('order')).toEqual({
      status: 0,
      stdout: `${toMermaid(orderMachine)}\n`,
      stderr: '',
    });
  });

  it('prints its help, and does nothing else', async () => {
    const { status, stdout } = await diagram('--help', '--machine', 'nothing.js', 'order');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: statecart diagram CHART /);
  });

  it.each([
    ['no chart', [], 'expected one chart (cart, order, inventory, health, delivery) or --machine'],
    ['an unknown chart', ['orders'], 'got "orders"'],
    ['a member of every object', ['constructor'], 'got "constructor"'],
    ['two charts', ['cart', 'order'], 'got "cart" "order"'],
    ['a chart beside a machine', ['cart', '--machine', 'a.js'], 'expected no chart beside it'],
    ['an unknown format', ['cart', '--format', 'png'], 'expected mermaid, dot or svg, got "png"'],
    ['--force alone', ['cart', '--force'], '--force: expected --out beside it'],
    ['an unknown flag', ['cart', '--colour'], "Unknown option '--colour'"],
  ])('refuses %s', async (_, args, complaint) => {
    expect(await complaintOf(...args)).toContain(complaint);
  });
});

describe('statecart diagram --machine', () => {
  it('draws the export of a module', async () => {
    const { status, stdout } = await diagram('--machine', `${fileOf(MODULE)}#door`);
    expect(status).toBe(0);
    expect(stdout).toContain('shut --> open : push');
  });

  it('draws the default export if none is named', async () => {
    const { status, stdout } = await diagram('--machine', fileOf(MODULE));
    expect(status).toBe(0);
    expect(stdout).toContain('state "only" as only');
  });

  it('draws a member of a CommonJS module', async () => {
    const text = `
      const made = { [['gate'][0]]: require('xstate').createMachine({ id: 'gate' }) };
      module.exports = made;`;
    const { status, stdout } = await diagram(
      '--machine',
      `${fileOf(text, 'cjs')}#gate`,
      '--format=dot',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('digraph "gate"');
  });

  it.each([
    ['a file that is not there', undefined, '', 'it cannot be loaded: '],
    [
      'a module that fails',
      'throw "not today";',
      '#a',
      "it cannot be loaded: 'not today' was thrown",
    ],
    [
      'an export that is not there',
      MODULE,
      '#gate',
      'it has no export gate; its machines are default, door, lamp',
    ],
    [
      'a missing default export',
      'export const a = 1;',
      '',
      'it has no export default; it exports no machine',
    ],
    [
      'an export that is no machine',
      MODULE,
      '#answer',
      'the export answer to be an XState state machine, got 42; its machines are default, door, lamp',
    ],
  ])('refuses %s', async (_, text, name, complaint) => {
    const file = text === undefined ? join(home, 'nothing.mjs') : fileOf(text);
    const said = await complaintOf('--machine', file + name);
    expect(said).toContain(`--machine ${file}: `);
    expect(said).toContain(complaint);
  });

  it('refuses an export of no file', async () => {
    expect(await complaintOf('--machine', '#door')).toContain('expected FILE#EXPORT, got');
  });
});

describe('statecart diagram --out', () => {
  it('writes the drawing into a new file, which others may read', async () => {
    const out = join(home, 'order.dot');
    const ended = await diagram('order', '--format', 'dot', '--out', out);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8')).toBe(toDot(orderMachine));
    expect(statSync(out).mode & 0o777).toBe(0o666 & ~process.umask());
    expect(readdirSync(home).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('draws what the ending of the file says, unless --format says otherwise', async () => {
    const begins = async (name: string, ...args: string[]) => {
      const out = join(home, name);
      expect((await diagram('order', '--out', out, ...args)).status).toBe(0);
      return readFileSync(out, 'utf8').slice(0, 12);
    };
    expect(await begins('ending.svg')).toMatch(/^<(\?xml|svg)/);
    expect(await begins('ending.GV')).toMatch(/^digraph/);
    expect(await begins('ending.md')).toBe('stateDiagram');
    expect(await begins('other.svg', '--format', 'mermaid')).toBe('stateDiagram');
  });

  it('replaces a file only with --force', async () => {
    const out = fileOf('of last week', 'mmd');
    expect(await complaintOf('order', '--out', out)).toContain('which exists: --force replaces it');
    expect(readFileSync(out, 'utf8')).toBe('of last week');
    expect((await diagram('order', '--out', out, '--force')).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(`${toMermaid(orderMachine)}\n`);
  });

  it('leaves nothing of a drawing that fails', async () => {
    const out = join(home, 'failed.svg');
    await complaintOf('--machine', `${fileOf(MODULE)}#answer`, '--out', out);
    expect(readdirSync(home).filter((name) => name.startsWith('failed'))).toEqual([]);
  });

  it.each([
    ['a folder that is not there', join('nowhere', 'order.svg'), 'there is no folder'],
    ['no name', '', 'expected a file, got nothing'],
  ])('refuses %s', async (_, out, complaint) => {
    expect(await complaintOf('order', '--out', out)).toContain(complaint);
  });
});
