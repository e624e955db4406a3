import type { CommandClass } from './commandClass.ts';

/** A command that waits for its turn. */
export abstract class WaitingCommand {
  readonly commandClass: CommandClass;
  /** When it was called, milliseconds of the monotonic clock. */
  readonly calledAt: number;
  /** The number of commands before it when it came. */
  ahead = 0;

  constructor(commandClass: CommandClass, calledAt: number) {
    this.commandClass = commandClass;
    this.calledAt = calledAt;
  }

  /** Must not throw. @param now milliseconds of the monotonic clock. */
  abstract run(now: number): void;
  abstract refuse(retryAfterMs: number): void;
}

/** Commands that have been taken out before the others move to the front. */
const COMPACT_AT = 4096;

/** Commands of one class that wait for their turn, first in, first out. */
export class CommandQueue {
  #commands: (WaitingCommand | undefined)[] = [];
  #head = 0;
  /** The number of commands that have ever been taken out. */
  #taken = 0;

  get size(): number {
    return this.#commands.length - this.#head;
  }

  /** The one that has waited longest. */
  get first(): WaitingCommand | undefined {
    return this.#commands[this.#head];
  }

  /** @returns its number: 1, 2, 3, ... over all that have ever waited. */
  push(command: WaitingCommand): number {
    this.#commands.push(command);
    return this.#taken + this.size;
  }

  /** True when the command of this number still waits. */
  has(number: number): boolean {
    return number > this.#taken;
  }

  shift(): WaitingCommand | undefined {
    const first = this.#commands[this.#head];
    if (first === undefined) return undefined;
    this.#taken++;
    this.#commands[this.#head++] = undefined;
    if (this.#head === this.#commands.length) {
      // A long list is dropped, so that one burst does not keep its memory.
      if (this.#head > COMPACT_AT) this.#commands = [];
      else this.#commands.length = 0;
      this.#head = 0;
    } else if (this.#head >= COMPACT_AT && this.#head * 2 > this.#commands.length) {
      this.#commands = this.#commands.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }
}
