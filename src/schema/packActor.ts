import { countMembers } from '../base/countMembers.ts';
import { isCount } from '../base/isCount.ts';
import { packJson, unpackJson } from '../store/packed/packJson.ts';
import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import { ACTOR_VERSION } from './actorCodec.ts';
import type { ContentsCodec, Recordable, StoredTimer } from './storedActor.ts';

const STATUSES = ['active', 'done', 'error', 'stopped'] as const;

/** The first byte of a packed actor: the number of its status, and which members follow. */
const STATUS_BITS = 0b11;
const HAS_SINCE = 4;
const HAS_TIMERS = 8;
const HAS_OFFSET = 16;

/**
 * Writes an actor as most are: in one state at a time, without output, history states and children, with
 * timers of its own that only send it their event.
 *
 * @returns false, with a part of it written, for any other one.
 */
export function packActor(writer: PackWriter, codec: ContentsCodec, actor: Recordable): boolean {
  const { snapshot, timers, since, clockOffsetMs = 0 } = actor;
  const { status, value } = snapshot;
  const statusNumber = STATUSES.indexOf(status);
  if (statusNumber < 0 || typeof value !== 'string' || hasMore(snapshot)) return false;
  if (since !== undefined && !isCount(since)) return false;
  if (!Number.isSafeInteger(clockOffsetMs)) return false;
  const sinceFlag = since === undefined ? 0 : HAS_SINCE;
  const timersFlag = timers.length === 0 ? 0 : HAS_TIMERS;
  writer.writeByte(statusNumber | sinceFlag | timersFlag | (clockOffsetMs === 0 ? 0 : HAS_OFFSET));
  writer.writeShared(value);
  if (since !== undefined) writer.writeVarint(since);
  if (clockOffsetMs !== 0) writer.writeSigned(clockOffsetMs);
  if (timers.length > 0 && !packTimers(writer, timers, since)) return false;
  return packContents(writer, codec, actor);
}

/** True when the snapshot has members that most do not have. */
function hasMore({ status, output, historyValue, children }: Recordable['snapshot']): boolean {
  if (output !== undefined || !isEmpty(historyValue)) return true;
  return status === 'active' && !isEmpty(children);
}

function packContents(writer: PackWriter, codec: ContentsCodec, actor: Recordable): boolean {
  const { name, snapshot, history } = actor;
  const contents = { context: snapshot.context, history };
  if (codec.packTo !== undefined) return codec.packTo(writer, name, contents);
  return packJson(writer, codec.pack(name, contents));
}

function packTimers(
  writer: PackWriter,
  timers: readonly StoredTimer[],
  actorSince: number | undefined,
): boolean {
  writer.writeVarint(timers.length);
  const base = actorSince ?? 0;
  for (let index = 0; index < timers.length; index++) {
    const timer = timers[index] as StoredTimer;
    const { id, event, dueAt, since, owner, target } = timer;
    if (owner !== undefined || target !== undefined || id !== event.type) return false;
    if (typeof id !== 'string' || countMembers(event) !== 1 || 'toJSON' in event) return false;
    if (!isCount(dueAt) || (since !== undefined && !isCount(since))) return false;
    // Both are left out of the text, too.
    const isSame = since === undefined || since === actorSince;
    writer.writeShared(id);
    writer.writeSigned(dueAt - base);
    writer.writeByte(isSame ? 0 : 1);
    if (!isSame) writer.writeSigned(since - base);
  }
  return true;
}

/** Reads what {@link packActor} has written as the text that `encodeActor` makes. */
export function unpackActor(reader: PackReader, codec: ContentsCodec): string {
  const head = reader.readByte();
  const status = STATUSES[head & STATUS_BITS] as string;
  const value = JSON.stringify(reader.readShared());
  const since = (head & HAS_SINCE) === 0 ? undefined : reader.readVarint();
  const offset = (head & HAS_OFFSET) === 0 ? undefined : reader.readSigned();
  const rest: string[] = [];
  if ((head & HAS_TIMERS) !== 0) rest.push(`"timers":${unpackTimers(reader, since ?? 0)}`);
  if (since !== undefined) rest.push(`"since":${since}`);
  if (offset !== undefined) rest.push(`"clockOffsetMs":${offset}`);
  const data = codec.unpackFrom === undefined ? unpackJson(reader) : codec.unpackFrom(reader);
  const end = rest.length === 0 ? '' : `,{${rest.join()}}`;
  return `[${ACTOR_VERSION},"${status}",${value},${data}${end}]`;
}

function unpackTimers(reader: PackReader, base: number): string {
  const timers: string[] = [];
  for (let left = reader.readVarint(); left > 0; left--) {
    const event = `{"type":${JSON.stringify(reader.readShared())}}`;
    const dueAt = base + reader.readSigned();
    const since = reader.readByte() === 0 ? '' : `,"since":${base + reader.readSigned()}`;
    timers.push(`{"event":${event},"dueAt":${dueAt}${since}}`);
  }
  return `[${timers.join()}]`;
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
