import type { ShopLimits } from '../base/shopLimits.ts';
import { TimeSlice } from '../runtime/timeSlice.ts';
import type { Admissible, AdmittingEngine } from './admissible.ts';
import { COMMAND_CLASSES, type CommandClass } from './commandClass.ts';
import { CommandQueue, type WaitingCommand } from './commandQueue.ts';
import { CommandRate } from './commandRate.ts';
import { clientOf, ExpectedClients } from './expectedClients.ts';
import { LastCommands } from './lastCommands.ts';
import {
  COMMANDS_OF_CLIENT,
  JITTER_SHARE,
  MAX_RETRY_AFTER_MS,
  MIN_JITTER_MS,
  NOTED_UP_TO_MS,
  READ_EVERY,
  REFUSED_LATELY_MS,
  SHARE_OF_ADMITTED,
  SHARE_OF_EXPECTED,
  SHARE_OF_NEW,
} from './limits.ts';
import { StandingQueue } from './standingQueue.ts';
import { WorkMeter } from './workMeter.ts';

/** What {@link Admission.admit} answers instead of a time after which to come back. */
export const RUN_NOW = 0;
export const WAIT = -1;

export interface AdmissionOptions {
  readonly engine: AdmittingEngine;
  readonly limits: ShopLimits;
  readonly now: () => number;
  /** A number for each user that no other has, such as 0, 1, 2, ...; undefined for an unknown user. */
  readonly numberOf: (userId: string) => number | undefined;
}

/**
 * Decides when a command runs: at once, while the time slice of this turn of the event loop lasts; otherwise in its
 * turn, after the sockets and timers of the process have had theirs; or not at all. Those that wait do so in
 * one queue for each class: `release` runs before `buy`, and that before `browse`. No command overtakes an
 * earlier one of its user.
 *
 * A class is refused when a new command of it would have to wait longer than `shedAboveMs`, for the commands before
 * it and for the store. `browse` waits for all others, so it is refused first; `release` never is. What is
 * judged is time and not the length of a queue: see "Adaptive Concurrency Limits @ Netflix", CoDel (RFC 8289), and
 * for the classes "Overload Control for Scaling WeChat Microservices" (SoCC 2018).
 */
