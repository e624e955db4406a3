import type { CommandQueue } from './commandQueue.ts';
import { SPARE_USERS } from './limits.ts';

/** The last command of each user that waits in a queue. */
export class LastCommands {
  readonly #queue: CommandQueue;
  /** The number of the command in the queue, by user; those that no longer wait are removed now and then. */
  readonly #numbers = new Map<string, number>();

  constructor(queue: CommandQueue) {
    this.#queue = queue;
  }

  /** True when a command of the user waits. */
  has(userId: string): boolean {
    const number = this.#numbers.get(userId);
    return number !== undefined && this.#queue.has(number);
  }

  /** @param number that of the command in the queue. */
  note(userId: string, number: number): void {
    this.#numbers.set(userId, number);
    if (this.#numbers.size > 2 * this.#queue.size + SPARE_USERS) this.#sweep();
  }

  #sweep(): void {
    for (const [userId, number] of this.#numbers) {
      if (!this.#queue.has(number)) this.#numbers.delete(userId);
    }
  }
}
