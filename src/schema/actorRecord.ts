import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { wrongType } from '../base/check.ts';
import { type EarlierVersion, type RecordKind, recordKind } from './record.ts';
import type { RecordedFact } from './recordedFact.ts';
import { list } from './shape.ts';

/** The context of an actor, and the facts that it has emitted. */
export interface Contents {
  readonly context: unknown;
  readonly history: readonly RecordedFact[];
}

/** Writes the contents of one kind of actor in few bytes, as plain JSON data. */
export interface ContentsCodec {
  pack(name: string, contents: Contents): unknown;
  unpack(name: string, packed: unknown): Contents;
}

/** A timer as it is stored with its actor. */
export interface StoredTimer {
  readonly id: string;
  readonly event: EventObject;
  readonly dueAt: number;
  /** The address of its owner, if that is not the actor of the record but one of its own. */
  readonly owner?: string;
  /** The address of the actor that gets the event, if that is not the owner. */
  readonly target?: string;
}

/** An actor as it is on record. */
export interface ActorRecord {
  readonly name: string;
  readonly snapshot: Record<string, unknown>;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  /**
   * How far the wall clock had jumped, over the lifetime of the store, when an active actor was written, in
   * milliseconds: its due times are those of that clock.
   */
  readonly clockOffsetMs: number;
}

/** The members of a snapshot that are recorded. */
export type RecordedSnapshot = Pick<
  AnyMachineSnapshot,
  'status' | 'value' | 'context' | 'output' | 'historyValue' | 'children'
>;

/** An actor to be recorded. */
export interface RecordedActor {
  readonly machine: AnyStateMachine;
  readonly name: string;
  readonly snapshot: RecordedSnapshot;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  /** As in an {@link ActorRecord}; 0 when left out. */
  readonly clockOffsetMs?: number;
}

/**
 * The two kinds of record of one kind of actor. An actor is active while it works or waits for a timer:
 * a shop that opens the store reads all active ones. Their keys are numbers, so that the records that
 * change together, those of young actors, lie together: a store on disk writes whole pages. All other
 * actors are archived, and found by name.
 */
export interface ActorRecordKinds {
  readonly active: RecordKind<
    readonly ['open', string],
    readonly [activeId: number],
    ActorRecord,
    RecordedActor
  >;
  readonly archived: RecordKind<
    readonly [string],
    readonly [name: string],
    ActorRecord,
    RecordedActor
  >;
}

export interface ActorRecordOptions {
  /** Plain JSON when left out. */
  readonly codec?: ContentsCodec;
  /** As those of a record kind; 1 when left out. */
  readonly version?: number;
  readonly earlier?: readonly EarlierVersion[];
  /** Checks the context of an actor. @throws Error that says what was expected and what came. */
  readonly checkContext?: (context: unknown) => void;
}

/** @param kind the name of the kind of actor, which is part of every key. */
export function actorRecords(
  kind: string,
  { codec = plain, version = 1, earlier = [], checkContext = () => {} }: ActorRecordOptions = {},
): ActorRecordKinds {
  const check = (record: ActorRecord) => {
    checkTimers(record);
    if (!Number.isSafeInteger(record.clockOffsetMs)) {
      throw wrongType('clockOffsetMs', 'a whole number', record.clockOffsetMs);
    }
    checkContext(record.snapshot.context);
  };
  return {
    active: recordKind({
      name: `active ${kind}s`,
      prefix: ['open', kind],
      elements: [{ name: 'activeId', type: 'number' }],
      version,
      earlier,
      codec: {
        syntax: 'json',
        encode: (actor) => withName(actor.name, encodeActor(codec, actor)),
        decode(named) {
          const [name, text] = withoutName(named);
          return decodeActor(codec, name, text);
        },
        check,
      },
    }),
    archived: recordKind({
      name: `archived ${kind}s`,
      prefix: [kind],
      elements: [{ name: 'name', type: 'string' }],
      version,
      earlier,
      codec: {
        syntax: 'json',
        encode: (actor) => encodeActor(codec, actor),
        decode: (text, key) => decodeActor(codec, String(key.at(-1)), text),
        check,
      },
    }),
  };
}

