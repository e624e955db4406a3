import type {
  DeliveryOptions,
  DeliveryResult,
  EventMessage,
  Message,
  PersonalChannel,
  SystemChannel,
} from '../../../src/index.ts';

type Results = readonly DeliveryResult[] | Promise<readonly DeliveryResult[]>;

/** What a channel answers to a batch. @param call the number of the call, from 1 on. */
export type Respond<Delivered extends EventMessage> = (
  batch: readonly Delivered[],
  call: number,
  options: DeliveryOptions,
) => Results;

/** A channel that remembers the batches that it was called with. */
class Recording<Delivered extends EventMessage> {
  readonly batches: (readonly Delivered[])[] = [];
  /** How often it was closed. */
  closed = 0;
  /** May be changed at any time. */
  respond: Respond<Delivered>;

  constructor(respond: Respond<Delivered>) {
    this.respond = respond;
  }

  /** The messages of all calls, in their order. */
  get messages(): Delivered[] {
    return this.batches.flat();
  }

  /** How many messages each call had. */
  get sizes(): number[] {
    return this.batches.map((batch) => batch.length);
  }

  /** The types of all messages. */
  get told(): string[] {
    return this.messages.map(({ type }) => type);
  }

  readonly deliver = (batch: readonly Delivered[], options: DeliveryOptions): Results => {
    this.batches.push(batch);
    return this.respond(batch, this.batches.length, options);
  };

  readonly close = (): void => {
    this.closed++;
  };
}

export const allSent = (batch: readonly EventMessage[]): DeliveryResult[] =>
  batch.map(() => 'sent');

/** A channel to people. It takes all messages, unless told otherwise. */
export class RecordingChannel extends Recording<Message> implements PersonalChannel {
  readonly name: string;

  constructor(name = 'mail', respond: Respond<Message> = allSent) {
    super(respond);
    this.name = name;
  }
}

/** A channel to systems, with messages of some types of facts. */
export class RecordingSystem extends Recording<EventMessage> implements SystemChannel {
  readonly name: string;
  readonly audience = 'systems';
  declare readonly types?: readonly string[];

  constructor(name: string, types?: readonly string[], respond: Respond<EventMessage> = allSent) {
    super(respond);
    this.name = name;
    if (types !== undefined) Object.assign(this, { types });
  }
}

/** Answers that a test gives one by one, to a channel that waits for them. */
export class HeldAnswers {
  readonly #waiting: (() => void)[] = [];

  /** How many calls wait for their answer. */
  get waiting(): number {
    return this.#waiting.length;
  }

  readonly respond: Respond<EventMessage> = (batch) =>
    new Promise((resolve) => this.#waiting.push(() => resolve(allSent(batch))));

  /** Answers the calls that wait. */
  release(count = this.#waiting.length): void {
    for (const answer of this.#waiting.splice(0, count)) answer();
  }
}
