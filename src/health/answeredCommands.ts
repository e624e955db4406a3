import type { CommandClass } from '../admission/commandClass.ts';

/** Learns of the answer to each command. */
export interface AnsweredCommands {
  /** Milliseconds of the clock with which latencies and waits are measured. */
  now(): number;
  /**
   * A command has been answered.
   *
   * @param latencyMs from the call to the durable answer, in milliseconds.
   * @param isError true when it has rejected, and not with an ArgumentError.
   * @param waitMs from the call to its start, in milliseconds; 0 when left out.
   * @param now the time of the answer if it is known; read when left out.
   */
  answered(
    commandClass: CommandClass,
    latencyMs: number,
    isError: boolean,
    waitMs?: number,
    now?: number,
  ): void;
}
