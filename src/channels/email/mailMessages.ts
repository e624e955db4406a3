import type { DeliveryResult } from '../../notifications/channel.ts';
import type { MailContent } from './composeMail.ts';

/** A batch for the mail thread. */
export interface DeliverRequest {
  readonly type: 'deliver';
  /** Of the batch, for its answer and for `abort`. */
  readonly id: number;
  readonly batch: readonly MailContent[];
  /**
   * One element for each message, in memory that both threads share: the mail thread sets it to {@link SENT} at once
   * when the server has accepted the mail. So it is known of a batch that has no answer yet, also when the thread ends.
   */
  readonly progress: Uint8Array;
}

/** What the main thread says to the mail thread. */
export type MailRequest = DeliverRequest | { readonly type: 'abort'; readonly id: number };

/** What the mail thread says of a batch: its results, or the message of the error of its delivery. */
export type MailAnswer =
  | { readonly id: number; readonly results: readonly DeliveryResult[] }
  | { readonly id: number; readonly error: string };

export const SENT = 1;
