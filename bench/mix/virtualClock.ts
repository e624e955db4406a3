import type { Clock } from '../../src/index.ts';
import { BEGIN_AT } from './limits.ts';

/**
 * A clock that stands still until it is moved. Its timers never fire: a shop runs the timers that are
 * due before each command, so that two builds run them at the same points.
 */
export class VirtualClock implements Clock {
  /** Milliseconds since the beginning. */
  ms = 0;
  readonly isSimulated = true;

  now(): number {
    return BEGIN_AT + this.ms;
  }

  setTimeout(): undefined {
    return undefined;
  }

  clearTimeout(): void {}
}
