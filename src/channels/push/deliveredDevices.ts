import type { EventMessage } from '../../notifications/channel.ts';
import { MAX_REMEMBERED_MESSAGES } from './limits.ts';

type Delivered = Pick<EventMessage, 'id' | 'attempt'>;

interface DeliveredMessage {
  /** The attempt in which the first device got it. */
  readonly since: number;
  readonly endpoints: Set<string>;
}

/**
 * The devices that have got a message: when it is tried again for others, they do not get it twice. They are remembered
 * after the last of them has it, too, since the shop may have stopped waiting for that. Of the oldest messages, and after a
 * restart, nothing is remembered: they may come twice, with the same `id`.
 */
export class DeliveredDevices {
  readonly #messages = new Map<string, DeliveredMessage>();
  readonly #max: number;

  constructor(max = MAX_REMEMBERED_MESSAGES) {
    this.#max = max;
  }

  has({ id }: Delivered, endpoint: string): boolean {
    return this.#messages.get(id)?.endpoints.has(endpoint) ?? false;
  }

  /** The attempts since the first device has got the message, that one included; 0 if none has. */
  attemptsSince({ id, attempt }: Delivered): number {
    const message = this.#messages.get(id);
    return message === undefined ? 0 : attempt - message.since + 1;
  }

  add({ id, attempt }: Delivered, endpoint: string): void {
    const message = this.#messages.get(id) ?? { since: attempt, endpoints: new Set() };
    message.endpoints.add(endpoint);
    this.#messages.set(id, message);
    if (this.#messages.size <= this.#max) return;
    // A map yields what was added first.
    const [oldest = ''] = this.#messages.keys();
    this.#messages.delete(oldest);
  }
}
