import type { TurnCommand } from '../runtime/turn.ts';

/** Learns of the answer to each command. */
export interface AnsweredCommands {
  /** A command is answered now. */
  answered(command: TurnCommand): void;
}
