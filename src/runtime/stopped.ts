/** Why an engine takes no more turns: without a cause if it was closed. */
export interface Stopped {
  readonly cause: Error | undefined;
  /** The actor whose failure is the cause; undefined if it is another one. */
  readonly actor?: FailedActor | undefined;
}

/** An actor that has failed. */
export interface FailedActor {
  /** The name of its kind. */
  readonly kind: string;
  readonly name: string;
  readonly cause: Error;
}

export function stoppedError({ cause }: Stopped): Error {
  if (cause === undefined) return new Error('the engine has stopped');
  return new Error(`the engine has stopped: ${cause.message}`, { cause });
}
