import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { toError } from '../../base/toError.ts';
import { type MailerOptions, openMailer } from './mailer.ts';
import { type DeliverRequest, type MailAnswer, type MailRequest, SENT } from './mailMessages.ts';

/**
 * The mail thread: sends the mails of one channel, for as long as its channel lets it. Its program is a text that the
 * build makes, so that it is part of a bundle.
 */
const port = parentPort as MessagePort;
const mailer = openMailer(workerData as MailerOptions);
const underWay = new Map<number, AbortController>();

port.on('message', (request: MailRequest) => {
  if (request.type === 'abort') underWay.get(request.id)?.abort();
  else deliver(request);
});
// A batch that cannot be read would get no answer: the thread ends, and the channel tries again with another.
port.on('messageerror', (error) => {
  throw error;
});

async function deliver({ id, batch, progress }: DeliverRequest): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    const results = await mailer.deliver(batch, {
      signal: controller.signal,
      onSent: (index) => Atomics.store(progress, index, SENT),
    });
    answer({ id, results });
  } catch (error) {
    answer({ id, error: toError(error).message });
  } finally {
    underWay.delete(id);
  }
}

function answer(message: MailAnswer): void {
  port.postMessage(message);
}
