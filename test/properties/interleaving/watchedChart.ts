import { type AnyActorRef, type AnyStateMachine, createMachine } from 'xstate';

interface State {
  readonly on?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}
type Transition = { readonly actions?: unknown } & object;

/** The same chart, with an action at the end of every transition that calls `onAction`. */
export function watchedChart(
  standard: AnyStateMachine,
  onAction: (actor: AnyActorRef) => void,
): AnyStateMachine {
  const { config, implementations } = standard;
  const watch = ({ self }: { readonly self: AnyActorRef }) => onAction(self);
  const watched = (transitions: unknown) =>
    listOf(transitions).map((it) => {
      const transition = (typeof it === 'string' ? { target: it } : it) as Transition;
      return { ...transition, actions: [...listOf(transition.actions), watch] };
    });
  const each = (transitions: State['on'] = {}) =>
    Object.fromEntries(Object.entries(transitions).map(([key, it]) => [key, watched(it)]));
  const states = Object.entries(config.states as Readonly<Record<string, State>>).map(
    ([name, state]) => {
      const { on, after, ...rest } = state;
      return [name, { ...rest, ...(on && { on: each(on) }), ...(after && { after: each(after) }) }];
    },
  );
  return createMachine({ ...config, states: Object.fromEntries(states) } as never).provide(
    implementations as never,
  );
}

function listOf(items: unknown): readonly unknown[] {
  if (items === undefined) return [];
  return Array.isArray(items) ? items : [items];
}
