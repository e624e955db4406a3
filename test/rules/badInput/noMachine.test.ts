import { describe, expect, it } from 'vitest';
import { compilable, compile } from '../../../src/compile.ts';
import { adoptCartMachine, adoptOrderMachine, toMermaid } from '../../../src/machines.ts';

const TAKERS = { compilable, compile, toMermaid, adoptCartMachine, adoptOrderMachine };

describe.each(Object.entries(TAKERS))('%s', (_, take) => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['order', 'string'],
    [{ states: {} }, 'an object with states'],
    [{}, 'an object with nothing in it'],
  ])('refuses %o, which is no machine', (given, got) => {
    expect(() => take(given as never)).toThrow(
      new RegExp(`expected an XState state machine, got ${got}$`),
    );
  });
});
