import {
  and,
  assign,
  cancel,
  emit,
  enqueueActions,
  log,
  not,
  or,
  raise,
  stateIn,
  stopChild,
} from 'xstate';
import { type Chart, type Kit, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';
import { namedAction, sending, shortLived, spawning, timing } from './buildAction.ts';
import type { ActionSpec, GuardSpec, StateSpec, TransitionSpec } from './chartSpec.ts';

/** One state of the chart with its path. */
interface Place {
  readonly spec: StateSpec;
  readonly path: readonly string[];
}

const KEYS = ['a', 'b', 'c'] as const;

function placesBelow(spec: StateSpec, path: readonly string[]): Place[] {
  const children = (spec.children ?? []).map((child, index) =>
    placesBelow(child, [...path, KEYS[index] as string]),
  );
  return [{ spec, path }, ...children.flat()];
}

/** The machine of a description, with its steps. */
export function chartOf(spec: StateSpec, steps: Chart['steps']): Chart {
  return { rule: 'random', build: (kit) => new Builder(spec, kit).machine(), steps };
}

class Builder {
  readonly #root: StateSpec;
  readonly #kit: Kit;
  readonly #places: readonly Place[];

  constructor(root: StateSpec, kit: Kit) {
    this.#root = root;
    this.#kit = kit;
    this.#places = placesBelow(root, []);
  }

  machine() {
    const { trace, make } = this.#kit;
    const first = this.#places[1]?.path.join('.') as string;
    return machineOf(
      {
        id: 'm',
        context: { n: 0, fuel: 3, spawned: 0 },
        options: { maxIterations: 25 },
        ...this.#state({ spec: this.#root, path: [] }),
      },
      {
        actions: {
          known: trace.act('known'),
          addNamed: assign({
            n: ({ context }: Args, by: unknown) => context.n + (Number(by) || 1),
          }),
        },
        guards: {
          isEven: trace.calls('isEven', ({ context }: GuardArgs) => context.n % 2 === 0),
          isSmall: trace.calls('isSmall', ({ context }: GuardArgs) => context.n < 3),
          below: ({ context }: GuardArgs, limit: unknown) => context.n < Number(limit),
          alias: { type: 'below', params: 2 },
          both: and(['isEven', not('alias')]),
          isIn: stateIn(first),
          throws: () => {
            throw new Error('a guard broke');
          },
        },
        delays: { static: 7, dynamic: ({ context }: Args) => context.n + 3 },
        actors: { child: make(shortLived) },
      },
    );
  }

  #state({ spec, path }: Place): object {
    const { children = [], initial, isFinal, hasId, onDone, output, meta, tags } = spec;
    const id = this.#idOf({ spec, path });
    return {
      ...(hasId && path.length > 0 && { id }),
      ...(isFinal && { type: 'final' }),
      ...(tags && { tags }),
      ...(meta !== undefined && { meta: { meta } }),
      ...(output !== undefined && {
        output: output === 'made' ? ({ context, event }: Args) => [context.n, event] : output,
      }),
      entry: this.#actions(spec.entry, `in ${id}`),
      exit: this.#actions(spec.exit, `out ${id}`),
      on: this.#byKey(spec.on, path),
      after: this.#byKey(spec.after, path),
      ...(spec.always && { always: spec.always.map((always) => this.#always(always, path)) }),
      ...(onDone && { onDone: onDone.map((transition) => this.#transition(transition, path)) }),
      ...(children.length > 0 && {
        initial: {
          target: KEYS[(initial?.child ?? 0) % children.length],
          actions: this.#actions(initial?.actions, `initial of ${id}`),
        },
        states: Object.fromEntries(
          children.map((child, index) => {
            const key = KEYS[index] as string;
            return [key, this.#state({ spec: child, path: [...path, key] })];
          }),
        ),
      }),
    };
  }

  #byKey(given: StateSpec['on'] = {}, path: readonly string[]): object {
    return Object.fromEntries(
      Object.entries(given).map(([key, transitions]) => [
        key,
        transitions.map((transition) => this.#transition(transition, path)),
      ]),
    );
  }

  #transition({ to, guard, actions, reenter }: TransitionSpec, path: readonly string[]): object {
    return {
      ...(to && { target: this.#target(to, path) }),
      ...(guard && { guard: this.#guard(guard) }),
      ...(actions && { actions: this.#actions(actions, 'on the way') }),
      ...(reenter !== undefined && { reenter }),
    };
  }

  #always(spec: TransitionSpec & { endless?: boolean }, path: readonly string[]): object {
    const transition = this.#transition(spec, path) as { guard?: never; actions?: unknown[] };
    if (spec.endless) return transition;
    const hasFuel = ({ context }: GuardArgs) => context.fuel > 0;
    const burn = assign({ fuel: ({ context }: Args) => context.fuel - 1 });
    return {
      ...transition,
      guard: transition.guard ? and([hasFuel, transition.guard]) : hasFuel,
      actions: [burn, ...(transition.actions ?? [])],
    };
  }

  #placeOf(state: number): Place {
    return this.#places[state % this.#places.length] as Place;
  }

  /** The target by its id, or in another form that is possible from this state. */
  #target({ state, as }: { state: number; as: number }, from: readonly string[]): string {
    const place = this.#placeOf(state);
    const { path } = place;
    const within = (outer: readonly string[]) =>
      path.length > outer.length && outer.every((key, index) => key === path[index]);
    const ways = [`#${this.#idOf(place)}`, `#${['m', ...path].join('.')}`];
    if (within(from)) ways.push(`.${path.slice(from.length).join('.')}`);
    if (from.length > 0 && within(from.slice(0, -1))) {
      ways.push(path.slice(from.length - 1).join('.'));
    }
    return ways[as % ways.length] as string;
  }

  #idOf({ spec, path }: Place): string {
    return spec.hasId && path.length > 0 ? `id-${path.join('-')}` : ['m', ...path].join('.');
  }

  #guard(spec: GuardSpec): never {
    return this.#anyGuard(spec) as never;
  }

  #anyGuard(spec: GuardSpec): unknown {
    const { trace } = this.#kit;
    if ('named' in spec) return spec.named;
    if ('below' in spec) {
      const params = ({ event }: GuardArgs) => spec.below + (event.v ?? 0);
      return { type: 'below', params: spec.dynamic ? trace.calls('params', params) : spec.below };
    }
    if ('inline' in spec) {
      const inline = {
        odd: ({ context }: GuardArgs) => context.n % 2 === 1,
        big: ({ context }: GuardArgs) => context.n > 3,
        byEvent: ({ event }: GuardArgs) => event.v > 1,
      };
      return trace.calls(spec.inline, inline[spec.inline]);
    }
    if ('stateIn' in spec) {
      const place = this.#placeOf(spec.stateIn);
      const { path } = place;
      if (spec.as === 'id' || path.length === 0) return stateIn(`#${this.#idOf(place)}`);
      return stateIn(spec.as === 'text' ? path.join('.') : (asValue(path) as never));
    }
    if ('not' in spec) return not(this.#guard(spec.not));
    if ('and' in spec) return and(spec.and.map((each) => this.#guard(each)));
    if ('or' in spec) return or(spec.or.map((each) => this.#guard(each)));
    return spec.fails;
  }

  #actions(specs: readonly ActionSpec[] | undefined, where: string): unknown[] {
    return (specs ?? []).map((spec) => this.#action(spec, where));
  }

  #action(spec: ActionSpec, where: string): unknown {
    const { trace } = this.#kit;
    const told = ({ context, event }: Args) => ({ where, n: context.n, of: event.type });
    if ('act' in spec) return trace.act(`${spec.act} ${where}`);
    if ('named' in spec) return namedAction(spec);
    if ('add' in spec) {
      const add = ({ context }: Args) => context.n + spec.add;
      return spec.as === 'object' ? assign({ n: add }) : assign((args: Args) => ({ n: add(args) }));
    }
    if ('refuel' in spec) return assign({ fuel: spec.refuel });
    if ('raise' in spec) return raise({ type: spec.raise }, timing(spec));
    if ('send' in spec) return sending(spec);
    if ('emit' in spec) return emit((args: Args) => ({ type: spec.emit, ...told(args) }));
    if ('log' in spec) return log(told, spec.log);
    if ('cancel' in spec) return cancel(spec.made ? () => spec.cancel : spec.cancel);
    if ('enqueue' in spec) return this.#collection(spec, where);
    if ('spawn' in spec) return spawning(spec.spawn);
    if ('stop' in spec) return stopChild(spec.stop);
    return () => {
      throw new Error(`an action broke ${where}`);
    };
  }

  #collection(spec: Extract<ActionSpec, { enqueue: unknown }>, where: string): unknown {
    const inner = this.#actions(spec.enqueue, `enqueued ${where}`);
    const when = spec.when && this.#guard(spec.when);
    return enqueueActions(({ context, check, enqueue }) => {
      this.#kit.trace.note({ collecting: where, context });
      if (when !== undefined && !check(when)) return;
      for (const action of inner) enqueue(action as never);
      enqueue.assign({ n: context.n + 1 });
      enqueue.emit({ type: 'enqueued' });
    });
  }
}

function asValue([key, ...rest]: readonly string[]): string | object {
  return rest.length === 0 ? (key as string) : { [key as string]: asValue(rest) };
}
