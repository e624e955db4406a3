import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageQueue, type QueuedFact, queued } from '../../src/notifications/messageQueue.ts';
import type { RecordedFact } from '../../src/schema/recordedFact.ts';
import { runs } from './runs.ts';

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd') }) },
  { weight: 8, arbitrary: fc.constant('take' as const) },
  { weight: 4, arbitrary: fc.record({ finish: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ retry: fc.nat(), inMs: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ giveBack: fc.nat() }) },
  // A dead letter that is tried again.
  { weight: 1, arbitrary: fc.record({ revive: fc.constantFrom('a', 'b', 'c', 'd') }) },
  { weight: 2, arbitrary: fc.record({ waitMs: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ jumpMs: fc.integer({ min: -30, max: 30 }) }) },
);

/** All about one subject. */
interface Subject {
  /** In the order in which they are to be delivered. */
  readonly pending: { readonly seq: number; dueAt: number }[];
  /** The number of the one under way. */
  underWay: number | undefined;
  /** True from the first retry until no message is left. */
  isRetried: boolean;
}

/** A list for each subject. Those with a retry go first, by due time; the others by number. */
class Model {
  readonly #subjects = new Map<string, Subject>();

  of(about: string): Subject {
    const known = this.#subjects.get(about) ?? {
      pending: [],
      underWay: undefined,
      isRetried: false,
    };
    this.#subjects.set(about, known);
    return known;
  }

  add(about: string, seq: number): void {
    this.of(about).pending.push({ seq, dueAt: 0 });
  }

  /** @param place how many of the pending ones come before it. */
  revive(about: string, seq: number, place: number): void {
    const subject = this.of(about);
    subject.pending.splice(place, 0, { seq, dueAt: 0 });
    subject.isRetried = true;
  }

  take(now: number): number | undefined {
    const free = [...this.#subjects.values()].filter(
      ({ underWay, pending }) => underWay === undefined && pending.length > 0,
    );
    const first = ({ pending }: Subject) => pending[0] as { seq: number; dueAt: number };
    const due = free
      .filter((subject) => subject.isRetried && first(subject).dueAt <= now)
      .sort((a, b) => first(a).dueAt - first(b).dueAt || first(a).seq - first(b).seq);
    const waiting = free
      .filter(({ isRetried }) => !isRetried)
      .sort((a, b) => first(a).seq - first(b).seq);
    const subject = due[0] ?? waiting[0];
    if (subject === undefined) return undefined;
    const { seq } = subject.pending.shift() as { seq: number };
    subject.underWay = seq;
    return seq;
  }

  finish(about: string): void {
    const subject = this.of(about);
    subject.underWay = undefined;
    if (subject.pending.length === 0) subject.isRetried = false;
  }

  /** @param dueAt when it is due, if it is one that is retried. */
  putBack(about: string, seq: number, dueAt: number, isRetried: boolean): void {
    const subject = this.of(about);
    subject.underWay = undefined;
    subject.pending.unshift({ seq, dueAt });
    subject.isRetried ||= isRetried;
  }

  jump(byMs: number): void {
    for (const { pending, isRetried } of this.#subjects.values()) {
      if (!isRetried) continue;
      for (const entry of pending) entry.dueAt = Math.max(0, entry.dueAt + byMs);
    }
  }

  get sizes(): { readonly waiting: number; readonly retrying: number } {
    let waiting = 0;
    let retrying = 0;
    for (const { pending, isRetried } of this.#subjects.values()) {
      if (isRetried) retrying += pending.length;
      else waiting += pending.length;
    }
    return { waiting, retrying };
  }

  /** How many of those that are retried, or held up, a new one would follow. */
  retriedBefore(about: string): number {
    const { pending, isRetried } = this.of(about);
    return isRetried ? pending.length : 0;
  }
}

function entryOf(about: string, seq: number): QueuedFact {
  return queued({ type: 't', seq, at: 0, orderId: about } as RecordedFact);
}

test('a queue delivers in order by subject: nothing is lost or doubled, and only the same subject is held up', () => {
  let retries = 0;
  let heldUp = 0;
  const property = fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
    const queue = new MessageQueue();
    const model = new Model();
    const underWay: QueuedFact[] = [];
    const added: number[] = [];
    const finished: number[] = [];
    let now = 1000;
    const take = () => {
      const isReady = queue.hasReady(now);
      const entry = queue.take(now);
      expect(entry?.fact.seq).toBe(model.take(now));
      expect(isReady).toBe(entry !== undefined);
      if (entry !== undefined) underWay.push(entry);
      return entry;
    };
    const pick = (at: number) => underWay.splice(at % (underWay.length || 1), 1)[0];
    const finish = (entry: QueuedFact) => {
      queue.finish(entry);
      model.finish(subjectName(entry));
      finished.push(entry.fact.seq);
    };
    for (const [index, it] of steps.entries()) {
      const seq = index + 1;
      if (it === 'take') take();
      else if ('add' in it) {
        queue.add(entryOf(it.add, seq));
        model.add(it.add, seq);
        added.push(seq);
      } else if ('revive' in it) {
        queue.addRetry(entryOf(it.revive, seq));
        model.revive(it.revive, seq, model.retriedBefore(it.revive));
        added.push(seq);
      } else if ('finish' in it) {
        const entry = pick(it.finish);
        if (entry !== undefined) finish(entry);
      } else if ('retry' in it) {
        const entry = pick(it.retry);
        if (entry === undefined) continue;
        entry.dueAt = now + it.inMs;
        queue.retry(entry);
        model.putBack(subjectName(entry), entry.fact.seq, entry.dueAt, true);
        retries++;
      } else if ('giveBack' in it) {
        const entry = pick(it.giveBack);
        if (entry === undefined) continue;
        queue.giveBack(entry);
        model.putBack(subjectName(entry), entry.fact.seq, 0, false);
      } else if ('jumpMs' in it) {
        queue.rebase(it.jumpMs);
        model.jump(it.jumpMs);
        now += it.jumpMs;
      } else now += it.waitMs;
      const { waiting, retrying } = queue;
      expect({ waiting, retrying }).toEqual(model.sizes);
      heldUp += queue.takeHeldUp().length;
    }
    // Whatever is left comes in the end, each once.
    now += 100;
    for (const entry of underWay.splice(0)) finish(entry);
    for (let entry = take(); entry !== undefined; entry = take()) finish(entry);
    expect(finished.toSorted((a, b) => a - b)).toEqual(added);
    expect([queue.waiting, queue.retrying, queue.nextDueAt]).toEqual([0, 0, Infinity]);
  });
  fc.assert(property, { numRuns: runs(400) });
  expect([retries > 100, heldUp > 100]).toEqual([true, true]);
});

function subjectName({ fact }: QueuedFact): string {
  return (fact as { orderId?: string }).orderId ?? '';
}
