import type { StateValue } from 'xstate';
import type { ActorKind } from './actorKind.ts';

/** An actor as it stands in the store. */
export interface StoredState<Kind extends string = string> {
  readonly kind: Kind;
  readonly id: string;
  readonly state: StateValue;
  readonly context: unknown;
}

/** The state and context to go on with, or undefined to refuse the actor by name. */
export type Migrate<Kind extends string = string> = (
  stored: StoredState<Kind>,
) => { readonly state: StateValue; readonly context: unknown } | undefined;

/** The migration of one kind of actors. */
export function migrationOf<Kind extends string>(
  kind: Kind,
  migrate: Migrate<Kind> | undefined,
): Pick<ActorKind, 'migrate'> {
  if (migrate === undefined) return {};
  return {
    migrate(id, { value: state, context }) {
      const migrated = migrate({ kind, id, state, context });
      return migrated && { value: migrated.state, context: migrated.context };
    },
  };
}
