import { show } from '../../base/show.ts';
import type { DeliveryResult, Message } from '../../notifications/channel.ts';
import { composeMail, type MailDefaults } from './composeMail.ts';
import { channelRetry, type Failure, failureResult } from './failureResult.ts';
import type { SmtpLine } from './smtpLine.ts';
import type { SmtpLines } from './smtpLines.ts';

interface SendOptions {
  readonly lines: SmtpLines;
  readonly defaults: MailDefaults;
  readonly signal: AbortSignal;
}

/**
 * Sends messages at the same time, as far as there are lines. After the first failure that would meet all mails, those
 * that wait for a line are not tried. When the signal aborts, it resolves at once and closes the lines that it uses.
 *
 * @returns one result for each message, in their order.
 */
export async function sendBatch(
  batch: readonly Message[],
  { lines, defaults, signal }: SendOptions,
): Promise<DeliveryResult[]> {
  const inUse = new Set<SmtpLine>();
  /** Why no other mail of this batch is tried. */
  let failure: Failure | undefined;

  async function send(message: Message): Promise<DeliveryResult> {
    const mail = composeMail(message, defaults);
    if (mail === undefined) {
      return { status: 'failed', reason: `${show(message.to.email)} is no email address` };
    }
    const line = await lines.acquire();
    if (line === undefined) return channelRetry('the channel is closed');
    if (failure !== undefined) {
      lines.release(line);
      return failure;
    }
    inUse.add(line);
    const result = await line.send(mail).then(() => 'sent' as const, failureResult);
    inUse.delete(line);
    if (result !== 'sent' && affectsChannel(result)) {
      failure ??= result;
      line.close();
    }
    lines.release(line);
    return result;
  }

  let onAbort = () => {};
  const aborted = new Promise<DeliveryResult>((resolve) => {
    onAbort = () => {
      failure = channelRetry('the delivery was aborted');
      resolve(failure);
      for (const line of inUse) line.close();
    };
  });
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.all(batch.map((message) => Promise.race([aborted, send(message)])));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function affectsChannel(failure: Failure): boolean {
  return failure.status === 'retry' && failure.affects === 'channel';
}
