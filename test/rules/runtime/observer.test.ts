import { afterEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../../../src/admission/admission.ts';
import { DEFAULT_LIMITS } from '../../../src/base/shopLimits.ts';
import { runCommand } from '../../../src/commands/runCommand.ts';
import type { Observer } from '../../../src/runtime/observer.ts';
import { Observers } from '../../../src/runtime/observer.ts';
import { lampEngine } from './lamps.ts';

/** An observer that writes down what it is told. */
function recorder(calls: string[]): Observer {
  return {
    turnStarted: ({ number, facts }) => calls.push(`started ${number}, ${facts.length} facts`),
    turnEnded: ({ number, facts }) => calls.push(`ended ${number}, ${facts.length} facts`),
    committed: ({ number }) => calls.push(`committed ${number}`),
    refused: (command, code) => calls.push(`${command} refused: ${code}`),
    timerFired: ({ dueAt }, now) => calls.push(`timer due at ${dueAt} fired at ${now}`),
    stopped: (cause) => calls.push(`stopped: ${cause?.message}`),
  };
}

afterEach(() => vi.restoreAllMocks());

describe('an observer of an engine', () => {
  it('is told of each turn, of its commit, and of the timers that fire', async () => {
    const { engine, press, clock } = lampEngine();
    const calls: string[] = [];
    engine.observers.add(recorder(calls));
    await press('hall');
    clock.advance(24 * 60 * 60 * 1000);
    const [started, ended, committed, next, fired] = calls;
    expect([started, ended, committed]).toEqual([
      'started 1, 0 facts',
      'ended 1, 1 facts',
      'committed 1',
    ]);
    expect(next).toBe('started 2, 0 facts');
    expect(fired).toMatch(/^timer due at \d+ fired at \d+$/);
  });

  it('is told of refusals, with the type of the command', async () => {
    const { engine } = lampEngine();
    const calls: string[] = [];
    engine.observers.add({ refused: (command, code) => calls.push(`${command} ${code}`) });
    const command = {
      type: 'lamps.sell',
      commandClass: 'buy',
      refusals: ['empty-cart'] as const,
      check: () => undefined,
      userOf: () => undefined,
      run: () => ({ ok: false, refusal: { code: 'empty-cart' } }) as const,
    } as const;
    const now = engine.monotonicNow;
    const admission = new Admission({
      engine,
      limits: DEFAULT_LIMITS,
      now,
      numberOf: () => undefined,
    });
    const context = { engine, admission, health: { answered: () => {} } };
    await runCommand(command, context, undefined, 0, 0);
    await engine.close();
    await runCommand(command, context, undefined, 0, 0);
    expect(calls).toEqual(['lamps.sell empty-cart', 'lamps.sell closed']);
  });

  it('is told why the engine stops', async () => {
    const { engine } = lampEngine();
    const calls: string[] = [];
    engine.observers.add({ stopped: (cause) => calls.push(String(cause?.message)) });
    const failing = async () =>
      engine.turn(() => {
        engine.emit({ type: 'half.done' });
        throw new Error('the other half');
      });
    await expect(failing()).rejects.toThrow('the other half');
    await engine.close();
    expect(calls).toEqual(['the other half']);
  });

  it('that throws is reported as a warning, and changes nothing', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { engine, press, told } = lampEngine();
    const calls: string[] = [];
    engine.observers.add({
      turnStarted() {
        throw new Error('not today');
      },
    });
    engine.observers.add({ turnStarted: () => calls.push('the next one') });
    await press('hall');
    expect([told.length, calls]).toEqual([1, ['the next one']]);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('turnStarted: Error: not today'));
  });

  it('that throws something without a text is reported all the same', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { engine, press, told } = lampEngine();
    const odd = () => {
      throw Object.create(null);
    };
    engine.observers.add({ turnStarted: odd, turnEnded: odd, committed: odd });
    await press('hall');
    await press('attic');
    expect(told.length).toBe(2);
    expect(warn).toHaveBeenCalledTimes(6);
  });

  it('cannot run a turn inside the turn that it is told of', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { engine, press, store } = lampEngine();
    engine.observers.add({
      turnEnded: () => void engine.turn(() => engine.stage({ op: 'put', key: ['k'], value: 'v' })),
    });
    await press('hall');
    expect(store.get(['k'])).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('a turn is under way'));
  });

  it('hears no more once it is taken away; one that was added twice leaves once', async () => {
    const { engine, press } = lampEngine();
    const calls: string[] = [];
    const observer: Observer = { committed: () => calls.push('committed') };
    const leave = engine.observers.add(observer);
    engine.observers.add(observer);
    await press('hall');
    leave();
    leave();
    await press('attic');
    expect(calls.length).toBe(3);
  });

  it('costs nothing while there is none: no hook is looked up', async () => {
    const { engine, press } = lampEngine();
    const notify = vi.spyOn(Observers.prototype, 'notify');
    expect(engine.observers.isWatched).toBe(false);
    await press('hall');
    expect(notify).not.toHaveBeenCalled();
  });

  it('that is wanted under a condition is added and removed when the condition is asked', async () => {
    const { engine, press } = lampEngine();
    const calls: string[] = [];
    let isWanted = false;
    engine.observers.addWhile(() => isWanted, recorder(calls));
    expect(engine.observers.refresh()).toBe(false);
    isWanted = true;
    expect(engine.observers.isWatched).toBe(false);
    expect([engine.observers.refresh(), engine.observers.refresh()]).toEqual([true, true]);
    await press('hall');
    expect(calls).toEqual(['started 1, 0 facts', 'ended 1, 1 facts', 'committed 1']);
    isWanted = false;
    expect(engine.observers.refresh()).toBe(false);
    await press('hall');
    expect(calls.length).toBe(3);
  });

  it('that is wanted under a condition hears of a timer and of the end without any command', async () => {
    const { engine, press, clock } = lampEngine();
    await press('hall');
    const calls: string[] = [];
    let isWanted = true;
    engine.observers.addWhile(() => isWanted, recorder(calls));
    clock.advance(1000);
    expect(calls).toContain('timer due at 1000 fired at 1000');
    isWanted = false;
    engine.observers.refresh();
    calls.length = 0;
    isWanted = true;
    await engine.close();
    expect(calls).toEqual(['stopped: undefined']);
  });
});
