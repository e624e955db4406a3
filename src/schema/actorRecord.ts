import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { RecordedFact } from '../runtime/recordedFact.ts';
import type { StoredTimer } from '../runtime/scheduler.ts';

/** What a record keeps of an actor beside its state. */
export interface Contents {
  readonly context: unknown;
  readonly history: readonly RecordedFact[];
}

/** How a kind of actor writes down its contents in few bytes. What it packs is plain JSON data. */
export interface Codec {
  pack(name: string, contents: Contents): unknown;
  unpack(name: string, packed: unknown): Contents;
}

/** How an actor is kept: its persisted snapshot, its history, and timers if it has any. */
export interface ActorRecord {
  readonly snapshot: Record<string, unknown>;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
}

/** Changes whenever records of one version could not be read by the code of another. */
const VERSION = 1;

/** What most actors have nothing of. */
interface Rest {
  readonly output?: unknown;
  readonly historyValue?: unknown;
  readonly children?: unknown;
  readonly timers?: readonly StoredTimer[];
}

type Written = readonly [typeof VERSION, status: string, value: unknown, data: unknown, Rest?];

/** An actor as a text: JSON without what can be left out. */
export function encodeRecord(
  { machine, codec = plain }: { readonly machine: AnyStateMachine; readonly codec?: Codec },
  {
    name,
    snapshot,
    history,
    timers,
  }: {
    name: string;
    snapshot: AnyMachineSnapshot;
    history: readonly RecordedFact[];
    timers: readonly StoredTimer[];
  },
): string {
  const { status, value, output, context, historyValue } = snapshot;
  const data = codec.pack(name, { context, history });
  const rest: { -readonly [Member in keyof Rest]: Rest[Member] } = {};
  if (output !== undefined) rest.output = output;
  if (timers.length > 0) rest.timers = timers;
  if (!isEmpty(historyValue)) rest.historyValue = persistedHistory(machine, snapshot);
  // Those of an actor that has ended have ended with it.
  if (status === 'active' && !isEmpty(snapshot.children)) {
    rest.children = persistedChildren(machine, snapshot);
  }
  const written: Written = [VERSION, status, value, data, rest];
  return JSON.stringify(isEmpty(rest) ? written.slice(0, -1) : written);
}

export function decodeRecord(
  { codec = plain }: { readonly codec?: Codec },
  name: string,
  text: string,
): ActorRecord {
  const [version, status, value, data, rest = {}] = JSON.parse(text) as Written;
  if (version !== VERSION) {
    throw new Error(`the record of ${name} has version ${version}, expected ${VERSION}`);
  }
  const { timers = [], output, historyValue = {}, children = {} } = rest;
  const { context, history } = codec.unpack(name, data);
  const error = undefined;
  const snapshot = { status, output, error, value, context, children, historyValue };
  return { snapshot, history, timers };
}

/** A record that is not kept by its name says it. */
export function withName(name: string, text: string): string {
  return `[${JSON.stringify(name)},${text}]`;
}

/** Name and text of such a record. */
export function withoutName(named: string): readonly [string, string] {
  // The name alone is parsed here, so that nothing is parsed twice.
  const [, name] = /^\[("(?:[^"\\]|\\.)*"),/.exec(named) ?? [];
  if (name === undefined) throw new Error('expected a record with a name in front');
  return [JSON.parse(name) as string, named.slice(name.length + 2, -1)];
}

const plain: Codec = {
  pack: (_, { context, history }) => [context, history],
  unpack: (_, packed) => {
    const [context, history] = packed as [unknown, readonly RecordedFact[]];
    return { context, history };
  },
};

/** The history of states in XState's form, without the children. */
function persistedHistory(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): unknown {
  const childless = { ...snapshot, children: {} } as AnyMachineSnapshot;
  return (machine.getPersistedSnapshot(childless) as { historyValue?: unknown }).historyValue;
}

/** The actor's own actors in XState's form. */
function persistedChildren(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): unknown {
  const { children = {} } = machine.getPersistedSnapshot(snapshot) as {
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
