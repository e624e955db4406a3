import { wrongType } from '../base/check.ts';
import { decodeActor, encodeActor, withName, withoutName } from './actorCodec.ts';
import { packActor, unpackActor } from './packActor.ts';
import { type EarlierVersion, type RecordKind, recordKind } from './record.ts';
import type { RecordedFact } from './recordedFact.ts';
import type { ActorRecord, ContentsCodec, Recordable } from './storedActor.ts';

/** The format of the store since which actors have the present form. */
const FORM = 2;

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
    Recordable
  >;
  readonly archived: RecordKind<
    readonly [string],
    readonly [name: string],
    ActorRecord,
    Recordable
  >;
}

export interface ActorRecordOptions {
  /** Plain JSON when left out. */
  readonly codec?: ContentsCodec;
  /** As those of a record kind; that of the present form of actors when left out. */
  readonly version?: number;
  readonly earlier?: readonly EarlierVersion[];
  /** Those of the two record kinds; they have no form when left out. */
  readonly logCodes?: Readonly<Record<keyof ActorRecordKinds, number>>;
  /** True when the names of the actors come in records of other kinds, too; false when left out. */
  readonly isNameShared?: boolean;
  /** Checks the context of an actor. @throws Error that says what was expected and what came. */
  readonly checkContext?: (context: unknown) => void;
}

/** @param kind the name of the kind of actor, which is part of every key. */
export function actorRecords(kind: string, options: ActorRecordOptions = {}): ActorRecordKinds {
  const { codec = plain, version = FORM, earlier = [], checkContext = () => {} } = options;
  const { logCodes, isNameShared = false } = options;
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
      ...(logCodes !== undefined && { logCode: logCodes.active }),
      codec: {
        syntax: 'json',
        encode: (actor) => withName(actor.name, encodeActor(codec, actor)),
        pack(writer, actor) {
          if (isNameShared) writer.writeShared(actor.name);
          else writer.writeText(actor.name);
          return packActor(writer, codec, actor);
        },
        unpack(reader) {
          const name = isNameShared ? reader.readShared() : reader.readText();
          return withName(name, unpackActor(reader, codec));
        },
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
      elements: [{ name: 'name', type: 'string', ...(isNameShared && { isShared: true }) }],
      version,
      earlier,
      ...(logCodes !== undefined && { logCode: logCodes.archived }),
      codec: {
        syntax: 'json',
        encode: (actor) => encodeActor(codec, actor),
        pack: (writer, actor) => packActor(writer, codec, actor),
        unpack: (reader) => unpackActor(reader, codec),
        decode: (text, key) => decodeActor(codec, String(key.at(-1)), text),
        check,
      },
    }),
  };
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