export class Admission {
  readonly #engine: AdmittingEngine;
  readonly #limits: ShopLimits;
  readonly #now: () => number;
  readonly #slice: TimeSlice;
  readonly #meter = new WorkMeter();
  readonly #standing: StandingQueue;
  readonly #queues: Readonly<Record<CommandClass, CommandQueue>> = {
    release: new CommandQueue(),
    buy: new CommandQueue(),
    browse: new CommandQueue(),
  };
  /** Those who were asked to come back. */
  readonly #expected = new ExpectedClients();
  /** Those who have been admitted lately, while commands waited. */
  readonly #admitted = new ExpectedClients();
  readonly #numberOf: AdmissionOptions['numberOf'];
  /** Undefined when users may give as many commands as they like. */
  readonly #rate: CommandRate | undefined;
  /** The commands that wait in the queue `browse`, by their users. */
  readonly #lastCommands = new LastCommands(this.#queues.browse);
  #size = 0;
  #calls = 0;
  /** The last {@link Admission.timeOfCall}. */
  #calledAt = 0;
  #isScheduled = false;
  /** When all clients who were asked to come back will have been served. */
  #promisedUntil = Number.NEGATIVE_INFINITY;
  #refusals = 0;
  /** When a command of the class was last refused for overload. */
  readonly #refusedAt = { buy: Number.NEGATIVE_INFINITY, browse: Number.NEGATIVE_INFINITY };

  constructor({ engine, limits, now, numberOf }: AdmissionOptions) {
    this.#engine = engine;
    this.#limits = limits;
    this.#now = now;
    this.#slice = new TimeSlice(now, limits.sliceMs);
    this.#standing = new StandingQueue(limits.shedAboveMs);
    this.#numberOf = numberOf;
    const { maxCommandsPerSecond: maxPerSecond } = limits;
    if (Number.isFinite(maxPerSecond)) this.#rate = new CommandRate({ maxPerSecond });
  }

  /** The classes of commands that are refused for overload, now or within the last second. */
  get refusedClasses(): readonly CommandClass[] {
    const now = this.#now();
    return COMMAND_CLASSES.filter((it) => {
      if (it === 'release') return false;
      if (now - this.#refusedAt[it] < REFUSED_LATELY_MS) return true;
      return this.expectedWaitMs(it, now) > this.#standing.limitMs;
    });
  }

  /** The number of commands of the class that wait for their turn. */
  waiting(commandClass: CommandClass): number {
    return this.#queues[commandClass].size;
  }

  /** The wait that a new command of the class has to expect now, in milliseconds. */
  expectedWaitMs(commandClass: CommandClass, now = this.#now()): number {
    const commitMs = this.#engine.commits.oldestAgeMs(now);
    if (this.#size === 0) return commitMs;
    let ahead = 0;
    let workMs = 0;
    let observedMs = 0;
    for (const ranBefore of COMMAND_CLASSES) {
      const queue = this.#queues[ranBefore];
      const { first, size } = queue;
      ahead += size;
      workMs += size * this.#meter.timeOf(ranBefore);
      if (first !== undefined) {
        // What the first one has waited; less if more were before it than are before a new one.
        observedMs = (now - first.calledAt) * Math.min(1, ahead / (first.ahead + 1));
      }
      if (ranBefore === commandClass) break;
    }
    return Math.max(workMs, observedMs) + commitMs;
  }

  /**
   * The time of a call, milliseconds of the monotonic clock. While commands wait, which takes milliseconds, the clock is
   * read for every eighth call: reading it would be a part of the cost of a refusal.
   */
  timeOfCall(): number {
    if (this.#size === 0 || (this.#calls++ & READ_EVERY) === 0) this.#calledAt = this.#now();
    return this.#calledAt;
  }

  /**
   * Decides on a command that has just been called. While clients are refused, those come before others who were asked to
   * come back now, and those who have been admitted lately: a cart that is half full is of use to nobody.
   *
   * @param now the time of the call.
   * @returns {@link RUN_NOW}; or {@link WAIT}, and the caller then passes it to {@link Admission.wait}; or, when it is
   * refused, the milliseconds after which its client may come back.
   */
  admit<Checked>(command: Admissible<Checked>, checked: Checked, now: number): number {
    const { commandClass } = command;
    // A stopped engine refuses it by itself.
    if (this.#engine.stopped !== undefined) return RUN_NOW;
    if (commandClass !== 'release' && this.#rate !== undefined) {
      const retryAfterMs = this.#retryOfUser(this.#rate, command.userOf(checked), now);
      if (retryAfterMs > 0) return retryAfterMs;
    }
    if (this.#size === 0) {
      const isPrompt =
        commandClass === 'release' ||
        this.#engine.commits.oldestAgeMs(now) <= this.#limits.shedAboveMs;
      if (isPrompt) return this.#slice.isOver(now) ? WAIT : RUN_NOW;
    } else if (commandClass === 'release') return WAIT;
    return this.#judge(command, checked, now);
  }

  /** Lets a command wait for its turn. @param userId that of its user, if it has one. */
  wait(command: WaitingCommand, userId: string | undefined): void {
    const queue = this.#queueFor(command.commandClass, userId);
    command.ahead = this.#size;
    const number = queue.push(command);
    if (queue === this.#queues.browse && userId !== undefined) {
      this.#lastCommands.note(userId, number);
    }
    this.#size++;
    this.#schedule();
  }

  /** The milliseconds after which to come back for a costly read, such as a search; undefined while they are answered. */
  refusalOfRead(): number | undefined {
    if (this.#size === 0) return undefined;
    const now = this.#now();
    const waitMs = this.expectedWaitMs('browse', now);
    if (waitMs <= this.#standing.limitMs) return undefined;
    return this.#refuse('browse', undefined, waitMs, now);
  }

  /** Runs every command that waits, however long it takes: the shop is about to be closed. */
  runAll(): void {
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      next.run(this.#now());
    }
  }

  #judge<Checked>(command: Admissible<Checked>, checked: Checked, now: number): number {
    const { maxWaiting } = this.#limits;
    const { commandClass } = command;
    const waitMs = this.expectedWaitMs(commandClass, now);
    const hasRoom = this.#queues.buy.size + this.#queues.browse.size < maxWaiting;
    const userId = command.userOf(checked);
    const client = userId === undefined ? undefined : clientOf(userId);
    const isCrowded = this.#promisedUntil > now;
    const limitMs = this.#standing.limitMs * (isCrowded ? SHARE_OF_NEW : 1);
    if (hasRoom && waitMs <= limitMs) {
      if (client !== undefined) this.#admitted.expect(client, now, now);
      return WAIT;
    }
    if (userId === undefined || client === undefined) {
      return this.#refuse(commandClass, undefined, waitMs, now);
    }
    const isInShop = this.#admitted.timeOf(client, now) !== undefined;
    const expectedAt = isInShop ? now : this.#expected.timeOf(client, now);
    if (expectedAt === undefined) return this.#refuse(commandClass, client, waitMs, now);
    if (expectedAt > now) return this.#refused(commandClass, expectedAt - now, now);
    const longerMs = limitMs * (isInShop ? SHARE_OF_ADMITTED : SHARE_OF_EXPECTED);
    const isTooLong = waitMs > Math.min(longerMs, this.#limits.shedAboveMs);
    // One command at a time: a client who is let in first may not fill the queue.
    if (!hasRoom || isTooLong || this.#lastCommands.has(userId)) {
      return this.#refuse(commandClass, undefined, waitMs, now);
    }
    this.#admitted.expect(client, now, now);
    return WAIT;
  }

  /** The milliseconds after which a user may give the next command; 0 for at once. */
  #retryOfUser(rate: CommandRate, userId: string | undefined, now: number): number {
    // An unknown user is refused by the command, and has no state that could grow.
    const user = userId === undefined ? undefined : this.#numberOf(userId);
    return user === undefined ? 0 : rate.retryAfterMs(user, now);
  }

  /**
   * Asks a client to come back: after the backlog and all clients before it. @returns after how many milliseconds.
   */
  #refuse(
    commandClass: CommandClass,
    client: number | undefined,
    waitMs: number,
    now: number,
  ): number {
    const from = Math.max(this.#promisedUntil, now + waitMs);
    const gapMs = this.#meter.intervalOf(commandClass) * COMMANDS_OF_CLIENT;
    const time = Math.min(from + gapMs, now + MAX_RETRY_AFTER_MS);
    this.#promisedUntil = time;
    const isNoted = client !== undefined && time - now <= NOTED_UP_TO_MS;
    if (isNoted) this.#expected.expect(client, time, now);
    return this.#refused(commandClass, time - now, now);
  }

  #refused(commandClass: CommandClass, inMs: number, now: number): number {
    this.#refusals++;
    if (commandClass !== 'release') this.#refusedAt[commandClass] = now;
    // Multiples of the golden ratio spread evenly, and are the same in each run.
    const jitter = (this.#refusals * 0.618033988749895) % 1;
    return Math.ceil(inMs + jitter * (MIN_JITTER_MS + inMs * JITTER_SHARE));
  }

  /** A command waits behind one of its user that is in the queue of a later class. */
  #queueFor(commandClass: CommandClass, userId: string | undefined): CommandQueue {
    const { browse, [commandClass]: own } = this.#queues;
    if (commandClass !== 'buy' || userId === undefined || browse.size === 0) return own;
    return this.#lastCommands.has(userId) ? browse : own;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#runSlice);
  }

  readonly #runSlice = (): void => {
    this.#isScheduled = false;
    let now = this.#now();
    this.#meter.begin(now);
    this.#standing.observe(this.expectedWaitMs('browse', now), now);
    while (!this.#slice.isOver(now)) {
      const next = this.#take();
      if (next === undefined) break;
      const isTooLate = now - next.calledAt > this.#limits.maxWaitMs;
      if (isTooLate && next.commandClass !== 'release') {
        next.refuse(this.#refuse(next.commandClass, undefined, 0, now));
        now = this.#now();
        continue;
      }
      next.run(now);
      const ended = this.#now();
      this.#meter.ran(next.commandClass, ended - now);
      now = ended;
      this.#calledAt = ended;
    }
    this.#meter.end(this.#size === 0);
    if (this.#size > 0) this.#schedule();
    else this.#standing.observe(0, now);
  };

  #take(): WaitingCommand | undefined {
    const { release, buy, browse } = this.#queues;
    const next = release.shift() ?? buy.shift() ?? browse.shift();
    if (next !== undefined) this.#size--;
    return next;
  }
}
