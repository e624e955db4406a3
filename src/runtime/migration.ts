import type { StateValue } from 'xstate';
import { userCodeThrew } from '../base/userCodeError.ts';
import type { ActorKind } from './actorKind.ts';

/** An actor as it is stored. */
export interface StoredState<Kind extends string = string> {
  readonly kind: Kind;
  readonly id: string;
  readonly state: StateValue;
  readonly context: unknown;
}

/**
 * @returns the state and context to continue with; undefined refuses the actor, and opening fails
 * with its name.
 */
export type Migrate<Kind extends string = string> = (
  stored: StoredState<Kind>,
) => { readonly state: StateValue; readonly context: unknown } | undefined;

/**
 * The `migrate` member of an {@link ActorKind}, made from the function of the user. Throws a UserCodeError if
 * that throws.
 */
export function migrationOf<Kind extends string>(
  kind: Kind,
  migrate: Migrate<Kind> | undefined,
): Pick<ActorKind, 'migrate'> {
  if (migrate === undefined) return {};
  return {
    migrate(id, { value: state, context }) {
      let migrated: ReturnType<Migrate<Kind>>;
      try {
        migrated = migrate({ kind, id, state, context });
      } catch (error) {
        throw userCodeThrew('migrate', error, `migrate, ${kind} ${id}`);
      }
      return migrated && { value: migrated.state, context: migrated.context };
    },
  };
}
