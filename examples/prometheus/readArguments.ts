import { type Flags, readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger } from '../../src/terminal/readNumber.ts';
import { DEFAULT_PORT, PORT_RANGE, SECONDS_RANGE } from './limits.ts';

export const HELP = `Usage: npm run prometheus -- [--port N] [--seconds N]

A shop in memory whose metrics Prometheus can read: opens one, sells a few orders a second, and
serves http://127.0.0.1:PORT/metrics and /health until it is interrupted.

  --port N     the port; 0 for any that is free (${DEFAULT_PORT})
  --seconds N  ends after N seconds by itself
  --help       print this and do nothing

Exit code: 0, or 1 if the port cannot be used, or 2 if an argument is wrong.
`;

const OPTIONS = {
  port: { type: 'string' },
  seconds: { type: 'string' },
} as const satisfies Flags;

export interface PrometheusArguments {
  readonly port: number;
  /** Undefined for no end. */
  readonly seconds: number | undefined;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): PrometheusArguments {
  const { port, seconds } = readFlags(argv, OPTIONS).values;
  return {
    port: port === undefined ? DEFAULT_PORT : readInteger('--port', port, PORT_RANGE),
    seconds: seconds === undefined ? undefined : readInteger('--seconds', seconds, SECONDS_RANGE),
  };
}
