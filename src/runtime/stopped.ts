/** Why an engine takes no more turns: without a cause if it was closed. */
export interface Stopped {
  readonly cause: Error | undefined;
}

export function stoppedError({ cause }: Stopped): Error {
  if (cause === undefined) return new Error('the engine has stopped');
  return new Error(`the engine has stopped: ${cause.message}`, { cause });
}
