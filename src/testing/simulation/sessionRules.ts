import type { Shop } from '../../shopTypes.ts';
import type { Answered, Command } from './command.ts';
import type { History } from './history.ts';

/** A command that was sent to a shop. */
export interface Call {
  readonly command: Command;
  /** The time of the shop, epoch milliseconds. */
  readonly sentAt: number;
  /** The last batch before it was sent. */
  readonly batchBefore: number;
  /** The batch of its turn; {@link batchBefore} if it changed nothing. */
  batch: number;
  /** True when the shop had been closed, or had stopped, before it was sent. */
  readonly isAfterEnd: boolean;
  /** True when the shop had crashed before it was sent. */
  readonly isAfterCrash: boolean;
}

/** What a session knows of its shop. */
export interface SessionView {
  readonly shop: Shop;
  readonly history: History;
  /** The time of the shop, epoch milliseconds. */
  readonly now: number;
  /** The number of the last durable batch. */
  readonly durable: number;
}

/** What is expected of the answers to commands, beside what holds for any chart. Each member may be left out. */
export interface SessionRules {
  /** The command is about to be sent. */
  calling?(call: Call, session: SessionView): void;
  /** Its turn has run. */
  called?(call: Call, session: SessionView): void;
  /**
   * The command has been answered, or has rejected.
   *
   * @param outcome `done`, `rejected`, or the code of a refusal.
   */
  ended?(call: Call, outcome: string): void;
  /**
   * The shop, which had not ended before the call, has answered.
   *
   * @returns true when nothing more is to be checked of the answer.
   */
  answered?(call: Call, answer: Answered | undefined, session: SessionView): boolean;
}
