import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { list } from './shape.ts';
import type {
  ActorRecord,
  ContentsCodec,
  Recordable,
  StateTimes,
  StoredSnapshot,
  StoredTimer,
} from './storedActor.ts';

/** The version of the list that an actor is written as. */
export const ACTOR_VERSION = 1;

/** A timer without what follows from its event and its actor. */
interface WrittenTimer {
  /** The event's type when left out. */
  readonly id?: string;
  readonly event: EventObject;
  readonly dueAt: number;
  /** As long as the actor has been in its states, when left out. */
  readonly since?: number | undefined;
  readonly owner?: string | undefined;
  readonly target?: string | undefined;
}

/** Members that most actors do not have. */
interface Rest {
  readonly output?: unknown;
  readonly historyValue?: unknown;
  readonly children?: unknown;
  readonly timers?: readonly WrittenTimer[];
  readonly since?: StateTimes;
  readonly clockOffsetMs?: number;
}

type Written = readonly [
  typeof ACTOR_VERSION,
  status: string,
  value: unknown,
  data: unknown,
  Rest?,
];

/** The actor as JSON; members without content are left out. */
export function encodeActor(codec: ContentsCodec, actor: Recordable): string {
  const { name, snapshot, history, timers, since, clockOffsetMs = 0 } = actor;
  const { status, value, output, context, historyValue } = snapshot;
  const data = codec.pack(name, { context, history });
  const rest: { -readonly [Member in keyof Rest]: Rest[Member] } = {};
  if (output !== undefined) rest.output = output;
  if (timers.length > 0) rest.timers = timers.map((timer) => writtenTimer(timer, since));
  if (since !== undefined) rest.since = since;
  if (clockOffsetMs !== 0) rest.clockOffsetMs = clockOffsetMs;
  const machine = 'machine' in actor ? actor.machine : undefined;
  if (!isEmpty(historyValue)) {
    rest.historyValue = machine ? persistedHistory(machine, actor.snapshot) : historyValue;
  }
  // The children of an actor that has ended have ended with it.
  if (status === 'active' && !isEmpty(snapshot.children)) {
    rest.children = machine ? persistedChildren(machine, actor.snapshot) : snapshot.children;
  }
  const written: Written = [ACTOR_VERSION, status, value, data, rest];
  return JSON.stringify(isEmpty(rest) ? written.slice(0, -1) : written);
}

function writtenTimer(timer: StoredTimer, actorSince: StateTimes | undefined): WrittenTimer {
  const { id, event, dueAt, since, owner, target } = timer;
  // JSON leaves out what is undefined.
  return {
    ...(id !== event.type && { id }),
    event,
    dueAt,
    since: since === actorSince ? undefined : since,
    owner,
    target,
  };
}

function readTimer(
  { id, event, dueAt, since, owner, target }: WrittenTimer,
  actorSince: StateTimes | undefined,
): StoredTimer {
  return {
    id: id ?? event.type,
    event,
    dueAt,
    since: since ?? (typeof actorSince === 'number' ? actorSince : undefined),
    ...(owner !== undefined && { owner }),
    ...(target !== undefined && { target }),
  };
}

export function decodeActor(codec: ContentsCodec, name: string, text: string): ActorRecord {
  const written = list('record', JSON.parse(text)) as unknown as Written;
  const [version, status, value, data, rest = {}] = written;
  if (version !== ACTOR_VERSION) {
    throw new Error(`the record of ${name} has version ${version}, expected ${ACTOR_VERSION}`);
  }
  const { timers = [], output, historyValue = {}, children = {}, since } = rest;
  const { clockOffsetMs = 0 } = rest;
  const { context, history } = codec.unpack(name, data);
  const error = undefined;
  const snapshot = { status, output, error, value, context, children, historyValue };
  return {
    name,
    snapshot: snapshot as StoredSnapshot,
    history,
    timers: timers.map((timer) => readTimer(timer, since)),
    ...(since !== undefined && { since }),
    clockOffsetMs,
  };
}

/** The record of an active actor, whose key does not name it, begins with the name. */
export function withName(name: string, text: string): string {
  return `[${JSON.stringify(name)},${text}]`;
}

/** Name and text of the record of an active actor. */
export function withoutName(named: string): readonly [string, string] {
  // The name alone is parsed here, so that nothing is parsed twice.
  const [, name] = /^\[("(?:[^"\\]|\\.)*"),/.exec(named) ?? [];
  if (name === undefined) throw new Error('expected a record with a name in front');
  return [JSON.parse(name) as string, named.slice(name.length + 2, -1)];
}

/** The history of states in XState's form, without the children. */
function persistedHistory(machine: AnyStateMachine, snapshot: object): unknown {
  const childless = { ...snapshot, children: {} } as AnyMachineSnapshot;
  return (machine.getPersistedSnapshot(childless) as { historyValue?: unknown }).historyValue;
}

/** The actor's own actors in XState's form. */
function persistedChildren(machine: AnyStateMachine, snapshot: object): unknown {
  const { children = {} } = machine.getPersistedSnapshot(snapshot as AnyMachineSnapshot) as {
    readonly children?: Record<string, { readonly src: unknown; readonly snapshot: object }>;
  };
  const stored: Record<string, unknown> = {};
  for (const [id, child] of Object.entries(children)) {
    if (typeof child.src !== 'string') {
      throw new Error(`the actor ${id} was spawned without a name of its logic: it cannot be kept`);
    }
    stored[id] = { ...child, snapshot: jsonSnapshot(child.snapshot) };
  }
  return stored;
}

/** Without the result of a child that has ended, if JSON cannot hold it: its actor was told already. */
function jsonSnapshot(snapshot: { readonly status?: unknown }): object {
  const { status } = snapshot;
  if (status === 'active') return snapshot;
  try {
    JSON.stringify(snapshot);
    return snapshot;
  } catch {
    return { status };
  }
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
