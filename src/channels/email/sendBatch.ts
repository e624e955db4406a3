import { show } from '../../base/show.ts';
import type { DeliveryResult } from '../../notifications/channel.ts';
import { composeMail, type MailContent, type MailDefaults } from './composeMail.ts';
import { channelRetry, type Failure, failureResult } from './failureResult.ts';
import type { SmtpLine } from './smtpLine.ts';
import type { SmtpLines } from './smtpLines.ts';

interface SendOptions {
  readonly lines: SmtpLines;
  readonly defaults: MailDefaults;
  readonly signal: AbortSignal;
  /** Called with the index of each message at once when the server has accepted it. */
  readonly onSent?: ((index: number) => void) | undefined;
}

/**
 * Sends messages at the same time, as far as there are lines. After the first failure that would meet all mails, those
 * that wait for a line are not tried. When the signal aborts, it resolves at once and closes the lines that it uses.
 *
 * @returns one result for each message, in their order.
 */
export async function sendBatch(
  batch: readonly MailContent[],
  { lines, defaults, signal, onSent }: SendOptions,
): Promise<DeliveryResult[]> {
  const inUse = new Set<SmtpLine>();
  /** Why no other mail of this batch is tried. */
  let failure: Failure | undefined;

  async function send(message: MailContent, index: number): Promise<DeliveryResult> {
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
    if (result === 'sent') onSent?.(index);
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
    return await Promise.all(
      batch.map((message, index) => Promise.race([aborted, send(message, index)])),
    );
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function affectsChannel(failure: Failure): boolean {
  return failure.status === 'retry' && failure.affects === 'channel';
}
