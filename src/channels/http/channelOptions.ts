import * as check from '../../base/check.ts';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_TIMEOUT_MS,
  MAX_CONCURRENCY,
  MAX_TIMEOUT_MS,
} from './limits.ts';

/** The options that all channels by HTTP have. */
export interface HttpChannelOptions {
  /** What the shop names the channel by: 1 to 32 of a-z, 0-9, `-` and `_`. */
  readonly name?: string;
  /**
   * True lets the channel send to this machine and to networks that are not public, such as `localhost`, 10.0.0.0/8
   * and the metadata services of clouds. False when left out.
   */
  readonly allowPrivate?: boolean;
  /** Longest time of a request, in milliseconds: 1 to 300,000; 10,000 when left out. */
  readonly timeoutMs?: number;
  /** Requests of one batch that are under way at the same time: 1 to 100; 8 when left out. */
  readonly concurrency?: number;
}

/** The names of these options, for `check.fields`. */
export const HTTP_CHANNEL_OPTIONS = ['name', 'allowPrivate', 'timeoutMs', 'concurrency'] as const;

const NAME = /^[a-z0-9_-]{1,32}$/;

/** @throws ArgumentError if one of the options is something else. */
export function checkHttpChannelOptions(
  options: HttpChannelOptions,
  defaultName: string,
): Required<HttpChannelOptions> {
  const { name = defaultName, allowPrivate = false } = options;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, concurrency = DEFAULT_CONCURRENCY } = options;
  if (!NAME.test(check.text('options.name', name))) {
    throw check.outOfRange('options.name', '1 to 32 of a-z, 0-9, - and _', name);
  }
  check.boolean('options.allowPrivate', allowPrivate);
  check.wholeNumber('options.timeoutMs', timeoutMs, { min: 1, max: MAX_TIMEOUT_MS });
  check.wholeNumber('options.concurrency', concurrency, { min: 1, max: MAX_CONCURRENCY });
  return { name, allowPrivate, timeoutMs, concurrency };
}
