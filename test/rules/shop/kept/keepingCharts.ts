import {
  type AnyActorRef,
  type AnyStateMachine,
  assign,
  createMachine,
  emit,
  enqueueActions,
  log,
  raise,
  sendParent,
  sendTo,
  spawnChild,
} from 'xstate';
import { cartMachine, orderMachine } from '../../../../machines/index.ts';
import type { Given, Keeper, Late } from './keeper.ts';

/** A transition, several candidates, or the name of a target. */
type Transitions = string | object | readonly (string | object)[] | undefined;

interface State {
  readonly type?: string;
  readonly on?: Readonly<Record<string, Transitions>>;
  readonly after?: Readonly<Record<string, Transitions>>;
  readonly entry?: unknown;
  readonly exit?: unknown;
}

/** A child that tells its parent that it has started. */
const counter = createMachine({ entry: sendParent({ type: 'counted' }) });

/** The standard cart chart whose guards and actions keep what they get. */
export function keepingCart(keeper: Keeper): AnyStateMachine {
  return keepingChart(cartMachine, keeper);
}

/**
 * The standard order chart whose guards and actions keep what they get.
 *
 * @param spawning `by a collection`: the chart is compiled; `by the chart`: XState interprets it.
 */
export function keepingOrder(
  keeper: Keeper,
  spawning: 'by a collection' | 'by the chart' = 'by a collection',
): AnyStateMachine {
  const spawn =
    spawning === 'by the chart'
      ? spawnChild('counter', { id: 'counter' })
      : enqueueActions(({ enqueue }) => {
          (enqueue as unknown as Late).spawnChild('counter', { id: 'counter' });
        });
  return keepingChart(orderMachine, keeper, { entry: spawn });
}

function keepingChart(
  standard: AnyStateMachine,
  keeper: Keeper,
  confirmed: { readonly entry?: unknown } = {},
): AnyStateMachine {
  const { config, implementations } = standard;
  const keepGiven = (label: string) => (given: Given, params?: unknown) =>
    keeper.keepGiven(label, given, params);
  const heard = { actions: ['watch', assign({ heard: keepingCount(keeper, 'heard') })] };
  const chart = {
    ...config,
    context: (given: { readonly input: object }) => {
      keeper.keep('context: input', given.input);
      const context = config.context as unknown as (of: typeof given) => object;
      return { ...context(given), notes: 0, heard: 0, last: null };
    },
    on: { raised: heard, told: heard, counted: heard, note: { actions: actions(keeper, 'note') } },
    states: Object.fromEntries(
      Object.entries(config.states as Readonly<Record<string, State>>).map(([name, state]) => [
        name,
        keepingState(name === 'confirmed' ? { ...state, ...confirmed } : state, keeper),
      ]),
    ),
  };
  return createMachine(chart as never).provide({
    ...(implementations as object),
    guards: {
      ...(implementations.guards as object),
      watched: (given: Given, params: unknown) => {
        keeper.keepGiven('guard by name', given, params);
        return false;
      },
    },
    actions: { ...(implementations.actions as object), watch: keepGiven('action by name') },
    actors: { counter },
  } as never);
}

function keepingState(state: State, keeper: Keeper): State {
  if (state.type === 'final') return { ...state, entry: actions(keeper, 'final') } as State;
  const each = (transitions: State['on']) =>
    Object.fromEntries(
      Object.entries(transitions ?? {}).map(([key, it]) => [key, keepingTransitions(it, keeper)]),
    );
  return {
    ...state,
    entry: [...listOf(state.entry), ...actions(keeper, 'entry')],
    exit: [...actions(keeper, 'exit'), ...listOf(state.exit)],
    on: each(state.on),
    ...(state.after && { after: each(state.after) }),
  };
}

/** Two candidates that are never taken, and the given ones with actions around theirs. */
function keepingTransitions(transitions: Transitions, keeper: Keeper): object[] {
  const guard = (given: Given) => {
    keeper.keepGiven('guard', given);
    return false;
  };
  const params = ({ context, event }: Given) => {
    keeper.keep('params of a guard: context', context);
    return { context, event, list: [1] };
  };
  return [
    { guard },
    { guard: { type: 'watched', params } },
    ...listOf(transitions).map((it) => {
      const transition = (typeof it === 'string' ? { target: it } : it) as { actions?: unknown };
      const own = listOf(transition.actions);
      return {
        ...transition,
        actions: [...actions(keeper, 'before'), ...own, ...actions(keeper, 'after')],
      };
    }),
  ];
}

/** An action of each kind, all of which keep what they get. */
function actions(keeper: Keeper, at: string): unknown[] {
  const keeping =
    <Result>(label: string, result: (given: Given) => Result) =>
    (given: Given, params?: unknown): Result => {
      keeper.keepGiven(`${label}, ${at}`, given, params);
      return result(given);
    };
  const told = (type: string) => (given: Given) => ({ type, notes: given.context.notes, at });
  const countOf = ({ context }: Given) => Number(context.notes) + 1;
  const self = ({ self: actor }: { readonly self: AnyActorRef }) => actor;
  return [
    keeping('inline action', () => {}),
    'watch',
    { type: 'watch', params: ({ context, event }: Given) => ({ context, event, list: [at] }) },
    { type: 'watch', params: { list: [at] } },
    assign(keeping('assign by function', (given) => ({ notes: countOf(given) })) as never),
    assign({
      notes: keeping('assign by member', countOf),
      last: keeping('assign by member', ({ event }) => event.type),
    } as never),
    keeping('inline action', ({ self: actor }) => {
      if (actor !== undefined) keeper.follow('self', actor);
    }),
    emit(keeping('emit', told('noted')) as never),
    raise(keeping('raise', told('raised')) as never),
    sendTo(self as never, keeping('sendTo', told('told')) as never),
    // It prints, so there is only one.
    ...(at === 'note' ? [log(keeping('log', () => 'noted') as never)] : []),
    enqueueActions((given) => {
      const { enqueue, check } = given as unknown as Keeper['late'][number];
      keeper.late.push({ enqueue, check });
      keeper.keepGiven(`enqueueActions, ${at}`, given as unknown as Given);
      check(keeping('check', () => true));
      enqueue(keeping('enqueued action', () => {}));
      enqueue.assign(keeping('enqueue.assign', (it) => ({ notes: countOf(it) })));
      enqueue(keeping('enqueued action', () => {}));
      enqueue.emit(keeping('enqueue.emit', told('noted')));
      enqueue.raise(keeping('enqueue.raise', told('raised')));
      enqueue.sendTo(self, keeping('enqueue.sendTo', told('told')));
    }),
  ];
}

function keepingCount(keeper: Keeper, label: string) {
  return (given: Given): number => {
    keeper.keepGiven(label, given);
    return Number(given.context.heard) + 1;
  };
}

function listOf<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return Array.isArray(items) ? items : [items as Item];
}
