/** The result once its turn is durable. */
export function after<Result>(committed: Promise<void>, result: Result): Promise<Result> {
  return committed.then(() => result);
}

/** A failed commit stops the engine with its cause, which every later command reports. */
export function ignoreRejection(result: unknown): void {
  if (result instanceof Promise) result.catch(() => {});
}
