import type { AnyStateMachine } from 'xstate';

/**
 * The names of the members of a chart's context that are deadlines: points in time, in epoch milliseconds,
 * that move when the wall clock jumps. The chart names them as `meta: { deadlines: [...] }` of its root.
 */
export function deadlinesOf({ root }: AnyStateMachine): readonly string[] {
  const { deadlines = [] } = (root.meta ?? {}) as { readonly deadlines?: readonly string[] };
  return deadlines;
}

/**
 * The context on a wall clock that has jumped: what is due by a deadline is due as long from now as it was.
 * Returns the context itself if it has none of these deadlines.
 *
 * @param names those of the members that are deadlines; one that is no whole number stays as it is.
 * @param byMs how far the clock has jumped, in milliseconds.
 */
export function moveDeadlines<Context extends object>(
  context: Context,
  names: Iterable<string>,
  byMs: number,
): Context {
  let moved: Record<string, unknown> | undefined;
  for (const name of names) {
    const deadline = (context as Record<string, unknown>)[name];
    if (!Number.isSafeInteger(deadline)) continue;
    moved ??= { ...context } as Record<string, unknown>;
    moved[name] = (deadline as number) + byMs;
  }
  return (moved as Context | undefined) ?? context;
}
