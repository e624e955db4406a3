import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';
import type { MigratedState } from '../migration.ts';

/**
 * What a migration has chosen, as its record will be: data that JSON can hold, and a copy.
 *
 * @throws TypeError or RangeError that says what was expected and what came.
 */
export function checkMigrated(given: unknown): MigratedState {
  if (!isPlainObject(given)) throw check.wrongType('migrated', 'a state and context', given);
  check.fields('migrated', given, ['state', 'context', 'waitsFor']);
  const { state, context, waitsFor } = given;
  if (typeof state !== 'string' && !isPlainObject(state)) {
    throw check.wrongType('migrated.state', 'a state of the chart', state);
  }
  if (!isPlainObject(context)) throw check.wrongType('migrated.context', 'an object', context);
  if (waitsFor !== undefined) {
    if (!Array.isArray(waitsFor)) throw check.wrongType('migrated.waitsFor', 'a list', waitsFor);
    for (const wait of waitsFor as unknown[]) {
      if (!isPlainObject(wait)) throw check.wrongType('migrated.waitsFor', 'events', wait);
      check.text('migrated.waitsFor.event', wait.event);
      check.count('migrated.waitsFor.dueAt', wait.dueAt);
    }
  }
  try {
    return JSON.parse(JSON.stringify(given)) as MigratedState;
  } catch {
    throw check.wrongType('migrated', 'data that JSON can hold', given);
  }
}
