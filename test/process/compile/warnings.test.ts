import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Runs charts with misplaced wildcards and prints everything that XState warns of, and the guards. */
const SCRIPT = `
  import { createActor, createMachine } from 'xstate';
  import { compilable, compile } from 'statecart/compile';

  const make = process.argv[1] === 'compiled' ? compile : (machine) => machine;
  const printed = [];
  console.warn = (text) => printed.push(text);
  const guard = (name) => () => {
    printed.push('guard ' + name);
    return false;
  };
  const takes = { guard: () => (printed.push('taken'), true) };
  const machine = createMachine({
    initial: 'inner',
    on: { 'a.*.c.*': {}, '*.b.*': {}, '*.*': {}, 'a.b': { guard: guard('root') }, up: '.plain' },
    states: {
      inner: {
        on: {
          'a.*.b.*': {},
          'a*.*': takes,
          'a.*.c': {},
          'a.b': [{ guard: guard('first') }, { guard: guard('second') }],
          stay: takes,
        },
      },
      plain: { on: { down: 'inner', 'a.*': { guard: guard('plain') }, up: takes } },
    },
  });
  if (!compilable(machine).ok) throw new Error('expected a chart that can be compiled');
  const made = make(machine);
  for (let i = 0; i < 2; i++) {
    const actor = createActor(made).start();
    const events = ['a', 'a.b', 'a.x.b.y', 'a*.z', 'stay', 'unknown', 'up', 'a.b', 'a.b.c', 'up', 'down', 'a.*.b.*', '*.*'];
    for (const type of events) {
      printed.push('> ' + type);
      actor.getSnapshot().can({ type });
      actor.send({ type });
      actor.send({ type });
    }
  }
  console.log(JSON.stringify(printed));
`;

async function printedBy(how: 'compiled' | 'interpreted', condition: string): Promise<string[]> {
  const flags = [`--conditions=${condition}`, '--input-type=module', '--eval', SCRIPT, how];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  return JSON.parse(stdout);
}

describe('of a wildcard before the end of a descriptor, a compiled chart warns', () => {
  it("in XState's development build when and as XState does", async () => {
    const interpreted = await printedBy('interpreted', 'development');
    expect(interpreted.filter((text) => text.startsWith('Infix wildcards')).length).toBeGreaterThan(
      5,
    );
    expect(await printedBy('compiled', 'development')).toEqual(interpreted);
  });

  it('not in the build that users run', async () => {
    const compiled = await printedBy('compiled', 'default');
    expect(compiled.filter((text) => !/^(> |guard |taken)/.test(text))).toEqual([]);
    expect(compiled).toEqual(await printedBy('interpreted', 'default'));
  });
});
