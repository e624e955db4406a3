/** Resolves after all promises that can resolve have resolved. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
