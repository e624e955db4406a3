import { isDeepStrictEqual } from 'node:util';
import type { Seeded } from '../../../bench/harness/seeded.ts';
import type { Channel, DeliveryResult, EventMessage, Message } from '../../../src/index.ts';
import type { SimulatedStore } from '../../../src/testing/simulatedStore.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { type CommittedFacts, wants } from './committedFacts.ts';
import type { DeliveryJournal, JournaledCall } from './deliveryJournal.ts';
import {
  type ChannelPlan,
  type DeliveryTerms,
  deadlineOf,
  isForOwner,
  isWanted,
} from './deliveryTerms.ts';
import { drawAnswer, type Heard, type Mood, type PlannedAnswer } from './drawAnswer.ts';

export interface SimulatedChannelOptions {
  readonly plan: ChannelPlan;
  readonly terms: DeliveryTerms;
  readonly journal: DeliveryJournal;
  readonly committed: CommittedFacts;
  readonly store: SimulatedStore;
  readonly clock: SimulatedClock;
  /** The time of a clock that does not jump, in milliseconds. */
  readonly now: () => number;
  readonly random: Seeded;
  readonly mood: () => Mood;
  readonly isPaused: () => boolean;
  readonly trace: string[];
  /** Called with what is wrong: an error that is thrown would be one of the channel. */
  readonly onProblem: (problem: string) => void;
  /** Called with each call, which may end in a crash. */
  readonly onCall: () => void;
}

/** Turns of the event loop after which the shop hears no late answer any more. */
const TURNS_TO_END = 8;

/** A channel of one session, which answers as it is drawn, and checks what it gets. */
export class SimulatedChannel {
  readonly channel: Channel;
  /** How often it was closed. */
  closed = 0;
  /** True when no call may come any more: the shop is closed, or has stopped. */
  isOver = false;
  readonly #options: SimulatedChannelOptions;

  constructor(options: SimulatedChannelOptions) {
    this.#options = options;
    const { name, audience, types } = options.plan;
    const deliver = (batch: readonly EventMessage[], { signal }: { signal: AbortSignal }) =>
      this.#deliver(batch, signal) as Promise<DeliveryResult[]>;
    const close = () => void this.closed++;
    const canReach = (to: { phone?: string }) => name !== 'sms' || to.phone !== undefined;
    this.channel =
      audience === 'people'
        ? { name, deliver, close, canReach }
        : { name, deliver, close, audience, types: [...types] };
  }

  #deliver(batch: readonly EventMessage[], signal: AbortSignal): unknown {
    const { plan, journal, store, now, random, mood, trace, onProblem, onCall } = this.#options;
    // A process that has crashed delivers nothing.
    if (store.hasCrashed) return new Promise(() => {});
    const problems = [...this.#callProblems(batch), ...batch.flatMap((m) => this.#problemsOf(m))];
    const { call, problems: others } = journal.begin(batch, { now: now(), durable: store.durable });
    const answer = drawAnswer(random, mood(), batch.length);
    const seqs = batch.map(({ fact, attempt }) => `${fact.seq}#${attempt}`);
    trace.push(`  ${plan.name} gets ${seqs.join(', ')}: ${answer.text}, ${whenOf(answer)}`);
    for (const problem of [...problems, ...others]) onProblem(problem);
    onCall();
    // As a channel does that takes its messages from the batch.
    if (random.integer(4) === 0) (batch as EventMessage[]).length = 0;
    return this.#answer(call, answer, signal);
  }

  #answer(call: JournaledCall, planned: PlannedAnswer, signal: AbortSignal): unknown {
    const { clock } = this.#options;
    const { when, what } = planned;
    const say = () => {
      this.#hear(call, planned);
      return typeof what === 'function' ? what() : what;
    };
    if (when.kind === 'at once') return say();
    return new Promise((resolve, reject) => {
      const answer = () => {
        try {
          resolve(say());
        } catch (error) {
          reject(error);
        }
      };
      signal.addEventListener('abort', () => {
        if (when.kind === 'when aborted') return answer();
        this.#hear(call, { ...planned, heard: call.batch.map(() => 'channel') });
        if (when.kind === 'after the end') afterTurns(TURNS_TO_END, answer);
      });
      const unlessAborted = () => !signal.aborted && answer();
      if (when.kind === 'after turns') afterTurns(when.turns, unlessAborted);
      if (when.kind === 'after a time') clock.setTimeout(unlessAborted, when.ms);
    });
  }

  #hear(call: JournaledCall, { heard, what }: { heard: readonly Heard[]; what: unknown }): void {
    const { journal, now, store } = this.#options;
    if (store.hasCrashed) return;
    const notBefore = heard.map((_, index) => {
      const result = Array.isArray(what) ? Object(what[index]) : {};
      return now() + (result.retryAfterMs ?? 0);
    });
    journal.end(call, heard, notBefore);
  }

  #callProblems(batch: readonly EventMessage[]): string[] {
    const { plan, journal, isPaused } = this.#options;
    const problems: string[] = [];
    const note = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
    const { maxBatch, maxConcurrent } = plan.limits;
    note(this.isOver, 'is called when its shop is closed or has stopped');
    note(batch.length < 1 || batch.length > maxBatch, `gets ${batch.length} messages`);
    note(journal.underWay >= maxConcurrent, `is called when ${journal.underWay} calls are open`);
    note(isPaused(), 'is called although it is paused');
    return problems.map((problem) => `${plan.name} ${problem}`);
  }

  #problemsOf(message: EventMessage): string[] {
    const { plan, terms, journal, committed, store, now } = this.#options;
    const { id, fact, type, at, order } = message;
    const problems: string[] = [];
    const note = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
    const { batch = Infinity, time = 0, ...stored } = committed.find(fact.seq) ?? {};
    note(batch > store.durable, 'its fact is not durable');
    note(!isDeepStrictEqual({ fact }, stored), 'its fact is another one');
    note(type !== fact.type || at !== fact.at, 'its type or time is another one');
    note(!isWanted(terms, plan, fact), `nobody wants ${type}`);
    const { orderId } = fact as { orderId?: string };
    note(order?.orderId !== orderId, `its order is ${order?.orderId}, not ${orderId}`);
    const isLate = now() - time >= deadlineOf(terms, fact);
    note(isLate && !journal.isRevived(fact.seq), 'its time was over');
    if (plan.audience === 'people') {
      note(!wants(store, plan.name, fact), 'the user has opted out');
      const { userId } = (message as Message).to;
      const expected = isForOwner(fact) ? undefined : (fact as { userId?: string }).userId;
      note(userId !== expected, `it is for ${userId}, not for ${expected}`);
    }
    return problems.map((problem) => `${id}: ${problem}`);
  }
}

function afterTurns(turns: number, run: () => void): void {
  if (turns === 0) run();
  else setImmediate(() => afterTurns(turns - 1, run));
}

function whenOf({ when }: PlannedAnswer): string {
  if (when.kind === 'after turns') return `after ${when.turns} turns`;
  return when.kind === 'after a time' ? `after ${when.ms} ms` : when.kind;
}
