import type { InspectionEvent, Observer } from 'xstate';
import * as check from '../base/check.ts';
import { show } from '../base/show.ts';

/** What XState takes as an inspector: the Stately inspector's `inspect`, or a function. */
export type GivenInspector = Observer<InspectionEvent> | ((event: InspectionEvent) => void);

/**
 * Calls the given inspector. Its first error is reported as a process warning: it must not fail the turn.
 *
 * @param name what the caller knows the inspector by.
 * @throws ArgumentError if it is something else.
 */
export function guardedInspector(
  name: string,
  given: GivenInspector,
  expected = 'a function, or an object with next()',
): (event: InspectionEvent) => void {
  const observer = typeof given === 'function' ? { next: given } : given;
  if (typeof observer !== 'object' || observer === null || typeof observer.next !== 'function') {
    throw check.wrongType(name, expected, given);
  }
  let hasWarned = false;
  return (event) => {
    try {
      observer.next?.(event);
    } catch (error) {
      if (!hasWarned) process.emitWarning(`the inspector threw ${show(error)}`);
      hasWarned = true;
    }
  };
}
