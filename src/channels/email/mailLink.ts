import type { Worker } from 'node:worker_threads';
import type { DeliveryResult } from '../../notifications/channel.ts';
import type { MailContent } from './composeMail.ts';
import { channelRetry } from './failureResult.ts';
import { type MailAnswer, type MailRequest, SENT } from './mailMessages.ts';

/** A batch that has no answer yet. */
interface Delivery {
  readonly progress: Uint8Array;
  readonly resolve: (results: readonly DeliveryResult[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * What the main thread knows of one mail thread, from its start to its end. The thread keeps the process alive while a
 * batch is under way, and only then.
 */
export class MailLink {
  readonly #worker: Worker;
  readonly #underWay = new Map<number, Delivery>();
  #lastId = 0;
  #hasEnded = false;

  /** @param describe makes the reason of a retry from what the thread has thrown. */
  constructor(worker: Worker, describe: (error: unknown) => string) {
    this.#worker = worker;
    worker.on('message', (answer: MailAnswer) => this.#onAnswer(answer));
    worker.on('messageerror', (error) => this.stop(describe(error)));
    worker.on('error', (error) => this.#end(describe(error)));
    worker.on('exit', (code) => this.#end(`the mail thread has ended with exit code ${code}`));
    worker.unref();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** As `deliver` of a channel. A batch that is aborted is answered at once, and so are all when the thread ends. */
  async deliver(
    batch: readonly MailContent[],
    signal: AbortSignal,
  ): Promise<readonly DeliveryResult[]> {
    const id = ++this.#lastId;
    const progress = new Uint8Array(new SharedArrayBuffer(batch.length));
    this.#post({ type: 'deliver', id, batch: batch.map(contentOf), progress });
    const onAbort = () => {
      this.#post({ type: 'abort', id });
      this.#take(id)?.resolve(interrupted(progress, 'the delivery was aborted'));
    };
    signal.addEventListener('abort', onAbort);
    try {
      return await new Promise((resolve, reject) => {
        if (this.#underWay.size === 0) this.#worker.ref();
        this.#underWay.set(id, { progress, resolve, reject });
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the thread, in whatever it is doing. Its connections are closed when the promise resolves. */
  async stop(reason: string): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  #post(request: MailRequest): void {
    this.#worker.postMessage(request);
  }

  #onAnswer(answer: MailAnswer): void {
    const delivery = this.#take(answer.id);
    if ('results' in answer) delivery?.resolve(answer.results);
    else delivery?.reject(new Error(answer.error));
  }

  #end(reason: string): void {
    this.#hasEnded = true;
    for (const id of [...this.#underWay.keys()]) {
      const delivery = this.#take(id);
      delivery?.resolve(interrupted(delivery.progress, reason));
    }
  }

  /** Removes a batch, which gets its answer now. Undefined if it has had one. */
  #take(id: number): Delivery | undefined {
    const delivery = this.#underWay.get(id);
    this.#underWay.delete(id);
    if (this.#underWay.size === 0) this.#worker.unref();
    return delivery;
  }
}

/** No more than a mail needs: what is cloned takes time in both threads. */
function contentOf({ id, to, subject, text, html }: MailContent): MailContent {
  return {
    ...{ id, subject, text },
    ...(html !== undefined && { html }),
    to: {
      ...(to.name !== undefined && { name: to.name }),
      ...(to.email !== undefined && { email: to.email }),
    },
  };
}

/** The results of a batch whose answer is not waited for: mails that the server has accepted are not sent again. */
function interrupted(progress: Uint8Array, reason: string): DeliveryResult[] {
  const retry = channelRetry(reason);
  return Array.from(progress, (_, index) =>
    Atomics.load(progress, index) === SENT ? 'sent' : retry,
  );
}
