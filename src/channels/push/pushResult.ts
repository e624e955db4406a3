import type { DeliveryResult } from '../../notifications/channel.ts';
import type { Verdict } from '../http/verdict.ts';

/** What has become of a message on one device. */
export interface DeviceOutcome {
  readonly endpoint: string;
  /** `gone` if the subscription exists no longer. */
  readonly verdict: Verdict | { readonly status: 'gone' };
  /** True when a failure of its server is that of a push service, which others use as well. */
  readonly isShared: boolean;
}

export interface PushResultTerms {
  /** True when a device has got the message in an earlier attempt. */
  readonly wasSent: boolean;
  /** False when a message that one device has got is not tried again for the others. */
  readonly retriesOthers: boolean;
  /** True when a push service took a message of the same batch, so that the channel works. */
  readonly isUp: boolean;
}

/**
 * The result of a message from those of its devices:
 * - a retry if a device may get it later (with the longest time that was asked for);
 * - otherwise sent if any device has got it, now or before;
 * - otherwise failed.
 *
 * The retry affects the channel if no device of any message of the batch got through, and a push service is among
 * those that did not answer. Otherwise it affects the message alone.
 */
export function pushResult(
  outcomes: readonly DeviceOutcome[],
  { wasSent, retriesOthers, isUp }: PushResultTerms,
): DeliveryResult {
  const isSent = wasSent || outcomes.some(({ verdict }) => verdict.status === 'sent');
  const gone = outcomes.filter(({ verdict }) => verdict.status === 'gone');
  const goneEndpoints =
    gone.length === 0 ? {} : { goneEndpoints: gone.map(({ endpoint }) => endpoint) };
  const retries = outcomes.flatMap(({ verdict }) => (verdict.status === 'retry' ? verdict : []));
  const [first] = retries;
  if (first !== undefined && (retriesOthers || !isSent)) {
    const times = retries.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
    const isShared = outcomes.some((each) => each.verdict.status === 'retry' && each.isShared);
    return {
      status: 'retry',
      reason: first.reason,
      ...(times.length === 0 ? {} : { retryAfterMs: Math.max(...times) }),
      affects: isShared && !isUp ? 'channel' : 'message',
      ...goneEndpoints,
    };
  }
  if (isSent) return gone.length === 0 ? 'sent' : { status: 'sent', ...goneEndpoints };
  const [failure] = outcomes.flatMap(({ verdict }) => (verdict.status === 'failed' ? verdict : []));
  return { status: 'failed', reason: failure?.reason ?? NO_DEVICE, ...goneEndpoints };
}

const NO_DEVICE = 'no push subscription exists any more';
