/** Why LMDB could not commit. Its package gives the reason in a separate promise, which has to be waited for. */
export async function commitCause(error: unknown): Promise<Error> {
  const { commitError } = error as { readonly commitError?: Promise<never> };
  return (commitError ?? Promise.reject(error)).catch((reason: Error) => reason);
}
