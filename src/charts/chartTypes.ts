import type { AnyStateMachine, EmittedFrom, EventFrom, SnapshotFrom } from 'xstate';
import type { RefusalCode } from '../../machines/index.ts';

/**
 * What the types of a chart say about the values of a shop. All are about the type of a machine, as `setup` of
 * XState and `createMachine` infer it. Of `AnyStateMachine` nothing is known.
 */

/** Where the type of a machine says what its other members do not. No machine has this member. */
export declare const CHART_TYPES: unique symbol;

interface StatedTypes {
  readonly value: unknown;
  readonly event: { readonly type: string };
}

/** A chart whose type states them: the member must be there, which it is not in other machines. */
type Stating<Types extends StatedTypes> = { readonly [Key in typeof CHART_TYPES]: Types };

type IsAny<T> = 0 extends 1 & T ? true : false;

/** The names of the states of a chart, as `order.state` and `cart.state` tell them. */
export type StateNameOf<Chart extends AnyStateMachine> =
  Chart extends Stating<infer Stated>
    ? NameOf<Stated['value']>
    : NameOf<SnapshotFrom<Chart>['value']>;

/** The type of {@link stateName}: `open`, `confirmed.packing`, and names with a bar between them. */
type NameOf<Value> =
  IsAny<Value> extends true
    ? string
    : Value extends string
      ? Value
      : IsOneKey<keyof Value> extends true
        ? { [Key in keyof Value & string]: NameWithin<Key, Value[Key]> }[keyof Value & string]
        : `${string}|${string}`;

/** The name of a state with one of those inside it; an atomic state in a parallel one has none. */
type NameWithin<Key extends string, Inner> = Inner extends string
  ? `${Key}.${Inner}`
  : keyof Inner extends never
    ? Key
    : `${Key}.${NameOf<Inner>}`;

type IsOneKey<Key, All = Key> = Key extends unknown ? ([All] extends [Key] ? true : false) : never;

/** An event of a chart that knows no types. */
export type AnyEvent =
  /** An event without data. */
  | { readonly type: string }
  /** An event with data. */
  | { readonly type: string; readonly [member: string]: unknown };

/** The events that callers can send to a chart: all that it takes, except those of the engine. */
export type EventOf<Chart extends AnyStateMachine> =
  Chart extends Stating<infer Stated> ? SentEvent<Stated['event']> : SentEvent<EventFrom<Chart>>;

type SentEvent<Event extends { readonly type: string }> =
  IsAny<Event> extends true
    ? AnyEvent
    : string extends Event['type']
      ? AnyEvent
      : Event extends { readonly type: `${'xstate' | 'inventory'}.${string}` }
        ? never
        : Event;

/** Something that a chart emits, which has a name of its own. */
export interface NamedFact {
  /** The name of the fact: a noun and a verb in the past tense. */
  readonly type: string;
}

/** The facts that a chart emits according to its types; none of a chart that knows no types. */
export type FactOf<Chart extends AnyStateMachine> = Named<EmittedFrom<Chart>>;

type Named<Emitted> =
  IsAny<Emitted> extends true
    ? never
    : Emitted extends NamedFact
      ? string extends Emitted['type']
        ? never
        : Emitted extends { readonly type: 'reply' }
          ? never
          : Emitted
      : never;

/**
 * The refusals with which a chart replies according to its types. None if its replies may have any code: what the
 * standard commands can give is then the better answer.
 */
export type ReplyCodeOf<Chart extends AnyStateMachine> = CodeOf<EmittedFrom<Chart>>;

type CodeOf<Emitted> = IsAny<Emitted> extends true ? never : Restricted<CodeIn<Emitted>>;

type CodeIn<Emitted> = Emitted extends {
  readonly type: 'reply';
  readonly refusal: { readonly code: infer Code extends RefusalCode };
}
  ? Code
  : never;

type Restricted<Code extends RefusalCode> = [RefusalCode] extends [Code] ? never : Code;
