import type { StoreKind } from '../notifyShop.ts';

/**
 * What tells users of their orders: nothing; nothing, but facts are retained as they are for a channel; nothing, but as
 * many mails as there are orders go out beside the shop; a channel that costs next to nothing; email; or email whose
 * connections run in a thread of their own.
 */
export type Notifier = 'none' | 'log' | 'same mails' | 'sink' | 'email' | 'email in a thread';

/** Those that need a mail server. */
export const EMAIL_NOTIFIERS: readonly Notifier[] = ['same mails', 'email', 'email in a thread'];

/** The task of a child process: a shop with a load of orders. */
export interface LoadTask {
  /** Checkouts as fast as they are answered, or whole orders at a fixed rate. */
  readonly load: 'checkouts' | 'orders';
  readonly notifier: Notifier;
  readonly store: StoreKind;
  /** The folder of the store. */
  readonly path: string;
  /** Of the mail server; 0 without one. */
  readonly port: number;
  /** How long the email channel waits for the mail server; its default when left out. */
  readonly timeoutMs?: number;
  /** The measured time. */
  readonly seconds: number;
  /** Orders per second, of whole orders. */
  readonly rate: number;
  readonly seed: number;
}