/** The version of the list that an actor is written as. */
const VERSION = 1;

/** Members that most actors do not have. */
interface Rest {
  readonly output?: unknown;
  readonly historyValue?: unknown;
  readonly children?: unknown;
  readonly timers?: readonly StoredTimer[];
  readonly clockOffsetMs?: number;
}

type Written = readonly [typeof VERSION, status: string, value: unknown, data: unknown, Rest?];

/** The actor as JSON; members without content are left out. */
function encodeActor(
  codec: ContentsCodec,
  { machine, name, snapshot, history, timers, clockOffsetMs = 0 }: RecordedActor,
): string {
  const { status, value, output, context, historyValue } = snapshot;
  const data = codec.pack(name, { context, history });
  const rest: { -readonly [Member in keyof Rest]: Rest[Member] } = {};
  if (output !== undefined) rest.output = output;
  if (timers.length > 0) rest.timers = timers;
  if (clockOffsetMs !== 0) rest.clockOffsetMs = clockOffsetMs;
  if (!isEmpty(historyValue)) rest.historyValue = persistedHistory(machine, snapshot);
  // The children of an actor that has ended have ended with it.
  if (status === 'active' && !isEmpty(snapshot.children)) {
    rest.children = persistedChildren(machine, snapshot);
  }
  const written: Written = [VERSION, status, value, data, rest];
  return JSON.stringify(isEmpty(rest) ? written.slice(0, -1) : written);
}

function decodeActor(codec: ContentsCodec, name: string, text: string): ActorRecord {
  const written = list('record', JSON.parse(text)) as unknown as Written;
  const [version, status, value, data, rest = {}] = written;
  if (version !== VERSION) {
    throw new Error(`the record of ${name} has version ${version}, expected ${VERSION}`);
  }
  const { timers = [], output, historyValue = {}, children = {}, clockOffsetMs = 0 } = rest;
  const { context, history } = codec.unpack(name, data);
  const error = undefined;
  const snapshot = { status, output, error, value, context, children, historyValue };
  return { name, snapshot, history, timers, clockOffsetMs };
}

/** The record of an active actor, whose key does not name it, begins with the name. */
function withName(name: string, text: string): string {
  return `[${JSON.stringify(name)},${text}]`;
}

/** Name and text of the record of an active actor. */
export function withoutName(named: string): readonly [string, string] {
  // The name alone is parsed here, so that nothing is parsed twice.
  const [, name] = /^\[("(?:[^"\\]|\\.)*"),/.exec(named) ?? [];
  if (name === undefined) throw new Error('expected a record with a name in front');
  return [JSON.parse(name) as string, named.slice(name.length + 2, -1)];
}

const plain: ContentsCodec = {
  pack: (_, { context, history }) => [context, history],
  unpack: (_, packed) => {
    const [context, history] = packed as [unknown, readonly RecordedFact[]];
    return { context, history };
  },
};

function checkTimers({ timers }: ActorRecord): void {
  for (const { dueAt, event } of timers) {
    if (Number.isSafeInteger(dueAt) && typeof event.type === 'string') continue;
    throw new Error(`expected timers with dueAt and event, got ${JSON.stringify(timers)}`);
  }
}

/** The history of states in XState's form, without the children. */
function persistedHistory(machine: AnyStateMachine, snapshot: RecordedSnapshot): unknown {
  const childless = { ...snapshot, children: {} } as AnyMachineSnapshot;
  return (machine.getPersistedSnapshot(childless) as { historyValue?: unknown }).historyValue;
}

/** The actor's own actors in XState's form. */
function persistedChildren(machine: AnyStateMachine, snapshot: RecordedSnapshot): unknown {
  const { children = {} } = machine.getPersistedSnapshot(snapshot as AnyMachineSnapshot) as {
    readonly children?: Record<string, { readonly src: unknown }>;
  };
  for (const [id, { src }] of Object.entries(children)) {
    if (typeof src === 'string') continue;
    throw new Error(`the actor ${id} was spawned without a name of its logic: it cannot be kept`);
  }
  return children;
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
