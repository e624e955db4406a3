import { channel } from 'node:diagnostics_channel';

/** Members that are undefined are not known yet. Times are milliseconds. */
export interface CommandMessage {
  /** The shop, to tell several shops of a process apart. */
  readonly shop: object;
  /** The command's type, such as `carts.add`. */
  readonly type: string;
  /** `release`, `buy` or `browse`. */
  readonly commandClass: string;
  /** From the call to the start; undefined for a command that was refused before. */
  waitMs: number | undefined;
  /** From the call to the durable answer. */
  durationMs: number | undefined;
  /** The code of the refusal, if it was refused. */
  refusal: string | undefined;
  /** With what the command has rejected; undefined if it has not. */
  error: unknown;
}

/** A turn has run; its changes are about to be committed. */
export interface TurnMessage {
  /** The shop, to tell several shops of a process apart. */
  readonly shop: object;
  /** 1, 2, 3, ... over the lifetime of a store. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How long the turn has run, in milliseconds. */
  readonly durationMs: number;
  /** The number of facts that the turn has recorded. */
  readonly facts: number;
  /** The number of changes of its batch. */
  readonly changes: number;
}

/** A command was refused. */
export interface RefusalMessage {
  /** The shop, to tell several shops of a process apart. */
  readonly shop: object;
  /** The command's type, such as `carts.add`. */
  readonly command: string;
  /** The code of the refusal. */
  readonly code: string;
}

/** The shop takes no more commands. */
export interface StoppedMessage {
  /** The shop, to tell several shops of a process apart. */
  readonly shop: object;
  /** Undefined when the shop was closed. */
  readonly cause: Error | undefined;
}

/** Those of `diagnostics_channel.tracingChannel('statecart:command')`, which passes one message to all three. */
export const COMMAND_START = channel('tracing:statecart:command:start');
export const COMMAND_ERROR = channel('tracing:statecart:command:error');
export const COMMAND_ASYNC_END = channel('tracing:statecart:command:asyncEnd');

export const TURN = channel('statecart:turn');
export const REFUSAL = channel('statecart:refusal');
export const STOPPED = channel('statecart:stopped');

/** True when somebody has subscribed to one of the channels: asked before each command. */
export function haveSubscribers(): boolean {
  return (
    COMMAND_ASYNC_END.hasSubscribers ||
    COMMAND_START.hasSubscribers ||
    COMMAND_ERROR.hasSubscribers ||
    TURN.hasSubscribers ||
    REFUSAL.hasSubscribers ||
    STOPPED.hasSubscribers
  );
}
