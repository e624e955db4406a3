import { smtpChannel } from '../../../src/email.ts';
import type { PersonalChannel } from '../../../src/index.ts';
import { sinkChannel } from '../watchChannel.ts';
import type { LoadTask } from './loadTask.ts';

/** The channel of a shop under load, or beside it; undefined without one. */
export function notifierChannel({
  notifier,
  port,
  timeoutMs,
}: LoadTask): PersonalChannel | undefined {
  switch (notifier) {
    case 'none':
    case 'log':
      return undefined;
    case 'sink':
      return sinkChannel();
    case 'same mails':
    case 'email':
    case 'email in a thread':
      return smtpChannel({
        url: `smtp://127.0.0.1:${port}`,
        from: 'Shop <orders@example.com>',
        thread: notifier !== 'email',
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
  }
}
