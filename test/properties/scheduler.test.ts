import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyActorRef, EventObject } from 'xstate';
import { Scheduler } from '../../src/runtime/scheduler.ts';
import { simulatedClock } from '../../src/runtime/simulatedClock.ts';
import { NamedHolder, type Timer, type TimerHolder } from '../../src/runtime/timer.ts';
import { IN_NO_RING } from '../../src/runtime/timerRing.ts';
import type { StoredTimer } from '../../src/schema/storedActor.ts';

/** As much of an actor in memory as the scheduler sees. */
class Live {
  readonly id: string;
  timers: Timer | undefined = undefined;
  ringSlot = IN_NO_RING;

  constructor(id: string) {
    this.id = id;
  }
}

interface Nameless {
  readonly id: 'nameless';
}

const ADDRESSES = ['cart:ada', 'cart:eve', 'order:1'];
const SERVICE = 'service';
const actor = fc.nat(4);
const id = fc.constantFrom('a', 'b', 'c');
/** As in a chart, whose delayed transitions have one event each: their timers are in rings. */
const EVENTS: Readonly<Record<string, EventObject>> = { a: { type: 'a' }, b: { type: 'b' } };
const eventOf = (id: string) => EVENTS[id] ?? { type: id };

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ set: actor, to: actor, id, delayMs: fc.constantFrom(0, 5, 9.5, 20) }),
  },
  { weight: 3, arbitrary: fc.record({ cancel: actor, id }) },
  { weight: 1, arbitrary: fc.record({ cancelAll: actor }) },
  { weight: 2, arbitrary: fc.record({ passivate: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ activate: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ restore: fc.nat(2), id, dueInMs: fc.integer({ min: -9, max: 30 }) }),
  },
  { weight: 2, arbitrary: fc.record({ wait: fc.nat(8) }) },
);

interface Expected {
  readonly owner: string | Nameless;
  readonly target: string | Nameless;
  readonly id: string;
  readonly dueAt: number;
  /** When it was set; undefined for a restored one. */
  readonly since?: number;
  readonly order: number;
}

/** A plain list of all timers, each by the name of its owner: where they are held does not show. */
class Model {
  timers: Expected[] = [];
  #order = 0;

  set({ owner, id, ...timer }: Omit<Expected, 'order'>): void {
    this.cancel(owner, id);
    this.timers.push({ owner, id, ...timer, order: this.#order++ });
  }

  cancel(owner: Expected['owner'], id?: string): void {
    this.timers = this.timers.filter(
      (timer) => timer.owner !== owner || (id !== undefined && timer.id !== id),
    );
  }

  takeDue(now: number): Expected | undefined {
    const due = this.timers.filter(({ dueAt }) => dueAt <= now);
    const [first] = due.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order);
    this.timers = this.timers.filter((timer) => timer !== first);
    return first;
  }

  stored(address: string): StoredTimer[] {
    return this.timers.flatMap(({ owner, id, dueAt, since, target }) => {
      if (owner !== address || typeof target !== 'string') return [];
      return [{ id, event: { type: id }, dueAt, since, ...(target !== owner && { target }) }];
    });
  }
}

test('timers are those of a plain list by names, wherever the scheduler holds them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const clock = simulatedClock(1000);
      const nameless: Nameless = { id: 'nameless' };
      const live: (Live | undefined)[] = ADDRESSES.map((address) => new Live(address));
      const ref = (index: number) =>
        [...live, { id: SERVICE }, nameless][index] as AnyActorRef | undefined;
      const nameOf = (index: number) =>
        [...ADDRESSES, SERVICE, nameless][index] as string | Nameless;
      const scheduler = new Scheduler({
        clock,
        turns: { open: undefined, now: clock.now },
        holderOf: (from: object) => (from instanceof Live ? from : undefined),
        ownerOf: (from: object) => (from === nameless ? from : (from as Live).id) as string,
        onDue: () => {},
      });
      const model = new Model();
      const ownerOf = (holder: TimerHolder) =>
        holder instanceof NamedHolder ? holder.owner : (holder as Live).id;
      const takeDue = () => {
        const timer = scheduler.takeDue(clock.now());
        if (timer === undefined) return undefined;
        const { holder, target = ownerOf(holder), id, dueAt, since, order } = timer;
        const index = ADDRESSES.indexOf(ownerOf(holder) as string);
        // Timers hang on an actor in memory, and under its address otherwise.
        if (index >= 0) expect(holder).toBe(live[index] ?? holder);
        if (live[index] === undefined) expect(holder).toBeInstanceOf(NamedHolder);
        return { owner: ownerOf(holder), target, id, dueAt, since, order };
      };
      for (const it of steps) {
        const now = clock.now();
        if ('set' in it) {
          const [from, to] = [ref(it.set), ref(it.to)];
          if (from === undefined || to === undefined) continue;
          scheduler.schedule(from, to, eventOf(it.id), it.delayMs, it.id);
          const dueAt = Math.ceil(now + it.delayMs);
          const since = clock.now();
          model.set({ owner: nameOf(it.set), target: nameOf(it.to), id: it.id, dueAt, since });
        } else if ('cancel' in it) {
          const from = ref(it.cancel);
          if (from === undefined) continue;
          scheduler.cancel(from, it.id);
          model.cancel(nameOf(it.cancel), it.id);
        } else if ('cancelAll' in it) {
          const from = ref(it.cancelAll);
          if (from === undefined) continue;
          scheduler.cancelAll(from);
          model.cancel(nameOf(it.cancelAll));
        } else if ('passivate' in it) {
          const actor = live[it.passivate];
          if (actor === undefined) continue;
          scheduler.release(actor);
          scheduler.cancelAll(actor as unknown as AnyActorRef);
          live[it.passivate] = undefined;
        } else if ('activate' in it) {
          if (live[it.activate] !== undefined) continue;
          const actor = new Live(ADDRESSES[it.activate] as string);
          scheduler.adopt(actor);
          live[it.activate] = actor;
        } else if ('restore' in it) {
          if (live[it.restore] !== undefined) continue;
          const [owner, dueAt] = [ADDRESSES[it.restore] as string, now + it.dueInMs];
          scheduler.restore(owner, [{ id: it.id, event: { type: it.id }, dueAt }]);
          model.set({ owner, target: owner, id: it.id, dueAt });
        } else {
          clock.advance(it.wait);
          for (let due = takeDue(); due !== undefined; due = takeDue()) {
            expect(due).toEqual(model.takeDue(clock.now()));
          }
          expect(model.takeDue(clock.now())).toBeUndefined();
        }
        expect(scheduler.size).toBe(model.timers.length);
        for (const [index, address] of [...ADDRESSES, SERVICE].entries()) {
          const holder = live[index] ?? address;
          expect(scheduler.timersOf(holder)).toEqual(model.stored(address));
        }
      }
    }),
  );
});
